import { type Actor, atLeast, inScope } from '../../base/actor.ts'

const own = (actor: Actor) => actor.kind === 'system' && actor.organisation !== null

/** Whether the actor may see what left, what waits, and how it is redacted and worded. */
export function maySeeReleases(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'viewer') && inScope(actor, 'read'))
}

/** Drafting and changing a draft: nothing leaves by it. */
export function mayDraft(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

/** Letting something leave: a person who saw the bytes, or the node by a rule that a manager has set. Never a program by its key. */
export function mayDecide(actor: Actor): boolean {
  return own(actor) || (actor.kind === 'person' && atLeast(actor, 'analyst'))
}

/** Refusing and taking back keeps something in; whoever works here may. */
export function mayKeepBack(actor: Actor): boolean {
  return mayDraft(actor)
}

/** How everything that leaves is redacted, and what letters say. */
export function maySetForms(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Saying that a way of a vendor or a hotline is right: a person who asked there. */
export function mayConfirm(actor: Actor): boolean {
  return actor.kind === 'person' && atLeast(actor, 'manager')
}
