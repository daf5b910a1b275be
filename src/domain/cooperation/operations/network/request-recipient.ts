import { Failure } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { type LawKind, type RequestRouteKind, routeRequest } from '../../network/country.ts'
import type { Member, MemberKind } from '../../network/member.ts'
import { listAgenciesOf, listNamings } from '../../store/network/country-contacts.ts'
import { findMember } from '../../store/network/members.ts'

/** To whom a request is addressed: a member's card, or a country. */
export type To =
  | { readonly kind: 'member'; readonly member: string }
  /** `law`: which kind of law the matter is of; drafts from before it was asked have none */
  | { readonly kind: 'country'; readonly country: string; readonly law?: LawKind | undefined }

export type Addressee = {
  readonly member: string
  /** null where it does not work on this node */
  readonly organisation: OrganisationId | null
  readonly name: string
  readonly country: string
  readonly kind: MemberKind
  readonly route: RequestRouteKind | null
  /** by which kind of law it was chosen, and who else might have been, where a country named nobody */
  readonly fallback: { readonly law: LawKind; readonly others: readonly string[] } | null
}

/**
 * Whose it is to answer, as of now. 'To this country' goes to the agency that its agencies named, else to its only one, else to one of several (`routeRequest`): one
 * request goes to one, which can pass it on where the asker lets it. Refuses `cooperation.no-addressee` where there is nobody.
 */
export async function addresseeOf(tx: Tx, network: OrganisationId, to: To): Promise<Addressee> {
  if (to.kind === 'member') return addressee(await findMember(tx, to.member), null, null)
  const standing = (await listNamings(tx, network, to.country)).find(({ state }) => state === 'standing')
  const agencies = (await listAgenciesOf(tx, network, to.country)).map((one) => ({ ...one, here: one.organisation !== null }))
  const law = to.law ?? 'anti-spam'
  const route = routeRequest(agencies, standing?.agency ?? null, law)
  if (route === undefined) throw nobody(to.country)
  const fallback = route.kind === 'by-law' || route.kind === 'longest' ? { law, others: route.others.map(({ name }) => name) } : null
  return addressee(await findMember(tx, route.to.id), route.kind, fallback)
}

function addressee(member: Member | undefined, route: Addressee['route'], fallback: Addressee['fallback']): Addressee {
  if (member === undefined || member.state !== 'member') throw nobody('a member')
  const { id, organisation, name, country, kind } = member
  return { member: id, organisation, name, country, kind, route, fallback }
}

const nobody = (what: string) => new Failure('invalid', 'cooperation.no-addressee', `${what}: nobody that could be asked`)
