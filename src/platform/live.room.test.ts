import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type OrganisationId } from '../base/id.ts'
import { type Live, openLive } from './live.ts'
import { openLogger } from './logger.ts'
import { type Platform, someone, startPlatform, until } from './testing/platform.ts'
import { type Announcement, perform } from './work.ts'

let platform: Platform
let live: Live
let root: pg.Client
beforeAll(async () => {
  platform = await startPlatform()
  root = new pg.Client({ connectionString: platform.database.superuserUrl })
  await root.connect()
  live = openLive(platform.database.url, openLogger('silent'))
  await until(listening)
})
afterAll(async () => {
  await live.close()
  await root.end()
  await platform.close()
})

async function listening(): Promise<number | undefined> {
  const { rows } = await root.query<{ pid: number }>(
    `select pid from pg_stat_activity where application_name = 'tocsin_live' and datname = current_database() and query = 'listen tocsin_live'`,
  )
  return rows[0]?.pid
}

function listen(organisation: OrganisationId) {
  const heard: (readonly Announcement[])[] = []
  return { heard, leave: live.subscribe(organisation, (notices) => heard.push(notices)) }
}

async function announce(organisation: OrganisationId, ...notices: readonly (readonly [string, string])[]): Promise<void> {
  await perform(platform.ctx, someone(organisation), async (work) => {
    work.require(true)
    for (const [kind, id] of notices) work.announce(kind, id)
  })
}

test('notices that come close together leave as one, each thing once, and hold kind and id only', async () => {
  const organisation = newId<'organisation'>()
  const { heard, leave } = listen(organisation)
  await Promise.all([
    announce(organisation, ['report', 'a'], ['report', 'b']),
    announce(organisation, ['report', 'a']),
    announce(organisation, ['mail', 'c'], ['report', 'b']),
  ])
  await until(() => heard.length > 0)
  leave()
  expect(heard).toHaveLength(1)
  expect([...(heard[0] ?? [])].sort((a, b) => a.id.localeCompare(b.id))).toEqual([
    { kind: 'report', id: 'a' },
    { kind: 'report', id: 'b' },
    { kind: 'mail', id: 'c' },
  ])
})

test("another organisation's notices are never heard, and none after leaving", async () => {
  const [one, other] = [newId<'organisation'>(), newId<'organisation'>()]
  const mine = listen(one)
  const theirs = listen(other)
  const gone = listen(one)
  gone.leave()
  await announce(one, ['report', 'secret'])
  await announce(other, ['report', 'own'])
  await until(() => mine.heard.length > 0 && theirs.heard.length > 0)
  expect(mine.heard.flat()).toEqual([{ kind: 'report', id: 'secret' }])
  expect(theirs.heard.flat()).toEqual([{ kind: 'report', id: 'own' }])
  expect(gone.heard).toEqual([])
  mine.leave()
  theirs.leave()
})

test('what is rolled back is never told', async () => {
  const organisation = newId<'organisation'>()
  const { heard, leave } = listen(organisation)
  const failed = perform(platform.ctx, someone(organisation), async (work) => {
    work.require(true)
    work.announce('report', 'never')
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  await announce(organisation, ['report', 'after'])
  await until(() => heard.length > 0)
  expect(heard.flat()).toEqual([{ kind: 'report', id: 'after' }])
  leave()
})

test('after a lost connection everybody is told to read everything again, and notices come again', async () => {
  const organisation = newId<'organisation'>()
  const { heard, leave } = listen(organisation)
  const before = await until(listening)
  await root.query('select pg_terminate_backend($1)', [before])
  await until(async () => {
    const now = await listening()
    return now !== undefined && now !== before
  })
  await until(() => heard.flat().some(({ kind, id }) => kind === '*' && id === ''))
  await announce(organisation, ['report', 'back'])
  await until(() => heard.flat().some(({ id }) => id === 'back'))
  leave()
})

test('what a thousand organisations may see is told to all of them by a few notifications, and many things by their kind alone', async () => {
  const [owner, group] = [newId<'organisation'>(), newId()]
  const members = Array.from({ length: 1_000 }, () => newId<'organisation'>())
  const objects = Array.from({ length: 21 }, () => newId())
  await root.query(`insert into platform.sharing_group (id, owner, since) values ($1, $2, now())`, [group, owner])
  await root.query(
    `insert into platform.group_member (id, owner, "group", member, since, past) select gen_random_uuid(), $1, $2, m, now(), true from unnest($3::uuid[]) m`,
    [owner, group, members],
  )
  await root.query(
    `insert into platform.access_grant (id, owner, recipient, kind, object, since) select gen_random_uuid(), $1, $2, 'card', o, now() from unnest($3::uuid[]) o`,
    [owner, group, objects],
  )
  const payloads: string[] = []
  root.on('notification', ({ payload }) => payloads.push(payload ?? ''))
  await root.query('listen tocsin_live')
  const ears = [...members.slice(0, 3), ...members.slice(-3)].map(listen)
  const outside = listen(newId<'organisation'>())
  const tell = (ids: readonly string[]) =>
    perform(platform.ctx, someone(owner), async (work) => {
      work.require(true)
      for (const id of ids) work.tell('card', id)
    })
  await tell(objects.slice(0, 20))
  await until(() => ears.every(({ heard }) => heard.length === 1))
  expect(payloads.length).toBeLessThanOrEqual(10)
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThan(8_000)
  expect(new Set(ears[5]?.heard.flat().map(({ id }) => id))).toEqual(new Set(objects.slice(0, 20)))
  await tell(objects)
  await until(() => ears.every(({ heard }) => heard.length === 2))
  expect(ears[0]?.heard[1]).toEqual([{ kind: 'card', id: '' }])
  expect(outside.heard).toEqual([])
  await root.query('unlisten tocsin_live')
  for (const { leave } of [...ears, outside]) leave()
})
