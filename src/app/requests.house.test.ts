import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { makeSigner } from './testing/openpgp.ts'

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined
let police: Joined
let office: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

const ask = (change: object = {}) => ({
  ...{
    kind: 'data',
    title: 'Who rents dialler.example',
    data: ['subscriber'],
    things: [{ kind: 'domain', value: 'dialler.example' }],
    period: null,
  },
  ...{
    ground: 'request',
    law: 'Act 2007, section 34',
    purpose: 'inquiry 12',
    text: 'Please say who rents it.',
    language: 'en',
    urgency: 'ordinary',
  },
  ...{ answerBy: null, preserveUntil: null, mayPass: true, overrides: [] },
  ...change,
})
const asked = (to: Joined, change: object = {}, more: object = {}) => ({ to: { kind: 'member', member: to.id }, ask: ask(change), ...more })

type Request = {
  id: string
  reference: string
  state: string
  sha256: string
  bytes: string
  overdue: string | null
  other: { name: string }
  findings: { code: string; level: string }[]
  messages: { act: string; own: boolean; text: string; leaf: string | null; by: { organisation: string } }[]
  notes: { text: string }[]
  proof: { person: string; means: string | null; unit: boolean } | null
  callBack: { number: string | null; made: { number: string; result: string } | null }
  harmSaid: { score: number; parts: { name: string; value: unknown }[] } | null
  passTo: { member: string; name: string }[]
  weighing: { weight: number } | null
  case: string | null
  may: { acts: string[] }
}
const made = async (who: Joined, body: object): Promise<Request> => {
  const answer = await who.client.call('POST', '/api/requests', body)
  expect(answer).toMatchObject({ status: 201 })
  return answer.body as Request
}
const send = async (who: Joined, body: object): Promise<Request> => {
  const drafted = await made(who, body)
  const answer = await who.client.call('POST', `/api/requests/${drafted.id}/send`, { sha256: drafted.sha256 })
  expect(answer).toMatchObject({ status: 200, body: { state: 'sent' } })
  return answer.body as Request
}
const read = async (who: Joined, { id }: { id: string }) => (await who.client.call('GET', `/api/requests/${id}`)).body as Request
const act = (who: Joined, { id }: { id: string }, body: object) => who.client.call('POST', `/api/requests/${id}/acts`, body)
const list = async (who: Client, query: string) => ((await who.call('GET', `/api/requests?${query}`)).body as { items: Request[] }).items

