import { type Actor, atLeast, inScope } from '../../../base/actor.ts'
import type {
  jointActs,
  jointEntryKinds,
  jointOutcomes,
  jointReaches,
  jointStates,
  jointTaskStates,
  PartyNow,
  partyStates,
} from '../contract/network/joint-names.ts'

export type JointState = (typeof jointStates)[number]
export type PartyState = (typeof partyStates)[number]
export type JointEntryKind = (typeof jointEntryKinds)[number]
export type JointReach = (typeof jointReaches)[number]
export type JointTaskState = (typeof jointTaskStates)[number]
export type JointOutcome = (typeof jointOutcomes)[number]
export type JointActKind = (typeof jointActs)[number]

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What people say of a joint case: `J-7K3F-9QX2`, 40 random bits in Crockford's alphabet. */
export function jointCode(random: Uint8Array): string {
  const bits = random.subarray(0, 5).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const text = Array.from({ length: 8 }, (_, at) => crockford[Number((bits >> BigInt(35 - 5 * at)) & 31n)] ?? '0').join('')
  return `J-${text.slice(0, 4)}-${text.slice(4)}`
}

/** By which acts members of industry in the case learn of who comes and goes: not of who was asked and did not come. */
export function isForAll(what: JointActKind): boolean {
  return what !== 'invited' && what !== 'invitation-withdrawn' && what !== 'declined'
}

/** In a joint case at once, with those who are asked into it: half of what its list of parties shows, so that none of them is left out. */
export const mostParties = 500

/** Entering, leaving and leading: a dated act of somebody who may bind the organisation, never of a program by its key. */
export function mayBind(actor: Actor): boolean {
  return actor.kind === 'person' && atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** The longest in the case among its agencies: who leads on where the lead has left the network. */
export function nextLead<P extends PartyNow & { readonly since: Date | null }>(parties: readonly P[]): P | undefined {
  return parties
    .filter(({ kind, state }) => kind === 'agency' && state === 'in')
    .sort((a, b) => Number(a.since) - Number(b.since) || (a.id < b.id ? -1 : 1))[0]
}
