import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { tendRequestsJob } from '../domain/cooperation/jobs.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'
import { asked, member, paper, show } from './testing/sharing.ts'

// On which terms an answer to a request is given, up to where a role may give, and by how many people.

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

type Whole = {
  id: string
  state: string
  sha256: string
  messages: {
    act: string
    text: string
    person: string
    by: { person: string }
    terms: object | null
    sha256: string
    files: { id: string }[]
  }[]
  answering: { secondPerson: boolean; mostOpen: string | null }
  waits: { act: string; text: string; sha256: string; may: { approve: boolean; drop: boolean } } | null
}
const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', until: null }
async function sent(title: string): Promise<Whole> {
  const ask = {
    ...{ kind: 'enforcement', title, text: 'Please help.', language: 'en', data: [], things: [], period: null, ground: 'request' },
    ...{ law: 'Act 2007', purpose: 'inquiry', urgency: 'ordinary', answerBy: null, preserveUntil: null, mayPass: false, overrides: [] },
  }
  const made = await regulator.client.call('POST', '/api/requests', { to: { kind: 'member', member: police.id }, ask })
  const { id, sha256 } = made.body as Whole
  const done = await regulator.client.call('POST', `/api/requests/${id}/send`, { sha256 })
  expect(done).toMatchObject({ status: 200 })
  return done.body as Whole
}
const read = async (who: Client, { id }: Whole) => (await who.call('GET', `/api/requests/${id}`)).body as Whole
const answer = (who: Client, { id }: Whole, more: object = {}) =>
  who.call('POST', `/api/requests/${id}/acts`, { act: 'answer', text: 'That is all we hold.', ...more })
const post = (who: Client, { id }: Whole, said: object) => who.call('POST', `/api/requests/${id}/acts`, said)
async function put(who: Client, { id }: Whole, bytes: string | Uint8Array): Promise<string> {
  const type = { 'content-type': 'text/csv' }
  const done = await who.call('POST', `/api/requests/${id}/attachments?name=list.csv`, Buffer.from(bytes), type)
  expect(done.status).toBe(201)
  return (done.body as { id: string }).id
}
const approve = async (who: Client, one: Whole, sha256?: string) =>
  who.call('POST', `/api/requests/${one.id}/answer/approve`, { sha256: sha256 ?? (await read(who, one)).waits?.sha256 ?? '' })
let given = 0
/** Bytes of a file of the one, shown on these terms and fetched by the other. */
async function fetchedFrom(from: Joined, to: Joined, more: object): Promise<Buffer> {
  const bytes = Buffer.from(`MZ\0\x01given ${++given}`)
  const made = await from.client.call('POST', '/api/reports?name=given.bin', bytes, { 'content-type': 'application/octet-stream' })
  await house.settle()
  const { item } = (await from.client.call('GET', `/api/reports/${(made.body as { id: string }).id}`)).body as { item: string }
  const { copy } = await show(from.client, asked({ kind: 'evidence', id: item, bytes: 'clean' }, [member(to)], more))
  expect((await to.client.call('GET', `/api/shared/${copy}/bytes`)).status).toBe(200)
  return bytes
}
async function employ(role: string, email: string): Promise<Client> {
  const { link } = (await police.client.call('POST', '/api/invitations', { email, role })).body as { link: string }
  return accept(house, link, email)
}
const rule = (more: object = {}) => ({
  ...{ secondPerson: false, analyst: { tlp: 'green', reach: 'group' }, manager: { tlp: 'clear', reach: 'agencies' }, originals: false },
  ...more,
})
const setRule = async (more: object) => expect((await police.client.call('PUT', '/api/sharing-rule', rule(more))).status).toBe(200)

/** As if that moment had come, for all that was granted until then; answers how much that was. */
async function endWhatEnds(until: string): Promise<number | null> {
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const { rowCount } = await root.query('update platform.access_grant set until = now() where until = $1', [until])
  await root.end()
  return rowCount
}

