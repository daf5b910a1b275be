import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { turnsOf } from './schedule.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

// Weeks pass in a test: the house goes by a clock of its own, that only ever goes on.
const day = 86_400_000
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
  prosecutor = await network.join({ kind: 'agency', name: 'Prosecutor', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

const read = async <T>(who: Client, path: string) => (await who.call('GET', path)).body as T
type Named = { id: string }
type Questionnaire = Named & { version: number; questions: { code: string; meaning: string | null }[]; code?: string }
type Answer = { code: string; choice: string | null; amount: number | null; words: string; sources: object[] }
type Sheet = Named & { state: string; version: number; changedAt: string; audience: string; answers: Answer[] }
type Whole = { submitted: Sheet | null; draft: Sheet | null; versions: { version: number }[]; may: { change: boolean; joint: boolean } }
type Round = Named & {
  state: string
  agencies: number
  answered: number
  agencyStates: { member: { name: string }; state: string }[]
  told: { member: { name: string }; toldAt: string | null; seenAt: string | null }[] | null
  may: { answer: boolean; keep: boolean }
}
const said = (code: string, more: Partial<Answer> = {}): Answer => ({ code, choice: null, amount: null, words: '', sources: [], ...more })
const law = { law: 'Unsolicited Messages Act', article: 's 9', url: 'https://law.example/9' }

async function send(who: Client, path: string, text: string, type = 'application/json') {
  const answer = await house.http.app.inject({
    method: 'POST',
    url: `/api/network/questionnaires/import${path}`,
    headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin', 'content-type': type },
    payload: text,
  })
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> }
}
async function ship(): Promise<string> {
  const { items } = await read<{ items: Named[] }>(network.secretariat, '/api/network/questionnaires')
  if (items[0] !== undefined) return items[0].id
  const made = await network.secretariat.call('POST', '/api/network/questionnaires/shipped')
  expect(made.status).toBe(201)
  return (made.body as Named).id
}
async function opened(title: string, days = 30): Promise<string> {
  const closesAt = new Date(now().getTime() + days * day).toISOString()
  const made = await network.secretariat.call('POST', '/api/network/rounds', { questionnaire: await ship(), title, closesAt })
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ state: 'open' })])
  await house.settle()
  return (made.body as Named).id
}
const sheet = (who: Client, round: string, member?: string) =>
  read<Whole>(who, `/api/network/rounds/${round}/sheet${member === undefined ? '' : `?member=${member}`}`)
const draft = (who: Client, round: string, body: object, member = '') =>
  who.call('PUT', `/api/network/rounds/${round}/sheet${member}`, body)
async function submit(who: Client, round: string, body: object): Promise<Sheet> {
  const drafted = await draft(who, round, body)
  expect([drafted.status, drafted.body]).toEqual([200, expect.objectContaining({ state: 'draft' })])
  const { changedAt } = drafted.body as Sheet
  const done = await who.call('POST', `/api/network/rounds/${round}/sheet/submit`, { changedAt })
  expect([done.status, done.body]).toEqual([200, expect.objectContaining({ state: 'submitted' })])
  return done.body as Sheet
}

describe('the questionnaire', () => {
  test('is made by the secretariat, from what comes with the program or from a file; the same one is not made twice', async () => {
    const id = await ship()
    const whole = await read<Questionnaire>(carrier.client, `/api/network/questionnaires/${id}`)
    expect(whole.questions.length).toBeGreaterThanOrEqual(30)
    expect(await network.secretariat.call('POST', '/api/network/questionnaires/shipped')).toMatchObject({
      status: 409,
      body: { code: 'cooperation.same-questions' },
    })
    for (const who of [regulator.client, carrier.client])
      expect((await who.call('POST', '/api/network/questionnaires/shipped')).status).toBe(403)
    const csv = (await network.secretariat.call('GET', `/api/network/questionnaires/${id}/export?format=csv`)).body
    expect(await send(network.secretariat, '/preview', String(csv), 'text/csv')).toMatchObject({
      status: 200,
      body: { format: 'csv', read: whole.questions.length, errors: [] },
    })
    expect(await send(network.secretariat, '', String(csv), 'text/csv')).toMatchObject({
      status: 409,
      body: { code: 'cooperation.same-questions' },
    })
  })

  test('from a file with an error is told row by row and not made', async () => {
    const bad = 'code,section,kind,text:en\na,law,odd,What?\n'
    expect(await send(network.secretariat, '/preview', bad, 'text/csv')).toMatchObject({
      status: 200,
      body: { errors: [{ line: 2, column: 'kind', why: 'unreadable' }] },
    })
    expect(await send(network.secretariat, '', bad, 'text/csv')).toMatchObject({ status: 400, body: { code: 'directory.import-errors' } })
    expect((await send(regulator.client, '/preview', bad, 'text/csv')).status).toBe(403)
    expect(await send(network.secretariat, '/preview', '{"questions": 1}')).toMatchObject({ body: { code: 'directory.import-unreadable' } })
  })
})

