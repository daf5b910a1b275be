import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { CaseId, OrganisationId, ReportId } from '../base/id.ts'
import { type ReleaseView, releaseKinds, type WayView } from '../domain/cooperation/contract.ts'
import { askRelease } from '../domain/cooperation/index.ts'
import { parseMessage } from '../formats/mime/index.ts'
import { type Departure, watchDepartures } from '../platform/departures.ts'
import { perform } from '../platform/work.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { openRelay, type Relay } from './testing/relay.ts'

const limits = { bytes: 10_000_000, depth: 10, count: 500, time: 5_000 }
const place = 'https://terrible.example/page'
const reporter = 'quirina.zobel@citizen.example'
const word = 'unspeakable-word-of-the-report'

let relay: Relay
let house: House
let ann: Client
let left: Departure[]
let stop: () => void
let report: string

beforeAll(async () => {
  left = []
  stop = watchDepartures((one) => left.push(one))
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  ann = await firstRun(house)
  report = await withheld(place)
})
afterAll(async () => {
  stop()
  await house.close()
  await relay.away()
})
beforeEach(() => {
  relay.mails.length = 0
})

/** A report of a page with such material, as somebody tells of one: nothing of it is kept but where. */
async function withheld(url: string): Promise<string> {
  const body = { url, note: word, said: 'child-material', reporter: { address: reporter, name: 'Quirina Zobel' } }
  const answer = await ann.call('POST', '/api/reports', body)
  expect(answer.status).toBe(201)
  await house.settle()
  const { id } = answer.body as { id: string }
  expect((await ann.call('GET', `/api/reports/${id}`)).body).toMatchObject({ state: 'withheld' })
  return id
}

const read = async (id: string) => (await ann.call('GET', `/api/releases/${id}`)).body as ReleaseView
async function refer(more: object = {}): Promise<ReleaseView> {
  const answer = await ann.call('POST', '/api/referrals', { report, ...more })
  expect(answer.status).toBe(201)
  await house.settle()
  return read((answer.body as { release: string }).release)
}
const message = async (id: string) => (await ann.call('GET', `/api/releases/${id}/message`)).raw
const approve = ({ id, sha256 }: ReleaseView) => ann.call('POST', `/api/releases/${id}/approve`, { sha256 })
const hotlines = async () => ((await ann.call('GET', '/api/ways?what=hotline')).body as { items: WayView[] }).items

test('hotlines ship for more than forty countries, none confirmed, none with an address for mail, and the association beside them', async () => {
  const all = await hotlines()
  expect(new Set(all.map(({ country }) => country)).size).toBeGreaterThan(40)
  expect(all.every(({ kind, confirmedAt, value }) => kind === 'page' && confirmedAt === null && value.startsWith('https://'))).toBe(true)
  expect(all.filter(({ country }) => country === null).map(({ name }) => name)).toEqual(['INHOPE'])
})

