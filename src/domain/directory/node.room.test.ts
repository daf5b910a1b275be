import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../base/actor.ts'
import type { OrganisationId, PersonId } from '../../base/id.ts'
import { newId } from '../../base/id.ts'
import { perform } from '../../platform/work.ts'
import { notify, sendDigest, sendDigests } from './index.ts'
import { accept, book, browser, type Caller, firstRun, join, program, startNode, type TestNode } from './testing/node.ts'

let node: TestNode
let operator: Caller
let first: { organisation: string; person: string }
beforeAll(async () => {
  node = await startNode({ TOCSIN_RELAY: 'smtp://127.0.0.1:1' })
  const made = await firstRun(node)
  operator = made.admin
  first = made
})
afterAll(() => node?.close())

let count = 0
async function organisation(): Promise<{ id: OrganisationId; admin: Caller; person: PersonId }> {
  count++
  const made = await operator.call('POST', '/api/node/organisations', {
    organisation: { name: `Orga ${count}`, kind: 'industry', country: 'KE' },
    administrator: `boss${count}@orga.example`,
  })
  expect(made).toMatchObject({
    status: 201,
    body: { mailed: true, organisation: { code: `orga-${count}`, administrators: 0, openInvitation: true } },
  })
  const { caller, person } = await accept(node, String(made.body.link), `Boss ${count}`)
  return { id: (made.body.organisation as { id: OrganisationId }).id, admin: caller, person: person as PersonId }
}

const waitingMail = (owner: OrganisationId) =>
  node.ctx.read(systemActor('test', owner), async (tx) =>
    tx.selectFrom('platform.outgoing_mail').select(['kind', 'recipient', 'title', 'message']).orderBy('id').execute(),
  )

test('the operator makes an organisation; its first administrator comes by the link, and by mail where there is a relay', async () => {
  const { id, admin } = await organisation()
  expect((await admin.call('GET', '/api/session')).body).toMatchObject({
    operator: false,
    acting: { role: 'administrator', organisation: { id } },
  })
  expect((await waitingMail(id)).map(({ kind, recipient }) => [kind, recipient])).toEqual([['invitation', `boss${count}@orga.example`]])
  const all = (await operator.call('GET', '/api/node/organisations')).body.items as {
    id: string
    administrators: number
    openInvitation: boolean
  }[]
  expect(all.find((one) => one.id === id)).toMatchObject({ administrators: 1, openInvitation: false })
  const again = await operator.call('POST', `/api/node/organisations/${id}/invitation`, { administrator: 'second@orga.example' })
  expect(again.code).toBe('directory.has-administrator')
  const taken = { organisation: { name: 'Other', code: `orga-${count}`, kind: 'other', country: 'KE' }, administrator: 'x@orga.example' }
  expect((await operator.call('POST', '/api/node/organisations', taken)).code).toBe('directory.code-taken')
})

test('the operator sees nothing of an organisation that they do not belong to', async () => {
  const { id, admin } = await organisation()
  expect((await operator.call('PUT', '/api/session/acting', { organisation: id })).code).toBe('directory.not-a-member')
  expect((await admin.call('GET', '/api/people')).body.items).toHaveLength(1)
  const asOperator = { kind: 'person', id: first.person, organisation: null, role: null, operator: true, scopes: null } as const
  const counted = await node.ctx.read(asOperator, async (tx) => {
    const { rows } = await sql<{
      members: number
      keys: number
      lines: number
    }>`select (select count(*) from directory.membership)::int as members,
      (select count(*) from directory.api_key)::int as keys, (select count(*) from platform.audit where owner is not null)::int as lines`.execute(
      tx,
    )
    return rows[0]
  })
  expect(counted).toEqual({ members: 0, keys: 0, lines: 0 })
})