describe('a round', () => {
  test('is told to every agency with proof of who was told and who has read it; industry is not told', async () => {
    const id = await opened('First round')
    const round = await read<Round>(network.secretariat, `/api/network/rounds/${id}`)
    expect(round).toMatchObject({ agencies: 3, answered: 0, may: { keep: true, answer: false } })
    expect(round.told?.map(({ member, toldAt, seenAt }) => [member.name, toldAt !== null, seenAt !== null])).toEqual([
      ['Messaging Regulator', true, false],
      ['Police', true, false],
      ['Prosecutor', true, false],
    ])
    expect(await read<Round>(regulator.client, `/api/network/rounds/${id}`)).toMatchObject({
      told: null,
      may: { answer: true, keep: false },
    })
    const after = await read<Round>(network.secretariat, `/api/network/rounds/${id}`)
    expect(after.told?.map(({ seenAt }) => seenAt !== null)).toEqual([true, false, false])
    const notices = (who: Client) => read<{ items: { kind: string; subject: string }[] }>(who, '/api/notices')
    expect((await notices(police.client)).items).toContainEqual(
      expect.objectContaining({ kind: 'cooperation.questionnaire-round', subject: id }),
    )
    expect((await notices(carrier.client)).items.filter(({ subject }) => subject === id)).toEqual([])
    expect(await leavesOf(house, id)).toEqual(expect.arrayContaining(['cooperation.round-opened', 'cooperation.notice-sent']))
  })

  test('is opened and moved by the secretariat alone, and never into the past', async () => {
    const questionnaire = await ship()
    const body = { questionnaire, title: 'Mine', closesAt: '2026-01-01T00:00:00.000Z' }
    expect(await network.secretariat.call('POST', '/api/network/rounds', body)).toMatchObject({
      body: { code: 'cooperation.closes-early' },
    })
    const id = await opened('Kept')
    for (const who of [regulator.client, carrier.client]) {
      expect((await who.call('POST', '/api/network/rounds', { ...body, closesAt: now() })).status).toBe(403)
      expect((await who.call('PUT', `/api/network/rounds/${id}`, { title: 'Mine', closesAt: now() })).status).toBe(403)
    }
  })

  test('reminds those who have not answered, by the clock, and nobody else', async () => {
    const id = await opened('Reminded', 20)
    await submit(regulator.client, id, { answers: [said('authority.role', { words: 'We enforce it.' })] })
    const remind = async () => {
      await turnsOf(house.ctx, house.ctx.db)
        .find(({ name }) => name === 'remind-rounds')
        ?.run()
      await house.settle()
    }
    const reminded = async (who: Client) =>
      (await read<{ items: { kind: string; subject: string }[] }>(who, '/api/notices')).items.filter(
        ({ kind, subject }) => kind === 'cooperation.round-reminder' && subject === id,
      ).length
    await remind()
    expect(await reminded(police.client)).toBe(0)
    ahead += 7 * day
    await remind()
    expect([await reminded(police.client), await reminded(regulator.client), await reminded(carrier.client)]).toEqual([1, 0, 0])
    ahead += 14 * day
    expect(await draft(police.client, id, { answers: [] })).toMatchObject({ status: 409, body: { code: 'cooperation.round-closed' } })
    expect((await read<Round>(police.client, `/api/network/rounds/${id}`)).state).toBe('closed')
  })
})

