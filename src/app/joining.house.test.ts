import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { tendLeavingJob } from '../domain/cooperation/jobs.ts'
import { turnsOf } from './schedule.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { leavesOf } from './testing/witnessed.ts'

// Two weeks pass in a test: the house goes by a clock of its own, that only ever goes on.
const day = 86_400_000
let ahead = 0
const now = () => new Date(Date.now() + ahead)
const wait = async (days: number) => {
  ahead += days * day
  await closeWindows()
}

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let outsiders = 0

beforeAll(async () => {
  house = await openHouse({ TOCSIN_MAIL_DOMAIN: 'tocsin.example', TOCSIN_RELAY: 'smtp://127.0.0.1:9', TOCSIN_LEAVING_DAYS: '1' }, now)
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

async function closeWindows(): Promise<void> {
  const turn = turnsOf(house.ctx, house.ctx.db).find(({ name }) => name === 'close-windows')
  await turn?.run()
  await house.settle()
}
const read = async <T>(who: Client, path: string) => (await who.call('GET', path)).body as T

/** An organisation of the node that is no member. */
async function outsider(): Promise<Client> {
  outsiders++
  const email = `eve@outsider-${outsiders}.example`
  const made = await ann.call('POST', '/api/node/organisations', {
    organisation: { name: `Outsider ${outsiders}`, kind: 'provider', country: 'FR' },
    administrator: email,
  })
  return accept(house, (made.body as { link: string }).link, email)
}

type Whole = {
  id: string
  state: string
  closesAt: string | null
  noticedAt: string | null
  terms: { audience: string; windowDays: number; agenciesLearn: string } | null
  application: { member: string | null; name: string } | null
  edition: string | null
  objections: { learns: string; standing: number | null; items: { member: { id: string; name: string }; reason: string | null }[] }
  told:
    | { member: { name: string }; here: boolean; people: number; toldAt: string | null; seenAt: string | null; how: string | null }[]
    | null
  may: { object: boolean; takeBack: boolean; withdraw: boolean }
}
const asking = {
  kind: 'industry',
  name: 'New Courier',
  country: 'DE',
  category: 'courier',
  statement: 'We carry parcels, and see who abuses them.',
}
const proposal = (who: Client, id: string) => read<Whole>(who, `/api/network/proposals/${id}`)
async function applied(who: Client, body: object = asking): Promise<string> {
  const answer = await who.call('POST', '/api/network/application', body)
  expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ state: 'proposed' })])
  await house.settle()
  return (answer.body as Whole).id
}
type Notices = { items: { kind: string; subject: string; params: Record<string, string> }[] }
const noticesOf = async (who: Client, kind: string) => (await read<Notices>(who, '/api/notices')).items.filter((one) => one.kind === kind)
const objects = (who: Client, id: string, body: object = {}) => who.call('POST', `/api/network/proposals/${id}/objection`, body)

