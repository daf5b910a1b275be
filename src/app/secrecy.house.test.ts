import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReleaseView } from '../domain/cooperation/contract.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { asked, decide, draft, member, paper, type Share, show } from './testing/sharing.ts'
import { leavesOf } from './testing/witnessed.ts'

// What its owner keeps secret: on whatever can be given, with what is given, and lifted by nobody else.

let house: House
let network: TestNetwork
let operator: Client
let owner: Joined
let reader: Joined
let third: Joined
let report: string
let item: string
let campaign: string

const url = 'https://kept.example/login'
const secret = { status: 409, body: { code: 'cooperation.secret' } }
const kept = { secrecy: ['confidential'] }

beforeAll(async () => {
  house = await openHouse()
  operator = await firstRun(house)
  network = await openNetwork(house, operator)
  owner = await network.join({ kind: 'agency', name: 'Owner', country: 'NZ' })
  reader = await network.join({ kind: 'agency', name: 'Reader', country: 'FR' })
  third = await network.join({ kind: 'agency', name: 'Third', country: 'SG' })
  // two that bring the same file are a campaign
  const file = Buffer.from(`MZ${'\0\x01\x02program'.repeat(40)}`).toString('base64')
  for (const turn of [1, 2]) {
    const mail = `From: Bank <x@bank.example>\r\nTo: v@citizen.example\r\nSubject: Verify now\r\nMessage-ID: <${turn}@bank.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nOpen ${url} at once.\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="a.exe"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}\r\n--b--\r\n`
    const made = await owner.client.call('POST', '/api/reports?name=m.eml', Buffer.from(mail), { 'content-type': 'message/rfc822' })
    report = (made.body as { id: string }).id
    await house.drain()
  }
  item = ((await owner.client.call('GET', `/api/reports/${report}`)).body as { item: string }).item
  const { items } = (await owner.client.call('GET', '/api/campaigns')).body as { items: { id: string }[] }
  campaign = items[0]?.id ?? ''
})
afterAll(() => house.close())

async function openCase(): Promise<string> {
  return ((await owner.client.call('POST', '/api/cases', { title: 'Phishing', kind: 'phishing', reports: [] })).body as { id: string }).id
}
const mark = (kind: string, id: string, who: Client = owner.client, name = 'confidential') =>
  who.call('POST', `/api/secrecy/${id}`, { kind, mark: name })
const markOf = (answer: { body: unknown }) => (answer.body as { items: { id: string }[] }).items[0]?.id ?? ''
const codeOf = ({ body }: { body: unknown }) => (body as { code?: string }).code ?? null
const lift = (id: string, who: Client = owner.client) => who.call('POST', `/api/secrecy-marks/${id}/lift`)
const offer = (object: object, who: Client = owner.client, to: Joined = reader, more: object = {}, restsOn: string[] = []) =>
  who.call('POST', '/api/shares', asked(object, [member(to)], more, restsOn))

async function technique(): Promise<string> {
  const body = {
    kind: 'indicators',
    name: 'Marks',
    text: 'domain phish.example',
    description: '',
    tlp: 'amber',
    permitted: 'internally-visible',
  }
  const made = await owner.client.call('POST', '/api/techniques', body)
  expect(made.status).toBe(201)
  return (made.body as { id: string }).id
}

