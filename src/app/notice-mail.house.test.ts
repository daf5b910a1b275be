import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findField, parseMessage } from '../formats/mime/index.ts'
import { done } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { openRelay, type Relay, type Relayed } from './testing/relay.ts'
import { leavesOf } from './testing/witnessed.ts'

// What is proposed is told by mail to members that do not work on this node.

let relay: Relay
let house: House
let network: TestNetwork
let regulator: Joined
let carrier: Joined
const outside: Record<string, string> = {}
const today = () => new Date().toISOString().slice(0, 10)

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url, TOCSIN_MAIL_DOMAIN: 'tocsin.example' })
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  for (const [name, language] of [
    ['Ministry', 'zh-CN'],
    ['Refusing', 'en'],
    ['Unnamed', null],
  ] as const) {
    const { id } = await done(network.secretariat, 'POST', '/api/network/members', { kind: 'agency', name, country: 'EG' })
    outside[name] = String(id)
    const designated = { on: '2026-01-02', by: 'Head' }
    const contact = {
      member: id,
      role: 'unit',
      audience: 'secretariat',
      unit: 'Unit',
      mail: `unit@${name.toLowerCase()}.example`,
      designated,
    }
    if (language !== null) await done(network.secretariat, 'POST', '/api/network/contacts', { ...contact, languages: [language] })
  }
  relay.refused.set('unit@refusing.example', 550)
})
afterAll(async () => {
  await house?.close()
  await relay?.away()
})

type Told = {
  member: { id: string; name: string }
  here: boolean
  toldAt: string | null
  mail: { state: string } | null
  replies: { text: string; fromCorrespondent: boolean }[]
}
type Whole = {
  id: string
  state: string
  told: Told[] | null
  objections: { standing: number | null; items: { member: { name: string }; receivedOn: string | null; withdrawnAt: string | null }[] }
}
const whole = async (who: Client, id: string) => (await who.call('GET', `/api/network/proposals/${id}`)).body as Whole
const statesOf = ({ told }: Whole) =>
  (told ?? []).map((one) => [one.member.name, one.here ? 'here' : one.mail?.state, one.toldAt !== null]).sort()
const textOf = ({ raw }: Relayed) => parseMessage(raw, { bytes: 1_000_000, depth: 5, count: 100, time: 1_000 }).text
const mailTo = (address: string) => {
  const mail = relay.mails.find(({ to }) => to === address)
  if (mail === undefined) throw new Error(`no mail to ${address}`)
  return mail
}

async function applied(name: string): Promise<string> {
  const asking = { kind: 'industry', name, country: 'DE', category: 'courier', statement: 'We carry parcels.' }
  const made = await network.secretariat.call('POST', '/api/network/applications', asking)
  expect(made.status).toBe(201)
  await house.settle()
  return (made.body as Whole).id
}
const objects = (who: Client, id: string, body: object) => who.call('POST', `/api/network/proposals/${id}/objection`, body)

let application = ''

test('an application is told by mail to the contacts of agencies outside, in their language, and who was not reached is shown', async () => {
  relay.mails.length = 0
  application = await applied('New Courier')
  expect(statesOf(await whole(network.secretariat, application))).toEqual([
    ['Ministry', 'sent', true],
    ['Refusing', 'failed', false],
    ['Regulator', 'here', true],
    ['Unnamed', 'unnamed', false],
  ])
  const letter = mailTo('unit@ministry.example')
  expect(textOf(letter)).toContain('New Courier（德国）申请加入网络')
  expect(textOf(letter)).toContain('We carry parcels.')
  expect(relay.mails.map(({ to }) => to)).toEqual(['unit@ministry.example'])
  expect((await leavesOf(house, application)).filter((kind) => kind === 'cooperation.notice-mailed')).toHaveLength(3)
  // to whom it went is the secretariat's to know
  expect((await whole(regulator.client, application)).told).toBeNull()
  // whom no letter reached is told by hand
  const { status } = await network.secretariat.call('POST', `/api/network/proposals/${application}/told`, {
    ...{ member: outside['Refusing'], how: 'by telephone' },
  })
  expect(status).toBe(200)
})

