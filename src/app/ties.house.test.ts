import { afterAll, beforeAll, expect, test } from 'vitest'
import { asked as askedCall, type Call, done, itemOf } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { asked, member, paper, show } from './testing/sharing.ts'

let house: House
let ann: Client
let network: TestNetwork
let regulator: Joined
let police: Joined
let bank: Joined

beforeAll(async () => {
  house = await openHouse()
  ann = await firstRun(house)
  network = await openNetwork(house, ann)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
})
afterAll(() => house.close())

type Ties = { from: string | null; items: { member: { name: string }; [what: string]: unknown }[] }
const read = async (who: Client, query = '') => (await who.call('GET', `/api/network/ties${query}`)).body as Ties
const none = { asked: 0, asking: 0, shown: 0, seen: 0, calls: 0, groups: 0, joint: 0 }

test('each member sees with whom it works, by what, from its own side; and nothing of what others do', async () => {
  await show(regulator.client, asked(paper('One'), [member(police), member(bank)]))
  await show(regulator.client, asked(paper('Two'), [member(police)]))
  const { id: group } = await done(regulator.client, 'POST', '/api/groups', { name: 'Diallers' })
  await done(regulator.client, 'POST', `/api/groups/${group}/members`, { members: [police.id], past: false })
  const brief = { title: 'Joint', text: 'Words', ground: 'Act', permitted: 'internally-visible', tlp: 'amber' }
  const { id: joint } = await done(regulator.client, 'POST', '/api/joint-cases', brief)
  await done(regulator.client, 'POST', `/api/joint-cases/${joint}/invitations`, { members: [police.id] })
  await done(police.client, 'POST', `/api/joint-cases/${joint}/answer`, { accept: true })
  const startsAt = new Date(Date.now() - 3_600_000).toISOString()
  const call = (await done(network.secretariat, 'POST', '/api/calls', askedCall({ startsAt }))) as unknown as Call
  for (const to of ['convened', 'under-way']) await done(network.secretariat, 'POST', `/api/calls/${call.id}/move`, { to })
  await done(network.secretariat, 'PUT', `/api/call-items/${itemOf(call, 'cases').id}/attendance`, { members: [regulator.id, police.id] })

  const own = await read(regulator.client)
  expect(own.from).toBe('NZ')
  expect(own.items).toMatchObject([
    { ...none, member: { name: 'Cyber Police' }, shown: 2, calls: 1, groups: 1, joint: 1 },
    { ...none, member: { name: 'Bank' }, shown: 1 },
  ])
  expect((await read(police.client)).items).toMatchObject([
    { ...none, member: { name: 'Messaging Regulator' }, seen: 2, calls: 1, groups: 1, joint: 1 },
  ])
  expect((await read(bank.client)).items).toMatchObject([{ ...none, member: { name: 'Messaging Regulator' }, seen: 1 }])
  expect((await read(network.secretariat)).items).toEqual([])
  const work = async (who: Client, code: string) => (await who.call('GET', `/api/network/countries/${code}/work`)).body
  const seen = { calls: 1, attendance: [{ member: { name: 'Cyber Police' }, calls: 1, last: expect.any(String) }] }
  expect(await work(regulator.client, 'FR')).toMatchObject({
    ...seen,
    trainings: { given: 0, trained: null },
    joint: { open: 1, closed: 0 },
  })
  expect(await work(regulator.client, 'SG')).toMatchObject({ attendance: [], joint: { open: 0, closed: 0 } })
  // who sees no call is told of none, and of no joint case but its own
  expect(await work(bank.client, 'FR')).toMatchObject({
    ...{ calls: 0, attendance: [{ calls: 0, last: null }], joint: { open: 0, closed: 0 } },
  })
  expect(await work(network.secretariat, 'FR')).toMatchObject({ ...seen, trainings: { given: 0, trained: 0 }, joint: null })
  const education = await done(network.secretariat, 'POST', '/api/educations', {
    ...{
      title: 'Close your relays',
      aim: 'Fewer',
      addressed: ['providers'],
      languages: ['en'],
      startsOn: '2026-01-01',
      audience: 'agencies',
    },
  })
  await done(police.client, 'POST', `/api/educations/${education['id']}/join`, { note: '' })
  const figure = { counted: 'zombies', country: 'FR', since: '2025-11-01', until: '2025-11-30', number: 70, source: 'Scan' }
  await done(police.client, 'POST', `/api/educations/${education['id']}/figures`, figure)
  expect(await work(regulator.client, 'FR')).toMatchObject({
    educations: [{ id: education['id'], title: 'Close your relays', ended: false, members: 1 }],
    figures: [{ education: education['id'], counted: 'zombies', number: 70, source: 'Scan' }],
  })
  expect(await work(bank.client, 'FR')).toMatchObject({ educations: [], figures: [] })
  expect((await ann.call('GET', '/api/network/countries/FR/work')).status).toBe(403)
  // what was, before that day; a group, and a joint case, are in common now
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  expect((await read(regulator.client, `?since=${day}`)).items).toMatchObject([
    { ...none, member: { name: 'Cyber Police' }, groups: 1, joint: 1 },
  ])
  expect((await regulator.client.call('GET', '/api/network/ties?since=yesterday')).status).toBe(400)
  expect((await ann.call('GET', '/api/network/ties')).status).toBe(403)
})

test('whoever left the network is in nobody’s list', async () => {
  await done(bank.client, 'POST', `/api/network/members/${bank.id}/leave`, {})
  expect((await read(regulator.client)).items.map((one) => one.member.name)).toEqual(['Cyber Police'])
})