describe('a mark keeps', () => {
  test('each kind of thing, also what rests on it, until the owner takes it away', async () => {
    // the campaign opened its case by itself
    const { items } = (await owner.client.call('GET', '/api/cases')).body as { items: { id: string }[] }
    const file = items[0]?.id
    const tool = await technique()
    const evidence = { kind: 'evidence', id: item }
    const found = { kind: 'finding', id: report }
    const parts: readonly [kind: string, id: string, keeps: object[], not: object[]][] = [
      [
        'evidence',
        item,
        [evidence, found, { kind: 'case', id: file }, { kind: 'campaign', id: campaign }],
        [{ kind: 'technique', id: tool }],
      ],
      [
        'finding',
        report,
        [evidence, found, { kind: 'case', id: file }, { kind: 'campaign', id: campaign }],
        [{ kind: 'technique', id: tool }],
      ],
      ['campaign', campaign, [{ kind: 'campaign', id: campaign }, { kind: 'case', id: file }, found], [{ kind: 'technique', id: tool }]],
      ['technique', tool, [{ kind: 'technique', id: tool }], [evidence, found]],
    ]
    for (const [kind, id, keeps, not] of parts) {
      const marked = await mark(kind, id, owner.client, 'commercially-sensitive')
      expect([kind, marked.status]).toEqual([kind, 200])
      for (const object of keeps) expect([kind, object, codeOf(await offer(object))]).toEqual([kind, object, 'cooperation.secret'])
      for (const object of not) expect([kind, object, (await offer(object)).status]).toEqual([kind, object, 201])
      expect((await lift(markOf(marked))).status).toBe(200)
      for (const object of keeps) expect([kind, object, (await offer(object)).status]).toEqual([kind, object, 201])
    }
  })

  test('an indicator by what it says, wherever it would be named: alone, in a campaign, in a letter, in a request', async () => {
    const marked = await owner.client.call('POST', '/api/secrecy-marks/indicators', { of: 'url', value: url, mark: 'confidential' })
    expect(marked).toMatchObject({ status: 201, body: { items: [{ kind: 'indicator', label: `url ${url}` }] } })
    expect(await offer({ kind: 'indicator', of: 'url', value: url })).toMatchObject(secret)
    expect(await offer({ kind: 'campaign', id: campaign })).toMatchObject(secret)
    expect((await offer({ kind: 'indicator', of: 'url', value: 'https://other.example/' })).status).toBe(201)
    const inquiry = {
      ...{ kind: 'data', title: 'Who rents it', data: ['subscriber'], things: [{ kind: 'url', value: url }], period: null },
      ...{ ground: 'request', law: 'Act 2007', purpose: 'inquiry', text: 'Please say.', language: 'en', urgency: 'ordinary' },
      ...{ answerBy: null, preserveUntil: null, mayPass: false, overrides: [] },
    }
    expect(await owner.client.call('POST', '/api/requests', { to: { kind: 'member', member: reader.id }, ask: inquiry })).toMatchObject(
      secret,
    )
    // another organisation knows it too, and is not bound by our mark
    expect((await offer({ kind: 'indicator', of: 'url', value: url }, reader.client, third)).status).toBe(201)
    const about = await openCase()
    const action = await owner.client.call('POST', `/api/cases/${about}/actions`, {
      ...{ kind: 'notify', recipient: { name: 'Host', address: 'abuse@host.example', format: 'text', language: 'en' } },
      things: [{ kind: 'url', value: url, at: '2026-11-29T08:00:00Z' }],
    })
    expect(action.status).toBe(201)
    await house.drain()
    const { items } = (await owner.client.call('GET', `/api/releases?action=${(action.body as { id: string }).id}`)).body as {
      items: ReleaseView[]
    }
    const [letter] = items
    expect(letter?.warnings).toContain('marked-secret')
    expect(await owner.client.call('POST', `/api/releases/${letter?.id}/approve`, { sha256: letter?.sha256 })).toMatchObject(secret)
    expect((await lift(markOf(marked))).status).toBe(200)
    expect((await owner.client.call('POST', `/api/releases/${letter?.id}/approve`, { sha256: letter?.sha256 })).status).toBe(200)
  })

  test('a document that is drafted already', async () => {
    const drafted = await draft(owner.client, asked(paper('plans'), [member(reader)]))
    const marked = await mark('document', drafted.id)
    expect(marked.status).toBe(200)
    expect(await decide(owner.client, drafted)).toMatchObject(secret)
    await lift(markOf(marked))
    expect((await decide(owner.client, drafted)).status).toBe(200)
  })
})

