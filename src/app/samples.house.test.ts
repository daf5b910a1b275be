import { createHash } from 'node:crypto'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OrganisationId } from '../base/id.ts'
import type { AnswerLine, ReleaseView, SampleView, SubmissionView, WayView } from '../domain/cooperation/contract.ts'
import { findField, parseMessage } from '../formats/mime/index.ts'
import { type Departure, watchDepartures } from '../platform/departures.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { openRelay, type Relay } from './testing/relay.ts'
import { openVendorApi, type VendorApi } from './testing/vendor-api.ts'

const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const reporter = 'quirina.zobel@citizen.example'
const program = Buffer.from(`MZ\x90\x00 a program that does harm ${'x'.repeat(200)}`, 'latin1')
const sha256 = hashOf(program)
const day = 86_400_000

let relay: Relay
let api: VendorApi
let house: House
let ann: Client
let left: Departure[]
let stop: () => void
let caseId: string
let now = new Date('2026-11-30T08:00:00Z')

beforeAll(async () => {
  left = []
  stop = watchDepartures((one) => left.push(one))
  relay = await openRelay()
  api = await openVendorApi()
  house = await openHouse({ TOCSIN_RELAY: relay.url }, () => now)
  api.join(house.ctx)
  ann = await firstRun(house)
  const hostile = (name: string) =>
    `From: x@bad.example\r\nTo: ${reporter}\r\nSubject: Invoice\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee the invoice\r\n--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${program.toString('base64')}\r\n--b--\r\n`
  for (const from of [reporter, 'other@citizen.example']) {
    const inner = hostile('Invoice Quirina Zobel.exe')
    const mail = `From: ${from}\r\nTo: report@tocsin.example\r\nSubject: look\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--c--\r\n`
    await sendBySmtp(house.smtpPort, { from, to: 'report@tocsin.example', bytes: Buffer.from(mail) })
  }
  await house.settle()
  // the campaign of both opened its case by itself
  const { items } = (await ann.call('GET', '/api/cases')).body as { items: { id: string }[] }
  expect(items.length).toBe(1)
  caseId = items[0]?.id ?? ''
})
afterAll(async () => {
  stop()
  await house.close()
  await relay.away()
  await api.close()
})
beforeEach(() => {
  relay.mails.length = 0
  api.taken.length = 0
  api.answer = { status: 200, headers: {}, body: '{"status":"queued"}' }
})

const ways = async () => ((await ann.call('GET', '/api/ways?what=vendor')).body as { items: WayView[] }).items
async function addWay(form: object): Promise<WayView> {
  const answer = await ann.call('POST', '/api/ways', { what: 'vendor', ...form })
  expect(answer.status).toBe(201)
  return answer.body as WayView
}
const confirm = (way: WayView, value = way.value) => ann.call('POST', `/api/ways/${way.id}/confirm`, { value })
async function propose(options: object = {}, things: object[] = [{ kind: 'file', value: sha256 }]): Promise<string> {
  const answer = await ann.call('POST', `/api/cases/${caseId}/actions`, { kind: 'submit-sample', things, options })
  expect(answer.status).toBe(201)
  await house.settle()
  return (answer.body as { id: string }).id
}
const action = async (id: string) =>
  (await ann.call('GET', `/api/actions/${id}`)).body as { state: string; outcome: string | null; endedWhy: string | null }