describe('an answer', () => {
  test('bears its terms, which whoever asked reads and its hash holds; what gives nothing bears none', async () => {
    const [one, other] = [await sent('Marked'), await sent('Marked otherwise')]
    const question = { act: 'question', text: 'Which of them?' }
    await police.client.call('POST', `/api/requests/${one.id}/acts`, question)
    await regulator.client.call('POST', `/api/requests/${one.id}/acts`, { act: 'reply', text: 'All of them.' })
    const given = { ...terms, tlp: 'green', onward: 'as-marked', permitted: 'externally-visible-indirect' }
    expect((await answer(police.client, one, { terms: given })).status).toBe(200)
    expect((await answer(police.client, other)).status).toBe(200)
    const { messages } = await read(regulator.client, one)
    expect(messages.map(({ act, terms: borne }) => [act, borne])).toEqual([
      ['question', null],
      ['reply', null],
      ['answer', given],
    ])
    const [said] = (await read(regulator.client, other)).messages
    // who says nothing of it gives it as a share begins
    expect(said?.terms).toEqual(terms)
    expect(said?.sha256).not.toBe(messages[2]?.sha256)
  })

  test('is refused where mark and rules contradict, and where it would be over at once', async () => {
    const one = await sent('Contradicts')
    const refused = async (more: object) => (await answer(police.client, one, more)).body
    expect(await refused({ terms: { ...terms, tlp: 'clear' } })).toMatchObject({ code: 'cooperation.marks-contradict' })
    expect(await refused({ text: 'TLP:RED, for you', terms })).toMatchObject({ code: 'cooperation.marks-contradict' })
    expect(await refused({ terms: { ...terms, until: '2020-01-01T00:00:00.000Z' } })).toMatchObject({ code: 'cooperation.share-over' })
    expect((await read(regulator.client, one)).state).toBe('sent')
  })

  test('is never wider than the mark of what it rests on, and goes back to whoever gave that', async () => {
    const source = async (from: Joined, more: object) => (await show(from.client, asked(paper('Source'), [member(police)], more))).copy
    const kept = await source(carrier, { tlp: 'amber' })
    const green = await source(carrier, { tlp: 'green', onward: 'as-marked' })
    const theirs = await source(regulator, { tlp: 'amber' })
    const one = await sent('Rests on')
    const refused = async (restsOn: string[], tlp: string) => (await answer(police.client, one, { restsOn, terms: { ...terms, tlp } })).body
    expect(await refused([kept], 'amber')).toMatchObject({ code: 'cooperation.wider', detail: { why: 'audience' } })
    expect(await refused([green], 'clear')).toMatchObject({ code: 'cooperation.marks-contradict' })
    expect(await refused([theirs], 'green')).toMatchObject({ code: 'cooperation.wider', detail: { why: 'wider' } })
    expect(await refused([one.id], 'amber')).toMatchObject({ code: 'cooperation.no-shared' })
    expect((await answer(police.client, one, { restsOn: [green, theirs], terms })).status).toBe(200)
    // on what it rests is for nobody else
    expect(JSON.stringify(await read(regulator.client, one))).not.toContain(green)
  })

  test('is seen, with its files, until the day that it says', async () => {
    const one = await sent('Until')
    const put = await police.client.call('POST', `/api/requests/${one.id}/attachments?name=list.csv`, Buffer.from('a,b\n'), {
      'content-type': 'text/csv',
    })
    const { id: file } = put.body as { id: string }
    const until = '2050-01-01T00:00:00.000Z'
    expect((await answer(police.client, one, { files: [file], terms: { ...terms, until } })).status).toBe(200)
    expect((await read(regulator.client, one)).messages).toMatchObject([{ terms: { until }, files: [{ id: file }] }])
    expect((await regulator.client.call('GET', `/api/request-attachments/${file}`)).status).toBe(200)
    // the day comes
    expect(await endWhatEnds(until)).toBe(2)
    expect((await read(regulator.client, one)).messages).toEqual([])
    expect((await regulator.client.call('GET', `/api/request-attachments/${file}`)).status).toBe(404)
    expect((await read(police.client, one)).messages).toHaveLength(1)
    expect((await read(regulator.client, one)).state).toBe('answered')
  })
})

