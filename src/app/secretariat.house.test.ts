import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { tellMembersJob } from '../domain/cooperation/operations/network/telling.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let far: string

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  const added = await network.secretariat.call('POST', '/api/network/members', { kind: 'agency', name: 'Far Agency', country: 'KM' })
  far = (added.body as { id: string }).id
})
afterAll(() => house.close())

const read = async <T>(who: Client, path: string) => (await who.call('GET', path)).body as T
type Duty = { kind: string; state: string; open: number; of: number; last: string | null; due: string | null }
type Office = {
  duties: Duty[]
  periods: object
  participation: {
    country: string
    ldc: boolean
    calls: number
    agencies: number
    told: number
    seen: number
    answered: number
    entries: number
  }[]
}
type Obligation = { kind: string; subject: string; notice: string | null; count: number }
const office = () => read<Office>(network.secretariat, '/api/network/secretariat')
type ToldOf = { kind: string; subject: string; of: number; told: number; seen: number | null; byHand: number; untold: number }
/** All of it, page by page. */
async function told(): Promise<ToldOf[]> {
  const all: ToldOf[] = []
  for (let after = ''; ; ) {
    const page = await read<{ items: ToldOf[]; next: string | null }>(network.secretariat, `/api/network/disseminations?limit=2${after}`)
    expect(page.items.length).toBeLessThanOrEqual(2)
    all.push(...page.items)
    if (page.next === null) return all
    after = `&after=${page.next}`
  }
}
const duty = async (kind: string) => (await office()).duties.find((one) => one.kind === kind)
const obligations = async (who: Client) => (await read<{ items: Obligation[] }>(who, '/api/network/obligations')).items

async function announced(audience: string, title = 'The next meeting'): Promise<string> {
  const made = await network.secretariat.call('POST', '/api/network/announcements', {
    title,
    text: 'It is held by video.',
    language: 'en',
    audience,
  })
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ audience })])
  await house.settle()
  return (made.body as { id: string }).id
}

describe('an announcement', () => {
  test('is seen by its audience alone and told with proof: who was told, who read it, who was told by hand', async () => {
    const id = await announced('agencies')
    const path = `/api/network/announcements/${id}`
    expect((await carrier.client.call('GET', path)).status).toBe(404)
    expect((await regulator.client.call('GET', path)).status).toBe(200)
    const toldPath = `/api/network/told/${id}`
    expect(await read(network.secretariat, toldPath)).toMatchObject({
      items: [
        { member: { name: 'Far Agency' }, here: false, toldAt: null },
        { member: { name: 'Messaging Regulator' }, seenAt: expect.any(String) },
        { member: { name: 'Police' }, toldAt: expect.any(String), seenAt: null },
      ],
    })
    for (const who of [regulator.client, carrier.client]) {
      expect((await who.call('GET', toldPath)).status).toBe(403)
      expect((await who.call('POST', toldPath, { member: far, how: 'by letter' })).status).toBe(403)
    }
    expect((await network.secretariat.call('POST', toldPath, { member: far, how: 'by letter to Bo Lund' })).status).toBe(200)
    expect((await told()).find(({ subject }) => subject === id)).toMatchObject({
      of: 3,
      told: 3,
      seen: 1,
      byHand: 1,
      untold: 0,
    })
    expect(await leavesOf(house, id)).toEqual(
      expect.arrayContaining(['cooperation.announced', 'cooperation.notice-sent', 'cooperation.notice-told']),
    )
  })

  test('to industry is not seen by agencies; nobody but the secretariat announces', async () => {
    const id = await announced('industry', 'For industry')
    expect((await carrier.client.call('GET', `/api/network/announcements/${id}`)).status).toBe(200)
    expect((await police.client.call('GET', `/api/network/announcements/${id}`)).status).toBe(404)
    const { items } = await read<{ items: { title: string }[] }>(police.client, '/api/network/announcements')
    expect(items.map(({ title }) => title)).not.toContain('For industry')
    const body = { title: 'Mine', text: 'Mine', language: 'en', audience: 'members' }
    for (const who of [police.client, carrier.client]) expect((await who.call('POST', '/api/network/announcements', body)).status).toBe(403)
  })
})