describe('answers', () => {
  test('are a draft that one’s own agency and the secretariat alone see, and shown to all agencies once they are submitted', async () => {
    const id = await opened('Drafts')
    const body = { answers: [said('sharing.may', { choice: 'partly', words: 'In part.', sources: [law] }), said('limits.time')] }
    const drafted = await draft(regulator.client, id, body)
    expect(drafted).toMatchObject({ status: 200, body: { version: 1, state: 'draft', answers: [{ code: 'sharing.may', sources: [law] }] } })
    const { id: first, changedAt } = drafted.body as Sheet
    for (const who of [police.client, carrier.client]) {
      expect((await who.call('GET', `/api/network/sheets/${first}`)).status).toBe(404)
      expect(await sheet(who, id, regulator.id)).toMatchObject({ draft: null, submitted: null, may: { change: false } })
    }
    expect((await sheet(network.secretariat, id, regulator.id)).draft?.id).toBe(first)
    const path = `/api/network/rounds/${id}/sheet/submit`
    expect(await regulator.client.call('POST', path, { changedAt: '2026-01-01T00:00:00.000Z' })).toMatchObject({ status: 409 })
    expect((await regulator.client.call('POST', path, { changedAt })).status).toBe(200)
    expect((await sheet(police.client, id, regulator.id)).submitted?.id).toBe(first)
    expect((await carrier.client.call('GET', `/api/network/sheets/${first}`)).status).toBe(404)
    expect(await leavesOf(house, first)).toContain('cooperation.answers-submitted')
    expect(await read<Round>(police.client, `/api/network/rounds/${id}`)).toMatchObject({ answered: 1 })
  })

  test('that are revised leave what was said before, and industry sees what is for all members only as long as it is', async () => {
    const id = await opened('Revised')
    const words = (text: string) => [said('limits.refuse', { words: text })]
    const first = await submit(regulator.client, id, { audience: 'members', answers: words('First') })
    expect((await sheet(carrier.client, id, regulator.id)).submitted?.answers[0]?.words).toBe('First')
    const second = await submit(regulator.client, id, { audience: 'agencies', answers: words('Second') })
    expect((await sheet(police.client, id, regulator.id)).versions.map(({ version }) => version)).toEqual([2, 1])
    for (const one of [first, second]) expect((await carrier.client.call('GET', `/api/network/sheets/${one.id}`)).status).toBe(404)
    expect((await police.client.call('GET', `/api/network/sheets/${first.id}`)).body).toMatchObject({ state: 'superseded' })
    for (const format of ['csv', 'json']) {
      const path = `/api/network/rounds/${id}/export?format=${format}`
      expect(JSON.stringify((await police.client.call('GET', path)).body)).toContain('Second')
      expect(JSON.stringify((await carrier.client.call('GET', path)).body)).not.toContain('Second')
    }
  })

  test('are written by nobody else, go with their questions, and say something', async () => {
    const id = await opened('Others')
    const answers = [said('sharing.may', { choice: 'yes' })]
    expect((await draft(police.client, id, { answers }, `?member=${regulator.id}`)).status).toBe(403)
    expect((await draft(network.secretariat, id, { answers }, `?member=${regulator.id}`)).status).toBe(403)
    expect(await draft(carrier.client, id, { answers })).toMatchObject({ status: 409, body: { code: 'cooperation.not-agency' } })
    expect(await draft(police.client, id, { answers: [said('sharing.may', { choice: 'perhaps' })] })).toMatchObject({
      status: 400,
      body: { code: 'cooperation.answer-unfit' },
    })
    expect(await draft(police.client, id, { joint: true, answers })).toMatchObject({
      status: 409,
      body: { code: 'cooperation.not-primary' },
    })
    const { changedAt } = (await draft(police.client, id, { answers: [] })).body as Sheet
    expect(await police.client.call('POST', `/api/network/rounds/${id}/sheet/submit`, { changedAt })).toMatchObject({
      body: { code: 'cooperation.nothing-answered' },
    })
    expect((await police.client.call('DELETE', `/api/network/rounds/${id}/sheet/draft`)).status).toBe(204)
    expect((await sheet(police.client, id)).draft).toBeNull()
  })

  test('are entered by the secretariat for an agency that does not work on this node', async () => {
    const added = await network.secretariat.call('POST', '/api/network/members', { kind: 'agency', name: 'Far Agency', country: 'KE' })
    const far = (added.body as Named).id
    const id = await opened('Far')
    const told = (await read<Round>(network.secretariat, `/api/network/rounds/${id}`)).told
    expect(told?.find(({ member }) => member.name === 'Far Agency')).toMatchObject({ toldAt: null })
    expect((await network.secretariat.call('POST', `/api/network/rounds/${id}/told`, { member: far, how: 'by letter' })).status).toBe(200)
    const body = { joint: true, answers: [said('powers.fine', { amount: 250000 })] }
    const drafted = await draft(network.secretariat, id, body, `?member=${far}`)
    expect(drafted.status).toBe(200)
    const { changedAt } = drafted.body as Sheet
    const path = `/api/network/rounds/${id}/sheet/submit?member=${far}`
    expect((await network.secretariat.call('POST', path, { changedAt })).status).toBe(200)
    expect((await sheet(police.client, id, far)).submitted?.answers[0]).toMatchObject({ code: 'powers.fine', amount: 250000 })
  })
})

