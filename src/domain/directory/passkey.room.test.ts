import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Authenticator, authenticator } from './testing/authenticator.ts'
import { book, browser, type Caller, firstRun, join, password, startNode, type TestNode } from './testing/node.ts'
import { totp } from './testing/totp.ts'

const origin = 'http://localhost:8025'

let node: TestNode
let admin: Caller
beforeAll(async () => {
  node = await startNode()
  ;({ admin } = await firstRun(node))
})
afterAll(() => node?.close())

async function enrol(caller: Caller, device: Authenticator, at = origin) {
  const { body } = await caller.call('POST', '/api/me/passkeys/options')
  return caller.call('POST', '/api/me/passkeys', { name: 'my laptop', response: device.create(body, at) })
}

async function enter(device: Authenticator, at = origin, verifies?: boolean) {
  const caller = browser(node)
  const { body } = await caller.call('POST', '/api/auth/passkey/options')
  const response = device.get(body, at, verifies)
  const answer = await caller.call('POST', '/api/auth/passkey/sign-in', { response })
  return { caller, answer, response }
}

test('a passkey is enrolled, signs in without address or password, is listed, removed, and then no good', async () => {
  const { caller } = await join(node, admin, 'ana@agence.example', 'analyst')
  const device = authenticator('localhost')
  expect(await enrol(caller, device)).toMatchObject({ status: 201, body: { name: 'my laptop', synced: true } })
  const { caller: fresh, answer } = await enter(device)
  expect(answer.status).toBe(204)
  expect((await fresh.call('GET', '/api/session')).body).toMatchObject({ person: { email: 'ana@agence.example' } })

  const { items } = (await caller.call('GET', '/api/me/passkeys')).body as { items: { id: string; name: string }[] }
  expect(items).toMatchObject([{ name: 'my laptop' }])
  expect((await admin.call('DELETE', `/api/me/passkeys/${items[0]?.id}`)).code).toBe('auth.no-passkey')
  expect((await caller.call('DELETE', `/api/me/passkeys/${items[0]?.id}`)).status).toBe(204)
  expect((await enter(device)).answer.code).toBe('auth.passkey-refused')
  expect((await book(admin, 'action=auth')).slice(0, 3).map(({ action, detail }) => [action, detail.by])).toEqual([
    ['auth.passkey-removed', 'passkey'],
    ['auth.signed-in', 'passkey'],
    ['auth.passkey-enrolled', 'passkey'],
  ])
})

test('an answer to another origin, without a verified user, or given before is refused', async () => {
  const { caller } = await join(node, admin, 'ben@agence.example', 'analyst')
  expect((await enrol(caller, authenticator('localhost'), 'https://evil.example')).code).toBe('auth.passkey-refused')
  expect((await enrol(caller, authenticator('evil.example'))).code).toBe('auth.passkey-refused')
  expect((await enrol(caller, authenticator('localhost', false))).code).toBe('auth.passkey-refused')
  expect((await caller.call('GET', '/api/me/passkeys')).body.items).toEqual([])

  const device = authenticator('localhost')
  await enrol(caller, device)
  expect((await enter(device, 'https://evil.example')).answer.code).toBe('auth.passkey-refused')
  expect((await enter(device, origin, false)).answer.code).toBe('auth.passkey-refused')
  const { caller: same, answer, response } = await enter(device)
  expect(answer.status).toBe(204)
  await same.call('POST', '/api/auth/sign-out')
  expect((await same.call('POST', '/api/auth/passkey/sign-in', { response })).code).toBe('auth.passkey-refused')
  await same.call('POST', '/api/auth/passkey/options')
  expect((await same.call('POST', '/api/auth/passkey/sign-in', { response })).code).toBe('auth.passkey-refused')
  expect((await same.call('GET', '/api/session')).status).toBe(401)
})

test('a passkey stands for the second factor too', async () => {
  const { caller } = await join(node, admin, 'cy@agence.example', 'analyst')
  const device = authenticator('localhost')
  await enrol(caller, device)
  const { body } = await caller.call('POST', '/api/me/second-factor/enrol', { password })
  expect((await caller.call('POST', '/api/me/second-factor/confirm', { code: totp(String(body.secret), Date.now()) })).status).toBe(204)
  const { caller: fresh } = await enter(device)
  expect((await fresh.call('GET', '/api/session')).status).toBe(200)
  const newest = await node.auth.db.selectFrom('auth.session').select('means').orderBy('created_at', 'desc').executeTakeFirst()
  expect(newest?.means).toBe('passkey')
})