test('a suspended organisation shuts out its people and keys at once, and lets them in again when resumed', async () => {
  const { id, admin } = await organisation()
  const key = String((await admin.call('POST', '/api/keys', { name: 'robot', scopes: ['read'] })).body.key)
  const pending = await admin.call('POST', '/api/invitations', { email: 'waits@orga.example', role: 'viewer' })
  expect((await operator.call('POST', `/api/node/organisations/${first.organisation}/suspend`, { reason: 'me' })).code).toBe(
    'directory.own-organisation',
  )
  expect((await operator.call('POST', `/api/node/organisations/${id}/suspend`, { reason: 'unpaid' })).body).toMatchObject({
    id,
    suspended: true,
  })

  expect((await admin.call('GET', '/api/people')).status).toBe(403)
  expect((await admin.call('GET', '/api/session')).body).toMatchObject({
    acting: null,
    memberships: [{ organisation: { suspended: true } }],
  })
  expect((await admin.call('PUT', '/api/session/acting', { organisation: id })).code).toBe('directory.not-a-member')
  const refused = await program(node, key).call('GET', '/api/people')
  expect([refused.status, refused.code]).toEqual([403, 'directory.suspended'])
  const token = String(pending.body.link).split('#')[1]
  expect((await browser(node).call('POST', '/api/invitations/look', { token })).code).toBe('directory.invitation-over')

  expect((await operator.call('POST', `/api/node/organisations/${id}/resume`)).body).toMatchObject({ suspended: false })
  expect((await admin.call('GET', '/api/people')).status).toBe(200)
  expect((await program(node, key).call('GET', '/api/people')).status).toBe(200)
  const told = ['directory.organisation-resumed', 'directory.organisation-suspended']
  expect((await book(admin, 'action=directory')).map(({ action }) => action).filter((action) => told.includes(action))).toEqual(told)
  const nodeBook = (await operator.call('GET', '/api/node/audit?limit=2')).body.items as { action: string; actor: { name: string } }[]
  expect(nodeBook.map(({ action, actor }) => [action, actor.name])).toEqual(told.map((action) => [action, 'Ada']))
  const missing = await operator.call('POST', '/api/node/organisations/01900000-0000-7000-8000-000000000000/resume')
  expect(missing.code).toBe('directory.no-organisation')
})

test('notices go to one person, gather while unread, and are read', async () => {
  const { id, admin, person } = await organisation()
  const { caller: other } = await join(node, admin, `helper${count}@orga.example`, 'analyst')
  await admin.call('POST', '/api/notices/read', {})
  const system = systemActor('test', id)
  const tell = (subject: string, params = {}) =>
    perform(node.ctx, system, async (work) => {
      work.require(true)
      // somebody whose account is gone, as a case may still name, is passed over
      await notify(work, [person, newId<'person'>(), person], { kind: 'intake.stuck', subject, params })
      node.pass(1)
    })
  await tell('a', { n: 1 })
  await tell('b')
  await tell('a', { n: 2 })
  const { body } = await admin.call('GET', '/api/notices?unread=true')
  expect(body).toMatchObject({
    unread: 2,
    items: [
      { subject: 'a', count: 2, params: { n: 2 } },
      { subject: 'b', count: 1 },
    ],
  })
  expect((await other.call('GET', '/api/notices')).body).toMatchObject({ unread: 0, items: [] })
  const ids = (body.items as { id: string }[]).map((notice) => notice.id)
  expect((await other.call('POST', '/api/notices/read', { ids })).body).toEqual({ unread: 0 })
  expect((await admin.call('POST', '/api/notices/read', { ids: ids.slice(0, 1) })).body).toEqual({ unread: 1 })
  // what comes after it was read is a notice of its own
  await tell('a')
  expect((await admin.call('GET', '/api/session')).body).toMatchObject({ memberships: [{ unread: 2 }] })
  expect((await admin.call('POST', '/api/notices/read', {})).body).toEqual({ unread: 0 })
  const page = await admin.call('GET', '/api/notices?limit=2')
  const rest = await admin.call('GET', `/api/notices?limit=2&after=${String(page.body.next)}`)
  expect((page.body.items as []).length + (rest.body.items as []).length).toBe(4)
})

test('a digest goes out once, when it is due, in the reader’s language, and says nothing of what it is about', async () => {
  const { id, admin, person } = await organisation()
  const system = systemActor('test', id)
  await admin.call('PATCH', '/api/me', { digest: 'hourly', locale: 'ar' })
  await admin.call('POST', '/api/notices/read', {})
  const before = (await waitingMail(id)).length
  const run = () => sendDigest.run(node.ctx, system, {})
  await run()
  expect(await waitingMail(id)).toHaveLength(before)
  const tell = (subject: string) =>
    perform(node.ctx, system, async (work) => {
      work.require(true)
      await notify(work, [person], { kind: 'intake.stuck', subject, params: { name: 'secret-name' } })
    })
  await tell('one')
  await tell('two')
  await Promise.all([run(), run()])
  const sent = (await waitingMail(id)).slice(before)
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ kind: 'digest', recipient: `boss${count}@orga.example`, title: `Orga ${count}: إشعاران جديدان` })
  expect(String(sent[0]?.message)).not.toContain('secret-name')
  await tell('three')
  await run()
  expect(await waitingMail(id)).toHaveLength(before + 1)
  node.pass(3_600_000)
  await run()
  expect(await waitingMail(id)).toHaveLength(before + 2)
  await tell('four')
  await admin.call('PATCH', '/api/me', { digest: 'off' })
  node.pass(3_600_000)
  await run()
  expect(await waitingMail(id)).toHaveLength(before + 2)
})

