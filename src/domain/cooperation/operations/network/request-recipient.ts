import { Failure } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { routeToCountry } from '../../network/country.ts'
import type { Member, MemberKind } from '../../network/member.ts'
import { listAgenciesOf, listNamings } from '../../store/network/country-contacts.ts'
import { findMember } from '../../store/network/members.ts'

/** To whom a request is addressed: a member's card, or a country. */
export type To = { readonly kind: 'member'; readonly member: string } | { readonly kind: 'country'; readonly country: string }

export type Addressee = {
  readonly member: string
  /** null where it does not work on this node */
  readonly organisation: OrganisationId | null
  readonly name: string
  readonly country: string
  readonly kind: MemberKind
  readonly route: 'primary' | 'only-agency' | null
}

/**
 * Whose it is to answer, as of now. 'To this country' goes to the agency that its agencies named, or to its only one. Refuses `cooperation.no-addressee` where
 * there is nobody, `cooperation.choose-agency` with their names where there are several and none is named: one request goes to one.
 */
export async function addresseeOf(tx: Tx, network: OrganisationId, to: To): Promise<Addressee> {
  if (to.kind === 'member') return addressee(await findMember(tx, to.member), null)
  const standing = (await listNamings(tx, network, to.country)).find(({ state }) => state === 'standing')
  const route = routeToCountry(await listAgenciesOf(tx, network, to.country), standing?.agency ?? null)
  if (route.kind === 'each')
    throw new Failure('conflict', 'cooperation.choose-agency', `${to.country} has several agencies and named none of them`, {
      detail: { names: route.to.map(({ name }) => name).slice(0, 50) },
    })
  const [agency] = route.to
  if (route.kind === 'secretariat' || agency === undefined) throw nobody(to.country)
  return addressee(await findMember(tx, agency.id), route.kind)
}

function addressee(member: Member | undefined, route: Addressee['route']): Addressee {
  if (member === undefined || member.state !== 'member') throw nobody('a member')
  const { id, organisation, name, country, kind } = member
  return { member: id, organisation, name, country, kind, route }
}

const nobody = (what: string) => new Failure('invalid', 'cooperation.no-addressee', `${what}: nobody that could be asked`)