describe('files', () => {
  test('of a question and of a reply go on terms, which end, as those of an answer', async () => {
    const one = await sent('Asked back with files')
    const question = { act: 'question', text: 'Is it this?', files: [await put(police.client, one, 'q,1\n')] }
    expect(await post(police.client, one, question)).toMatchObject({ status: 400, body: { code: 'cooperation.answer-terms' } })
    expect(await post(police.client, one, { ...question, terms: { ...terms, tlp: 'clear' } })).toMatchObject({
      body: { code: 'cooperation.marks-contradict' },
    })
    expect((await post(police.client, one, { ...question, terms })).status).toBe(200)
    const file = await put(regulator.client, one, 'r,1\n')
    const reply = { act: 'reply', text: 'This one.', files: [file] }
    expect(await post(regulator.client, one, reply)).toMatchObject({ status: 400, body: { code: 'cooperation.answer-terms' } })
    const until = '2051-01-01T00:00:00.000Z'
    expect((await post(regulator.client, one, { ...reply, terms: { ...terms, until } })).status).toBe(200)
    expect((await police.client.call('GET', `/api/request-attachments/${file}`)).status).toBe(200)
    expect(await endWhatEnds(until)).toBe(2)
    expect((await police.client.call('GET', `/api/request-attachments/${file}`)).status).toBe(404)
  })

  test('wait for a second person also with a question, and are not said by asking without them', async () => {
    await setRule({ secondPerson: true })
    const analyst = await employ('analyst', 'abi@police.example')
    const one = await sent('Question of two')
    const files = [await put(analyst, one, 'w,1\n')]
    const drafted = await post(analyst, one, { act: 'question', text: 'Is it this?', files, terms })
    expect(drafted).toMatchObject({ status: 200, body: { state: 'sent', messages: [], waits: { act: 'question', files } } })
    // that it came is said without a word of it
    expect((await post(police.client, one, { act: 'acknowledge', text: '' })).status).toBe(200)
    expect((await read(police.client, one)).waits).toMatchObject({ act: 'question' })
    expect((await read(regulator.client, one)).messages).toMatchObject([{ act: 'acknowledge', files: [] }])
    expect(await approve(police.client, one)).toMatchObject({ status: 200, body: { state: 'questioned', waits: null } })
    // an answer that waits is dropped by whatever else is said, and that stands in the audit
    await answer(analyst, one, { text: 'Waits' })
    expect((await post(police.client, one, { act: 'refuse', text: '', refusal: 'no-ground', otherRoute: 'none' })).status).toBe(200)
    const { items } = (await police.client.call('GET', '/api/audit?limit=50')).body as { items: { action: string; subject: string }[] }
    expect(items.filter(({ subject }) => subject === one.id).map(({ action }) => action)).toContain('cooperation.request-answer-dropped')
    await setRule({ secondPerson: false })
  })

  test('that somebody gave under a mark go no further with an answer, whatever it says that it rests on', async () => {
    const one = await sent('Carried on')
    const bytes = (text: string) => ({ status: 409, body: { code: 'cooperation.wider', detail: { why: text } } })
    const got = await fetchedFrom(carrier, police, { tlp: 'amber' })
    const files = [await put(police.client, one, got)]
    expect(await answer(police.client, one, { files, terms: { ...terms, tlp: 'amber-strict' } })).toMatchObject(bytes('audience'))
    const other = await sent('As marked')
    const open = await fetchedFrom(carrier, police, { tlp: 'green', onward: 'as-marked' })
    const more = [await put(police.client, other, open)]
    expect((await answer(police.client, other, { files: more, terms })).status).toBe(200)
  })
})

