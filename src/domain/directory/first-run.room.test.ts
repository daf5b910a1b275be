import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import { newId } from '../../base/id.ts'
import { setScope } from '../../platform/db/scope.ts'
import { setupLink } from './index.ts'
import { browser, firstRun, password, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
beforeAll(async () => {
  node = await startNode()
})
afterAll(() => node?.close())

const body = (token: string | undefined) => ({
  token,
  organisation: { name: 'Agence', kind: 'agency', country: 'FR' },
  person: { name: 'Ada', email: 'ada@agence.example', password },
})

test('the set-up link is the same at every start until it is used, opens the node once, and is refused ever after', async () => {
  const visitor = browser(node)
  expect((await visitor.call('GET', '/api/setup')).body).toEqual({ open: false })
  const link = await setupLink(node.ctx, node.auth)
  expect((await visitor.call('GET', '/api/setup')).body).toEqual({ open: true })
  expect(link).toMatch(/^http:\/\/localhost:8025\/setup#[A-Za-z0-9_-]{43}$/)
  expect(await setupLink(node.ctx, node.auth)).toBe(link)

  expect(await visitor.call('POST', '/api/setup', body('x'.repeat(43)))).toMatchObject({ status: 403, code: 'directory.setup-token' })
  expect(
    await visitor.call('POST', '/api/setup', {
      ...body(link?.split('#')[1]),
      person: { ...body('').person, password: 'passwordpassword1' },
    }),
  ).toMatchObject({
    status: 400,
    code: 'auth.weak-password',
    body: { detail: { why: 'common' } },
  })

  const renewed = await setupLink(node.ctx, node.auth, true)
  expect(renewed).not.toBe(link)
  expect(await visitor.call('POST', '/api/setup', body(link?.split('#')[1]))).toMatchObject({ status: 403, code: 'directory.setup-token' })

  const { admin, organisation } = await firstRun(node)
  expect((await visitor.call('GET', '/api/setup')).body).toEqual({ open: false })
  expect(await setupLink(node.ctx, node.auth)).toBeUndefined()
  expect(await setupLink(node.ctx, node.auth, true)).toBeUndefined()
  expect(await visitor.call('POST', '/api/setup', body(renewed?.split('#')[1]))).toMatchObject({
    status: 409,
    code: 'directory.setup-over',
  })

  const session = await admin.call('GET', '/api/session')
  expect(session.status).toBe(200)
  expect(session.body).toMatchObject({
    person: { email: 'ada@agence.example', name: 'Ada', locale: 'fr', timeZone: 'Europe/Paris', digest: 'daily', digestHour: 8 },
    operator: true,
    acting: {
      role: 'administrator',
      organisation: { id: organisation, code: 'agence-des-telecoms', name: 'Agence des télécoms', country: 'FR', suspended: false },
    },
    memberships: [{ role: 'administrator', unread: 0 }],
  })
  expect(session.body.rights).toContain('operate-node')
})

test('of two first starts at once both print the same link', async () => {
  const fresh = await startNode()
  try {
    const links = await Promise.all([1, 2, 3, 4].map(() => setupLink(fresh.ctx, fresh.auth)))
    expect(new Set(links).size).toBe(1)
    const token = links[0]?.split('#')[1]
    const answers = await Promise.all(
      [1, 2, 3].map((n) =>
        browser(fresh).call('POST', '/api/setup', { ...body(token), person: { ...body('').person, email: `n${n}@agence.example` } }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  } finally {
    await fresh.close()
  }
})

test('a database that has organisations and no set-up link is nobody’s to set up', async () => {
  const fresh = await startNode()
  try {
    await fresh.ctx.db.transaction().execute(async (tx) => {
      await setScope(tx, systemActor('test', null))
      await tx
        .insertInto('directory.organisation')
        .values({ id: newId(), code: 'restored', name: 'Restored', kind: 'agency', country: 'FR', since: new Date() })
        .execute()
    })
    expect(await setupLink(fresh.ctx, fresh.auth)).toBeUndefined()
    expect((await browser(fresh).call('GET', '/api/setup')).body).toEqual({ open: false })
    expect((await browser(fresh).call('POST', '/api/setup', body('x'.repeat(43)))).code).toBe('directory.setup-token')
  } finally {
    await fresh.close()
  }
})

test('every route of the contracts stands in the OpenAPI description', async () => {
  const { body: api } = await browser(node).call('GET', '/api/openapi.json')
  const paths = Object.keys(api.paths as object)
  for (const path of [
    '/api/setup',
    '/api/session',
    '/api/auth/sign-in',
    '/api/me/passkeys/{id}',
    '/api/people/{id}',
    '/api/node/organisations',
    '/api/jobs/requeue',
  ])
    expect(paths).toContain(path)
})