const read = async (id: string) => (await ann.call('GET', `/api/releases/${id}`)).body as ReleaseView
async function releaseOf(of: string): Promise<ReleaseView> {
  const { items } = (await ann.call('GET', `/api/releases?action=${of}`)).body as { items: { id: string }[] }
  return read(items[0]?.id ?? '')
}
async function approve(release: ReleaseView): Promise<number> {
  const { status } = await ann.call('POST', `/api/releases/${release.id}/approve`, { sha256: release.sha256 })
  await house.settle()
  return status
}
const samples = async (query = '') => ((await ann.call('GET', `/api/samples?${query}`)).body as { items: SampleView[] }).items
const submissionOf = async (release: string): Promise<SubmissionView> => {
  const found = (await samples()).flatMap(({ submissions }) => submissions).find((one) => one.release === release)
  if (found === undefined) throw new Error('no submission')
  return found
}
const answers = async (id: string) => ((await ann.call('GET', `/api/submissions/${id}`)).body as { answers: AnswerLine[] }).answers
async function unpack(archive: Uint8Array, password: string) {
  const [entry] = await new ZipReader(new Uint8ArrayReader(archive), { password, useWebWorkers: false }).getEntries()
  if (entry === undefined || entry.directory) throw new Error('no file in the archive')
  return { name: entry.filename, cipher: entry.zipCrypto ? 'zipcrypto' : 'aes', bytes: await entry.getData(new Uint8ArrayWriter()) }
}
/** Ends the waiting drafts of a test, so that the next begins with none. */
const decline = async (release: ReleaseView) => ann.call('POST', `/api/releases/${release.id}/decline`, { reason: 'the test is over' })

describe('the vendors that ship', () => {
  test('are those of X.1207, none of them confirmed, and nothing is drafted for any of them unasked', async () => {
    const all = await ways()
    expect(all.map(({ value }) => value).sort()).toEqual([
      'avsubmit@submit.microsoft.com',
      'http://www.first.org/about/organization/teams/',
      'https://www.telecom-isac.jp/contact/index.html',
      'safetyandsecurity@cisco.com',
      'secure@microsoft.com',
    ])
    expect(all.every(({ confirmedAt, shipped, source }) => confirmedAt === null && shipped && source.includes('2008'))).toBe(true)
    expect(await action(await propose())).toMatchObject({ state: 'declined', endedWhy: 'no-vendor' })
  })

  test('get nothing while nobody confirmed them, not even when one is named; and are confirmed by what was seen', async () => {
    const [cisco] = (await ways()).filter(({ name }) => name === 'Cisco Systems')
    if (cisco === undefined) throw new Error('no such vendor')
    const asked = await propose({ vendor: cisco.id })
    const draft = await releaseOf(asked)
    expect(draft).toMatchObject({ fault: 'way-unconfirmed', sha256: null, may: { decide: false } })
    expect((await confirm(cisco, 'other@cisco.example')).body).toMatchObject({ code: 'cooperation.way-changed' })
    expect((await confirm(cisco)).body).toMatchObject({ confirmedBy: { name: 'Ann' } })
    await house.settle()
    const made = await read(draft.id)
    expect(made).toMatchObject({ fault: null, recipient: { value: 'safetyandsecurity@cisco.com' }, may: { decide: true } })
    // moved elsewhere between draft and approval
    const moved = await ann.call('PUT', `/api/ways/${cisco.id}`, { name: cisco.name, kind: 'mail', value: 'elsewhere@cisco.example' })
    expect(moved.body).toMatchObject({ confirmedAt: null })
    await house.settle()
    expect(await read(draft.id)).toMatchObject({ fault: 'way-unconfirmed', may: { decide: false } })
    expect(await approve(made)).toBe(409)
    expect((await ann.call('DELETE', `/api/ways/${cisco.id}`)).status).toBe(204)
    expect((await ways()).map(({ name }) => name)).not.toContain('Cisco Systems')
    await decline(made)
    expect(relay.mails).toEqual([])
  })
})

