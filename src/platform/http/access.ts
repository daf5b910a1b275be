import { type Actor, inScope } from '../../base/actor.ts'
import type { Route } from '../../base/route.ts'

/** Whether this actor may call a route with this access at all; the room's policy decides the rest. */
export function mayCall(actor: Actor, access: Route['access']): boolean {
  if (access === 'public') return true
  if (actor.kind === 'public') return false
  if (access === 'operator') return actor.operator
  if (access === 'session') return actor.kind === 'person'
  return inScope(actor, access)
}