describe('an application', () => {
  test('is noticed to every agency, with proof of who was told and when each first read it', async () => {
    const eve = await outsider()
    const id = await applied(eve)
    const seen = await proposal(network.secretariat, id)
    expect(seen).toMatchObject({ state: 'open', terms: { audience: 'agencies', windowDays: 14, agenciesLearn: 'nothing' } })
    expect(Date.parse(seen.closesAt ?? '') - Date.parse(seen.noticedAt ?? '')).toBe(14 * day)
    expect(seen.told?.map(({ member, people, seenAt }) => [member.name, people, seenAt])).toEqual([
      ['Messaging Regulator', 1, null],
      ['Police', 1, null],
    ])
    for (const { client } of [regulator, police])
      expect(await noticesOf(client, 'cooperation.application')).toMatchObject([{ subject: id, params: { name: 'New Courier' } }])
    expect((await proposal(regulator.client, id)).told).toBeNull()
    const after = await proposal(network.secretariat, id)
    expect(after.told?.map(({ member, seenAt }) => [member.name, seenAt !== null])).toEqual([
      ['Messaging Regulator', true],
      ['Police', false],
    ])
    expect(await leavesOf(house, id)).toEqual(
      expect.arrayContaining(['cooperation.proposed', 'cooperation.notice-sent', 'cooperation.notice-seen']),
    )
    await eve.call('POST', `/api/network/proposals/${id}/withdraw`)
  })

  test('is seen by whoever made it, and nothing else of the network; by industry not at all', async () => {
    const eve = await outsider()
    expect(await read(eve, '/api/network/application')).toEqual({
      network: { name: 'Action Network' },
      applications: [],
      may: { apply: true },
    })
    const id = await applied(eve)
    expect(await proposal(eve, id)).toMatchObject({
      state: 'open',
      terms: null,
      procedures: null,
      told: null,
      application: { name: 'New Courier', member: null },
      objections: { learns: 'nothing', standing: null, items: [] },
    })
    for (const path of ['/api/network/proposals', '/api/network/members', '/api/network/editions?kind=procedures'])
      expect([path, (await eve.call('GET', path)).status]).toEqual([path, 403])
    expect(await read(eve, '/api/network')).toEqual({ network: null })
    expect((await carrier.client.call('GET', `/api/network/proposals/${id}`)).status).toBe(404)
    expect(await noticesOf(carrier.client, 'cooperation.application')).toEqual([])
    expect((await (await outsider()).call('GET', `/api/network/proposals/${id}`)).status).toBe(404)
    expect(await eve.call('POST', '/api/network/application', asking)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.applied-already' },
    })
    expect(await eve.call('POST', `/api/network/proposals/${id}/withdraw`)).toMatchObject({ status: 200, body: { state: 'withdrawn' } })
    expect(await read(eve, '/api/network/application')).toMatchObject({ may: { apply: true }, applications: [{ state: 'withdrawn' }] })
  })

  test('that nobody objects to is admitted by the clock and by nobody earlier; all members are told', async () => {
    const eve = await outsider()
    const id = await applied(eve)
    await wait(13)
    expect((await proposal(network.secretariat, id)).state).toBe('open')
    await wait(1)
    expect((await proposal(eve, id)).state).toBe('accepted')
    expect(await read(eve, '/api/network')).toMatchObject({ network: { standing: { member: { kind: 'industry' } } } })
    expect(await noticesOf(eve, 'cooperation.admitted')).toMatchObject([{ subject: id }])
    for (const { client } of [regulator, carrier])
      expect(await noticesOf(client, 'cooperation.member-joined')).toMatchObject([{ params: { name: 'New Courier' } }])
    const { items } = await read<{ items: { name: string }[] }>(carrier.client, '/api/network/members?q=courier')
    expect(items).toHaveLength(1)
    expect(await eve.call('POST', '/api/network/application', asking)).toMatchObject({
      status: 409,
      body: { code: 'cooperation.member-already' },
    })
  })

  test('that an agency objects to is refused; who did is known to the secretariat alone', async () => {
    const eve = await outsider()
    const id = await applied(eve)
    expect(await objects(carrier.client, id)).toMatchObject({ status: 404 })
    expect(await objects(regulator.client, id, { reason: 'fined last year' })).toMatchObject({
      status: 200,
      body: { may: { takeBack: true } },
    })
    expect(await objects(regulator.client, id)).toMatchObject({ status: 409, body: { code: 'cooperation.objected-already' } })
    expect((await proposal(network.secretariat, id)).objections).toMatchObject({
      learns: 'names',
      standing: 1,
      items: [{ member: { name: 'Messaging Regulator' }, reason: 'fined last year' }],
    })
    expect((await proposal(regulator.client, id)).objections).toMatchObject({ learns: 'nothing', items: [{ reason: 'fined last year' }] })
    for (const client of [police.client, eve])
      expect((await proposal(client, id)).objections).toEqual({ learns: 'nothing', standing: null, items: [] })
    await wait(14)
    expect((await proposal(eve, id)).state).toBe('refused')
    expect(await noticesOf(eve, 'cooperation.not-admitted')).toMatchObject([{ subject: id, params: {} }])
    expect(JSON.stringify(await read(eve, '/api/notices'))).not.toContain('Regulator')
    expect(await objects(police.client, id)).toMatchObject({ status: 409, body: { code: 'cooperation.proposal-ended' } })
    // and may ask again, under the same id
    const again = await applied(eve)
    const [first, second] = [await proposal(network.secretariat, id), await proposal(network.secretariat, again)]
    expect(second.application?.member).toBe(first.application?.member)
    await eve.call('POST', `/api/network/proposals/${again}/withdraw`)
  })

  test('is admitted where its objection was taken back while the window was open', async () => {
    const eve = await outsider()
    const id = await applied(eve)
    await objects(police.client, id)
    const path = `/api/network/proposals/${id}/objection/withdraw`
    expect(await regulator.client.call('POST', path, {})).toMatchObject({ status: 409, body: { code: 'cooperation.no-objection' } })
    expect((await police.client.call('POST', path, {})).status).toBe(200)
    await wait(14)
    expect((await proposal(eve, id)).state).toBe('accepted')
  })

  test('of somebody outside is entered by the secretariat, who tells members that do not work here and records what they say', async () => {
    const added = await network.secretariat.call('POST', '/api/network/members', { kind: 'agency', name: 'Far Agency', country: 'TO' })
    const far = (added.body as { id: string }).id
    expect((await regulator.client.call('POST', '/api/network/applications', asking)).status).toBe(403)
    const entered = await network.secretariat.call('POST', '/api/network/applications', { ...asking, name: 'Far Courier' })
    await house.settle()
    const { id } = entered.body as Whole
    const path = `/api/network/proposals/${id}`
    expect((await proposal(network.secretariat, id)).told).toContainEqual(
      expect.objectContaining({ member: { id: far, name: 'Far Agency' }, here: false, toldAt: null }),
    )
    expect((await network.secretariat.call('POST', `${path}/told`, { member: regulator.id, how: 'by mail' })).status).toBe(409)
    expect((await network.secretariat.call('POST', `${path}/told`, { member: far, how: 'by fax' })).status).toBe(200)
    expect((await proposal(network.secretariat, id)).told).toContainEqual(
      expect.objectContaining({ how: 'by fax', toldAt: expect.any(String) }),
    )
    // the secretariat speaks for nobody who can speak here
    expect((await objects(network.secretariat, id, { member: regulator.id })).status).toBe(403)
    expect((await objects(network.secretariat, id, { member: far })).status).toBe(200)
    await wait(14)
    expect((await proposal(regulator.client, id)).state).toBe('refused')
  })
})