describe('a vendor that takes mail', () => {
  let lab: WayView
  let sent: ReleaseView
  test('gets the file in an archive under its password, by the cipher that it opens, named by its hash; nothing else', async () => {
    lab = await addWay({ name: 'Lab', kind: 'mail', value: 'samples@lab.example', archive: 'zipcrypto', password: 'virus', againDays: 7 })
    await confirm(lab)
    const asked = await propose({ vendor: lab.id })
    const draft = await releaseOf(asked)
    expect(draft).toMatchObject({ kind: 'submit-sample', warnings: [], recipient: { kind: 'address', value: 'samples@lab.example' } })
    expect(draft.draft?.parts.map(({ name }) => name)).toEqual([`${sha256.slice(0, 16)}.zip`, `${sha256}.exe`])
    expect(await approve(draft)).toBe(200)
    expect(relay.mails.map(({ to }) => to)).toEqual(['samples@lab.example'])
    const raw = relay.mails[0]?.raw ?? Buffer.alloc(0)
    expect(hashOf(raw)).toBe(draft.sha256)
    const message = parseMessage(raw, limits)
    const archive = message.parts.find(({ type }) => type === 'application/zip')?.content ?? new Uint8Array()
    expect(await unpack(archive, 'virus')).toEqual({ name: `${sha256}.exe`, cipher: 'zipcrypto', bytes: new Uint8Array(program) })
    for (const secret of [reporter, 'Zobel', 'Quirina']) expect(raw.toString('latin1')).not.toContain(secret)
    sent = await read(draft.id)
    expect(sent).toMatchObject({ state: 'delivered' })
    expect(await action(asked)).toMatchObject({ state: 'done', outcome: 'sent' })
    const { custody } = (await ann.call('GET', `/api/evidence/${draft.draft?.items[0]}`)).body as {
      custody: { act: string; detail: object }[]
    }
    expect(custody.at(-1)).toMatchObject({ act: 'exported', detail: { form: 'release', release: draft.id } })
  })

  test('answers by mail, a person writes down what it says, and both stay; the last word is in the ledger', async () => {
    const { id } = await submissionOf(sent.id)
    const history = (await ann.call('GET', `/api/releases/${sent.id}/message`)).raw
    const address = findField(parseMessage(history, limits), 'reply-to')?.value ?? ''
    const answer = `From: samples@lab.example\r\nTo: ${address}\r\nSubject: Re\r\nMessage-ID: <7@lab.example>\r\n\r\nTrojan.Invoice, from 1.2.3.\r\n`
    await sendBySmtp(house.smtpPort, { from: 'samples@lab.example', to: address, bytes: Buffer.from(answer) })
    await house.settle()
    expect(await submissionOf(sent.id)).toMatchObject({ state: 'answered', verdict: null })
    now = new Date(now.getTime() + 60_000)
    const said = { verdict: 'detected', detection: 'Trojan.Invoice', definition: '1.2.3', definitionAt: '2026-11-30T07:00:00.000Z' }
    expect((await ann.call('POST', `/api/submissions/${id}/answers`, said)).body).toMatchObject({ state: 'detected', ...said })
    expect((await answers(id)).map(({ came, verdict }) => [came, verdict])).toEqual([
      ['mail', null],
      ['person', 'detected'],
    ])
    expect((await samples('vendor=Lab&state=detected')).map((one) => one.sha256)).toEqual([sha256])
    expect(await samples('vendor=Lab&state=sent')).toEqual([])
  })
})