describe('a request for assistance', () => {
  test('goes as it was looked at, to one member, with proof of who asks; nobody else learns that there is one', async () => {
    const drafted = await made(regulator, asked(carrier))
    expect(drafted).toMatchObject({ state: 'draft', reference: expect.stringMatching(/-R-\d{4}-0001$/), proof: null })
    expect(await list(carrier.client, 'side=asked')).toEqual([])
    expect((await carrier.client.call('GET', `/api/requests/${drafted.id}`)).status).toBe(404)
    const wrong = await regulator.client.call('POST', `/api/requests/${drafted.id}/send`, { sha256: '0'.repeat(64) })
    expect(wrong).toMatchObject({ status: 409, body: { code: 'cooperation.request-changed' } })
    const sent = await regulator.client.call('POST', `/api/requests/${drafted.id}/send`, { sha256: drafted.sha256 })
    expect(sent).toMatchObject({ status: 200, body: { state: 'sent', proof: { unit: false, means: 'password' } } })
    const got = await read(carrier, drafted)
    expect(got).toMatchObject({ state: 'sent', other: { name: 'Messaging Regulator' }, sha256: drafted.sha256, bytes: drafted.bytes })
    expect(got.proof?.person).not.toBe('')
    expect(JSON.parse(got.bytes)).toMatchObject({
      title: 'Who rents dialler.example',
      from: { name: 'Messaging Regulator', country: 'NZ' },
    })
    for (const other of [police.client, network.secretariat, ann]) {
      expect(await list(other, 'side=asked')).toEqual([])
      expect(await list(other, 'side=asker')).toEqual([])
      for (const path of ['', '/acts', '/notes', '/weigh', '/call-back', '/send', '/drop']) {
        const bodies: Record<string, object> = {
          '/acts': { act: 'answer', text: 'x' },
          '/notes': { text: 'x' },
          '/weigh': { weight: 1, reason: 'x' },
          '/call-back': { result: 'confirmed' },
          '/send': { sha256: drafted.sha256 },
        }
        const answer = await other.call(path === '' ? 'GET' : 'POST', `/api/requests/${drafted.id}${path}`, bodies[path])
        expect({ path, status: answer.status }).toEqual({ path, status: 404 })
      }
      expect(((await other.call('GET', '/api/requests/figures')).body as { total: { requests: number } }).total.requests).toBe(0)
    }
  })

  test('is acknowledged, asked back about, answered in part and whole; each side sees it at once, and no note of the other', async () => {
    const one = await send(regulator, asked(carrier, { title: 'Exchange' }))
    expect((await act(regulator, one, { act: 'answer', text: 'no' })).status).toBe(409)
    expect(await act(carrier, one, { act: 'acknowledge' })).toMatchObject({ status: 200, body: { state: 'acknowledged' } })
    expect(await act(carrier, one, { act: 'question', text: 'Which month?' })).toMatchObject({ status: 200, body: { state: 'questioned' } })
    expect(await act(regulator, one, { act: 'reply', text: 'October' })).toMatchObject({ status: 200, body: { state: 'acknowledged' } })
    await carrier.client.call('POST', `/api/requests/${one.id}/notes`, { text: 'internal to the carrier' })
    await regulator.client.call('POST', `/api/requests/${one.id}/notes`, { text: 'internal to the regulator' })
    const lines = [{ data: 'subscriber', said: 'given', text: 'R. Example' }]
    expect(await act(carrier, one, { act: 'partial', text: 'more follows', lines })).toMatchObject({ body: { state: 'partly' } })
    expect(await act(carrier, one, { act: 'answer', text: 'that is all' })).toMatchObject({ status: 200, body: { state: 'answered' } })
    const [asker, answerer] = [await read(regulator, one), await read(carrier, one)]
    expect(asker.messages.map(({ act: what, own }) => [what, own])).toEqual([
      ['acknowledge', false],
      ['question', false],
      ['reply', true],
      ['partial', false],
      ['answer', false],
    ])
    expect(answerer.messages.map(({ text }) => text)).toEqual(asker.messages.map(({ text }) => text))
    expect(answerer.messages.map(({ leaf }) => leaf !== null)).toEqual([false, false, false, true, true])
    expect(asker.notes.map(({ text }) => text)).toEqual(['internal to the regulator'])
    expect(answerer.notes.map(({ text }) => text)).toEqual(['internal to the carrier'])
    expect(asker.may.acts).toEqual([])
    const notices = await regulator.client.call('GET', '/api/notices')
    expect(JSON.stringify(notices.body)).toContain('cooperation.request-answer')
  })

  test('carries files with what is said, bound to it by their hash, to the other side alone, with a receipt', async () => {
    const one = await send(regulator, asked(carrier, { title: 'With files' }))
    const bytes = Buffer.from('<script>alert(1)</script> subscriber table')
    const put = (who: Joined, name: string, body: Uint8Array) =>
      who.client.call('POST', `/api/requests/${one.id}/attachments?name=${encodeURIComponent(name)}`, body, { 'content-type': 'text/html' })
    type Attached = { id: string; name: string; sha256: string; fetched: { name: string }[]; there: boolean }
    const added = (await put(carrier, '../table.html', bytes)) as { status: number; body: Attached }
    expect(added).toMatchObject({ status: 201, body: { name: expect.not.stringContaining('/'), size: bytes.length } })
    const { id, sha256 } = added.body
    // nobody else sees it before it is said, and nobody says another's
    expect((await regulator.client.call('GET', `/api/request-attachments/${id}`)).status).toBe(404)
    expect(await act(regulator, one, { act: 'withdraw', text: 'x', files: [id] })).toMatchObject({ status: 400 })
    expect((await put(police, 'x', bytes)).status).toBe(404)
    expect((await put(carrier, 'empty', Buffer.from(''))).status).toBe(400)
    const spare = ((await put(carrier, 'spare.csv', Buffer.from('a,b'))).body as Attached).id
    expect((await carrier.client.call('POST', `/api/request-attachments/${spare}/discard`)).status).toBe(204)
    expect(await act(carrier, one, { act: 'answer', text: 'see the table', files: [spare] })).toMatchObject({ status: 404 })
    const answered = await act(carrier, one, { act: 'answer', text: 'see the table', files: [id] })
    expect(answered).toMatchObject({
      status: 200,
      body: { state: 'answered', unsaid: [], messages: [{ files: [{ id, sha256, fetched: [] }] }] },
    })
    const got = await regulator.client.call('GET', `/api/request-attachments/${id}`)
    expect(got).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'content-disposition': expect.stringMatching(/^attachment;/),
      },
    })
    expect(got.raw.equals(bytes)).toBe(true)
    for (const other of [police.client, network.secretariat, ann])
      expect((await other.call('GET', `/api/request-attachments/${id}`)).status).toBe(404)
    const seen = (await carrier.client.call('GET', `/api/requests/${one.id}`)).body as { messages: { files: Attached[] }[] }
    expect(seen.messages[0]?.files[0]?.fetched.map(({ name }) => name)).toEqual(['Messaging Regulator'])
    // it is evidence of whoever gave it; destroyed there, it is given to nobody
    const { items } = (await carrier.client.call('GET', '/api/evidence?limit=5')).body as { items: { sha256: string }[] }
    expect(items.map((item) => item.sha256)).toContain(sha256)
  })

  test('carries no file that is known as child-abuse material, and names nobody who was taken out', async () => {
    const one = await send(regulator, asked(carrier, { title: 'Marked' }))
    const [path, picture] = [`/api/requests/${one.id}/attachments?name=`, { 'content-type': 'image/png' }]
    const put = (name: string, body: Uint8Array) => carrier.client.call('POST', path + encodeURIComponent(name), body, picture)
    const mail = (words: string) => Buffer.from(`From: x@bad.example\r\nSubject: ${words}\r\n\r\n${words}\r\n`)
    const mime = { 'content-type': 'message/rfc822' }
    const mark = async (bytes: Uint8Array) => (await carrier.client.call('POST', '/api/reports?said=child-material', bytes, mime)).status
    const hotlineOnly = { status: 409, body: { code: 'cooperation.hotline-only' } }
    expect(await mark(mail('known'))).toBe(201)
    expect(await put('known', mail('known'))).toMatchObject(hotlineOnly)
    await carrier.client.call('POST', '/api/reports', { url: 'https://bad.example/known', said: 'child-material' })
    expect(await act(carrier, one, { act: 'question', text: 'at hxxps://bad[.]example/known' })).toMatchObject(hotlineOnly)
    const late = await put('late', mail('late'))
    expect([late.status, await mark(mail('late'))]).toEqual([201, 201])
    expect(await act(carrier, one, { act: 'answer', text: 'see', files: [(late.body as { id: string }).id] })).toMatchObject(hotlineOnly)
    const named = (await put('Invoice of Mina Quill.pdf', Buffer.from('x'))).body as { id: string }
    expect(await act(carrier, one, { act: 'partial', text: 'see', files: [named.id] })).toMatchObject({ status: 200 })
    await carrier.client.call('POST', '/api/subjects/erase', { text: 'Mina Quill', manner: 'erase', reason: 'asked' })
    expect(JSON.stringify((await carrier.client.call('GET', `/api/requests/${one.id}`)).body)).not.toContain('Mina Quill')
  })

  test('is signed with the key on the card of the unit, over exactly its bytes, and whoever is asked sees by which', async () => {
    const [signer, stranger] = [makeSigner('Enquiries <enquiries@police.example>'), makeSigner('Somebody <else@elsewhere.example>')]
    const drafted = await made(police, asked(regulator, { title: 'Signed' }))
    const sendSigned = (signature: string) =>
      police.client.call('POST', `/api/requests/${drafted.id}/send`, { sha256: drafted.sha256, signature })
    expect(await sendSigned(signer.sign(drafted.bytes))).toMatchObject({ status: 404, body: { code: 'cooperation.no-key' } })
    const unit = {
      member: police.id,
      role: 'unit',
      audience: 'members',
      unit: 'Enquiries',
      person: 'A. Person',
      mail: 'enquiries@police.example',
    }
    const named = await police.client.call('POST', '/api/network/contacts', {
      ...unit,
      pgp: signer.key,
      designated: { on: '2026-01-02', by: 'The director' },
    })
    expect(named.status).toBe(201)
    for (const wrong of [stranger.sign(drafted.bytes), signer.sign('other bytes'), 'no signature'])
      expect(await sendSigned(wrong)).toMatchObject({ status: 400, body: { code: 'cooperation.signature' } })
    expect(await read(police, drafted)).toMatchObject({ state: 'draft' })
    expect(await sendSigned(signer.sign(drafted.bytes))).toMatchObject({ status: 200, body: { state: 'sent' } })
    const got = (await read(regulator, drafted)) as unknown as { proof: { signature: object } }
    expect(got.proof.signature).toMatchObject({ fingerprint: signer.fingerprint, stands: true, keySince: expect.any(String) })
    const unsigned = (await read(regulator, await send(police, asked(regulator, { title: 'Unsigned' })))) as unknown as typeof got
    expect(unsigned.proof.signature).toBeNull()
  })

  test('is refused by a code with another way, or withdrawn', async () => {
    const refused = await send(regulator, asked(carrier, { title: 'Refused' }))
    const answer = await act(carrier, refused, { act: 'refuse', refusal: 'no-ground', otherRoute: 'treaty', text: 'by treaty' })
    expect(answer).toMatchObject({ body: { state: 'refused', messages: [{ refusal: 'no-ground', otherRoute: 'treaty' }] } })
    const withdrawn = await send(regulator, asked(carrier, { title: 'Withdrawn' }))
    expect(await act(regulator, withdrawn, { act: 'withdraw' })).toMatchObject({ body: { state: 'withdrawn' } })
    expect((await act(carrier, withdrawn, { act: 'answer', text: 'late' })).status).toBe(409)
  })

  test('is held to what the recipient says it can give, and goes against it with a reason alone', async () => {
    const of = `/api/network/members/${carrier.id}/disclosure`
    const terms = { days: 12, keptDays: 90, cost: '', told: 'after' }
    const drafted = await carrier.client.call('PUT', of, {
      channel: 'mail',
      languages: ['fr'],
      lines: [{ category: 'subscriber', asker: 'foreign', given: 'yes', grounds: ['production-order'], condition: '', ...terms }],
    })
    const { changedAt } = drafted.body as { changedAt: string }
    expect((await carrier.client.call('POST', `${of}/publish`, { changedAt })).status).toBe(200)
    const checked = await regulator.client.call('POST', '/api/requests/check', asked(carrier))
    expect(checked).toMatchObject({ status: 200, body: { to: { name: 'Carrier', here: true }, disclosure: { lines: [{ days: 12 }] } } })
    const { findings } = checked.body as { findings: { code: string; level: string }[] }
    expect(findings.filter(({ level }) => level === 'error').map(({ code }) => code)).toEqual(['ground', 'language'])
    const one = await made(regulator, asked(carrier))
    const kept = await regulator.client.call('POST', `/api/requests/${one.id}/send`, { sha256: one.sha256 })
    expect(kept).toMatchObject({ status: 409, body: { code: 'cooperation.request-check' } })
    const overrides = ['ground', 'language'].map((code) => ({ code, reason: 'agreed by telephone' }))
    const again = await regulator.client.call('PUT', `/api/requests/${one.id}`, asked(carrier, { overrides }))
    const { sha256 } = again.body as Request
    expect((await regulator.client.call('POST', `/api/requests/${one.id}/send`, { sha256 })).status).toBe(200)
    expect(JSON.parse((await read(carrier, one)).bytes)).toMatchObject({
      overrides: [{ code: 'ground', reason: 'agreed by telephone' }, { code: 'language' }],
    })
    // industry does not ask
    expect(await carrier.client.call('POST', '/api/requests', asked(regulator))).toMatchObject({
      status: 403,
      body: { code: 'cooperation.request-asker' },
    })
  })

  test('goes to the agency of a country, which passes it on and sees no more of it; the asker sees where it lies', async () => {
    const body = { to: { kind: 'country', country: 'FR' }, ask: ask({ kind: 'enforcement', title: 'Stop it', data: [] }) }
    const one = await send(regulator, body)
    expect(JSON.parse(one.bytes)).toMatchObject({ to: { name: 'Cyber Police', route: 'only-agency' } })
    office = await network.join({ kind: 'agency', name: 'Prosecutor', country: 'FR' })
    expect((await read(police, one)).passTo).toEqual([{ member: office.id, name: 'Prosecutor' }])
    expect((await act(police, one, { act: 'pass-on', member: regulator.id })).status).toBe(400)
    expect(await act(police, one, { act: 'pass-on', member: office.id, text: 'yours' })).toMatchObject({ body: { state: 'passed-on' } })
    expect(await read(regulator, one)).toMatchObject({ state: 'sent', other: { name: 'Prosecutor' } })
    const there = await read(office, one)
    expect(there).toMatchObject({ state: 'sent', messages: [{ act: 'pass-on', text: 'yours' }], passTo: [] })
    expect((await act(office, one, { act: 'answer', text: 'done' })).status).toBe(200)
    expect(await read(regulator, one)).toMatchObject({ state: 'answered' })
    expect((await read(police, one)).messages.map(({ act: what }) => what)).toEqual(['pass-on'])
    expect((await act(police, one, { act: 'answer', text: 'me too' })).status).toBe(409)
  })

  test('brings the harm of its case, and nothing else of the case, unless that is said; whoever is asked weighs it again', async () => {
    const opened = await regulator.client.call('POST', '/api/cases', { title: 'Dialler wave of internal words', kind: 'scam' })
    expect(opened.status).toBe(201)
    const { id } = opened.body as { id: string }
    const silent = await send(regulator, asked(police, { title: 'Silent' }, { case: id }))
    expect(await read(police, silent)).toMatchObject({ harmSaid: null, case: null })
    expect((await read(police, silent)).bytes).not.toContain('internal words')
    const loud = await send(regulator, asked(police, { title: 'Loud' }, { case: id, nameCase: true, releaseHarm: true }))
    const got = await read(police, loud)
    expect(got.harmSaid?.parts.map(({ name }) => name)).toContain('content')
    expect(JSON.parse(got.bytes)).toMatchObject({ about: expect.stringMatching(/-C-\d{4}-0001$/) })
    const weighed = await police.client.call('POST', `/api/requests/${silent.id}/weigh`, { weight: 88, reason: 'three more cases here' })
    expect(weighed).toMatchObject({ status: 200, body: { weighing: { weight: 88 } } })
    expect((await list(police.client, 'side=asked&state=sent'))[0]).toMatchObject({ id: silent.id, weight: 88 })
    expect(await read(regulator, silent)).toMatchObject({ weighing: null })
    expect((await list(regulator.client, `side=asker&case=${id}`)).map(({ id: one }) => one)).toEqual([loud.id, silent.id])
    const mark = await regulator.client.call('POST', `/api/secrecy/${id}`, { kind: 'case', mark: 'confidential' })
    expect(mark.status).toBe(200)
    expect(await regulator.client.call('POST', '/api/requests', asked(police, {}, { case: id }))).toMatchObject({
      status: 409,
      body: { code: 'cooperation.secret' },
    })
    // another's case is none
    expect((await police.client.call('POST', '/api/requests', asked(regulator, {}, { case: id }))).status).toBe(404)
  })

  test('is called back about under the number of the directory', async () => {
    const one = await send(regulator, asked(police, { title: 'Call me at +1 555 0100' }))
    expect(await police.client.call('POST', `/api/requests/${one.id}/call-back`, { result: 'confirmed' })).toMatchObject({
      status: 404,
      body: { code: 'cooperation.no-number' },
    })
    const contact = await regulator.client.call('POST', '/api/network/contacts', {
      ...{ member: regulator.id, role: 'unit', audience: 'agencies', unit: 'Enforcement', person: 'Ada', phone: '+64 4 555 0199' },
      designated: { on: '2026-01-02', by: 'Director' },
    })
    expect(contact.status).toBe(201)
    const called = await police.client.call('POST', `/api/requests/${one.id}/call-back`, { result: 'confirmed', note: 'spoke to Ada' })
    expect(called).toMatchObject({ status: 200, body: { callBack: { made: { number: '+64 4 555 0199', result: 'confirmed' } } } })
    expect((await read(regulator, one)).callBack).toEqual({ number: null, unit: null, made: null })
  })

  test('goes on from a request to preserve', async () => {
    const kept = await send(regulator, asked(police, { kind: 'preservation', title: 'Keep it', preserveUntil: '2099-01-01' }))
    const next = await made(regulator, asked(police, { title: 'Now give it' }, { goesOn: kept.id }))
    expect(JSON.parse(next.bytes)).toMatchObject({ goesOn: kept.reference })
    expect(await regulator.client.call('POST', '/api/requests', asked(carrier, {}, { goesOn: kept.id }))).toMatchObject({
      status: 404,
      body: { code: 'cooperation.no-preservation' },
    })
  })

  test('counts by pair of countries, for either side its own', async () => {
    const figures = (await regulator.client.call('GET', '/api/requests/figures?side=asker')).body as {
      total: { requests: number; answered: number }
      pairs: object[]
    }
    expect(figures.pairs).toEqual([expect.objectContaining({ from: 'NZ', to: 'FR', requests: figures.total.requests, refused: 1 })])
    expect(figures.total.answered).toBe(3)
    const csv = await regulator.client.call('GET', '/api/requests/figures/export')
    expect(String(csv.body)).toMatch(/^from,to,requests/)
    const lines = await regulator.client.call('GET', '/api/requests/export?side=asker')
    expect(
      String(lines.body)
        .split('\r\n')
        .filter((one) => one.includes('-R-')).length,
    ).toBe((await list(regulator.client, 'side=asker&limit=200')).length)
  })

  test('has the clocks that the secretariat sets', async () => {
    const now = (await police.client.call('GET', '/api/network/request-periods')).body as Record<string, unknown>
    expect(now).toMatchObject({ acknowledgeHours: 72, answerDays: 30, may: { set: false } })
    const { may: _, ...periods } = now
    expect((await police.client.call('PUT', '/api/network/request-periods', periods)).status).toBe(403)
    const set = await network.secretariat.call('PUT', '/api/network/request-periods', { ...periods, answerDays: 5, acknowledgeHours: 12 })
    expect(set).toMatchObject({ status: 200, body: { answerDays: 5 } })
    const one = (await send(regulator, asked(police, { title: 'Quick' }))) as Request & { sentAt: string; answerDue: string }
    expect(Date.parse(one.answerDue) - Date.parse(one.sentAt)).toBe(5 * 86_400_000)
  })

  test('loses the words of a data subject on the side that erases, keeps the hash of what was approved', async () => {
    const one = await send(regulator, asked(police, { title: 'About Zoltan Quill', text: 'Zoltan Quill rents it.' }))
    await police.client.call('POST', `/api/requests/${one.id}/notes`, { text: 'Zoltan Quill again' })
    expect((await act(police, one, { act: 'answer', text: 'Zoltan Quill it is.' })).status).toBe(200)
    const erase = { text: 'Zoltan Quill', manner: 'erase', reason: 'asked in writing' }
    expect((await regulator.client.call('POST', '/api/subjects/erase', erase)).status).toBe(200)
    await house.settle()
    const left = await read(police, one)
    expect(left.bytes).not.toContain('Zoltan')
    expect(left.sha256).toBe(one.sha256)
    expect(left.notes[0]?.text).toBe('Zoltan Quill again')
    expect((await police.client.call('POST', '/api/subjects/erase', erase)).status).toBe(200)
    await house.settle()
    expect(JSON.stringify([await read(police, one), await read(regulator, one)])).not.toContain('Zoltan')
  })
})
