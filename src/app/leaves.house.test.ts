import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../base/id.ts'
import { isMalformed } from '../base/parsed.ts'
import { parseVerifierKey } from '../formats/tlog/keys.ts'
import { verifyBundle } from '../formats/tlog/verify.ts'
import { sha256 } from '../platform/log/key.ts'
import { done } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { asked, member, paper, show } from './testing/sharing.ts'

// What members can prove later: the leaves of the log on what they may see, and none that would tell them of others.

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house?.close())

type Leaf = { id: string; kind: string; own: boolean }
const leaves = async ({ client }: { readonly client: Client }, subject: string) =>
  ((await client.call('GET', `/api/log/leaves?subject=${subject}`)).body as { items: Leaf[] }).items
const kindsOf = async (who: { readonly client: Client }, subject: string) => (await leaves(who, subject)).map(({ kind }) => kind)

/** Proves a leaf as whoever has its bundle does. */
async function prove({ client }: Joined, { id }: Leaf): Promise<string> {
  await expect.poll(async () => (await client.call('GET', `/api/log/leaves/${id}/inclusion`)).body).toMatchObject({ state: 'integrated' })
  const { items } = (await client.call('GET', '/api/log')).body as { items: { key: string }[] }
  const key = await parseVerifierKey(items[0]?.key ?? '', sha256)
  if (isMalformed(key)) throw new Error(key.malformed)
  const { raw, status } = await client.call('GET', `/api/log/leaves/${id}/bundle`)
  expect(status).toBe(200)
  return (await verifyBundle(raw.toString(), null, [key])).verdict
}

test('who is in a group proves who came into it and left, as long as it is in it; others see no line of it', async () => {
  const { id } = await done(regulator.client, 'POST', '/api/groups', { name: 'Inquiry' })
  const group = String(id)
  await done(regulator.client, 'POST', `/api/groups/${group}/members`, { members: [police.id], past: true })
  expect(await kindsOf(regulator, group)).toEqual(['cooperation.group-joined', 'cooperation.group-made'])
  const seen = await leaves(police, group)
  expect(seen).toMatchObject([{ kind: 'cooperation.group-joined', own: false }, { kind: 'cooperation.group-made' }])
  expect(await prove(police, seen[0] as Leaf)).toBe('true')
  await done(regulator.client, 'POST', `/api/groups/${group}/members`, { members: [carrier.id], past: false })
  await done(police.client, 'POST', `/api/groups/${group}/leave`)
  expect((await leaves(police, group)).map(({ own }) => own)).toEqual([true])
  // who does not see the past sees what came after it
  expect(await kindsOf(carrier, group)).toEqual(['cooperation.group-left'])
  await done(network.secretariat, 'POST', `/api/network/members/${carrier.id}/leave`, {})
  expect(await kindsOf(carrier, group)).toEqual([])
  expect(await kindsOf({ client: network.secretariat }, group)).toEqual(['cooperation.group-left'])
  carrier = await network.join({ kind: 'industry', name: 'Carrier again', country: 'FR' })
})

test('what tells of others is told to nobody by the log: who read a copy, how many objections stand', async () => {
  const shown = await show(regulator.client, asked(paper('Words'), [member(police), member(carrier)]))
  for (const { client } of [police, carrier]) expect((await client.call('GET', `/api/shared/${shown.copy}`)).status).toBe(200)
  expect(await leaves(police, shown.copy)).toMatchObject([{ kind: 'cooperation.share-read', own: true }])
  const said = { title: 'Session', topic: 'law', languages: ['en'], timeZone: 'UTC', audience: 'agencies' }
  const { id } = await done(network.secretariat, 'POST', '/api/trainings', said)
  await done(police.client, 'POST', `/api/trainings/${id}/invitations`, { members: [carrier.id] })
  await done(regulator.client, 'POST', `/api/trainings/${id}/objection`)
  await done(regulator.client, 'POST', `/api/trainings/${id}/objection/withdraw`)
  expect((await carrier.client.call('GET', `/api/trainings/${id}`)).status).toBe(200)
  expect(await leaves(carrier, String(id))).toEqual([])
  expect(await kindsOf({ client: network.secretariat }, String(id))).toEqual([
    'cooperation.training-objections',
    'cooperation.training-objections',
  ])
  expect(await leaves(carrier, network.id)).toEqual([])
})

test('whoever is asked proves what it was asked, and a file that was fetched is a line of whoever fetched it', async () => {
  const to = { kind: 'member', member: carrier.id }
  const more = { data: [], things: [], period: null, ground: 'request', law: 'Act', purpose: 'inquiry', urgency: 'ordinary' }
  const rest = { answerBy: null, preserveUntil: null, mayPass: false, overrides: [] }
  const ask = { kind: 'enforcement', title: 'Help', text: 'Please', language: 'en', ...more, ...rest }
  const made = await done(police.client, 'POST', '/api/requests', { to, ask })
  const request = String(made['id'])
  await done(police.client, 'POST', `/api/requests/${request}/send`, { sha256: made['sha256'] })
  expect(await leaves(carrier, request)).toMatchObject([{ kind: 'cooperation.request-sent', own: false }])
  expect(await leaves(regulator, request)).toEqual([])
  const put = await carrier.client.call('POST', `/api/requests/${request}/attachments?name=a.csv`, Buffer.from('a,1\n'), {
    'content-type': 'text/csv',
  })
  const file = (put.body as { id: string }).id
  const terms = { tlp: 'amber', permitted: 'internally-visible', onward: 'none', until: null }
  await done(carrier.client, 'POST', `/api/requests/${request}/acts`, { act: 'question', text: 'is it this?', files: [file], terms })
  expect(await kindsOf(carrier, request)).toEqual(['cooperation.request-question', 'cooperation.request-sent'])
  expect((await police.client.call('GET', `/api/request-attachments/${file}`)).status).toBe(200)
  expect(await kindsOf(police, request)).toEqual(['cooperation.request-attachment-fetched', 'cooperation.request-sent'])
  for (const one of await leaves(police, newId())) expect(one).toBeUndefined()
})