describe('objections', () => {
  test('are granted to whoever objected and, where the procedures say so at the notice, to the agencies; never to industry', async () => {
    const eve = await outsider()
    const hidden = await applied(eve)
    await objects(regulator.client, hidden)
    await changeProcedures({ agenciesLearn: 'names' })
    const frank = await outsider()
    const shown = await applied(frank)
    await objects(regulator.client, shown, { reason: 'known to us' })
    // the first was noticed under the older procedures, and stays under them
    expect((await proposal(police.client, hidden)).objections).toEqual({ learns: 'nothing', standing: null, items: [] })
    expect((await proposal(police.client, shown)).objections).toMatchObject({
      learns: 'names',
      items: [{ member: { name: 'Messaging Regulator' }, reason: 'known to us' }],
    })
    const rows = async (organisation: string) => {
      const actor = systemActor('test', organisation as never)
      const found = await house.ctx.read(actor, (tx) => sql<{ proposal: string }>`select proposal from cooperation.objection`.execute(tx))
      return found.rows.map((one) => one.proposal)
    }
    expect((await rows(police.client.organisation)).filter((one) => one === hidden)).toEqual([])
    expect(await rows(police.client.organisation)).toContain(shown)
    for (const client of [carrier.client, eve, frank]) expect(await rows(client.organisation)).toEqual([])
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    const granted = await root.query<{ recipient: string; proposal: string }>(
      `select g.recipient, o.proposal from platform.access_grant g join cooperation.objection o on o.id = g.object where g.kind = 'objection'`,
    )
    await root.end()
    expect(granted.rows.filter((one) => one.proposal === hidden).map((one) => one.recipient)).toEqual([regulator.client.organisation])
    for (const who of [eve, frank]) await who.call('POST', `/api/network/proposals/${who === eve ? hidden : shown}/withdraw`)
  })
})

const rules = {
  accessionDays: 14,
  proceduresBy: 'agencies',
  proceduresDays: 14,
  workPlanBy: 'members',
  workPlanDays: 14,
  agenciesLearn: 'nothing',
}
/** Proposes other rules and waits until they are in force, unless somebody objects meanwhile. */
async function changeProcedures(changed: object): Promise<string> {
  const made = await regulator.client.call('POST', '/api/network/proposals', {
    kind: 'procedures',
    title: 'Procedures',
    text: 'As agreed.',
    rules: { ...rules, ...changed },
  })
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ kind: 'procedures' })])
  await house.settle()
  await wait(14)
  return (made.body as Whole).id
}
type Editions = {
  items: { id: string; number: number; until: string | null; rules: typeof rules | null; signatures: number }[]
  may: { propose: boolean }
}
const editions = (who: Client, kind: string) => read<Editions>(who, `/api/network/editions?kind=${kind}`)