test('an answer to it is brought to the secretariat, which notes the objection with the day on which it came', async () => {
  const sent = parseMessage(mailTo('unit@ministry.example').raw, { bytes: 1_000_000, depth: 5, count: 100, time: 1_000 })
  const address = /[\w.+-]+@tocsin\.example/.exec(String(findField(sent, 'reply-to')?.unfolded))?.[0] ?? ''
  const answer = `From: unit@ministry.example\r\nTo: ${address}\r\nSubject: Re\r\nMessage-ID: <a@ministry.example>\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\r\nWe object.\r\n`
  await sendBySmtp(house.smtpPort, { from: 'unit@ministry.example', to: address, bytes: Buffer.from(answer) })
  await house.settle()
  const { items } = (await network.secretariat.call('GET', '/api/notices')).body as { items: { kind: string; subject: string }[] }
  expect(items).toContainEqual(expect.objectContaining({ kind: 'cooperation.notice-answered', subject: application }))
  const answers = ((await whole(network.secretariat, application)).told ?? []).map(({ member: { name }, replies }) => [name, replies])
  expect(answers).toEqual([
    ['Ministry', [expect.objectContaining({ text: expect.stringContaining('We object.'), fromCorrespondent: true })]],
    ['Refusing', []],
    ['Regulator', []],
    ['Unnamed', []],
  ])
  const body = { member: outside['Ministry'], reason: 'We object.' }
  for (const receivedOn of ['2020-01-01', '2999-01-01'])
    expect(await objects(network.secretariat, application, { ...body, receivedOn })).toMatchObject({
      status: 400,
      body: { code: 'cooperation.objection-day' },
    })
  expect((await objects(regulator.client, application, { ...body, receivedOn: today() })).status).toBe(403)
  expect((await objects(network.secretariat, application, { ...body, receivedOn: today() })).status).toBe(200)
  const seen = await whole(network.secretariat, application)
  expect(seen.objections).toMatchObject({ standing: 1, items: [{ member: { name: 'Ministry' }, receivedOn: today() }] })
  // neither agencies, unless the procedures say so, nor industry learn of it
  expect((await whole(regulator.client, application)).objections.items).toEqual([])
  expect((await carrier.client.call('GET', `/api/network/proposals/${application}`)).status).toBe(404)
  // what a member objects to that works here is its own to say
  expect((await objects(network.secretariat, application, { member: regulator.id })).status).toBe(403)
})

test('a change of the procedures goes with its text, and nothing goes twice', async () => {
  relay.mails.length = 0
  const { items } = (await network.secretariat.call('GET', '/api/network/editions?kind=procedures')).body as { items: { rules: object }[] }
  const change = {
    kind: 'procedures',
    title: 'New procedures',
    text: 'Text of the new procedures.',
    reason: 'Shorter.',
    rules: items[0]?.rules,
  }
  const made = await network.secretariat.call('POST', '/api/network/proposals', change)
  expect(made.status).toBe(201)
  await house.settle()
  await house.settle()
  expect(relay.mails.map(({ to }) => to)).toEqual(['unit@ministry.example'])
  expect(textOf(mailTo('unit@ministry.example'))).toContain('Text of the new procedures.')
})

test('no letter goes to a contact that is known to be wrong: its member is shown as not reached', async () => {
  relay.mails.length = 0
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const doubted = await root.query("update cooperation.contact set doubted_at = now() where mail = 'unit@ministry.example'")
  await root.end()
  expect(doubted.rowCount).toBe(1)
  const again = await applied('Second Courier')
  expect(statesOf(await whole(network.secretariat, again))).toContainEqual(['Ministry', 'unnamed', false])
  expect(relay.mails.map(({ to }) => to)).not.toContain('unit@ministry.example')
})
