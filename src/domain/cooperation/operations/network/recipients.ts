import { Failure } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { seenBy } from '../../contract/network/joint-names.ts'
import { type RouteKind, routeToCountry } from '../../network/country.ts'
import type { Recipient } from '../../network/sharing.ts'
import type { Standing } from '../../network/standing.ts'
import { listAgenciesOf, listNamings } from '../../store/network/country-contacts.ts'
import { findJointGroup, type JointGroup, listParties, lockJoint } from '../../store/network/joint-cases.ts'
import {
  findAgenciesGroup,
  findCountryGroup,
  findOwnGroup,
  listAgenciesHere,
  listGroupMembers,
  listMembersHere,
  type MemberHere,
} from '../../store/network/own-groups.ts'

/** To whom something asked for comes at this moment. */
export type Resolved = Recipient & {
  readonly name: string
  /** organisations and groups that are granted */
  readonly grants: readonly string[]
  /** who that is now, without the acting organisation */
  readonly members: readonly MemberHere[]
  /** whether whoever joins later sees it too */
  readonly grows: boolean
  /** of a country: why it is these */
  readonly route?: RouteKind
}

/**
 * Who is meant, as of now. A country is its primary contact, or who stands in for it (`routeToCountry`), each granted by itself; groups, the
 * agencies of a country and all agencies are granted as such. Refuses
 * `cooperation.no-recipient` where it is nobody that may be shown something.
 */
export async function resolveRecipients(tx: Tx, standing: Standing, asked: readonly Recipient[]): Promise<readonly Resolved[]> {
  const own = standing.actor.organisation as OrganisationId
  const once = [...new Map(asked.map((one) => [`${one.kind} ${one.value}`, one])).values()]
  const cards = once.flatMap(({ kind, value }) => (kind === 'member' ? [value] : []))
  const members = new Map((await listMembersHere(tx, standing.network, cards)).map((one) => [one.member, one]))
  const found: Resolved[] = []
  for (const one of once) found.push(one.kind === 'member' ? named(one, own, members) : await resolve(tx, standing.network, own, one))
  return found
}

function named({ kind, value }: Recipient, own: OrganisationId, members: ReadonlyMap<string, MemberHere>): Resolved {
  const member = members.get(value)
  if (member === undefined || member.organisation === own) throw nobody(`member ${value}`)
  return { kind, value, name: member.name, grants: [member.organisation], members: [member], grows: false }
}

async function resolve(tx: Tx, network: OrganisationId, own: OrganisationId, { kind, value }: Recipient): Promise<Resolved> {
  const others = (all: readonly MemberHere[]) => all.filter(({ organisation }) => organisation !== own)
  if (kind === 'group') {
    const joint = await findJointGroup(tx, value)
    if (joint !== undefined) return ofJoint(tx, joint, own)
    const group = await findOwnGroup(tx, value)
    if (group === undefined || group.closedAt !== null || !(group.inside || group.owner === own)) throw nobody(`group ${value}`)
    return { kind, value, name: group.name, grants: [value], members: others(await listGroupMembers(tx, network, [value])), grows: true }
  }
  if (kind === 'country') {
    const primary = (await listNamings(tx, network, value)).find(({ state }) => state === 'standing')?.agency ?? null
    const route = routeToCountry(await listAgenciesOf(tx, network, value), primary)
    const here = await listMembersHere(
      tx,
      network,
      route.to.map(({ id }) => id),
    )
    const members = others(here)
    if (members.length === 0) throw nobody(`whom ${value} is reached by`)
    return { kind, value, name: value, grants: members.map(({ organisation }) => organisation), members, grows: false, route: route.kind }
  }
  if (kind === 'country-agencies') {
    const agencies = await listAgenciesOf(tx, network, value)
    const group = agencies.length === 0 ? undefined : await findCountryGroup(tx, value)
    if (group === undefined) throw nobody(`the agencies of ${value}`)
    const here = await listMembersHere(
      tx,
      network,
      agencies.map(({ id }) => id),
    )
    return { kind, value, name: value, grants: [group], members: others(here), grows: true }
  }
  const group = await findAgenciesGroup(tx)
  if (group === undefined) throw nobody('all agencies')
  return { kind, value: '', name: 'agencies', grants: [group], members: others(await listAgenciesHere(tx, network)), grows: true }
}

/** All in a joint case, or its agencies: whoever gives to it need not be one of them. */
async function ofJoint(tx: Tx, { id, joint, reach, name, open }: JointGroup, own: OrganisationId): Promise<Resolved> {
  if (!open) throw nobody(`joint case ${joint}, which is closed`)
  const parties = seenBy(await listParties(tx, joint), null, reach, [])
  const members = parties.filter(({ organisation }) => organisation !== own)
  return { kind: 'group', value: id, name, grants: [id], members, grows: true }
}

const nobody = (what: string) => new Failure('invalid', 'cooperation.no-recipient', `${what}: nobody that may be shown something`)

/** Until the end of the transaction none of the joint cases among them is closed, and nobody enters or leaves one. */
export async function holdJointCases(tx: Tx, asked: readonly Recipient[]): Promise<void> {
  const found = new Set<string>()
  for (const { kind, value } of asked) {
    const group = kind === 'group' ? await findJointGroup(tx, value) : undefined
    if (group !== undefined) found.add(group.joint)
  }
  // in the order in which a member that leaves takes them
  for (const joint of [...found].sort()) await lockJoint(tx, joint)
}

/** Each organisation that would see it now, by itself: nobody who comes into a group later is among them. */
export function eachNow(all: readonly Resolved[]): readonly Resolved[] {
  return audienceNow(all).map((one) => ({
    ...{ kind: 'member' as const, value: one.member, name: one.name, grants: [one.organisation], members: [one], grows: false },
  }))
}

/** Everything that is granted, each once. */
export function grantsOf(all: readonly Pick<Resolved, 'grants'>[]): readonly string[] {
  return [...new Set(all.flatMap(({ grants }) => grants))]
}

/** Every organisation that would see it now, each once. */
export function audienceNow(all: readonly Resolved[]): readonly MemberHere[] {
  return [...new Map(all.flatMap(({ members }) => members).map((one) => [one.organisation, one])).values()]
}
