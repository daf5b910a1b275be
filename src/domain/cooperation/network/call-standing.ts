import { atLeast, inScope } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Call } from './call.ts'
import type { MemberKind } from './member.ts'
import { mayKeepNetwork, type Standing } from './standing.ts'

type Spoken = { readonly id: string; readonly kind: MemberKind; readonly organisation: OrganisationId | null; readonly state: string }

/** Seeing calls: row-level security says which, and what of them. */
export function maySeeCalls({ acting, member, actor }: Standing): boolean {
  return (acting || member !== null) && atLeast(actor, 'viewer') && inScope(actor, 'read')
}

/** Planning, convening, guests, series: whoever holds the office. */
export function mayKeepCalls({ acting, actor }: Standing): boolean {
  return acting && atLeast(actor, 'manager') && inScope(actor, 'write')
}

/** Agenda, attendance, minutes, decisions and actions of one call: the office, or the agency that chairs it. */
export function mayKeepCall(standing: Standing, { chair }: Pick<Call, 'chair'>): boolean {
  const { member, actor } = standing
  const chairs = member !== null && member.kind === 'agency' && member.id === chair && atLeast(actor, 'manager') && inScope(actor, 'write')
  return mayKeepCalls(standing) || chairs
}

/** Giving something to an item that one sees, for one's own member or as the office. */
export function mayContribute(standing: Standing): boolean {
  const { member, actor } = standing
  return mayKeepCalls(standing) || (member !== null && atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

/** Inviting industry, objecting to it: an agency's own people; the office only for one that does not work on this node. */
export function maySpeakForAgency(standing: Standing, agency: Spoken): boolean {
  if (agency.kind !== 'agency') return false
  const { member, actor, acting } = standing
  if (acting) return agency.organisation === null && mayKeepNetwork(standing)
  return agency.state === 'member' && member?.id === agency.id && atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Taking an invitation or objection back: whoever may speak for that agency; and the office for one that has left. */
export function mayTakeBackFor(standing: Standing, agency: Spoken): boolean {
  return maySpeakForAgency(standing, agency) || (agency.state !== 'member' && mayKeepNetwork(standing))
}
