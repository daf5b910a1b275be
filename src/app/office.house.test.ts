import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { tendContactsJob } from '../domain/cooperation/jobs.ts'
import { perform } from '../platform/work.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { actFor, type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { openRelay, type Relay, readMail } from './testing/relay.ts'
import { leavesOf } from './testing/witnessed.ts'

let relay: Relay
let house: House
let root: pg.Client
let network: TestNetwork
let outsider: Client
let regulator: Joined
let carrier: Joined

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  outsider = await firstRun(house)
  network = await openNetwork(house, outsider)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(async () => {
  await root.end()
  await house.close()
  await relay.away()
})

const read = async <T>(who: Client, path: string) => (await who.call('GET', path)).body as T
const path = '/api/network/office-contact'
type Seen = { contact: { id: string; person: string; overdue: boolean; mail: string | null } | null; may: { keep: boolean } }
type Office = { id: string; holder: { name: string }; endsAt: string | null; until: string | null }
const offices = async (who: Client) => (await read<{ network: { offices: Office[] } }>(who, '/api/network')).network.offices
const duty = async (kind: string) =>
  (await read<{ duties: { kind: string; state: string; open: number }[] }>(network.secretariat, '/api/network/secretariat')).duties.find(
    (one) => one.kind === kind,
  )
const noticesOf = async (who: Client) => (await read<{ items: { kind: string }[] }>(who, '/api/notices')).items.map(({ kind }) => kind)
const said = {
  ...{ unit: 'Secretariat', person: 'Noor Haddad', title: 'Head', mail: 'office@network.example', phone: '+65 6555 0100' },
  ...{ hours: '9 to 17', timeZone: 'Asia/Singapore', languages: ['en', 'zh'] },
}
async function tend(): Promise<void> {
  await perform(house.ctx, systemActor('test', network.id as OrganisationId), async (work) => {
    work.require(true)
    work.enqueue(tendContactsJob, {})
  })
  await house.settle()
}

describe('the office’s own contact', () => {
  test('is named by whoever holds the office, seen by all members and by nobody else', async () => {
    expect(await read<Seen>(regulator.client, path)).toEqual({ contact: null, may: { keep: false } })
    expect(await duty('office')).toMatchObject({ state: 'due', open: 1 })
    for (const who of [regulator.client, carrier.client]) expect((await who.call('PUT', path, said)).status).toBe(403)
    expect(await network.secretariat.call('PUT', path, { ...said, mail: null, phone: null })).toMatchObject({
      status: 400,
      body: { code: 'cooperation.contact-empty' },
    })
    expect((await network.secretariat.call('PUT', path, said)).status).toBe(200)
    for (const who of [regulator.client, carrier.client])
      expect((await read<Seen>(who, path)).contact).toMatchObject({ person: 'Noor Haddad', mail: 'office@network.example' })
    const { id } = (await read<Seen>(carrier.client, path)).contact ?? { id: '' }
    expect(await leavesOf(house, id)).toEqual(['cooperation.office-contact-set'])
    expect((await outsider.call('GET', path)).status).toBeGreaterThanOrEqual(400)
    expect(await duty('office')).toMatchObject({ state: 'done', open: 0 })
  })

  test('stands at the end of the letters that the network sends', async () => {
    const added = await regulator.client.call('POST', '/api/network/contacts', {
      ...{ member: regulator.id, role: 'unit', audience: 'members', unit: 'Messages', mail: 'unit@regulator.example', languages: ['en'] },
      designated: { on: '2026-01-01', by: 'Head' },
    })
    const { id } = added.body as { id: string }
    expect((await regulator.client.call('POST', `/api/network/contacts/${id}/test`)).status).toBe(200)
    await house.settle()
    const mail = relay.mails.find(({ to }) => to === 'unit@regulator.example')
    expect(mail === undefined ? '' : readMail(mail).text).toContain(
      'The secretariat is reached here:\nNoor Haddad, Secretariat\noffice@network.example',
    )
  })

  test('is to be confirmed as often as others, and who acts for the network is reminded', async () => {
    await root.query(`update cooperation.office_contact set confirmed_at = now() - interval '100 days'`)
    expect(await duty('office')).toMatchObject({ state: 'overdue', open: 1 })
    expect((await read<Seen>(regulator.client, path)).contact?.overdue).toBe(true)
    await tend()
    expect(await noticesOf(network.secretariat)).toContain('cooperation.office-contact-due')
    expect(await noticesOf(regulator.client)).not.toContain('cooperation.office-contact-due')
    expect((await regulator.client.call('POST', `${path}/confirm`)).status).toBe(403)
    expect((await network.secretariat.call('POST', `${path}/confirm`)).status).toBe(200)
    expect(await duty('office')).toMatchObject({ state: 'done' })
  })
})

