import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { asked, decide, draft, paper } from './testing/sharing.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined

type Naming = {
  id: string
  state: string
  agency: { name: string }
  signatures: { agency: { name: string }; said: string; reason: string | null }[]
  missing: { name: string }[]
  maySign: { name: string }[]
}
type Seen = {
  agencies: { name: string }[]
  route: { kind: string; to: { agency: { name: string }; contact: { person: string } | null }[] }
  standing: Naming | null
  proposed: Naming | null
  history: Naming[]
  mayPropose: { name: string }[]
}
const see = async (who: Client, country = 'NZ') => (await who.call('GET', `/api/network/countries/${country}/contact`)).body as Seen
const routed = async (who: Client, country = 'NZ') => {
  const { route } = await see(who, country)
  return [route.kind, ...route.to.map(({ agency, contact }) => [agency.name, contact?.person])]
}
const propose = (by: Joined, agency: Joined) =>
  by.client.call('POST', '/api/network/countries/NZ/contact', { agency: agency.id, by: by.id })
const say = (by: Joined, what: 'sign' | 'decline', id: string, who: Client = by.client) =>
  who.call('POST', `/api/network/country-contacts/${id}/${what}`, { agency: by.id, ...(what === 'decline' ? { reason: 'not us' } : {}) })
const proposedId = async () => (await see(network.secretariat)).proposed?.id ?? ''
/** Who would see what the carrier shares with the country, and why these. */
const shared = async () => {
  const { routes, audience } = await draft(carrier.client, asked(paper('To a country'), [{ kind: 'country', value: 'NZ' }]))
  return [routes[0]?.kind, ...audience.map(({ name }) => name)]
}
async function designate(member: Joined, person: string): Promise<void> {
  const designated = { on: '2026-03-04', by: 'Director' }
  const body = { member: member.id, role: 'unit', audience: 'agencies', person, mail: `unit@${person.toLowerCase()}.example`, designated }
  expect((await member.client.call('POST', '/api/network/contacts', body)).status).toBe(201)
}
const noticesOf = async (who: Client) =>
  ((await who.call('GET', '/api/notices')).body as { items: { kind: string }[] }).items.map(({ kind }) => kind)

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'NZ' })
})
afterAll(() => house?.close())

describe('to a country', () => {
  test('goes to the secretariat where it has no agency, to the only one, and to each of several that named none', async () => {
    expect(await routed(carrier.client)).toEqual(['secretariat'])
    regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
    await designate(regulator, 'Ann')
    expect(await routed(network.secretariat)).toEqual(['only-agency', ['Regulator', 'Ann']])
    police = await network.join({ kind: 'agency', name: 'Police', country: 'NZ' })
    expect(await routed(regulator.client)).toEqual(['each', ['Police', undefined], ['Regulator', 'Ann']])
    expect(await routed(carrier.client)).toEqual(['each', ['Police', undefined], ['Regulator', undefined]])
    expect(await shared()).toEqual(['each', 'Police', 'Regulator'])
    expect((await carrier.client.call('GET', '/api/network/countries/XX/contact')).status).toBe(400)
  })

  test('goes to whom its agencies named once each has signed, and to whoever is designated there then', async () => {
    expect((await propose(police, regulator)).status).toBe(201)
    const { proposed, route } = await see(regulator.client)
    expect([route.kind, proposed]).toMatchObject(['each', { agency: { name: 'Regulator' }, missing: [{ name: 'Regulator' }] }])
    expect((await see(carrier.client)).proposed).toBeNull()
    expect((await say(carrier, 'sign', proposed?.id ?? '')).status).toBe(404)
    expect(await say(regulator, 'sign', proposed?.id ?? '', police.client)).toMatchObject({ status: 403 })
    expect(await say(police, 'sign', proposed?.id ?? '')).toMatchObject({ status: 409, body: { code: 'cooperation.said-already' } })
    expect(await propose(police, police)).toMatchObject({ status: 409, body: { code: 'cooperation.naming-open' } })
    await house.settle()
    expect(await noticesOf(regulator.client)).toContain('cooperation.country-contact')
    expect((await say(regulator, 'sign', proposed?.id ?? '')).status).toBe(200)
    expect(await routed(police.client)).toEqual(['primary', ['Regulator', 'Ann']])
    expect(await shared()).toEqual(['primary', 'Regulator'])
    const seen = await see(carrier.client)
    expect(seen.standing).toMatchObject({ state: 'standing', signatures: [], missing: [] })
    expect(seen.route).toMatchObject({ kind: 'primary', to: [{ agency: { name: 'Regulator' }, contact: null }] })
    const { items } = (await regulator.client.call('GET', '/api/network/contacts')).body as { items: { id: string }[] }
    const body = { audience: 'agencies', person: 'Bo', mail: 'bo@regulator.example', designated: { on: '2026-05-06', by: 'Director' } }
    expect((await regulator.client.call('POST', `/api/network/contacts/${items[0]?.id}/hand-over`, body)).status).toBe(201)
    expect(await routed(police.client)).toEqual(['primary', ['Regulator', 'Bo']])
  })
})

