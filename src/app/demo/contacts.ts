import type { Member } from './members.ts'
import type { DemoNode } from './node.ts'
import type { Random } from './random.ts'
import { mailAt } from './world.ts'

/** How members are reached, who speaks for a country, and what industry can give. */

const dayOf = (node: DemoNode) => node.ctx.now().toISOString().slice(0, 10)
// numbers that no country has given out: +999 is kept free (ITU-T E.164)
const phone = (random: Random) => `+999 ${random.between(100, 999)} ${random.between(1000, 9999)}`

/** A member designates its unit, or its one contact. Answers the contact's id. */
export async function designate(node: DemoNode, member: Member, random: Random): Promise<string> {
  const agency = member.kind === 'agency'
  const { id } = await node.call<{ id: string }>(member.who, 'POST', '/api/network/contacts', {
    member: member.id,
    role: agency ? 'unit' : 'industry',
    audience: agency ? 'members' : 'agencies',
    designated: { on: dayOf(node), by: agency ? 'Director General' : 'Board of directors' },
    unit: agency ? 'Cross-border unit' : 'Abuse desk',
    person: 'Duty officer',
    title: agency ? 'Head of unit' : 'Head of abuse desk',
    mail: mailAt(member, agency ? 'unit' : 'abuse'),
    phone: phone(random),
    emergency: random.chance(0.6) ? phone(random) : null,
    hours: member.hours,
    timeZone: member.timeZone,
    languages: member.languages,
  })
  return id
}

/** Most say that what is said of how they are reached is still right; a few forget. */
export async function confirmContacts(
  node: DemoNode,
  members: readonly Member[],
  contacts: ReadonlyMap<string, string>,
  random: Random,
): Promise<void> {
  for (const { id, who } of members) {
    const contact = contacts.get(id)
    if (contact !== undefined && random.chance(0.93)) await node.call(who, 'POST', `/api/network/contacts/${contact}/confirm`)
  }
}

/** The agencies of a country name the first of them together. Does nothing where there is one alone. */
export async function nameForCountry(node: DemoNode, agencies: readonly Member[]): Promise<void> {
  const [named, ...others] = agencies
  if (named === undefined || others.length === 0) return
  const path = `/api/network/countries/${named.country}/contact`
  const { proposed } = await node
    .call<object>(named.who, 'POST', path, { agency: named.id, by: named.id })
    .then(() => node.call<{ proposed: { id: string } | null }>(named.who, 'GET', path))
  for (const { who, id } of others)
    if (proposed !== null) await node.call(who, 'POST', `/api/network/country-contacts/${proposed.id}/sign`, { agency: id })
}

const keptDays: Readonly<Record<string, number | null>> = {
  subscriber: 730,
  traffic: 180,
  payment: 3_650,
  registration: 730,
  content: null,
  logs: 90,
}

/** A member of industry puts in force what it can give to agencies, at home and abroad. */
export async function disclose(node: DemoNode, member: Member, random: Random): Promise<void> {
  const path = `/api/network/members/${member.id}/disclosure`
  const kinds = Object.entries(keptDays).filter(([kind]) => kind === 'subscriber' || random.chance(0.75))
  const lines = kinds.flatMap(([category, days]) =>
    (['domestic', 'foreign'] as const).map((asker) => {
      const given = category === 'content' ? 'no' : asker === 'foreign' ? random.pick(['conditions', 'conditions', 'no'] as const) : 'yes'
      return {
        category,
        asker,
        given,
        grounds: given === 'no' ? [] : asker === 'foreign' ? ['treaty', 'production-order'] : ['production-order', 'warrant'],
        condition: given === 'conditions' ? 'By way of an authority of this country' : '',
        days: given === 'no' ? null : random.between(3, asker === 'foreign' ? 40 : 15),
        keptDays: days,
        cost: '',
        told: random.pick(['never', 'after', 'unless-forbidden'] as const),
      }
    }),
  )
  const { changedAt } = await node.call<{ changedAt: string }>(member.who, 'PUT', path, {
    channel: 'mail',
    address: mailAt(member, 'legal'),
    languages: [...new Set(['en', ...member.languages])],
    needs: ['reference', 'ground', 'identifier', 'period'],
    emergency: 'By telephone, and in writing within a day',
    emergencyHours: random.pick([2, 4, 24]),
    note: '',
    lines,
  })
  await node.call(member.who, 'POST', `${path}/publish`, { changedAt })
}