describe('a mark that goes with a share', () => {
  test('is approved with it, shown to its recipients, and holds for what rests on it: to nobody but the owner, under the same', async () => {
    for (const wrong of [{ tlp: 'green' }, { onward: 'as-marked' }])
      expect(await offer(paper('contradicts'), owner.client, reader, { ...kept, ...wrong })).toMatchObject({
        body: { code: 'cooperation.marks-contradict' },
      })
    const shown = await show(owner.client, asked(paper('given in confidence'), [member(reader)], kept))
    expect(JSON.parse(shown.bytes)).toMatchObject({ terms: kept })
    expect(await reader.client.call('GET', `/api/shared/${shown.copy}`)).toMatchObject({ status: 200, body: kept })
    const on = (to: Joined, more: object = {}) => offer(paper('rests on it'), reader.client, to, { tlp: 'red', ...more }, [shown.copy])
    expect(await on(third)).toMatchObject(secret)
    expect(await on(third, kept)).toMatchObject(secret)
    expect(await on(owner)).toMatchObject(secret)
    expect((await on(owner, kept)).status).toBe(201)
  })

  test('follows the bytes, and what was taken over', async () => {
    const made = await owner.client.call('POST', '/api/reports?name=given.bin', Buffer.from('MZ\0\x01given'), {
      'content-type': 'application/octet-stream',
    })
    await house.drain()
    const given = ((await owner.client.call('GET', `/api/reports/${(made.body as { id: string }).id}`)).body as { item: string }).item
    const open = { tlp: 'amber', onward: 'ask' }
    const bytes = await show(owner.client, asked({ kind: 'evidence', id: given, bytes: 'clean' }, [member(reader)], { ...open, ...kept }))
    expect((await reader.client.call('GET', `/api/shared/${bytes.copy}/bytes`)).status).toBe(200)
    const own = await reader.client.call('POST', '/api/reports?name=own.bin', Buffer.from('MZ\0\x01given'), {
      'content-type': 'application/octet-stream',
    })
    await house.drain()
    const same = ((await reader.client.call('GET', `/api/reports/${(own.body as { id: string }).id}`)).body as { item: string }).item
    expect(await offer({ kind: 'evidence', id: same }, reader.client, third)).toMatchObject(secret)
    const tool = await show(owner.client, asked({ kind: 'technique', id: await technique() }, [member(reader)], kept))
    const adopted = await reader.client.call('POST', `/api/shared/${tool.copy}/adopt`)
    expect(adopted).toMatchObject({ status: 201, body: { origin: kept } })
    const { id } = adopted.body as { id: string }
    expect(await offer({ kind: 'technique', id }, reader.client, third)).toMatchObject(secret)
    // lifted, what remains are the other terms
    await owner.client.call('POST', `/api/shares/${tool.id}/lift`)
    expect(await offer({ kind: 'technique', id }, reader.client, third)).toMatchObject({ body: { code: 'cooperation.wider' } })
  })
})

