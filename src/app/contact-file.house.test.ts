import { afterAll, beforeAll, expect, test } from 'vitest'
import { carryOut } from './cli/network.ts'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { makeSigner } from './testing/openpgp.ts'

let house: House
let network: TestNetwork
let regulator: Joined
let carrier: Joined

beforeAll(async () => {
  house = await openHouse()
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
})
afterAll(() => house?.close())

type Outcome = { sha256: string; counts: { added: number; known: number }; errors: { line: number; why: string }[]; code: string }
async function send(who: Client, path: string, text: string) {
  const answer = await house.http.app.inject({
    method: 'POST',
    url: `/api/network/contacts/import${path}`,
    headers: { cookie: who.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/csv' },
    payload: text,
  })
  return { status: answer.statusCode, body: answer.json() as Outcome }
}
type Contact = { id: string; mail: string; role: string; confirmedAt: string | null; audience: string; member: { name: string } }
const contactsOf = async (who: Client) => ((await who.call('GET', '/api/network/contacts?limit=200')).body as { items: Contact[] }).items

const head = 'member,country,kind,role,unit,person,mail,phone,languages,pgp,designated_on,designated_by,consent_on\n'
const unit = 'Regulator,NZ,agency,unit,Enforcement,,unit@reg.example,,en,,2026-01-02,Head,\n'
const ann = 'Regulator,NZ,agency,staff,,Ann,ann@reg.example,,,,,,2026-01-02\n'
const one = 'Carrier,FR,industry,,Abuse desk,,abuse@carrier.example,,,,2026-01-02,Board,\n'

test('a file of contacts is looked at, taken in whole and unconfirmed, and adds nobody twice', async () => {
  const text = head + unit + ann + one
  const looked = await send(network.secretariat, '/preview', text)
  expect(looked).toMatchObject({ status: 200, body: { counts: { added: 3, known: 0 }, errors: [] } })
  expect(await contactsOf(network.secretariat)).toEqual([])
  const other = await send(network.secretariat, `?previewed=${'0'.repeat(64)}`, text)
  expect(other).toMatchObject({ status: 409, body: { code: 'directory.import-other' } })
  expect((await send(network.secretariat, `?previewed=${looked.body.sha256}`, text)).body.counts).toEqual({ added: 3, known: 0 })
  const all = await contactsOf(network.secretariat)
  expect(all.map(({ mail, role, confirmedAt }) => [mail, role, confirmedAt]).sort()).toEqual([
    ['abuse@carrier.example', 'industry', null],
    ['ann@reg.example', 'staff', null],
    ['unit@reg.example', 'unit', null],
  ])
  // seen as one that was entered by hand: by agencies and its own member
  expect((await contactsOf(carrier.client)).map(({ mail }) => mail)).toEqual(['abuse@carrier.example'])
  expect((await send(network.secretariat, '', text)).body.counts).toEqual({ added: 0, known: 3 })
  const id = all.find(({ role }) => role === 'unit')?.id ?? ''
  expect((await regulator.client.call('POST', `/api/network/contacts/${id}/confirm`)).status).toBe(200)
  expect((await contactsOf(network.secretariat)).find((each) => each.id === id)?.confirmedAt).not.toBeNull()
})

test('with an error in one row nothing is taken in, and it is no member’s to do', async () => {
  const bo = ann.replaceAll('ann@', 'bo@')
  const wrong = `${head}${bo}Nobody,NZ,agency,unit,U,,u@x.example,,,,2026-01-02,Head,\n${unit.replace('unit@', 'next@')}`
  expect((await send(network.secretariat, '/preview', wrong)).body.errors).toMatchObject([
    { line: 3, why: 'no-member' },
    { line: 4, why: 'designated' },
  ])
  expect(await send(network.secretariat, '', wrong)).toMatchObject({ status: 400, body: { code: 'directory.import-errors' } })
  expect((await contactsOf(network.secretariat)).some(({ mail }) => mail === 'bo@reg.example')).toBe(false)
  expect((await send(regulator.client, '', head + bo)).status).toBe(403)
  expect((await send(regulator.client, '/preview', head + bo)).status).toBe(403)
})

test('a key comes with a person who is signed in, and not by command; without one a command takes contacts in', async () => {
  const { key } = makeSigner('Cy')
  const quoted = `"${key}"`
  const text = `${head}Regulator,NZ,agency,staff,,Cy,cy@reg.example,,,${quoted},,,2026-01-02\n`
  const said = { out: '', err: '' }
  const io = { stdout: { write: (line: string) => (said.out += line) }, stderr: { write: (line: string) => (said.err += line) } }
  const take = (what: string) => {
    const supposed = { kind: 'agency', audience: 'agencies' } as const
    return carryOut(house.ctx, { kind: 'contacts', file: 'contacts.csv', dry: false, supposed }, Buffer.from(what), io)
  }
  expect(await take(text)).toBe(1)
  expect(said.err).toMatch(/^line 2: pgp: key-person$/m)
  expect((await send(network.secretariat, '', text)).body.counts).toEqual({ added: 1, known: 0 })
  expect(await take(`${head}Regulator,NZ,agency,staff,,Di,di@reg.example,,,,,,2026-01-02\n`)).toBe(0)
  expect(said.out).toContain('1 rows, 0 errors, 1 added, 0 there already')
})

test('what is taken out can be taken in again', async () => {
  const { body } = await house.http.app.inject({
    url: '/api/network/contacts/export',
    headers: { cookie: network.secretariat.cookie },
  })
  expect((await send(network.secretariat, '/preview', body)).body).toMatchObject({ counts: { added: 0, known: 5 }, errors: [] })
})