describe('what the secretariat owes', () => {
  test('is read out of the rows that there are, and by the secretariat alone', async () => {
    for (const who of [regulator.client, carrier.client]) expect((await who.call('GET', '/api/network/secretariat')).status).toBe(403)
    expect(await duty('contacts')).toMatchObject({ state: 'due', open: 4, of: 4 })
    const unit = {
      role: 'unit',
      audience: 'members',
      unit: 'Messages',
      mail: 'unit@regulator.example',
      designated: { on: '2026-01-01', by: 'Head' },
    }
    const made = await network.secretariat.call('POST', '/api/network/contacts', { ...unit, member: regulator.id })
    expect([made.status, made.body]).toEqual([201, expect.anything()])
    expect(await duty('contacts')).toMatchObject({ open: 3 })
    await announced('members', 'By hand')
    expect(await duty('notices')).toMatchObject({ state: 'due', open: 1 })
    expect(await duty('reports')).toMatchObject({ state: 'due', last: null })
    const report = { kind: 'report', title: 'Results of the year', body: 'OECD', onDate: new Date().toISOString().slice(0, 10) }
    expect((await network.secretariat.call('POST', '/api/network/registers', report)).status).toBe(201)
    expect(await duty('reports')).toMatchObject({ state: 'done', last: expect.any(String) })
  })

  test('goes by periods that it sets itself', async () => {
    const periods = { questionnaireDays: 400, reportDays: 1, termDays: 365 }
    expect((await regulator.client.call('PUT', '/api/network/secretariat/periods', periods)).status).toBe(403)
    expect((await network.secretariat.call('PUT', '/api/network/secretariat/periods', periods)).status).toBe(200)
    expect((await office()).periods).toEqual(periods)
    expect((await duty('reports'))?.state).not.toBe('done')
  })

  test('shows how countries take part, developing ones marked', async () => {
    const rows = (await office()).participation
    expect(rows.find(({ country }) => country === 'KM')).toMatchObject({ ldc: true, agencies: 1, seen: 0, calls: 0 })
    expect(rows.find(({ country }) => country === 'NZ')).toMatchObject({ ldc: false, seen: expect.toSatisfy((seen) => seen > 0) })
  })
})

describe('a call', () => {
  const leaves = async (who: Client, subject: string) =>
    (await read<{ items: { kind: string }[] }>(who, `/api/log/leaves?subject=${subject}`)).items.map(({ kind }) => kind)

  /** The file that proves one of a subject's leaves, once the log has given it its place. */
  async function proofOf(who: Client, subject: string, kind: string): Promise<string> {
    const { items } = await read<{ items: { id: string; kind: string }[] }>(who, `/api/log/leaves?subject=${subject}`)
    const path = `/api/log/leaves/${items.find((one) => one.kind === kind)?.id}/bundle`
    return vi.waitFor(
      async () => {
        const { status, body } = await who.call('GET', path)
        expect(status).toBe(200)
        const text = typeof body === 'string' ? body : JSON.stringify(body)
        // records are written as bytes
        return text.replaceAll(/[A-Za-z0-9+/=]{40,}/g, (packed) => Buffer.from(packed, 'base64').toString())
      },
      { timeout: 20_000 },
    )
  }

  test('is told with proof: all who see it see that it went out, the secretariat alone to whom, and who was told by hand', async () => {
    const planned = await network.secretariat.call('POST', '/api/calls', {
      ...{ title: 'First call', startsAt: new Date(Date.now() + 20 * 86_400_000).toISOString(), timeZone: 'UTC', duration: 60 },
    })
    const { id } = planned.body as { id: string }
    const path = `/api/calls/${id}`
    const invited = await regulator.client.call('POST', `${path}/invitations`, { members: [carrier.id] })
    expect([invited.status, invited.body]).toEqual([200, expect.anything()])
    const before = (await duty('notices'))?.open ?? 0
    expect((await network.secretariat.call('POST', `${path}/move`, { to: 'convened' })).status).toBe(200)
    await house.settle()
    expect((await duty('notices'))?.open).toBe(before + 1)
    const body = { member: far, how: 'by telephone, Bo Lund' }
    for (const who of [regulator.client, carrier.client]) expect((await who.call('POST', `${path}/told`, body)).status).toBe(403)
    expect((await network.secretariat.call('POST', `${path}/told`, { ...body, member: police.id })).status).toBe(409)
    expect((await network.secretariat.call('POST', `${path}/told`, body)).status).toBe(204)
    expect((await network.secretariat.call('POST', `${path}/told`, body)).body).toMatchObject({ code: 'cooperation.told-already' })
    expect((await duty('notices'))?.open).toBe(before)
    expect(await read(network.secretariat, `${path}/sent`)).toMatchObject({
      told: expect.arrayContaining([
        expect.objectContaining({ member: expect.objectContaining({ id: far }), how: body.how, untold: false }),
      ]),
    })
    expect((await told()).find(({ subject, kind }) => subject === id && kind === 'cooperation.call-convened')).toMatchObject({
      ...{ of: 4, told: 4, seen: null, byHand: 1, untold: 0 },
    })
    const inside = ['cooperation.told-of-call', 'cooperation.told-of-call-by-hand']
    expect(await leaves(network.secretariat, id)).toEqual(expect.arrayContaining(['cooperation.call-told', ...inside]))
    expect(await proofOf(network.secretariat, id, 'cooperation.told-of-call')).toContain(far)
    for (const who of [regulator.client, carrier.client]) {
      const seen = await leaves(who, id)
      expect(seen).toContain('cooperation.call-told')
      for (const kind of inside) expect(seen).not.toContain(kind)
      // nor does the file that proves what they see hold what they do not
      const proof = await proofOf(who, id, 'cooperation.call-told')
      expect(proof).toContain('cooperation.call-told')
      for (const hidden of [...inside, far, police.id]) expect(proof).not.toContain(hidden)
    }
  })
})

