import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweepBlobs } from '../domain/evidence/operations/drop-blobs.ts'
import { turnsOf } from './schedule.ts'
import { done } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

const hour = 3_600_000
let ahead = 0
const now = () => new Date(Date.now() + ahead)
let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let prosecutor: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse({}, now)
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  prosecutor = await network.join({ kind: 'agency', name: 'Prosecutor', country: 'KM' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

type Session = {
  id: string
  state: string
  own: { state: string; attended: boolean | null } | null
  taken: { enrolled: number; waiting: number } | null
  participants: { id: string; name: string; state: string }[]
  materials: { id: string; file: { name: string } | null }[]
  evaluation: { answers: number; means: Record<string, number>; words: string[] } | null
  inside: { invited: { id: string; member: { name: string } }[]; objects: boolean; objections: number | null } | null
  may: Record<string, boolean>
}
const path = '/api/trainings'
const session = async (who: Client, id: string) => (await who.call('GET', `${path}/${id}`)).body as Session
const listed = async (who: Client, when = 'coming') =>
  ((await who.call('GET', `${path}?when=${when}`)).body as { items: Session[] }).items.map(({ id }) => id)
const offer = async (who: Client, more: object = {}) => {
  const startsAt = new Date(now().getTime() + 20 * hour).toISOString()
  const text = { title: 'Tracing senders', topic: 'detection-techniques', languages: ['en'], timeZone: 'Pacific/Auckland' }
  return String((await done(who, 'POST', path, { ...text, startsAt, duration: 60, audience: 'agencies', ...more }))['id'])
}
const notices = async (who: Client, kind: string) =>
  ((await who.call('GET', '/api/notices')).body as { items: { kind: string; subject: string; params: object }[] }).items.filter(
    (one) => one.kind === `cooperation.${kind}`,
  )
/** lines of the audit */
async function recordedOf(subject: string): Promise<number> {
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const { rows } = await root.query<{ count: number }>('select count(*)::int as count from platform.audit where subject = $1', [subject])
  await root.end()
  return rows[0]?.count ?? 0
}
const all = () => [network.secretariat, regulator.client, police.client, prosecutor.client, carrier.client]

describe('a training session', () => {
  test('has seats and a waiting list; who withdraws makes room, and only whoever offers it learns who comes', async () => {
    const id = await offer(regulator.client, { seats: 1 })
    expect((await done(police.client, 'POST', `${path}/${id}/enrol`))['own']).toMatchObject({ state: 'enrolled' })
    expect((await done(prosecutor.client, 'POST', `${path}/${id}/enrol`))['own']).toMatchObject({ state: 'waiting' })
    for (const who of [regulator.client, network.secretariat])
      expect(await session(who, id)).toMatchObject({ taken: { enrolled: 1, waiting: 1 }, participants: [{}, {}] })
    expect(await session(prosecutor.client, id)).toMatchObject({ taken: null, participants: [{ state: 'waiting' }] })
    await done(police.client, 'POST', `${path}/${id}/withdraw`)
    expect((await session(prosecutor.client, id)).own).toMatchObject({ state: 'enrolled' })
    expect(await notices(prosecutor.client, 'training-seat')).toMatchObject([{ subject: id, params: { title: 'Tracing senders' } }])
    expect(await police.client.call('POST', `${path}/${id}/withdraw`)).toMatchObject({ body: { code: 'cooperation.not-enrolled' } })
    for (const who of [police.client, prosecutor.client])
      expect((await who.call('POST', `${path}/${id}/end`, { to: 'cancelled' })).status).toBe(403)
    await done(regulator.client, 'POST', `${path}/${id}/end`, { to: 'cancelled' })
    expect(await notices(prosecutor.client, 'training-cancelled')).toHaveLength(1)
    expect(await prosecutor.client.call('POST', `${path}/${id}/enrol`)).toMatchObject({ status: 409 })
  })

  test('is nothing that industry knows of, until an agency lets it in; and nothing from the moment that any agency keeps it out', async () => {
    const id = await offer(regulator.client, { title: 'Zanzibar' })
    const material = await done(regulator.client, 'POST', `${path}/${id}/materials`, { language: 'en', title: 'Zanzibar', text: 'words' })
    const everything = async () => {
      const asked = [
        path,
        `${path}?when=past`,
        `${path}/${id}`,
        `/api/materials/${material['id']}/file`,
        '/api/notices',
        '/api/network/obligations',
      ]
      const answers = await Promise.all(asked.map((one) => carrier.client.call('GET', one)))
      return JSON.stringify(answers.map(({ body }) => body))
    }
    expect(await everything()).not.toMatch(/Zanzibar/)
    expect((await carrier.client.call('POST', `${path}/${id}/enrol`)).status).toBe(404)
    await done(police.client, 'POST', `${path}/${id}/invitations`, { members: [carrier.id] })
    expect(await notices(carrier.client, 'training-open')).toHaveLength(1)
    expect(await listed(carrier.client)).toEqual([id])
    await done(carrier.client, 'POST', `${path}/${id}/enrol`)
    expect(await session(carrier.client, id)).toMatchObject({
      taken: null,
      inside: null,
      own: { state: 'enrolled' },
      may: { speak: false },
    })
    await done(prosecutor.client, 'POST', `${path}/${id}/objection`)
    expect(await everything()).not.toMatch(/Zanzibar/)
    expect(await listed(carrier.client)).toEqual([])
    expect(await notices(carrier.client, 'training-ended')).toMatchObject([{ params: { day: expect.any(String) } }])
    expect(await session(network.secretariat, id)).toMatchObject({ inside: { objections: 1 }, taken: { enrolled: 0 } })
    for (const who of [regulator.client, police.client])
      expect((await session(who, id)).inside).toMatchObject({ objects: false, objections: null })
    expect(await leavesOf(house, id)).toEqual(['cooperation.training-objections'])
    await done(prosecutor.client, 'POST', `${path}/${id}/objection/withdraw`)
    // it sees the session again, and is on its list no more
    expect(await session(carrier.client, id)).toMatchObject({ own: null, may: { enrol: true } })
  })

  test('leaves no word with whoever was let in and had not signed up: not by an objection, nor taken back, nor as they leave', async () => {
    const bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
    const letIn = async () => {
      const id = await offer(regulator.client, { title: 'Zanzibar' })
      await done(police.client, 'POST', `${path}/${id}/invitations`, { members: [bank.id] })
      expect((await notices(bank.client, 'training-open')).map(({ subject }) => subject)).toEqual([id])
      return id
    }
    const told = async () => {
      const all = JSON.stringify((await bank.client.call('GET', '/api/notices')).body)
      return [all.includes('Zanzibar'), (await notices(bank.client, 'training-ended')).length]
    }
    await done(prosecutor.client, 'POST', `${path}/${await letIn()}/objection`)
    expect(await told()).toEqual([false, 1])
    const second = await letIn()
    const [invitation] = (await session(police.client, second)).inside?.invited ?? []
    expect((await police.client.call('POST', `/api/training-invitations/${invitation?.id}/end`)).status).toBe(204)
    expect(await told()).toEqual([false, 2])
    await letIn()
    await done(network.secretariat, 'POST', `/api/network/members/${bank.id}/leave`, {})
    expect(await told()).toEqual([false, 3])
  })

  test('offered by industry shows it whom it let in itself, and lets it take that back', async () => {
    const id = await offer(carrier.client, { audience: 'named', startsAt: null, duration: null })
    await done(carrier.client, 'POST', `${path}/${id}/invitations`, { members: [police.id, prosecutor.id] })
    const mine = (await session(carrier.client, id)).inside
    expect(mine).toMatchObject({ objects: false, objections: null })
    const invited = new Map(mine?.invited.map((one) => [one.member.name, one.id]))
    expect([...invited.keys()].sort()).toEqual(['Police', 'Prosecutor'])
    expect((await carrier.client.call('POST', `/api/training-invitations/${invited.get('Police')}/end`)).status).toBe(204)
    expect((await police.client.call('GET', `${path}/${id}`)).status).toBe(404)
    const other = await offer(carrier.client, { startsAt: null, duration: null })
    await done(police.client, 'POST', `${path}/${other}/invitations`, { members: [carrier.id] })
    expect((await session(carrier.client, other)).inside?.invited).toEqual([])
    const [theirs] = (await session(police.client, other)).inside?.invited ?? []
    expect((await carrier.client.call('POST', `/api/training-invitations/${theirs?.id}/end`)).status).toBe(404)
  })

  test('has files that are saved and never shown, to those alone who see it, and bytes that stay while it does', async () => {
    const id = await offer(regulator.client, { audience: 'named' })
    const bytes = Buffer.from('<script>alert(1)</script>')
    const query = new URLSearchParams({ language: 'fr', title: 'Slides', name: 'Übung "1".html' })
    const upload = (who: Client) =>
      who.call('POST', `${path}/${id}/files?${query}`, new Uint8Array(bytes), { 'content-type': 'application/octet-stream' })
    expect((await upload(police.client)).status).toBe(404)
    expect((await upload(network.secretariat)).status).toBe(201)
    const [file] = (await session(regulator.client, id)).materials
    const get = (who: Client) => who.call('GET', `/api/materials/${file?.id}/file`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await sweepBlobs(house.ctx, 0)
    const answer = await get(regulator.client)
    expect(Buffer.compare(answer.raw, bytes)).toBe(0)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="_bung _1_.html"; filename*=UTF-8''%C3%9Cbung%20_1_.html`,
      'x-content-type-options': 'nosniff',
    })
    for (const who of [police.client, carrier.client]) expect((await get(who)).status).toBe(404)
    expect((await regulator.client.call('POST', `/api/materials/${file?.id}/withdraw`)).status).toBe(403)
    await done(network.secretariat, 'POST', `/api/materials/${file?.id}/withdraw`)
    expect((await get(regulator.client)).status).toBe(404)
    await sweepBlobs(house.ctx, 0)
    expect(await house.ctx.blobs.has(sha256)).toBe(false)
    // what was to be taught can be taken back though it is not held
    const material = await done(regulator.client, 'POST', `${path}/${id}/materials`, { language: 'en', title: 'T', text: 'words' })
    await done(regulator.client, 'POST', `${path}/${id}/end`, { to: 'cancelled' })
    expect((await regulator.client.call('POST', `/api/materials/${material['id']}/withdraw`)).status).toBe(204)
  })

  test('is in the private calendar of those who signed up, and they are reminded once', async () => {
    const id = await offer(network.secretariat, { title: 'Calendar session', link: 'https://video.example/class' })
    const made = (await police.client.call('POST', '/api/network/calendar', {})).body as { url: string }
    const feed = async () => (await house.http.app.inject({ method: 'GET', url: new URL(made.url).pathname })).body
    expect(await feed()).not.toContain('Calendar session')
    await done(police.client, 'POST', `${path}/${id}/enrol`)
    expect(await feed()).toMatch(/SUMMARY:Calendar session[\s\S]*video\.example/)
    const remind = async () => {
      await turnsOf(house.ctx, house.ctx.db)
        .find(({ name }) => name === 'remind-trainings')
        ?.run()
      await house.settle()
    }
    await remind()
    await remind()
    const reminded = async (who: Client) => (await notices(who, 'training-reminder')).filter(({ subject }) => subject === id).length
    expect([await reminded(police.client), await reminded(prosecutor.client)]).toEqual([1, 0])
  })

  test('keeps attendance from its beginning on; who was there has a record of it, and says what they think without a name', async () => {
    const id = await offer(network.secretariat, { audience: 'members' })
    const people = [regulator.client, police.client, prosecutor.client, carrier.client]
    for (const who of people) await done(who, 'POST', `${path}/${id}/enrol`)
    const { participants } = await session(network.secretariat, id)
    const present = participants.map((one) => one.id)
    expect(await network.secretariat.call('PUT', `${path}/${id}/attendance`, { present })).toMatchObject({
      body: { code: 'cooperation.training-not-begun' },
    })
    ahead += 21 * hour
    expect((await police.client.call('GET', `${path}/${id}/record`)).status).toBe(404)
    expect((await police.client.call('PUT', `${path}/${id}/attendance`, { present })).status).toBe(403)
    await done(network.secretariat, 'PUT', `${path}/${id}/attendance`, { present })
    const record = await police.client.call('GET', `${path}/${id}/record?language=ar`)
    expect([record.status, record.headers['content-security-policy']]).toEqual([200, expect.stringContaining("default-src 'none'")])
    expect(String(record.body)).toMatch(/dir="rtl"[\s\S]*Tracing senders/)
    const say = (who: Client, useful: number, words: string) =>
      who.call('POST', `${path}/${id}/evaluation`, { useful, clear: 5, pace: 3, apply: 4, words })
    const found = async () => {
      const { body } = await network.secretariat.call('POST', '/api/subjects/find', { text: 'words 0' })
      const { kinds } = body as { kinds: { kind: string; hits: { label: string }[] }[] }
      return kinds.flatMap(({ hits }) => hits.filter(({ label }) => label === 'training_evaluation')).length
    }
    const recorded = await recordedOf(id)
    for (const [at, who] of people.slice(0, 2).entries()) expect((await say(who, at + 1, `words ${at}`)).status).toBe(200)
    expect((await session(network.secretariat, id)).evaluation).toBeNull()
    expect(await found()).toBe(0)
    expect((await say(people[2] as Client, 3, '')).status).toBe(200)
    expect(await found()).toBe(1)
    expect(await recordedOf(id)).toBe(recorded)
    expect((await session(network.secretariat, id)).evaluation).toMatchObject({
      answers: 3,
      means: { useful: 2 },
      words: ['words 0', 'words 1'],
    })
    await say(carrier.client, 5, 'mine')
    expect(await session(network.secretariat, id)).toMatchObject({ evaluation: { answers: 3, means: { useful: 2 } } })
    expect((await session(carrier.client, id)).evaluation).toBeNull()
    expect(await say(police.client, 5, '')).toMatchObject({ body: { code: 'cooperation.evaluated-already' } })
    const rows = (await network.secretariat.call('GET', '/api/network/secretariat')).body as { participation: object[] }
    expect(rows.participation).toEqual(expect.arrayContaining([expect.objectContaining({ country: 'FR', trained: 2 })]))
    const csv = await network.secretariat.call('GET', '/api/network/secretariat/participation')
    expect(String(csv.body)).toMatch(/^country,ldc,lldc,sids,.*trained,campaigns\r\n/)
    expect(String(csv.body)).toMatch(/^KM,yes,no,yes,/m)
    expect((await police.client.call('GET', '/api/network/secretariat/participation')).status).toBe(403)
    // it is over: who was there stays, whoever may not see it any more; there is no day to strike
    expect([await listed(police.client), await listed(police.client, 'past')]).toEqual([
      expect.not.arrayContaining([id]),
      expect.arrayContaining([id]),
    ])
    const strikes = (await notices(carrier.client, 'training-ended')).length
    await done(prosecutor.client, 'POST', `${path}/${id}/objection`)
    expect((await carrier.client.call('GET', `${path}/${id}/record`)).status).toBe(404)
    expect(await notices(carrier.client, 'training-ended')).toHaveLength(strikes)
    expect(await session(network.secretariat, id)).toMatchObject({ taken: { enrolled: 4 } })
    await done(prosecutor.client, 'POST', `${path}/${id}/objection/withdraw`)
    expect((await carrier.client.call('GET', `${path}/${id}/record`)).status).toBe(200)
  })

  test('is offered by managers of members and the office, and read by no stranger', async () => {
    const id = await offer(carrier.client, { audience: 'members', startsAt: null, duration: null })
    for (const who of all()) expect(await listed(who, 'self-paced')).toContain(id)
    const bad = { title: 'x', topic: 'law', languages: ['en'], timeZone: 'UTC', audience: 'agencies', startsAt: now().toISOString() }
    expect(await carrier.client.call('POST', path, bad)).toMatchObject({ status: 400, body: { code: 'cooperation.training-unfit' } })
    expect((await carrier.client.call('POST', path, { ...bad, startsAt: null, link: 'javascript:alert(1)' })).status).toBe(400)
  })
})

describe('a joint campaign of education', () => {
  const educations = '/api/educations'
  type Campaign = {
    id: string
    state: string
    joined: { member: { name: string } }[]
    reach: { id: string; number: number; member: { name: string } | null }[]
    figures: { id: string; phase: string }[]
    declared: { counted: string; items: { country: string; before: number | null; after: number | null; change: number | null }[] }[]
  }
  const day = (days: number) => new Date(now().getTime() + days * 24 * hour).toISOString().slice(0, 10)
  const about = () => ({
    title: 'Close your relays',
    aim: 'Fewer open relays',
    addressed: ['providers'],
    languages: ['en', 'fr'],
    startsOn: day(-10),
  })
  const campaign = async (who: Client, id: string) => (await who.call('GET', `${educations}/${id}`)).body as Campaign

  test('is joined by members themselves; partners alone report reach and figures, each with its source', async () => {
    const { id } = await done(regulator.client, 'POST', educations, { ...about(), countries: ['NZ', 'FR'] })
    const to = `${educations}/${id}`
    const reach = { counted: 'people', number: 1_200, source: 'Our counter', onDate: day(-1) }
    expect((await carrier.client.call('POST', `${to}/reach`, reach)).status).toBe(403)
    await done(carrier.client, 'POST', `${to}/join`, { note: 'Letters to customers' })
    await done(carrier.client, 'POST', `${to}/reach`, reach)
    const figure = { counted: 'open-relays', country: 'NZ', number: 200, source: 'Scan', since: day(-30), until: day(-10) }
    await done(carrier.client, 'POST', `${to}/figures`, figure)
    await done(regulator.client, 'POST', `${to}/figures`, { ...figure, number: 50, since: day(-9), until: day(0) })
    const straddling = await regulator.client.call('POST', `${to}/figures`, { ...figure, until: day(-5) })
    expect(straddling).toMatchObject({ status: 400, body: { code: 'cooperation.figure-days' } })
    const whole = await campaign(police.client, String(id))
    expect(whole).toMatchObject({
      state: 'running',
      joined: [{ member: { name: 'Messaging Regulator' } }, { member: { name: 'Carrier' } }],
    })
    expect(whole.declared.find(({ counted }) => counted === 'open-relays')?.items).toEqual([
      { country: 'NZ', asn: null, before: 200, after: 50, change: -75, sources: 2 },
    ])
    expect(whole.figures.map(({ phase }) => phase)).toEqual(['after', 'before'])
    const mine = whole.reach[0]?.id
    expect((await police.client.call('POST', `/api/education-reach/${mine}/withdraw`)).status).toBe(403)
    await done(carrier.client, 'POST', `/api/education-reach/${mine}/withdraw`)
    const leaflet = async () => (await done(carrier.client, 'POST', `${to}/materials`, { language: 'fr', title: 'T', text: 'mots' }))['id']
    const [left, taken] = [await leaflet(), await leaflet()]
    await done(carrier.client, 'POST', `${to}/leave`)
    expect((await carrier.client.call('POST', `${to}/figures`, figure)).status).toBe(403)
    // what a partner gave goes by its own word, also once it has left, and by that of whoever began the campaign
    const takeBack = async (who: Client, material: unknown) => (await who.call('POST', `/api/materials/${material}/withdraw`)).status
    expect([await takeBack(police.client, taken), await takeBack(regulator.client, taken)]).toEqual([403, 204])
    expect(await takeBack(carrier.client, left)).toBe(204)
    expect((await police.client.call('PUT', to, about())).status).toBe(403)
  })

  test('is measured for each reader by what was released to them, and says from how much', async () => {
    const { id } = await done(regulator.client, 'POST', educations, { ...about(), startsOn: day(-20) })
    const share = async (from: Joined, to: Joined, value: string) => {
      const drafted = await done(from.client, 'POST', '/api/shares', {
        object: { kind: 'indicator', of: 'address', value, note: '' },
        recipients: [{ kind: 'member', value: to.id }],
        terms: { tlp: 'green', permitted: 'internally-visible', onward: 'none', ground: 'Article 1', purpose: 'Education' },
        restsOn: [],
      })
      const { sha256, revision } = (await from.client.call('GET', `/api/shares/${drafted['id']}`)).body as {
        sha256: string
        revision: number
      }
      await done(from.client, 'POST', `/api/shares/${drafted['id']}/approve`, { sha256, revision, unusual: true })
    }
    await share(police, regulator, '193.0.6.139')
    const measured = async (who: Client) =>
      ((await who.call('GET', `${educations}/${id}/measure`)).body as { measure: { total: object; copies: number; sources: number } })
        .measure
    expect(await measured(regulator.client)).toMatchObject({ total: { before: 0, after: 1 }, copies: 1, sources: 1, whole: true })
    expect(await measured(police.client)).toMatchObject({ total: { before: 0, after: 1 }, copies: 1 })
    expect(await measured(prosecutor.client)).toMatchObject({ total: { before: 0, after: 0 }, copies: 0, sources: 0 })
    const { id: later } = await done(regulator.client, 'POST', educations, { ...about(), startsOn: day(5) })
    expect(await regulator.client.call('GET', `${educations}/${later}/measure`)).toMatchObject({ body: { measure: null } })
  })

  test('that is for agencies is not seen by industry', async () => {
    const { id } = await done(regulator.client, 'POST', educations, { ...about(), audience: 'agencies' })
    const { id: material } = await done(regulator.client, 'POST', `${educations}/${id}/materials`, {
      language: 'fr',
      title: 'T',
      text: 'mots',
    })
    for (const one of [`${educations}/${id}`, `${educations}/${id}/measure`, `/api/materials/${material}/file`])
      expect([one, (await carrier.client.call('GET', one)).status]).toEqual([one, 404])
    expect(JSON.stringify((await carrier.client.call('GET', educations)).body)).not.toContain(String(id))
    expect((await carrier.client.call('POST', `${educations}/${id}/join`, {})).status).toBe(404)
  })
})
