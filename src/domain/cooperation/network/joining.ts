import { atLeast, inScope } from '../../../base/actor.ts'
import type { Member } from './member.ts'
import { type Audience, hasVoice, type Proposal, type Terms } from './proposal.ts'
import { mayKeepNetwork, type Standing } from './standing.ts'

/** Asking to join: an administrator, of an organisation that is neither a member nor the network itself. */
export function mayApply({ acting, member, actor }: Standing): boolean {
  return !acting && member === null && actor.organisation !== null && atLeast(actor, 'administrator') && inScope(actor, 'administer')
}

/** Seeing proposals: row-level security says which. */
export function maySeeProposals({ actor }: Standing): boolean {
  return atLeast(actor, 'viewer') && inScope(actor, 'read')
}

/** Proposing a change to those who are asked about it: one of them, or the secretariat. */
export function mayPropose(standing: Standing, by: Audience): boolean {
  return mayKeepNetwork(standing) || (actsForMember(standing) && (by === 'members' || standing.member?.kind === 'agency'))
}

/** Objecting and taking it back for one's own member; a person decides, or the secretariat writes down what a member that does not work here has said. */
export function mayObject(standing: Standing, member: Pick<Member, 'id' | 'organisation'>): boolean {
  return standing.acting
    ? member.organisation === null && mayKeepNetwork(standing)
    : actsForMember(standing) && standing.member?.id === member.id
}

/** Whoever proposed it withdraws it, and nobody else: taking it off the table would be refusing it. `organisation` is the applicant's. */
export function mayWithdraw(standing: Standing, { proposer, kind }: Proposal, organisation: string | null): boolean {
  const { actor, acting, member } = standing
  if (kind === 'accession' && organisation !== null)
    return !acting && actor.organisation === organisation && atLeast(actor, 'administrator') && inScope(actor, 'administer')
  if (proposer === null) return mayKeepNetwork(standing)
  return actsForMember(standing) && member?.id === proposer
}

/** Signing the instrument for one's own member, or writing down that one has signed. */
export function maySign(standing: Standing, { id }: Pick<Member, 'id'>): boolean {
  const own = standing.member?.id === id && atLeast(standing.actor, 'administrator') && inScope(standing.actor, 'administer')
  return own || mayKeepNetwork(standing)
}

/** What is learnt of objections: the secretariat who, agencies what the terms say, industry and applicants nothing. */
export function learns({ acting, member }: Standing, { agenciesLearn }: Terms): 'nothing' | 'number' | 'names' {
  if (acting) return 'names'
  if (member?.kind !== 'agency' || agenciesLearn === 'nothing') return 'nothing'
  return agenciesLearn
}

/** Whether the acting member is asked at all. */
export function isAsked({ member }: Standing, terms: Terms): boolean {
  return member !== null && hasVoice(terms, member.kind)
}

function actsForMember({ member, actor }: Standing): boolean {
  return member !== null && atLeast(actor, 'manager') && inScope(actor, 'administer')
}