describe('what was given with a request', () => {
  test('goes on as it was marked, with whatever its giver kept secret, also once it is shown no more', async () => {
    const give = async (title: string, name: string, more: object) => {
      const [one, bytes] = [await sent(title), Buffer.from(`MZ\0\x01${name}`)]
      const files = [await put(police.client, one, bytes)]
      const { messages } = (await answer(police.client, one, { files, terms: { ...terms, ...more } })).body as Whole
      return { one, bytes, file: files[0] ?? '', message: String((messages[0] as unknown as { id: string }).id) }
    }
    const shareIt = async (bytes: Buffer, tlp: string) => {
      const made = await regulator.client.call('POST', '/api/reports?name=got.bin', bytes, { 'content-type': 'application/octet-stream' })
      await house.settle()
      const { item } = (await regulator.client.call('GET', `/api/reports/${(made.body as { id: string }).id}`)).body as { item: string }
      return regulator.client.call('POST', '/api/shares', asked({ kind: 'evidence', id: item, bytes: 'clean' }, [member(carrier)], { tlp }))
    }
    const until = '2052-01-01T00:00:00.000Z'
    const red = await give('Red', 'red', { tlp: 'red', until })
    const secret = await give('Secret', 'secret', { tlp: 'green', onward: 'as-marked', until: null })
    const mark = { kind: 'answer', mark: 'confidential' }
    expect((await police.client.call('POST', `/api/secrecy/${secret.message}`, mark)).status).toBe(200)
    for (const { file } of [red, secret]) expect((await regulator.client.call('GET', `/api/request-attachments/${file}`)).status).toBe(200)
    expect(await endWhatEnds(until)).toBe(2)
    const root = new pg.Client({ connectionString: house.superuserUrl })
    await root.connect()
    await root.query(`update platform.access_grant set until = now() where object = any ($1)`, [[secret.message, secret.file]])
    await root.end()
    expect((await regulator.client.call('GET', `/api/request-attachments/${red.file}`)).status).toBe(404)
    expect((await regulator.client.call('GET', `/api/request-attachments/${secret.file}`)).status).toBe(404)
    expect(await shareIt(red.bytes, 'amber')).toMatchObject({ status: 409, body: { code: 'cooperation.wider' } })
    expect(await shareIt(secret.bytes, 'green')).toMatchObject({ status: 409, body: { code: 'cooperation.secret' } })
  })
})