describe('what a country’s agencies name', () => {
  test('is not named when one declines: its reason is shown to agencies, and what stood goes on', async () => {
    expect((await propose(police, police)).status).toBe(201)
    expect((await say(regulator, 'decline', await proposedId())).status).toBe(200)
    const { history, proposed, standing } = await see(police.client)
    expect([proposed, standing?.agency.name]).toEqual([null, 'Regulator'])
    expect(history).toMatchObject([{ state: 'declined', signatures: [{ said: 'signed' }, { said: 'declined', reason: 'not us' }] }])
    expect((await see(carrier.client)).history).toEqual([])
  })

  test('is withdrawn by who proposed it alone', async () => {
    expect((await propose(police, police)).status).toBe(201)
    const id = await proposedId()
    expect((await regulator.client.call('POST', `/api/network/country-contacts/${id}/withdraw`)).status).toBe(403)
    expect((await police.client.call('POST', `/api/network/country-contacts/${id}/withdraw`)).status).toBe(200)
    expect(await say(regulator, 'sign', id)).toMatchObject({ status: 409, body: { code: 'cooperation.naming-over' } })
  })

  test('goes on when an agency joins, which is asked; a proposal waits for it, and no more once it has left', async () => {
    const privacy = await network.join({ kind: 'agency', name: 'Privacy', country: 'NZ' })
    const { standing } = await see(privacy.client)
    expect(standing).toMatchObject({ state: 'standing', missing: [{ name: 'Privacy' }], maySign: [{ name: 'Privacy' }] })
    await house.settle()
    expect(await noticesOf(privacy.client)).not.toContain('cooperation.own-contacts-due')
    expect((await say(privacy, 'decline', standing?.id ?? '')).status).toBe(200)
    expect(await routed(police.client)).toEqual(['primary', ['Regulator', 'Bo']])
    expect((await see(police.client)).standing?.signatures.at(-1)).toMatchObject({ agency: { name: 'Privacy' }, said: 'declined' })
    expect((await propose(regulator, police)).status).toBe(201)
    expect((await say(police, 'sign', await proposedId())).status).toBe(200)
    expect((await see(police.client)).proposed?.missing).toEqual([expect.objectContaining({ name: 'Privacy' })])
    expect((await privacy.client.call('POST', `/api/network/members/${privacy.id}/leave`, {})).status).toBe(200)
    expect((await see(police.client)).standing?.agency.name).toBe('Police')
    expect((await see(police.client)).history[0]?.state).toMatch(/replaced|withdrawn|declined/)
  })

  test('lapses when the named agency leaves, and is then the only one’s', async () => {
    expect((await police.client.call('POST', `/api/network/members/${police.id}/leave`, {})).status).toBe(200)
    const seen = await see(regulator.client)
    expect([seen.standing, seen.history.some(({ state }) => state === 'lapsed')]).toEqual([null, true])
    expect(await routed(regulator.client)).toEqual(['only-agency', ['Regulator', 'Bo']])
  })

  test('is signed by the secretariat for an agency without an organisation here, and for no other', async () => {
    const added = await network.secretariat.call('POST', '/api/network/members', { kind: 'agency', name: 'Ministry', country: 'NZ' })
    const ministry = { ...regulator, id: (added.body as { id: string }).id, name: 'Ministry' }
    expect((await propose(regulator, regulator)).status).toBe(201)
    const id = await proposedId()
    const body = (agency: string) => network.secretariat.call('POST', `/api/network/country-contacts/${id}/sign`, { agency })
    expect((await body(carrier.id)).status).toBe(403)
    expect((await body(regulator.id)).status).toBe(403)
    expect((await body(ministry.id)).status).toBe(200)
    expect(await routed(carrier.client)).toEqual(['primary', ['Regulator', undefined]])
  })
})

