import { type Actor, atLeast, inScope } from '../../base/actor.ts'

/** Letting the organisation be counted. */
export function maySetParticipation(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Publishing a week is the node's own act. */
export function mayPublish(actor: Actor): boolean {
  return actor.kind === 'system' && actor.organisation === null
}
