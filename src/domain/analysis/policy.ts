import { type Actor, atLeast, inScope } from '../../base/actor.ts'

/** A viewer sees what the organisation holds; a key needs the scope for it. */
export function mayRead(actor: Actor): boolean {
  return actor.kind === 'system' || (atLeast(actor, 'viewer') && inScope(actor, 'read'))
}

export function mayAnalyse(actor: Actor): boolean {
  return actor.kind === 'system' || (atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

/** Whoever gave a lesson takes it back; a manager any. */
export function mayRevokeLesson(actor: Actor, teacher: string): boolean {
  return mayAnalyse(actor) && (actor.id === teacher || atLeast(actor, 'manager'))
}

/** Marking as suspected child-abuse material destroys at once; whoever works at the desk may do it, since nobody should have to look longer. */
export function mayWithhold(actor: Actor): boolean {
  return mayAnalyse(actor)
}