describe('what is read out of the answers', () => {
  test('is what agencies say side by side, and what they say otherwise than before', async () => {
    const before = await opened('Before')
    await submit(police.client, before, { answers: [said('sharing.may', { choice: 'no' }), said('laws.spyware', { choice: 'yes' })] })
    const after = await opened('After')
    await submit(police.client, after, { answers: [said('sharing.may', { choice: 'yes' }), said('laws.spyware', { choice: 'yes' })] })
    const matrix = await read<{ sections: string[]; questions: { code: string }[]; items: Sheet[] }>(
      regulator.client,
      `/api/network/rounds/${after}/answers?section=sharing`,
    )
    expect(matrix.sections).toContain('secrecy')
    expect(matrix.items.map(({ answers }) => answers.map(({ code, choice }) => [code, choice]))).toEqual([[['sharing.may', 'yes']]])
    const path = `/api/network/rounds/${after}/changes?before=${before}`
    expect((await read<{ items: object[] }>(regulator.client, path)).items).toMatchObject([
      { member: { name: 'Police' }, code: 'sharing.may', before: { choice: 'no' }, after: { choice: 'yes' } },
    ])
    expect((await read<{ items: object[] }>(carrier.client, path)).items).toEqual([])
  })

  test('is whether one agency may give something to another, with the answers it rests on', async () => {
    const id = await opened('Secrecy')
    const path = (from: Joined, to: Joined) => `/api/network/secrecy?from=${from.id}&to=${to.id}`
    expect(await read(regulator.client, path(prosecutor, carrier))).toMatchObject({ verdict: 'unknown', rests: [] })
    const giver = ['sharing.agreement', 'sharing.secrecy', 'sharing.both'].map((code) => said(code, { choice: 'no' }))
    await submit(regulator.client, id, { answers: [said('sharing.may', { choice: 'yes', sources: [law] }), ...giver] })
    const keeps = [said('secrecy.keeps', { choice: 'yes' }), said('secrecy.courts', { choice: 'no' })]
    await submit(police.client, id, { answers: [...keeps, said('secrecy.freedom', { choice: 'partly', words: 'After thirty years.' })] })
    expect(await read(prosecutor.client, path(regulator, police))).toMatchObject({
      verdict: 'conditions',
      rests: expect.arrayContaining([
        expect.objectContaining({ side: 'giver', meaning: 'may-share', said: 'yes', weighs: false, sources: [law] }),
        expect.objectContaining({ side: 'recipient', meaning: 'freedom-of-information', weighs: true, words: 'After thirty years.' }),
      ]),
      missing: [],
    })
    expect(await read(carrier.client, path(regulator, police))).toMatchObject({ verdict: 'unknown', rests: [] })
    expect((await regulator.client.call('GET', `/api/network/secrecy?from=${police.id}&to=${id}`)).status).toBe(404)
  })
})