describe('a withheld report', () => {
  test('is referred by a person on the page of a hotline, with where and when and nothing else', async () => {
    const [iwf] = (await hotlines()).filter(({ country }) => country === 'GB')
    const draft = await refer({ hotline: iwf?.id })
    expect(draft).toMatchObject({ kind: 'hotline', fault: null, mediaType: 'text/csv', recipient: { value: 'https://report.iwf.org.uk/' } })
    const text = (await message(draft.id)).toString()
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'kind,place,reported',
      expect.stringMatching(/^url,https:\/\/terrible\.example\/page,\d{4}-/),
    ])
    expect(text.split('\r\n').length).toBe(3)
    for (const secret of [word, reporter, 'Zobel']) expect(text).not.toContain(secret)
    expect((await ann.call('PATCH', `/api/releases/${draft.id}`, { text: `told by ${reporter}` })).body).toMatchObject({
      code: 'cooperation.hotline-only',
    })
    expect((await approve(draft)).status).toBe(200)
    await house.settle()
    expect(await read(draft.id)).toMatchObject({ state: 'decided', waitsFor: 'by-hand' })
    const done = await ann.call('POST', `/api/releases/${draft.id}/by-hand`, { reference: 'IWF-1' })
    expect(done.body).toMatchObject({ state: 'delivered', receipt: { byHand: true, reference: 'IWF-1' } })
    expect(left.filter(({ warrant }) => warrant.kind === 'release')).toEqual([])
  })

  test('without a hotline said goes to that of the country, and where there is none to the association', async () => {
    // the desk is in Singapore, whose hotline is none of those that ship
    expect(await refer()).toMatchObject({ recipient: { name: 'INHOPE' } })
    const added = await ann.call('POST', '/api/ways', {
      what: 'hotline',
      name: 'Line',
      country: 'SG',
      kind: 'page',
      value: 'https://line.example/',
    })
    expect(added.status).toBe(201)
    expect(await refer()).toMatchObject({ recipient: { name: 'Line' } })
    expect((await refer()).id).toBe((await refer()).id)
  })

  test('goes by mail only to an address that a person confirmed; links are not live in it, the table has them whole', async () => {
    const added = await ann.call('POST', '/api/ways', {
      what: 'hotline',
      name: 'Mailed',
      country: 'SG',
      kind: 'mail',
      value: 'line@hotline.example',
    })
    const way = added.body as WayView
    expect(await refer({ hotline: way.id })).toMatchObject({ fault: 'way-unconfirmed', sha256: null })
    await ann.call('POST', `/api/ways/${way.id}/confirm`, { value: way.value })
    await house.settle()
    const draft = await refer({ hotline: way.id })
    expect((await approve(draft)).status).toBe(200)
    await house.drain()
    expect(relay.mails.map(({ to }) => to)).toEqual(['line@hotline.example'])
    const raw = relay.mails[0]?.raw ?? Buffer.alloc(0)
    const mail = parseMessage(raw, limits)
    expect(mail.text).toContain('hxxps://terrible[.]example/page')
    expect(Buffer.from(mail.parts.find(({ type }) => type === 'text/csv')?.content ?? []).toString()).toContain(place)
    const whole = [raw.toString('latin1'), ...mail.parts.map(({ content }) => Buffer.from(content ?? []).toString('latin1'))].join('\n')
    for (const secret of [word, reporter, 'Zobel', 'Quirina']) expect(whole).not.toContain(secret)
    expect(createHash('sha256').update(raw).digest('hex')).toBe(draft.sha256)
    expect((await ann.call('DELETE', `/api/ways/${way.id}`)).status).toBe(204)
  })

  test('is released in no other way: whatever kind is asked for, it is refused', async () => {
    const actor = systemActor('test', ann.organisation as OrganisationId)
    const recipient = {
      kind: 'address',
      value: 'x@host.example',
      name: null,
      role: null,
      party: null,
      contact: null,
      language: null,
      format: 'text',
    } as const
    for (const kind of releaseKinds) {
      if (kind === 'hotline') continue
      const asked = perform(house.ctx, actor, (work) =>
        askRelease(work, {
          ...{
            kind,
            case: null,
            objectKind: 'report',
            object: report,
            recipient,
            purpose: kind,
            ground: 'by-hand',
            tlp: 'clear',
            profile: null,
          },
          ...{ title: 'x', mediaType: 'message/rfc822', grouping: null, codes: [], atMostEvery: null, actions: [] },
        }),
      )
      await expect(asked, kind).rejects.toMatchObject({ code: 'cooperation.hotline-only' })
    }
  })

  test('is not told of by another way round: not as a thing of a letter or a list in any case, nor by a case that became such', async () => {
    const opened = await ann.call('POST', '/api/cases', { title: 'Something else', kind: 'phishing', reports: [] })
    const caseId = (opened.body as { id: string }).id
    const propose = async (kind: string, value: string) => {
      const recipient = { name: 'Host', address: 'abuse@host.example', role: 'host' }
      const answer = await ann.call('POST', `/api/cases/${caseId}/actions`, { kind, recipient, things: [{ kind: 'url', value }] })
      expect(answer.status).toBe(201)
      await house.settle()
      const { items } = (await ann.call('GET', `/api/releases?action=${(answer.body as { id: string }).id}`)).body as {
        items: { id: string }[]
      }
      return read(items[0]?.id ?? '')
    }
    for (const kind of ['notify', 'take-down', 'tell-customer', 'refer', 'warn-affected'])
      expect(await propose(kind, place), kind).toMatchObject({ fault: 'hotline-only', sha256: null, may: { decide: false } })
    const listed = await propose('block', place)
    expect((await approve(listed)).body).toMatchObject({ code: 'cooperation.draft-stale', detail: { why: 'hotline-only' } })
    const innocent = await propose('refer', 'https://other.example/')
    expect(innocent.sha256).not.toBeNull()
    await ann.call('PATCH', `/api/cases/${caseId}`, { kind: 'child-material' })
    expect((await approve(innocent)).body).toMatchObject({ code: 'cooperation.draft-stale', detail: { why: 'hotline-only' } })
    expect((await ann.call('POST', `/api/cases/${caseId}/actions`, { kind: 'notify' })).body).toMatchObject({ code: 'cases.hotline-only' })
    await house.drain()
    expect(relay.mails).toEqual([])
  })
})

test('a case of such material is referred with the places of its withheld reports, and only when a person says so', async () => {
  const told = await ann.call('POST', '/api/reports', { url: 'https://worse.example/2', note: word, reporter: { address: reporter } })
  await house.settle()
  const other = (told.body as { id: string }).id
  const opened = await ann.call('POST', '/api/cases', { title: 'Reported pages', kind: 'child-material', reports: [other] })
  expect(opened.status).toBe(201)
  expect((await ann.call('POST', '/api/reports/withhold', { ids: [other], confirm: 'destroy' })).body).toMatchObject({ done: 1 })
  const id = (opened.body as { id: CaseId }).id
  const proposed = await ann.call('POST', `/api/cases/${id}/actions`, { kind: 'hotline' })
  expect(proposed.status).toBe(201)
  await house.settle()
  const action = (proposed.body as { id: string }).id
  const { items } = (await ann.call('GET', `/api/releases?action=${action}`)).body as { items: { id: string }[] }
  const draft = await read(items[0]?.id ?? '')
  expect(draft).toMatchObject({ state: 'draft', recipient: { name: 'Line' } })
  expect((await message(draft.id)).toString()).toContain('https://worse.example/2')
  expect((await message(draft.id)).toString()).not.toContain(word)
  const rule = await ann.call('POST', '/api/action-rules', { actionKind: 'hotline', perDay: 5 })
  expect(rule.body).toMatchObject({ code: 'cases.never-by-rule' })
  expect((await approve(draft)).status).toBe(200)
  await ann.call('POST', `/api/releases/${draft.id}/by-hand`, {})
  expect((await ann.call('GET', `/api/actions/${action}`)).body).toMatchObject({ state: 'done', outcome: 'sent' })
})

test('what is not withheld is not referred', async () => {
  const answer = await ann.call('POST', '/api/reports', { url: 'https://spam.example/', note: 'x' })
  await house.settle()
  const refused = await ann.call('POST', '/api/referrals', { report: (answer.body as { id: ReportId }).id })
  expect(refused.body).toMatchObject({ code: 'cooperation.not-withheld' })
})
