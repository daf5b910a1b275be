import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser, type Caller, firstRun, join, startNode, type TestNode } from '../../domain/directory/testing/node.ts'
import { admin, carryOut } from './admin.ts'

let node: TestNode
let operator: Caller
beforeAll(async () => {
  node = await startNode()
})
afterAll(() => node?.close())

function io() {
  const said = { out: '', err: '' }
  return { said, stdout: { write: (text: string) => (said.out += text) }, stderr: { write: (text: string) => (said.err += text) } }
}

test('wrong usage is told on stderr, help on stdout', async () => {
  for (const argv of [[], ['nothing'], ['recover'], ['list', 'x'], ['list', '--renew'], ['recover', 'a@b', 'c'], ['--what']]) {
    const console = io()
    expect([argv, await admin(argv, console), console.said.out]).toEqual([argv, 2, ''])
    expect(console.said.err).toContain('Usage: tocsin admin')
  }
  const console = io()
  expect(await admin(['--help'], console)).toBe(0)
  expect(console.said.out).toContain('recover EMAIL')
})

test('the command opens a database of its settings and prints the set-up link of an unused node', async () => {
  const folder = await mkdtemp(`${tmpdir()}/admin-`)
  const settings = { TOCSIN_DATA: folder, DATABASE_URL: node.database.url, TOCSIN_PUBLIC_URL: 'https://tocsin.example' }
  try {
    const console = io()
    expect(await admin(['setup-link'], console, settings)).toBe(0)
    expect(console.said.out).toMatch(/^https:\/\/tocsin\.example\/setup#[A-Za-z0-9_-]{43}\n$/)
    const again = io()
    await admin(['setup-link'], again, settings)
    expect(again.said.out).toBe(console.said.out)
    const list = io()
    await admin(['list'], list, settings)
    expect(list.said.out).toContain('nobody yet')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('people are listed with what they belong to', async () => {
  ;({ admin: operator } = await firstRun(node))
  await join(node, operator, 'vera@agence.example', 'viewer')
  expect(await carryOut(node.ctx, node.auth, { kind: 'list', json: false })).toBe(
    'ada@agence.example  Ada  runs the node  administrator of agence-des-telecoms\nvera@agence.example  vera  viewer of agence-des-telecoms\n',
  )
  const lines = (await carryOut(node.ctx, node.auth, { kind: 'list', json: true })).trim().split('\n')
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ email: 'vera@agence.example', operator: false, memberships: [{ role: 'viewer' }] })
  await expect(carryOut(node.ctx, node.auth, { kind: 'setup-link', renew: true })).rejects.toMatchObject({ code: 'directory.setup-over' })
})

test('a recovery link lets a locked-out person in again, and stands in the book', async () => {
  const printed = await carryOut(node.ctx, node.auth, { kind: 'recover', email: 'Vera@agence.example', resetFactors: true })
  const token = /^http:\/\/localhost:8025\/recover#([A-Za-z0-9_-]{43})\n$/.exec(printed)?.[1]
  const vera = browser(node)
  const password = 'violet umbrella tractors'
  expect((await vera.call('POST', '/api/auth/recover', { token, password })).status).toBe(204)
  expect((await vera.call('POST', '/api/auth/sign-in', { email: 'vera@agence.example', password })).body).toEqual({ next: 'signed-in' })
  const lines = (await operator.call('GET', '/api/audit?action=auth')).body.items as { action: string; detail: { by: string } }[]
  expect(lines.slice(0, 3).map(({ action, detail }) => [action, detail.by])).toEqual([
    ['auth.signed-in', 'password'],
    ['auth.recovered', 'link'],
    ['auth.recovery-offered', 'command'],
  ])
  await expect(carryOut(node.ctx, node.auth, { kind: 'recover', email: 'nobody@x.example', resetFactors: false })).rejects.toMatchObject({
    code: 'directory.no-person',
  })
})

test('operators are appointed and ended, but the last one stays', async () => {
  const end = (email: string) => carryOut(node.ctx, node.auth, { kind: 'operator', email, end: true })
  await expect(end('ada@agence.example')).rejects.toMatchObject({ code: 'directory.last-operator' })
  await carryOut(node.ctx, node.auth, { kind: 'operator', email: 'vera@agence.example', end: false })
  await end('ada@agence.example')
  expect((await operator.call('GET', '/api/node/organisations')).code).toBe('platform.forbidden')
})
