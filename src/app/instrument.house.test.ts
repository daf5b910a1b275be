import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { leavesOf } from './testing/witnessed.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Messaging Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house.close())

const read = async <T>(who: Client, path: string) => (await who.call('GET', path)).body as T
const noticesOf = async (who: Client, kind: string) =>
  (await read<{ items: { kind: string }[] }>(who, '/api/notices')).items.filter((one) => one.kind === kind)
const editions = (who: Client) =>
  read<{ items: { id: string; number: number; signatures: number }[] }>(who, '/api/network/editions?kind=instrument')

describe('the instrument', () => {
  test('is signed version by version: a new one leaves the old signatures standing', async () => {
    const publish = (who: Client, text: string) => who.call('POST', '/api/network/instrument', { title: 'Action plan', text })
    expect((await publish(regulator.client, 'mine')).status).toBe(403)
    const one = (await publish(network.secretariat, 'We intend to work together.')).body as { id: string; sha256: string }
    await house.settle()
    expect(await noticesOf(carrier.client, 'cooperation.instrument')).toHaveLength(1)
    const signing = { signer: 'Ria Register', capacity: 'Chair', signedOn: new Date().toISOString().slice(0, 10) }
    const sign = (who: Client, id: string, body: object = {}) =>
      who.call('POST', `/api/network/editions/${id}/signatures`, { ...signing, ...body })
    expect((await sign(regulator.client, one.id)).status).toBe(201)
    expect(await sign(regulator.client, one.id)).toMatchObject({ status: 409, body: { code: 'cooperation.signed-already' } })
    expect((await sign(regulator.client, one.id, { member: carrier.id })).status).toBe(403)
    expect(await sign(carrier.client, one.id, { signedOn: '2999-01-01' })).toMatchObject({
      status: 400,
      body: { code: 'cooperation.signed-ahead' },
    })
    expect((await sign(network.secretariat, one.id, { member: police.id, signedOn: '2004-10-11' })).status).toBe(201)
    const two = (await publish(network.secretariat, 'We intend to work together, and with industry.')).body as { id: string }
    await sign(carrier.client, two.id, { signer: 'Cy Carrier' })
    const { items } = await editions(regulator.client)
    expect(items.map(({ number, signatures }) => [number, signatures])).toEqual([
      [2, 1],
      [1, 2],
    ])
    const first = await read<{ text: string; signatures: { name: string; signer: string; signedOn: string }[] }>(
      carrier.client,
      `/api/network/editions/${one.id}`,
    )
    expect(first.signatures).toMatchObject([
      { name: 'Police', signedOn: '2004-10-11' },
      { name: 'Messaging Regulator', signer: 'Ria Register' },
    ])
    expect(one.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await leavesOf(house, one.id)).toEqual(expect.arrayContaining(['cooperation.edition', 'cooperation.instrument-signed']))
  })
})