describe('how an organisation lets its people answer', () => {
  test('says what waits once, to whom its sources are shown too', async () => {
    await setRule({ secondPerson: true })
    const analyst = await employ('analyst', 'aya@police.example')
    const one = await sent('Once')
    const source = (await show(carrier.client, asked(paper('Source'), [member(police)], { tlp: 'green', onward: 'as-marked' }))).copy
    const said = { act: 'partial', text: 'A part.', terms, restsOn: [source] }
    expect(await post(analyst, one, said)).toMatchObject({ body: { waits: { restsOn: [{ id: source, title: 'Source' }] } } })
    const { sha256 } = (await read(police.client, one)).waits ?? { sha256: '' }
    const done = await Promise.all([approve(police.client, one, sha256), approve(police.client, one, sha256)])
    expect(done.map(({ status }) => status).sort()).toEqual([200, 404])
    expect((await read(regulator.client, one)).messages).toHaveLength(1)
    await setRule({ secondPerson: false })
  })

  test('holds a role to its ceiling, as for shares', async () => {
    await setRule({ analyst: { tlp: 'amber', reach: 'member' } })
    const analyst = await employ('analyst', 'ana@police.example')
    const one = await sent('Ceiling')
    expect((await read(analyst, one)).answering).toEqual({ secondPerson: false, mostOpen: 'amber' })
    expect(await answer(analyst, one, { terms: { ...terms, tlp: 'green' } })).toMatchObject({
      status: 403,
      body: { code: 'cooperation.above-ceiling', detail: { what: 'tlp' } },
    })
    expect((await answer(analyst, one, { terms })).status).toBe(200)
  })

  test('takes a second person where it wishes: nobody else sees what waits, and whoever drafted it does not say it', async () => {
    await setRule({ secondPerson: true })
    const analyst = await employ('analyst', 'abe@police.example')
    const one = await sent('Two people')
    const put = await analyst.call('POST', `/api/requests/${one.id}/attachments?name=list.csv`, Buffer.from('c,d\n'), {
      'content-type': 'text/csv',
    })
    const files = [(put.body as { id: string }).id]
    expect(await answer(analyst, one, { text: 'First words', files })).toMatchObject({
      status: 200,
      body: { state: 'sent', messages: [], waits: { text: 'First words', may: { approve: false, drop: true } } },
    })
    const hidden = await read(regulator.client, one)
    expect(hidden).toMatchObject({ state: 'sent', messages: [], waits: null })
    expect(JSON.stringify(hidden)).not.toContain('First words')
    const approve = (who: Client, sha256 = '') => who.call('POST', `/api/requests/${one.id}/answer/approve`, { sha256 })
    const first = (await read(police.client, one)).waits
    expect(await approve(analyst, first?.sha256)).toMatchObject({ status: 403, body: { code: 'cooperation.second-person' } })
    expect(await approve(police.client, '0'.repeat(64))).toMatchObject({ status: 409, body: { code: 'cooperation.request-changed' } })
    for (const other of [regulator.client, carrier.client, network.secretariat]) {
      expect((await approve(other, first?.sha256)).status).toBe(404)
      expect((await other.call('POST', `/api/requests/${one.id}/answer/drop`)).status).toBe(404)
    }
    // said anew, it takes the place of what waited
    expect((await answer(analyst, one, { text: 'Second words', files })).status).toBe(200)
    expect(await approve(police.client, first?.sha256)).toMatchObject({ body: { code: 'cooperation.request-changed' } })
    const second = (await read(police.client, one)).waits
    expect(await approve(police.client, second?.sha256)).toMatchObject({ status: 200, body: { state: 'answered', waits: null } })
    expect(await read(regulator.client, one)).toMatchObject({
      state: 'answered',
      messages: [{ act: 'answer', text: 'Second words', terms, files: [{ id: files[0] }] }],
    })
  })

  test('lets what waits be dropped; and what the asker takes back, nobody answers any more', async () => {
    await setRule({ secondPerson: true })
    const analyst = await employ('analyst', 'ada@police.example')
    const [one, other] = [await sent('Dropped'), await sent('Withdrawn')]
    for (const request of [one, other]) await answer(analyst, request, { text: 'Waits' })
    expect(await analyst.call('POST', `/api/requests/${one.id}/answer/drop`)).toMatchObject({ status: 200, body: { waits: null } })
    expect(await analyst.call('POST', `/api/requests/${one.id}/answer/drop`)).toMatchObject({ status: 404 })
    await regulator.client.call('POST', `/api/requests/${other.id}/acts`, { act: 'withdraw', text: 'no longer needed' })
    expect((await read(police.client, other)).waits).toBeNull()
    // a question gives nothing, and goes at once
    expect(await police.client.call('POST', `/api/requests/${one.id}/acts`, { act: 'question', text: 'Which?' })).toMatchObject({
      body: { state: 'questioned' },
    })
  })

  test('holds no bytes for what waits once they are known as child-abuse material', async () => {
    await setRule({ secondPerson: true })
    const one = await sent('Known by now')
    const bytes = Buffer.from('From: x@bad.example\r\nSubject: known by now\r\n\r\nknown by now\r\n')
    await answer(police.client, one, { files: [await put(police.client, one, bytes)] })
    const tend = () => tendRequestsJob.run(house.ctx, systemActor('schedule', police.client.organisation as OrganisationId), {})
    await tend()
    expect((await read(police.client, one)).waits).not.toBeNull()
    const mime = { 'content-type': 'message/rfc822' }
    expect((await police.client.call('POST', '/api/reports?said=child-material', bytes, mime)).status).toBe(201)
    await tend()
    expect((await read(police.client, one)).waits).toBeNull()
  })

  test('words of people in what waits are found and taken out for a data subject', async () => {
    await setRule({ secondPerson: true })
    const one = await sent('Of a person')
    await answer(police.client, one, { text: 'Told by Wilhelmina Quist.' })
    const said = { text: 'Wilhelmina Quist', manner: 'erase', reason: 'asked for it' }
    expect((await police.client.call('POST', '/api/subjects/erase', said)).status).toBe(200)
    expect((await read(police.client, one)).waits?.text).toBe('Told by ….')
    // a mark is no name, whatever somebody is called
    const amber = { text: 'Amber', manner: 'erase', reason: 'asked for it' }
    await answer(police.client, one, { text: 'Told by Amber.' })
    expect((await police.client.call('POST', '/api/subjects/erase', amber)).status).toBe(200)
    expect((await read(police.client, one)).waits).toMatchObject({ text: 'Told by ….', terms })
  })
})