describe('a mark on an answer to a request', () => {
  const bytes = Buffer.from('the ledger of accounts that were asked for')
  const answerOf = (id: string, files: string[], who: Client = owner.client) =>
    who.call('POST', `/api/requests/${id}/acts`, { act: 'answer', text: 'here it is', files })
  const attach = async (id: string, content: Buffer) =>
    (
      (await owner.client.call('POST', `/api/requests/${id}/attachments?name=ledger.txt`, content, { 'content-type': 'text/plain' }))
        .body as { id: string }
    ).id
  async function ask(): Promise<string> {
    const drafted = await reader.client.call('POST', '/api/requests', {
      to: { kind: 'member', member: owner.id },
      ask: {
        ...{
          kind: 'data',
          title: 'Who rents it',
          data: ['subscriber'],
          things: [{ kind: 'domain', value: 'dialler.example' }],
          period: null,
        },
        ...{ ground: 'request', law: 'Act 2007', purpose: 'inquiry 12', text: 'Please say.', language: 'en', urgency: 'ordinary' },
        ...{ answerBy: null, preserveUntil: null, mayPass: false, overrides: [] },
      },
    })
    expect(drafted.status).toBe(201)
    const { id, sha256 } = drafted.body as { id: string; sha256: string }
    expect((await reader.client.call('POST', `/api/requests/${id}/send`, { sha256 })).status).toBe(200)
    return id
  }
  type Said = { messages: { id: string; act: string; secrecy: string[] }[] }
  const said = async (id: string, who: Client) =>
    ((await who.call('GET', `/api/requests/${id}`)).body as Said).messages.find(({ act }) => act === 'answer')

  test('is seen by the other side, and keeps what came with it there; the other side cannot take it away', async () => {
    const id = await ask()
    expect((await answerOf(id, [await attach(id, bytes)])).status).toBe(200)
    const message = (await said(id, owner.client))?.id ?? ''
    expect((await mark('answer', message, reader.client)).status).toBe(404)
    const marked = await mark('answer', message)
    expect(marked.status).toBe(200)
    expect(await said(id, reader.client)).toMatchObject(kept)
    expect((await lift(markOf(marked), reader.client)).status).toBe(404)
    const own = await reader.client.call('POST', '/api/reports?name=ledger.txt', bytes, { 'content-type': 'application/octet-stream' })
    await house.drain()
    const same = ((await reader.client.call('GET', `/api/reports/${(own.body as { id: string }).id}`)).body as { item: string }).item
    expect(await offer({ kind: 'evidence', id: same }, reader.client, third)).toMatchObject(secret)
    expect((await offer({ kind: 'evidence', id: same }, reader.client, owner, kept)).status).toBe(201)
    expect((await lift(markOf(marked))).status).toBe(200)
    expect((await offer({ kind: 'evidence', id: same }, reader.client, third)).status).toBe(201)
  })

  test('and no file of marked bytes goes with one', async () => {
    const made = await owner.client.call('POST', '/api/reports?name=plans.bin', Buffer.from('MZ\0\x01plans'), {
      'content-type': 'application/octet-stream',
    })
    await house.drain()
    const own = ((await owner.client.call('GET', `/api/reports/${(made.body as { id: string }).id}`)).body as { item: string }).item
    const marked = await mark('evidence', own)
    const id = await ask()
    const file = await attach(id, Buffer.from('MZ\0\x01plans'))
    expect(await answerOf(id, [file])).toMatchObject(secret)
    await lift(markOf(marked))
    expect((await answerOf(id, [file])).status).toBe(200)
  })
})

describe('nobody but an administrator of the owner', () => {
  test('takes a mark away: not a recipient, nor the office of the network, nor the operator of the node', async () => {
    const marked = markOf(await mark('evidence', item))
    const shown = await show(owner.client, asked(paper('held'), [member(reader), member(third)], kept))
    for (const who of [reader.client, third.client, network.secretariat, operator]) {
      expect((await lift(marked, who)).status).toBe(404)
      expect((await who.call('POST', `/api/shares/${shown.id}/lift`)).status).toBe(404)
      expect((await mark('evidence', item, who)).status).toBe(404)
      expect((await who.call('GET', `/api/secrecy/${item}`)).status).toBe(404)
      expect(JSON.stringify((await who.call('GET', '/api/secrecy-marks')).body)).not.toContain(marked)
    }
    expect((await owner.client.call('GET', '/api/secrecy-marks')).body).toMatchObject({
      items: [{ id: marked, kind: 'evidence', object: item }],
    })
    expect(await offer({ kind: 'evidence', id: item })).toMatchObject(secret)
    expect((await reader.client.call('GET', `/api/shared/${shown.copy}`)).body).toMatchObject(kept)
    const lifted = await owner.client.call('POST', `/api/shares/${shown.id}/lift`)
    expect(lifted).toMatchObject({ status: 200, body: { secrecy: [], may: { lift: false } } })
    expect((lifted.body as { history: { what: string }[] }).history.map(({ what }) => what)).toContain('lifted')
    expect(await leavesOf(house, shown.id)).toContain('cooperation.share-lifted')
    // what it was given under stands in it
    const copy = (await reader.client.call('GET', `/api/shared/${shown.copy}`)).body as Share & { secrecy: string[] }
    expect([copy.secrecy, JSON.parse(copy.bytes).terms.secrecy]).toEqual([[], kept.secrecy])
    expect((await lift(marked)).status).toBe(200)
  })
})