describe('a vendor with an API', () => {
  let cloud: WayView
  test('is asked by TLS alone, and its secret is never shown again', async () => {
    const plain = await ann.call('POST', '/api/ways', { what: 'vendor', name: 'Cloud', kind: 'http', value: 'http://api.vendor.example/' })
    expect(plain.body).toMatchObject({ code: 'cooperation.way-place' })
    const value = 'https://api.vendor.example/v1/files'
    cloud = await addWay({ name: 'Cloud', kind: 'http', value, header: 'X-Api-Key', secret: 'hush-hush-7', field: 'sample', againDays: 7 })
    expect(cloud).toMatchObject({ secret: true, confirmedAt: null })
    for (const path of ['/api/ways?what=vendor', '/api/audit']) expect((await ann.call('GET', path)).raw.toString()).not.toContain('hush')
    await confirm(cloud)
  })

  test('is given exactly the approved form, with its secret, once; what it answers is kept as text', async () => {
    api.answer.body = '{"id":"f-7","note":"<script>\u0000"}'
    const asked = await propose({ vendor: cloud.id })
    const draft = await releaseOf(asked)
    expect(draft).toMatchObject({
      recipient: { kind: 'vendor', value: cloud.value },
      // no form has a field for them: none are said to go along
      terms: null,
      mediaType: expect.stringContaining('multipart/form-data'),
    })
    expect(api.taken).toEqual([])
    expect(await approve(draft)).toBe(200)
    expect(api.taken.length).toBe(1)
    const [taken] = api.taken
    expect(taken?.headers).toMatchObject({ 'x-api-key': 'hush-hush-7', host: 'api.vendor.example' })
    expect(hashOf(taken?.body ?? Buffer.alloc(0))).toBe(draft.sha256)
    const form = await new Response(new Uint8Array(taken?.body ?? []), { headers: { 'content-type': draft.mediaType } }).formData()
    const file = form.get('sample') as File
    expect(await unpack(new Uint8Array(await file.arrayBuffer()), 'infected')).toMatchObject({
      cipher: 'aes',
      bytes: new Uint8Array(program),
    })
    expect(await read(draft.id)).toMatchObject({ state: 'delivered', receipt: { status: 200 } })
    const submission = await submissionOf(draft.id)
    expect(submission).toMatchObject({ state: 'answered', verdict: 'received', vendor: 'Cloud' })
    expect((await answers(submission.id))[0]).toMatchObject({ came: 'http', said: '{"id":"f-7","note":"<script>\ufffd"}' })
    expect(await action(asked)).toMatchObject({ outcome: 'sent' })
  })

  test('that refuses, or sends elsewhere, has nothing: the release failed, the secret went to nobody else, and the same bytes may go again', async () => {
    api.answer = { status: 307, headers: { location: 'https://api.vendor.example/elsewhere' }, body: '' }
    const draft = await releaseOf(await propose({ vendor: cloud.id }))
    await approve(draft)
    expect(api.taken.map(({ url }) => url)).toEqual(['/v1/files'])
    expect(await read(draft.id)).toMatchObject({ state: 'failed', fault: 'unreachable' })
    api.answer = { status: 403, headers: {}, body: 'no' }
    await ann.call('POST', `/api/releases/${draft.id}/retry`, { sha256: draft.sha256 })
    await house.settle()
    expect(await read(draft.id)).toMatchObject({ state: 'failed', fault: 'api-refused', receipt: { status: 403 } })
    expect(await submissionOf(draft.id)).toMatchObject({ state: 'failed' })
    api.answer = { status: 202, headers: {}, body: '' }
    await ann.call('POST', `/api/releases/${draft.id}/retry`, { sha256: draft.sha256 })
    await house.settle()
    expect(await read(draft.id)).toMatchObject({ state: 'delivered' })
  })

  test('keeps no secret that would go to another host', async () => {
    const form = { name: 'Cloud', kind: 'http', field: 'sample', header: 'X-Api-Key', againDays: 7 }
    const same = await ann.call('PUT', `/api/ways/${cloud.id}`, { ...form, value: 'https://api.vendor.example/v2/files' })
    expect(same.body).toMatchObject({ secret: true, confirmedAt: null })
    expect((await ann.call('PUT', `/api/ways/${cloud.id}`, { ...form, value: 'https://other.example/v2' })).body).toMatchObject({
      secret: false,
    })
    await ann.call('PUT', `/api/ways/${cloud.id}`, { ...form, value: cloud.value, secret: 'hush-hush-8' })
    await confirm(cloud)
  })
})

test('a vendor with a page alone: the archive is approved, a person hands it over and says so', async () => {
  const page = await addWay({ name: 'Page', kind: 'page', value: 'https://page.example/submit' })
  await confirm(page)
  const draft = await releaseOf(await propose({ vendor: page.id }))
  expect(draft).toMatchObject({ mediaType: 'application/zip', recipient: { value: 'https://page.example/submit' } })
  await approve(draft)
  const waiting = await read(draft.id)
  expect(waiting).toMatchObject({ state: 'decided', waitsFor: 'by-hand', may: { byHand: true } })
  const shown = await ann.call('GET', `/api/releases/${draft.id}/message`)
  expect((await unpack(shown.raw, 'infected')).bytes).toEqual(new Uint8Array(program))
  const done = await ann.call('POST', `/api/releases/${draft.id}/by-hand`, { reference: 'T-9' })
  expect(done.body).toMatchObject({ state: 'delivered', receipt: { byHand: true, reference: 'T-9' } })
  expect((await ann.call('POST', `/api/releases/${draft.id}/by-hand`, {})).status).toBe(409)
  await ann.call('DELETE', `/api/ways/${page.id}`)
})

