import { type Actor, atLeast, inScope } from '../../base/actor.ts'
import type { DestroyedWhy } from './item.ts'

const own = (actor: Actor) => actor.kind === 'system' && actor.organisation !== null

/** Whether the actor may read what a piece of evidence says, as the console shows it. */
export function mayRead(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'viewer') && inScope(actor, 'read'))
}

/** Whether the actor may be handed the original, which may be hostile, as a protected archive. */
export function mayExport(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'read')
}

export function mayVerify(actor: Actor): boolean {
  return mayRead(actor)
}

export function mayHold(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Retention periods, what goes under them, and when. */
export function mayRetain(actor: Actor): boolean {
  return own(actor) || (atLeast(actor, 'manager') && inScope(actor, 'administer'))
}

export function mayServeSubjects(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/**
 * Child material is destroyed at once: by whoever at the desk meets it, or where a reporter or a program that hands in says what it is. All
 * else is destroyed by the node's own retention or by a manager.
 */
export function mayDestroy(actor: Actor, why: DestroyedWhy): boolean {
  if (why !== 'child-material') return mayRetain(actor)
  if (actor.organisation === null) return false
  if (actor.kind === 'key') return inScope(actor, 'report') || inScope(actor, 'write')
  return actor.kind !== 'person' || atLeast(actor, 'analyst')
}
