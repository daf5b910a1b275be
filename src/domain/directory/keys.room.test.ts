import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { OrganisationId } from '../../base/id.ts'
import { book, type Caller, firstRun, join, program, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
let admin: Caller
let organisation: OrganisationId
beforeAll(async () => {
  node = await startNode()
  const made = await firstRun(node)
  admin = made.admin
  organisation = made.organisation as OrganisationId
})
afterAll(() => node?.close())

const make = async (by: Caller, scopes: string[], more: object = {}) => by.call('POST', '/api/keys', { name: 'robot', scopes, ...more })

test('a key is shown once, acts with its scopes, and is named in the book', async () => {
  const made = await make(admin, ['administer', 'read'])
  expect(made.status).toBe(201)
  const key = String(made.body.key)
  expect(key).toMatch(/^tcs_[A-Za-z0-9_-]{43}$/)
  expect(made.body.record).toMatchObject({ name: 'robot', scopes: ['read', 'administer'], start: key.slice(0, 9), lastUsedAt: null })
  const robot = program(node, key)
  expect((await robot.call('GET', '/api/people')).status).toBe(200)
  expect((await robot.call('POST', '/api/invitations', { email: 'new@agence.example', role: 'viewer' })).status).toBe(201)
  expect((await book(admin, 'action=directory.person-invited'))[0]).toMatchObject({ actor: { kind: 'key', name: 'robot' } })
  const listed = (await admin.call('GET', '/api/keys')).body.items as { lastUsedAt: string | null }[]
  expect(listed[0]?.lastUsedAt).not.toBeNull()
  expect(JSON.stringify(listed)).not.toContain(key.slice(9))
  // only the SHA-256 is kept, also where an Idempotency-Key came with the request
  const rows = await node.ctx.read(
    systemActor('test', organisation),
    async (tx) => (await sql<{ hash: Buffer }>`select hash from directory.api_key`.execute(tx)).rows,
  )
  expect(rows.map(({ hash }) => hash.toString('hex'))).toContain(createHash('sha256').update(key).digest('hex'))
})

test('no trace of a key or a link is kept for a repeated request', async () => {
  const cookie = [...admin.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'idempotency-key': 'once' }
  const answer = await node.http.app.inject({ method: 'POST', url: '/api/keys', headers, payload: { name: 'r', scopes: ['read'] } })
  expect(answer.statusCode).toBe(201)
  const kept = await node.ctx.read(
    systemActor('test', organisation),
    async (tx) => (await sql`select * from platform.idempotent_answer`.execute(tx)).rows,
  )
  expect(kept).toEqual([])
})

test('a key does no more than its scopes, and never what belongs to a person or the operator', async () => {
  const { body } = await make(admin, ['report'])
  const robot = program(node, String(body.key))
  for (const [method, url, sent] of [
    ['GET', '/api/people', undefined],
    ['GET', '/api/audit', undefined],
    ['POST', '/api/invitations', { email: 'x@agence.example', role: 'viewer' }],
    ['GET', '/api/session', undefined],
    ['GET', '/api/me/sessions', undefined],
    ['POST', '/api/keys', { name: 'more', scopes: ['read'] }],
  ] as const) {
    expect([url, (await robot.call(method, url, sent)).code]).toEqual([url, 'platform.forbidden'])
  }
  const all = program(node, String((await make(admin, ['read', 'report', 'write', 'administer'])).body.key))
  expect((await all.call('GET', '/api/node/organisations')).code).toBe('platform.forbidden')
  expect((await all.call('GET', '/api/session')).code).toBe('platform.forbidden')
})

test('a person gives a key no scope that their role has not, and the key loses what the role loses', async () => {
  const { caller, person } = await join(node, admin, 'kim@agence.example', 'viewer')
  expect((await make(caller, ['write'])).code).toBe('platform.forbidden')
  expect((await make(caller, ['administer'])).code).toBe('platform.forbidden')
  await admin.call('PATCH', `/api/people/${person}`, { role: 'administrator' })
  const robot = program(node, String((await make(caller, ['administer', 'read'])).body.key))
  expect((await robot.call('GET', '/api/invitations')).status).toBe(200)
  await admin.call('PATCH', `/api/people/${person}`, { role: 'viewer' })
  expect((await robot.call('GET', '/api/invitations')).status).toBe(403)
  expect((await robot.call('GET', '/api/people')).status).toBe(200)
  await admin.call('DELETE', `/api/people/${person}`)
  expect((await robot.call('GET', '/api/people')).code).toBe('platform.sign-in')
})

test('a key that has run out, was revoked, or is not one is refused', async () => {
  const { body } = await make(admin, ['read'], { days: 1 })
  const robot = program(node, String(body.key))
  expect((await robot.call('GET', '/api/people')).status).toBe(200)
  node.pass(86_400_000)
  expect(await robot.call('GET', '/api/people')).toMatchObject({ status: 401, code: 'platform.sign-in' })
  const second = (await make(admin, ['read'])).body
  const other = program(node, String(second.key))
  expect((await other.call('GET', '/api/people')).status).toBe(200)
  const { id } = second.record as { id: string }
  expect((await admin.call('DELETE', `/api/keys/${id}`)).status).toBe(204)
  expect((await admin.call('DELETE', `/api/keys/${id}`)).status).toBe(204)
  expect((await other.call('GET', '/api/people')).status).toBe(401)
  for (const wrong of ['', 'x', 'tcs_short', `tcs_${'A'.repeat(43)}`, `${String(second.key)}A`]) {
    expect((await program(node, wrong).call('GET', '/api/people')).status).toBe(401)
  }
})

test('one’s own keys are one’s own; an administrator sees and revokes all', async () => {
  const { caller } = await join(node, admin, 'lee@agence.example', 'analyst')
  const { id } = (await make(caller, ['write'])).body.record as { id: string }
  const { body } = await make(admin, ['read'])
  const mine = (await caller.call('GET', '/api/keys')).body.items as { id: string }[]
  expect(mine.map((key) => key.id)).toEqual([id])
  expect((await caller.call('DELETE', `/api/keys/${(body.record as { id: string }).id}`)).code).toBe('platform.forbidden')
  expect((await caller.call('GET', '/api/keys?of=everybody')).code).toBe('platform.forbidden')
  const all = (await admin.call('GET', '/api/keys?of=everybody&limit=200')).body.items as { id: string; person: { name: string } }[]
  expect(all.find((key) => key.id === id)?.person.name).toBe('lee')
  expect((await admin.call('DELETE', `/api/keys/${id}`)).status).toBe(204)
})