describe('the procedures and the work plan', () => {
  test('are changed by proposal: the procedures by agencies alone, and come into force when nobody objects', async () => {
    const text = { kind: 'procedures', title: 'Procedures', text: '', rules }
    expect((await carrier.client.call('POST', '/api/network/proposals', text)).status).toBe(403)
    expect((await editions(carrier.client, 'procedures')).may.propose).toBe(false)
    const before = (await editions(regulator.client, 'procedures')).items.length
    const id = await changeProcedures({ accessionDays: 10 })
    expect((await proposal(regulator.client, id)).state).toBe('accepted')
    const { items } = await editions(carrier.client, 'procedures')
    expect(items.map(({ number, until }) => [number, until === null])).toEqual(
      Array.from({ length: before + 1 }, (_, index) => [before + 1 - index, index === 0]),
    )
    expect(items[0]?.rules?.accessionDays).toBe(10)
    expect(await noticesOf(carrier.client, 'cooperation.procedures-in-force')).not.toEqual([])
    const whole = await read<{ before: { rules: typeof rules } }>(carrier.client, `/api/network/editions/${items[0]?.id}`)
    expect(whole.before.rules.accessionDays).toBe(14)
  })

  test('stay as they are where somebody objects, and one change goes at a time', async () => {
    const made = await police.client.call('POST', '/api/network/proposals', {
      kind: 'procedures',
      title: 'Procedures',
      text: '',
      rules: { ...rules, proceduresDays: 1 },
    })
    const { id } = made.body as Whole
    expect(
      await regulator.client.call('POST', '/api/network/proposals', { kind: 'procedures', title: 'X', text: '', rules }),
    ).toMatchObject({
      status: 409,
      body: { code: 'cooperation.under-way' },
    })
    await house.settle()
    expect((await carrier.client.call('GET', `/api/network/proposals/${id}`)).status).toBe(404)
    await objects(regulator.client, id)
    await wait(14)
    expect((await proposal(police.client, id)).state).toBe('refused')
    expect((await editions(regulator.client, 'procedures')).items[0]?.rules?.proceduresDays).toBe(14)
  })

  test('of the work plan any participant proposes and any may object', async () => {
    const plan = (text: string) => ({ kind: 'work-plan', title: 'Work plan', text })
    const first = (await carrier.client.call('POST', '/api/network/proposals', plan('A call each quarter.'))).body as Whole
    await house.settle()
    await wait(14)
    expect((await editions(regulator.client, 'work-plan')).items).toMatchObject([{ number: 1 }])
    expect((await proposal(carrier.client, first.id)).state).toBe('accepted')
    const second = (await regulator.client.call('POST', '/api/network/proposals', plan('No calls.'))).body as Whole
    await house.settle()
    expect((await objects(carrier.client, second.id)).status).toBe(200)
    expect((await proposal(carrier.client, second.id)).objections).toMatchObject({
      learns: 'nothing',
      items: [{ member: { name: 'Carrier' } }],
    })
    await wait(14)
    expect((await proposal(carrier.client, second.id)).state).toBe('refused')
    expect((await editions(regulator.client, 'work-plan')).items).toHaveLength(1)
  })
})

describe('a member that leaves', () => {
  test('is told of to all others', async () => {
    const leaver = await network.join({ kind: 'industry', name: 'Leaver', country: 'FR' })
    expect((await leaver.client.call('POST', `/api/network/members/${leaver.id}/leave`, {})).status).toBe(200)
    await house.settle()
    expect(await noticesOf(carrier.client, 'cooperation.member-left')).toMatchObject([{ subject: leaver.id, params: { name: 'Leaver' } }])
    expect(await noticesOf(leaver.client, 'cooperation.member-left')).toEqual([])
  })

  test('has no say any more in what is open', async () => {
    const leaver = await network.join({ kind: 'agency', name: 'Brief Agency', country: 'FR' })
    const eve = await outsider()
    const id = await applied(eve)
    await objects(leaver.client, id)
    await leaver.client.call('POST', `/api/network/members/${leaver.id}/leave`, {})
    await wait(14)
    expect((await proposal(eve, id)).state).toBe('accepted')
  })

  test('the node is not admitted afterwards: what it asked for is withdrawn', async () => {
    const eve = await outsider()
    const id = await applied(eve)
    expect((await eve.call('POST', '/api/leaving', { password: 'seventeen quiet herons' })).status).toBe(201)
    ahead += 25 * 3_600_000
    await tendLeavingJob.run(house.ctx, systemActor('schedule', eve.organisation as OrganisationId), {})
    await house.settle()
    await wait(15)
    expect((await proposal(network.secretariat, id)).state).toBe('withdrawn')
  })
})
