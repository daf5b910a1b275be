import { type Actor, atLeast, inScope } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Member } from './member.ts'

/** Where an organisation stands in the network: as a member, or acting for the network itself. */
export type Standing = {
  readonly network: OrganisationId
  /** whoever holds the office acts here */
  readonly acting: boolean
  readonly member: Pick<Member, 'id' | 'kind'> | null
  /** who acts, as they do at home */
  readonly actor: Actor
}

/** Seeing what the network shows its members. */
export function maySeeNetwork({ actor }: Standing): boolean {
  return atLeast(actor, 'viewer') && inScope(actor, 'read')
}

/** The secretariat's daily work: members, contacts, notices. */
export function mayKeepNetwork({ acting, actor }: Standing): boolean {
  return acting && atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Handing the office over. */
export function mayHandOver({ acting, actor }: Standing): boolean {
  return acting && atLeast(actor, 'administrator') && inScope(actor, 'administer')
}

/** A member's own card: its own people, or the secretariat for it. */
export function mayChangeCard(standing: Standing, { id }: Pick<Member, 'id'>): boolean {
  const own = standing.member?.id === id && atLeast(standing.actor, 'manager') && inScope(standing.actor, 'write')
  return own || mayKeepNetwork(standing)
}

/** To another country: an agency that is a member would be let into what its agencies were shown by its own word, so the secretariat says it. */
export function mayMove(standing: Standing, member: Pick<Member, 'id' | 'kind' | 'state'>): boolean {
  return member.kind === 'agency' && member.state === 'member' ? mayKeepNetwork(standing) : mayChangeCard(standing, member)
}

/** Nobody is kept: a member leaves by its own administrator's word, or the secretariat records that it did. */
export function mayLeave(standing: Standing, { id }: Pick<Member, 'id'>): boolean {
  const own = standing.member?.id === id && atLeast(standing.actor, 'administrator') && inScope(standing.actor, 'administer')
  return own || mayKeepNetwork(standing)
}

/** Contacts of a member: its own people, or the secretariat for it. */
export function mayKeepContacts(standing: Standing, member: Pick<Member, 'id'>): boolean {
  return mayChangeCard(standing, member)
}

/** Speaking for an agency to the others of its country: its own people; the secretariat only for one that does not work on this node. */
export function maySpeakFor(standing: Standing, agency: Pick<Member, 'id' | 'kind' | 'state' | 'organisation'>): boolean {
  if (agency.kind !== 'agency' || agency.state !== 'member') return false
  const { member, actor } = standing
  const own = member?.id === agency.id && actor.kind === 'person' && atLeast(actor, 'manager')
  return own || (agency.organisation === null && actor.kind === 'person' && mayKeepNetwork(standing))
}