test('whoever is the office’s contact is found and taken out of it; that the office has one stays, and letters no longer name them', async () => {
  const name = 'Noor Haddad'
  const found = async (who: Client) => {
    const { body } = await who.call('POST', '/api/subjects/find', { text: name })
    const { kinds } = body as { kinds: { kind: string; hits: { label: string }[] }[] }
    return (kinds.find(({ kind }) => kind === 'cooperation.contact')?.hits ?? []).map(({ label }) => label)
  }
  expect(await found(network.secretariat)).toEqual(['office'])
  expect(await found(regulator.client)).toEqual([])
  const erased = await network.secretariat.call('POST', '/api/subjects/erase', { text: name, manner: 'erase', reason: 'asked in writing' })
  expect([erased.status, erased.body]).toEqual([200, expect.anything()])
  expect((await read<Seen>(regulator.client, path)).contact).toMatchObject({ person: '…', unit: 'Secretariat', mail: null, phone: null })
})

describe('a term', () => {
  test('has an end from the day that it begins, which members see and whoever may hand over sets', async () => {
    const [first] = await offices(carrier.client)
    expect(first?.endsAt).toEqual(expect.any(String))
    const to = `/api/network/offices/${first?.id}`
    const endsAt = new Date(Date.now() + 400 * 86_400_000).toISOString()
    expect((await regulator.client.call('PUT', to, { endsAt })).status).toBe(403)
    expect(await network.secretariat.call('PUT', to, { endsAt: '2020-01-01T00:00:00.000Z' })).toMatchObject({
      status: 400,
      body: { code: 'directory.office-end' },
    })
    expect(await network.secretariat.call('PUT', to, { endsAt })).toMatchObject({ status: 200, body: { endsAt, until: null } })
    expect((await offices(carrier.client))[0]?.endsAt).toBe(endsAt)
    expect(await leavesOf(house, first?.id ?? '')).toEqual(['directory.office-begun', 'directory.office-term-set'])
    expect(await duty('term')).toMatchObject({ state: 'done' })
  })

  test('that is past its end goes on until it is handed over, and says so', async () => {
    const [first] = await offices(carrier.client)
    await root.query(`update directory.office set since = now() - interval '60 days', ends_at = now() - interval '1 hour' where id = $1`, [
      first?.id,
    ])
    expect(await duty('term')).toMatchObject({ state: 'overdue', open: 1 })
    await tend()
    expect(await noticesOf(network.secretariat)).toContain('cooperation.term-due')
    const periods = { questionnaireDays: 730, reportDays: 365, termDays: 100 }
    expect((await network.secretariat.call('PUT', '/api/network/secretariat/periods', periods)).status).toBe(200)
    const next = await network.secretariat.call('POST', '/api/network/offices', { member: regulator.id })
    const days = (Date.parse((next.body as Office).endsAt ?? '') - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(100)
    expect((await network.secretariat.call('POST', `/api/network/offices/${first?.id}/end`)).status).toBe(200)
    const acting = await actFor(house, regulator.client, network.id)
    expect((await read<Seen>(acting, path)).may.keep).toBe(true)
    expect((await acting.call('PUT', path, { ...said, person: 'Ann Lee' })).status).toBe(200)
  })
})