describe('the agencies of a country', () => {
  const toAgencies = (code: string) => asked(paper('To its agencies'), [{ kind: 'country-agencies', value: code }])
  const reads = async (who: Joined, copy: string) => (await who.client.call('GET', `/api/shared/${copy}`)).status
  const move = (who: Joined, country: string) =>
    network.secretariat.call('PUT', `/api/network/members/${who.id}`, { name: who.name, country })

  test('are shown with the laws that they enforce, and are reached by one share: whoever is among them as it is read', async () => {
    const first = await network.join({ kind: 'agency', name: 'Telecoms', country: 'CL' })
    const card = { name: 'Telecoms', country: 'CL', laws: ['anti-spam', 'telecommunications'] }
    expect((await first.client.call('PUT', `/api/network/members/${first.id}`, card)).status).toBe(200)
    // by its own word it would be let into what the agencies of another country were shown
    expect((await first.client.call('PUT', `/api/network/members/${first.id}`, { ...card, country: 'PE' })).status).toBe(403)
    const second = await network.join({ kind: 'agency', name: 'Consumers', country: 'CL' })
    const other = await network.join({ kind: 'agency', name: 'Elsewhere', country: 'PE' })
    await network.secretariat.call('POST', '/api/network/members', { kind: 'agency', name: 'Prosecutor', country: 'CL' })
    expect((await see(carrier.client, 'CL')).agencies).toMatchObject([
      { name: 'Consumers', laws: [], here: true },
      { name: 'Prosecutor', here: false },
      { name: 'Telecoms', laws: ['anti-spam', 'telecommunications'], here: true },
    ])
    const drafted = await draft(carrier.client, toAgencies('CL'))
    expect([drafted.grows, drafted.audience.map(({ name }) => name)]).toEqual([true, ['Consumers', 'Telecoms']])
    const { copy } = (await decide(carrier.client, drafted)).body as { copy: string }
    expect([await reads(first, copy), await reads(second, copy), await reads(other, copy)]).toEqual([200, 200, 404])
    // whoever comes to be of the country is in it from then on, whoever is of another country, or no member, is not
    expect((await move(other, 'CL')).status).toBe(200)
    expect((await move(second, 'PE')).status).toBe(200)
    expect([await reads(first, copy), await reads(second, copy), await reads(other, copy)]).toEqual([200, 404, 200])
    expect((await first.client.call('POST', `/api/network/members/${first.id}/leave`, {})).status).toBe(200)
    expect([await reads(first, copy), await reads(other, copy)]).toEqual([404, 200])
    // and one that was entered before it worked here
    const third = await network.join({ kind: 'agency', name: 'Third', country: 'CL' })
    expect(await reads(third, copy)).toBe(200)
  })

  test('are nobody that may be shown something where there are none, and are no group that anybody keeps', async () => {
    const to = async (who: Client, code: string) => who.call('POST', '/api/shares', toAgencies(code))
    expect(await to(carrier.client, 'FR')).toMatchObject({ status: 400, body: { code: 'cooperation.no-recipient' } })
    const { items } = (await regulator.client.call('GET', '/api/groups')).body as { items: object[] }
    expect(items).toEqual([])
    const { network: seen } = (await regulator.client.call('GET', '/api/network')).body as { network: { groups: { standing: string }[] } }
    expect(seen.groups.map(({ standing }) => standing)).toEqual(['agencies', 'members'])
  })
})

test('a person who is a contact is found and erased: the contact ends and names nobody', async () => {
  const { secretariat } = network
  const found = await secretariat.call('POST', '/api/subjects/find', { text: 'bo@regulator.example' })
  expect(JSON.stringify(found.body)).toContain('cooperation.contact')
  const erased = { text: 'bo@regulator.example', manner: 'erase', reason: 'asked in writing' }
  expect((await secretariat.call('POST', '/api/subjects/erase', erased)).status).toBe(200)
  const { items } = (await secretariat.call('GET', '/api/network/contacts?ended=true&country=NZ')).body as { items: object[] }
  expect(items).toContainEqual(expect.objectContaining({ endedWhy: 'ended', person: '…', mail: null }))
  expect((await secretariat.call('GET', '/api/network/contacts/export?ended=true')).raw.toString()).not.toContain('bo@regulator')
  expect((await see(regulator.client)).route.to[0]?.contact).toBeNull()
})
