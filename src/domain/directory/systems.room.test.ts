import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemsAtMost } from './contract.ts'
import { accept, type Caller, firstRun, join, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
let admin: Caller
beforeAll(async () => {
  node = await startNode()
  admin = (await firstRun(node)).admin
})
afterAll(() => node?.close())

const path = '/api/organisation/systems'
const state = (caller: Caller, value: string, note?: string) => caller.call('POST', path, note === undefined ? { value } : { value, note })
type Item = { id: string; kind: string; value: string; note: string; by: string }
const listed = async (caller: Caller) => (await caller.call('GET', path)).body.items as Item[]

test('systems are stated with a note, kept in one form, listed networks first, and removed; the book says who did it', async () => {
  expect((await admin.call('GET', path)).body).toEqual({ items: [], changedAt: null })
  const made = await state(admin, ' *.Mail.Agence.example ', 'hosted by the ministry')
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'host', value: 'mail.agence.example', note: 'hosted by the ministry', by: 'Ada' },
  })
  expect((await state(admin, '192.0.2.77/24')).body).toMatchObject({ kind: 'network', value: '192.0.2.0/24', note: '' })
  await state(admin, '2001:DB8::/32')
  expect((await listed(admin)).map(({ kind, value }) => [kind, value])).toEqual([
    ['network', '192.0.2.0/24'],
    ['network', '2001:db8::/32'],
    ['host', 'mail.agence.example'],
  ])
  const [first] = await listed(admin)
  expect((await admin.call('PATCH', `${path}/${first?.id}`, { note: 'the old mail room' })).body).toMatchObject({
    value: '192.0.2.0/24',
    note: 'the old mail room',
  })
  const before = (await admin.call('GET', path)).body.changedAt as string
  node.pass(60_000)
  expect((await admin.call('PATCH', `${path}/${first?.id}`, { note: 'a note changes no reading' })).status).toBe(200)
  expect((await admin.call('GET', path)).body.changedAt).toBe(before)
  expect((await admin.call('DELETE', `${path}/${first?.id}`)).status).toBe(204)
  expect((await admin.call('DELETE', `${path}/${first?.id}`)).code).toBe('directory.no-system')
  expect((await admin.call('GET', path)).body.changedAt).not.toBe(before)
  const book = (await admin.call('GET', '/api/audit?action=directory.system-removed')).body.items as { detail: object }[]
  expect(book).toMatchObject([{ detail: { value: '192.0.2.0/24' } }])
})

test('what states no system, or everybody’s, is refused with the reason', async () => {
  const refused = [
    ['0.0.0.0/0', 'wide'],
    ['::/0', 'wide'],
    ['10.0.0.0/7', 'wide'],
    ['co.uk', 'public-suffix'],
    ['localhost', 'neither'],
    ['192.0.2.0/33', 'neither'],
  ] as const
  const before = await listed(admin)
  for (const [value, why] of refused) {
    const answer = await state(admin, value)
    expect([value, answer.status, answer.code, answer.body.detail]).toEqual([value, 400, 'directory.system-unreadable', { why }])
  }
  expect((await state(admin, '2001:db8::5/32')).code).toBe('directory.system-known')
  expect((await state(admin, 'x.example', 'x'.repeat(201))).code).toBe('platform.invalid-request')
  expect(await listed(admin)).toEqual(before)
})

test('managers state them, analysts and viewers see them, and no other organisation does', async () => {
  const manager = await join(node, admin, 'manager@agence.example', 'manager')
  const analyst = await join(node, admin, 'analyst@agence.example', 'analyst')
  const made = await state(manager.caller, 'mx.agence.example')
  expect(made.status).toBe(201)
  const id = String(made.body.id)
  for (const [method, at, body] of [
    ['POST', path, { value: 'y.example' }],
    ['PATCH', `${path}/${id}`, { note: 'x' }],
    ['DELETE', `${path}/${id}`, undefined],
  ] as const)
    expect((await analyst.caller.call(method, at, body)).code).toBe('platform.forbidden')
  expect((await listed(analyst.caller)).map(({ value }) => value)).toContain('mx.agence.example')

  const other = await admin.call('POST', '/api/node/organisations', {
    organisation: { name: 'Other', kind: 'provider', country: 'SN' },
    administrator: 'boss@other.example',
  })
  const { caller } = await accept(node, String(other.body.link), 'Boss')
  expect(await listed(caller)).toEqual([])
  expect((await caller.call('DELETE', `${path}/${id}`)).code).toBe('directory.no-system')
  expect((await caller.call('PATCH', `${path}/${id}`, { note: 'x' })).code).toBe('directory.no-system')
  expect((await state(caller, 'mx.agence.example')).status).toBe(201)
})

test('their number is limited, also for those who state them at the same moment', async () => {
  const there = (await listed(admin)).length
  for (let at = there; at < systemsAtMost - 1; at++) expect((await state(admin, `10.${at}.0.0/16`)).status).toBe(201)
  const answers = await Promise.all([1, 2, 3].map((at) => state(admin, `172.16.${at}.0/24`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  expect(answers.map(({ code }) => code)).toContain('directory.too-many-systems')
  expect(await listed(admin)).toHaveLength(systemsAtMost)
})
