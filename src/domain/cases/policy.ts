import { type Actor, atLeast, inScope } from '../../base/actor.ts'

const own = (actor: Actor) => actor.kind === 'system' && actor.organisation !== null

/** Whether the actor may see cases and all that belongs to them. */
export function maySeeCases(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'viewer') && inScope(actor, 'read'))
}

/** Working on cases: opening, notes, tasks, assigning, closing, merging, many at once. */
export function mayWorkCases(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

/** Only people watch: a key has no notices. */
export function mayWatch(actor: Actor): boolean {
  return actor.kind === 'person' && atLeast(actor, 'viewer')
}

/** Deciding on what leaves. A program may propose; a person approves, or the node by a rule that a manager has set. */
export function mayApprove(actor: Actor): boolean {
  return own(actor) || (actor.kind === 'person' && atLeast(actor, 'analyst'))
}

export function mayDecline(actor: Actor): boolean {
  return mayWorkCases(actor)
}

/** Rules that approve in place of a person, and how cases are handled at all. */
export function maySetRules(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** A note is changed by who wrote it; a manager may take any away. */
export function mayChangeNote(actor: Actor, author: string): boolean {
  return mayWorkCases(actor) && actor.id === author
}

export function mayRemoveNote(actor: Actor, author: string): boolean {
  return mayWorkCases(actor) && (actor.id === author || atLeast(actor, 'manager'))
}