test('an action that names no vendor is for each confirmed one that has not got the file yet', async () => {
  const [a, b] = [
    await addWay({ name: 'New A', kind: 'mail', value: 'a@new.example' }),
    await addWay({ name: 'New B', kind: 'mail', value: 'b@new.example' }),
  ]
  await confirm(a)
  await confirm(b)
  await propose()
  const waiting = (await samples('state=waiting')).flatMap(({ submissions }) => submissions).filter(({ state }) => state === 'waiting')
  expect(waiting.map(({ vendor }) => vendor).sort()).toEqual(['New A', 'New B'])
  expect(await action(await propose())).toMatchObject({ state: 'declined', endedWhy: 'no-vendor' })
  for (const { release } of waiting) await decline(await read(release))
  for (const { id } of [a, b]) await ann.call('DELETE', `/api/ways/${id}`)
})

test('what still spreads and is not detected is proposed again after the vendor’s days, once, and goes only when it is approved', async () => {
  const { proposeAgain } = await import('../domain/cooperation/jobs.ts')
  const { systemActor } = await import('../base/actor.ts')
  const again = async () => {
    await proposeAgain.run(house.ctx, systemActor('schedule', ann.organisation as OrganisationId), {})
    await house.settle()
  }
  const proposed = async () =>
    ((await ann.call('GET', `/api/actions?state=proposed&kind=submit-sample`)).body as { items: { id: string; ground: string | null }[] })
      .items
  await again()
  expect(await proposed()).toEqual([])
  now = new Date(now.getTime() + 8 * day)
  await again()
  await again()
  const [one, ...more] = await proposed()
  // the lab detects it by now; the API has it, and said no more than that
  expect(more).toEqual([])
  expect(one).toMatchObject({ ground: 'still-spreads' })
  const draft = await releaseOf(one?.id ?? '')
  expect(draft).toMatchObject({ state: 'draft', recipient: { name: 'Cloud' } })
  expect((await submissionOf(draft.id)).againOf).not.toBeNull()
  expect(api.taken).toEqual([])
  await approve(draft)
  expect(api.taken.length).toBe(1)
})

test('a file that names who reported it is not for a rule to let go, and a message is no sample', async () => {
  const lab = await addWay({ name: 'Careful', kind: 'mail', value: 'careful@lab.example' })
  await confirm(lab)
  const handed = await ann.call(
    'POST',
    '/api/reports?name=letter.bin&reporter=mina@citizen.example',
    Buffer.from('MZ for mina@citizen.example'),
    {
      'content-type': 'application/octet-stream',
    },
  )
  await house.settle()
  const { sha256: hash } = (await ann.call('GET', `/api/reports/${(handed.body as { id: string }).id}`)).body as { sha256: string }
  await ann.call('POST', `/api/cases/${caseId}/reports`, { ids: [(handed.body as { id: string }).id] })
  const draft = await releaseOf(await propose({ vendor: lab.id }, [{ kind: 'file', value: hash }]))
  expect(draft.warnings).toEqual(['names-reporter'])
  const gone = await releaseOf(await propose({ vendor: lab.id }, [{ kind: 'file', value: 'a'.repeat(64) }]))
  expect(gone).toMatchObject({ fault: 'sample-gone', may: { decide: false } })
})

test('all of it left by a release of exactly these bytes', () => {
  const given = left.filter(({ way, warrant }) => way === 'http' && warrant.kind === 'release')
  expect(given.length).toBeGreaterThanOrEqual(4)
  for (const { warrant, bytes } of left) if (warrant.kind === 'release') expect(hashOf(bytes ?? new Uint8Array())).toBe(warrant.sha256)
})
