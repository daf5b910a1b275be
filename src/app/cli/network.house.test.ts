import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstRun, type House, openHouse } from '../testing/house.ts'
import { openNetwork, type TestNetwork } from '../testing/network.ts'
import { carryOut, network } from './network.ts'

let house: House
let opened: TestNetwork
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

function io() {
  const said = { out: '', err: '' }
  return { said, stdout: { write: (text: string) => (said.out += text) }, stderr: { write: (text: string) => (said.err += text) } }
}
const supposed = { kind: 'agency', category: null } as const
const take = async (text: string, dry: boolean) => {
  const console = io()
  const code = await carryOut(house.ctx, { kind: 'import', file: 'members.csv', dry, supposed }, Buffer.from(text), console)
  return { code, ...console.said }
}
const good = 'kind,name,country\nagency,Regulator,NZ\nagency,Authority,FR\n'

test('wrong usage is told on stderr, help on stdout', async () => {
  for (const argv of [
    [],
    ['import'],
    ['export', 'x'],
    ['import', 'a', 'b'],
    ['import', 'a', '--kind', 'x'],
    ['export', '--dry-run'],
    ['--what'],
  ]) {
    const console = io()
    expect([argv, await network(argv, console), console.said.out]).toEqual([argv, 2, ''])
    expect(console.said.err).toContain('Usage: tocsin network')
  }
  const console = io()
  expect(await network(['--help'], console)).toBe(0)
  expect(console.said.out).toContain('--dry-run')
})

test('a node without a network says so', async () => {
  await expect(take(good, true)).rejects.toMatchObject({ code: 'cooperation.no-network' })
})

test('a file is looked at, taken in once, and comes out as the table that can be taken in', async () => {
  opened = await openNetwork(house, await firstRun(house))
  expect(await take(good, true)).toEqual({ code: 0, err: '', out: '2 rows, 0 errors, 2 would be added, 0 there already\n' })
  expect(await take(good, false)).toMatchObject({ code: 0, out: '2 rows, 0 errors, 2 added, 0 there already\n' })
  expect(await take(good, false)).toMatchObject({ code: 0, out: '2 rows, 0 errors, 0 added, 2 there already\n' })
  const console = io()
  expect(await carryOut(house.ctx, { kind: 'export' }, undefined, console)).toBe(0)
  expect(console.said.out).toContain('Regulator')
  expect(await take(console.said.out, true)).toMatchObject({ code: 0, out: '2 rows, 0 errors, 0 would be added, 2 there already\n' })
  const { items } = (await opened.secretariat.call('GET', '/api/network/members')).body as { items: { name: string }[] }
  expect(items.map(({ name }) => name)).toEqual(['Authority', 'Regulator'])
})

test('with an error in any row nothing is taken in, and each is told by its line', async () => {
  const wrong = await take('kind,name,country\nagency,Third,DE\nagency,,XX\nagency,Fourth,Nowhere\n', false)
  expect(wrong.code).toBe(1)
  expect(wrong.err).toMatch(/^line 3: name: missing$/m)
  expect(wrong.err).toMatch(/^line 4: country: unreadable: "NOWHERE"$/m)
  const { items } = (await opened.secretariat.call('GET', '/api/network/members')).body as { items: { name: string }[] }
  expect(items.some(({ name }) => name === 'Third')).toBe(false)
})