test('whoever is named where it stands how a member was told is found there and taken out', async () => {
  const found = async () => {
    const { body } = await network.secretariat.call('POST', '/api/subjects/find', { text: 'Bo Lund' })
    return (body as { kinds: { hits: { label: string }[] }[] }).kinds.flatMap(({ hits }) => hits.map(({ label }) => label)).sort()
  }
  expect(await found()).toEqual(['call_telling', 'telling'])
  const erased = await network.secretariat.call('POST', '/api/subjects/erase', { text: 'Bo Lund', manner: 'erase', reason: 'asked' })
  expect([erased.status, erased.body]).toEqual([200, expect.anything()])
  expect(await found()).toEqual([])
})

describe('a report to other bodies', () => {
  const enter = async (audience: string, title: string) => {
    const report = { kind: 'report', title, body: 'OECD', onDate: new Date().toISOString().slice(0, 10), audience }
    const made = await network.secretariat.call('POST', '/api/network/registers', report)
    expect(made.status).toBe(201)
    await house.settle()
    return made.body as { id: string; changedAt: string }
  }
  const noticed = async (who: Client, subject: string) =>
    (await read<{ items: { kind: string; subject: string }[] }>(who, '/api/notices')).items.some(
      (one) => one.kind === 'cooperation.report-shared' && one.subject === subject,
    )

  test('is told to all who may see it, by whom it is read first is kept, and the notice goes with the sight of it', async () => {
    const { id } = await enter('agencies', 'What the OECD was told')
    expect(await noticed(regulator.client, id)).toBe(true)
    expect(await noticed(carrier.client, id)).toBe(false)
    const toldOf = async () => (await told()).find(({ subject }) => subject === id)
    expect(await toldOf()).toMatchObject({ kind: 'cooperation.report-shared', of: 3, told: 2, untold: 1, seen: 0 })
    expect((await regulator.client.call('GET', `/api/network/registers/${id}`)).status).toBe(200)
    expect(await toldOf()).toMatchObject({ seen: 1 })
    const open = await enter('members', 'What everybody may know')
    expect(await noticed(carrier.client, open.id)).toBe(true)
    const narrowed = await network.secretariat.call('PUT', `/api/network/registers/${open.id}`, {
      ...{ title: 'What agencies may know', body: 'OECD', onDate: '2026-01-01', audience: 'agencies', seen: open.changedAt },
    })
    expect([narrowed.status, narrowed.body]).toEqual([200, expect.anything()])
    expect(await noticed(carrier.client, open.id)).toBe(false)
    expect(await noticed(police.client, open.id)).toBe(true)
    const withdrawn = await network.secretariat.call('DELETE', `/api/network/registers/${open.id}`)
    expect(withdrawn.status).toBeLessThan(300)
    expect(await noticed(police.client, open.id)).toBe(false)
  })

  test('that is taken back is owed by nobody, and is told anew where it is shown again', async () => {
    const owes = async (who: Client, id: string) => (await obligations(who)).some(({ subject }) => subject === id)
    const waiting = async () => (await duty('notices'))?.open ?? 0
    const before = await waiting()
    const report = await enter('members', 'Wide')
    expect([await owes(carrier.client, report.id), await owes(police.client, report.id), await waiting()]).toEqual([true, true, before + 1])
    const put = async (audience: string) => {
      const { changedAt } = await read<{ changedAt: string }>(network.secretariat, `/api/network/registers/${report.id}`)
      const said = { title: 'Again', body: 'OECD', onDate: '2026-01-01', audience, seen: changedAt }
      expect((await network.secretariat.call('PUT', `/api/network/registers/${report.id}`, said)).status).toBe(200)
      await house.settle()
    }
    await put('agencies')
    expect([await owes(carrier.client, report.id), await owes(police.client, report.id)]).toEqual([false, true])
    await put('members')
    expect([await noticed(carrier.client, report.id), await owes(carrier.client, report.id)]).toEqual([true, true])
    expect((await network.secretariat.call('DELETE', `/api/network/registers/${report.id}`)).status).toBeLessThan(300)
    for (const who of [carrier, police]) expect(await owes(who.client, report.id)).toBe(false)
    expect(await waiting()).toBe(before)
  })

  test('is told as it is when it is told: to nobody who no longer sees it, and by its name of now', async () => {
    const of = { kind: 'cooperation.report-shared', params: { title: 'What it was called' }, audience: 'members', except: null } as const
    const tell = (subject: string) => tellMembersJob.run(house.ctx, systemActor('test', network.id as OrganisationId), { ...of, subject })
    const { id } = await enter('agencies', 'What it is called')
    await tell(id)
    expect(await noticed(carrier.client, id)).toBe(false)
    const late = await network.join({ kind: 'agency', name: 'Late Agency', country: 'FR' })
    await tell(id)
    const { items } = await read<{ items: { subject: string; params: object }[] }>(late.client, '/api/notices')
    expect(items.find(({ subject }) => subject === id)?.params).toEqual({ title: 'What it is called' })
    expect((await network.secretariat.call('DELETE', `/api/network/registers/${id}`)).status).toBeLessThan(300)
    await tell(id)
    for (const who of [police, carrier]) expect(await noticed(who.client, id)).toBe(false)
  })
})

