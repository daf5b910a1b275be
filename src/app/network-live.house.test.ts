import { afterAll, beforeAll, expect, test } from 'vitest'
import { listen } from './testing/everything.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { accept } from './testing/relief.ts'

// Who is told live that a card of the network changed: whoever sees it, and nobody else.

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let watched: Readonly<Record<'secretariat' | 'regulator' | 'police' | 'carrier' | 'stranger', Client>>

beforeAll(async () => {
  house = await openHouse()
  const operator = await firstRun(house)
  network = await openNetwork(house, operator)
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Cyber Police', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  const made = await operator.call('POST', '/api/node/organisations', {
    organisation: { name: 'Stranger', kind: 'provider', country: 'FR' },
    administrator: 'admin@stranger.example',
  })
  const stranger = await accept(house, (made.body as { link: string }).link, 'admin@stranger.example')
  watched = { secretariat: network.secretariat, regulator: regulator.client, police: police.client, carrier: carrier.client, stranger }
})
afterAll(() => house?.close())

type Told = Record<keyof typeof watched, boolean>
const everybody: Told = { secretariat: true, regulator: true, police: true, carrier: true, stranger: false }
const agencies: Told = { ...everybody, carrier: false }

/** Who heard of a thing of this kind while `act` ran; `id` of that one alone. */
async function whoHears(kind: string, act: () => Promise<string | undefined>): Promise<Told> {
  await house.settle()
  // what was told before has left: notices are gathered for 200 ms
  await new Promise((resolve) => setTimeout(resolve, 400))
  const names = Object.keys(watched) as (keyof Told)[]
  const ears = await Promise.all(names.map(async (name) => [name, await listen(house, watched[name])] as const))
  const id = await act()
  await house.settle()
  await expect.poll(() => ears.find(([name]) => name === 'secretariat')?.[1].told.text, { timeout: 20_000 }).toContain(`"kind":"${kind}"`)
  await new Promise((resolve) => setTimeout(resolve, 600))
  for (const [, { stop }] of ears) stop()
  const heard = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .flatMap((line) => JSON.parse(line.slice(6)) as { kind: string; id: string }[])
      .some((one) => one.kind === kind && (id === undefined || one.id === id))
  return Object.fromEntries(ears.map(([name, { told }]) => [name, heard(told.text)])) as Told
}

async function done(who: Client, method: 'POST' | 'PUT', path: string, body?: object): Promise<{ id: string; changedAt: string }> {
  const answer = await who.call(method, path, body)
  expect([path, answer.status < 300 ? 'done' : answer.body]).toEqual([path, 'done'])
  return answer.body as { id: string; changedAt: string }
}
const card = { name: 'Messaging Regulator', country: 'NZ' }

test('a card that changes is told to all members, and to nobody else on the node', async () => {
  const changed = await whoHears('member', async () => {
    await done(regulator.client, 'PUT', `/api/network/members/${regulator.id}`, { ...card, hours: 'Mo-Fr 9-17' })
    return regulator.id
  })
  expect(changed).toEqual(everybody)
})

test('a designated unit is told to whom it is shown, and to industry only from the moment that it may see it', async () => {
  const unit = { unit: 'Enforcement', person: 'Ada', mail: 'ada@regulator.example', phone: '+64 4 555 0199' }
  const at = { member: regulator.id, role: 'unit', designated: { on: '2026-01-02', by: 'Director' } }
  let id = ''
  const added = await whoHears('contact', async () => {
    id = (await done(regulator.client, 'POST', '/api/network/contacts', { ...unit, ...at, audience: 'agencies' })).id
    return id
  })
  expect(added).toEqual(agencies)
  const changed = await whoHears('contact', async () => {
    await done(regulator.client, 'PUT', `/api/network/contacts/${id}`, { ...unit, phone: '+64 4 555 0200', audience: 'agencies' })
    return id
  })
  expect(changed).toEqual(agencies)
  const widened = await whoHears('contact', async () => {
    await done(regulator.client, 'PUT', `/api/network/contacts/${id}`, { ...unit, audience: 'members' })
    return id
  })
  expect(widened).toEqual(everybody)
  // whoever sees it no more is told once, so that it goes from the page, and never again
  const narrowed = await whoHears('contact', async () => {
    await done(regulator.client, 'PUT', `/api/network/contacts/${id}`, { ...unit, audience: 'secretariat' })
    return id
  })
  expect(narrowed).toEqual(everybody)
  const confirmed = await whoHears('contact', async () => {
    await done(regulator.client, 'POST', `/api/network/contacts/${id}/confirm`)
    return id
  })
  expect(confirmed).toEqual({ ...everybody, police: false, carrier: false })
})

test('what industry can give is told to agencies once it is in force, and the draft to its member alone', async () => {
  const path = `/api/network/members/${carrier.id}/disclosure`
  let changedAt = ''
  const drafted = await whoHears('disclosure', async () => {
    const said = { channel: 'mail', address: 'lea@carrier.example', languages: ['fr'], needs: ['reference'], lines: [] }
    const answer = await done(carrier.client, 'PUT', path, said)
    changedAt = answer.changedAt
    return answer.id
  })
  expect(drafted).toEqual({ ...everybody, regulator: false, police: false })
  const published = await whoHears('disclosure', async () => {
    await done(carrier.client, 'POST', `${path}/publish`, { changedAt })
    return undefined
  })
  expect(published).toEqual(everybody)
})

test('that an agency signs for its country is told to agencies; what it came to, to all members', async () => {
  const proposed = async () =>
    ((await network.secretariat.call('GET', '/api/network/countries/NZ/contact')).body as { proposed: { id: string } | null }).proposed?.id
  const asked = await whoHears('country-contact', async () => {
    await done(regulator.client, 'POST', '/api/network/countries/NZ/contact', { agency: regulator.id, by: regulator.id })
    return undefined
  })
  expect(asked.carrier).toBe(false)
  const id = await proposed()
  const stood = await whoHears('country-contact', async () => {
    await done(police.client, 'POST', `/api/network/country-contacts/${id}/sign`, { agency: police.id })
    return id
  })
  expect(stood).toEqual(everybody)
})

test('a member that leaves is told to those who stay, and itself that it stands outside', async () => {
  const left = await whoHears('member', async () => {
    await done(network.secretariat, 'POST', `/api/network/members/${police.id}/leave`, { reason: 'merged' })
    return police.id
  })
  expect(left).toEqual({ ...everybody, police: false })
  const after = await whoHears('member', async () => {
    await done(regulator.client, 'PUT', `/api/network/members/${regulator.id}`, { ...card, hours: 'Mo-Th' })
    return regulator.id
  })
  expect(after).toEqual({ ...everybody, police: false })
})