test('the hourly turn asks for one digest in each organisation with notices that wait', async () => {
  const { id, admin, person } = await organisation()
  const quiet = await organisation()
  await quiet.admin.call('POST', '/api/notices/read', {})
  await admin.call('POST', '/api/notices/read', {})
  await perform(node.ctx, systemActor('test', id), async (work) => {
    work.require(true)
    await notify(work, [person], { kind: 'intake.stuck', subject: 'x' })
  })
  await sendDigests.run(node.ctx, systemActor('directory.send-digests', null), {})
  await sendDigests.run(node.ctx, systemActor('directory.send-digests', null), {})
  const jobs = (await operator.call('GET', '/api/jobs')).body.items as { task: string; organisation: string; state: string }[]
  const mine = jobs.filter(({ task }) => task === 'directory.send-digest').map(({ organisation }) => organisation)
  expect(mine.filter((one) => one === id)).toHaveLength(1)
  expect(mine).not.toContain(quiet.id)
  // an administrator sees the acting organisation's jobs alone
  const own = (await admin.call('GET', '/api/jobs')).body.items as { organisation: string; state: string }[]
  expect(new Set(own.map(({ organisation }) => organisation))).toEqual(new Set([id]))
  expect(JSON.stringify(own)).not.toContain('payload')
})

test('a parked job is seen and requeued by those whose it is', async () => {
  const { id, admin } = await organisation()
  const other = await organisation()
  await perform(node.ctx, systemActor('test', id), async (work) => {
    work.require(true)
    work.enqueue(sendDigest, {}, { key: 'parked' })
  })
  const root = await import('pg').then(({ default: pg }) => new pg.Client({ connectionString: node.database.superuserUrl }))
  await root.connect()
  try {
    const { rows } = await root.query(
      `update graphile_worker._private_jobs set attempts = 3, max_attempts = 3, last_error = E'platform.relay\nsecond line' where payload ->> 'organisation' = $1 and key like '%:parked' returning id`,
      [id],
    )
    const job = Number(rows[0].id)
    expect((await admin.call('GET', '/api/jobs?parked=true')).body.items).toMatchObject([
      { id: job, state: 'parked', code: 'platform.relay', attempts: 3 },
    ])
    expect((await other.admin.call('POST', '/api/jobs/requeue', { ids: [job] })).body).toEqual({ requeued: 0 })
    expect((await admin.call('POST', '/api/jobs/requeue', { ids: [job] })).body).toEqual({ requeued: 1 })
    expect((await admin.call('GET', '/api/jobs?parked=true')).body.items).toEqual([])
    expect((await book(admin, 'action=platform'))[0]).toMatchObject({ action: 'platform.jobs-requeued', detail: { requeued: 1 } })
  } finally {
    await root.end()
  }
})

test('the book is filtered and paged, newest first', async () => {
  const { admin, person } = await organisation()
  for (let n = 0; n < 5; n++) await admin.call('PATCH', '/api/me', { digestHour: n })
  const whole = await book(admin)
  const seen: unknown[] = []
  let after = ''
  for (let pages = 0; pages < 50; pages++) {
    const { body } = await admin.call('GET', `/api/audit?limit=3${after}`)
    seen.push(...(body.items as unknown[]))
    if (body.next === null) break
    after = `&after=${String(body.next)}`
  }
  expect(seen).toEqual(whole)
  expect((await book(admin, 'action=directory.profile-changed')).length).toBe(5)
  expect((await book(admin, 'action=direct')).length).toBe(0)
  expect((await book(admin, `actor=${person}&action=directory`)).every(({ actor }) => actor.kind === 'person')).toBe(true)
  const later = new Date(node.ctx.now().getTime() + 60_000).toISOString()
  expect((await book(admin, `from=${later}`)).length).toBe(0)
  expect((await book(admin, `until=${later}`)).length).toBe(whole.length)
})