describe('what a member owes the network', () => {
  test('is its contact, the questionnaire, windows to object in, and notices that nobody there has read; and gone once done', async () => {
    const questionnaire = (await network.secretariat.call('POST', '/api/network/questionnaires/shipped')).body as { id: string }
    const closesAt = new Date(Date.now() + 30 * 86_400_000).toISOString()
    const round = await network.secretariat.call('POST', '/api/network/rounds', {
      questionnaire: questionnaire.id,
      title: 'Round',
      closesAt,
    })
    const { id } = round.body as { id: string }
    const applied = await network.secretariat.call('POST', '/api/network/applications', {
      kind: 'industry',
      name: 'New Courier',
      country: 'DE',
      category: 'courier',
      statement: 'We carry parcels.',
    })
    expect(applied.status).toBe(201)
    await house.settle()
    const unread = await announced('agencies', 'Unread')
    const kinds = async () => (await obligations(police.client)).map(({ kind }) => kind)
    expect(await kinds()).toEqual(expect.arrayContaining(['no-contact', 'questionnaire', 'objection', 'notice']))
    expect((await obligations(police.client)).find(({ subject }) => subject === unread)).toMatchObject({
      kind: 'notice',
      notice: 'cooperation.announcement',
    })
    expect((await obligations(carrier.client)).map(({ kind }) => kind)).not.toContain('questionnaire')
    await police.client.call('GET', `/api/network/announcements/${unread}`)
    expect((await obligations(police.client)).map(({ subject }) => subject)).not.toContain(unread)
    const answer = { code: 'authority.role', choice: null, amount: null, words: 'We do.', sources: [] }
    const drafted = await police.client.call('PUT', `/api/network/rounds/${id}/sheet`, { answers: [answer] })
    await police.client.call('POST', `/api/network/rounds/${id}/sheet/submit`, {
      changedAt: (drafted.body as { changedAt: string }).changedAt,
    })
    expect(await kinds()).not.toContain('questionnaire')
    expect(await obligations(network.secretariat)).toEqual([])
  })
})
