import { mkdir, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runTocsin } from '../testing/command.ts'
import { type ForeignServer, prepareForeign, startForeignServer } from '../testing/foreign.ts'
import { reportNotRun } from '../testing/not-run.ts'
import { cleanUp, scratchFolder } from '../testing/scratch.ts'
import { refuseUnfit, type Standing } from './check.ts'
import { migrate } from './migrate.ts'

// each of these starts processes, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

let server: ForeignServer | undefined
let urls: { readonly owner: string; readonly application: string }
beforeAll(async () => {
  server = await startForeignServer()
  if (server === undefined) return reportNotRun('the tests on a PostgreSQL of one’s own: its programs are not installed')
  urls = await prepareForeign(server)
  await migrate(urls.owner, 'tocsin')
})
afterAll(cleanUp)

const fit: Standing = { version: 150_004, encoding: 'UTF8', login: 'tocsin', unbound: null, owns: null, sees: null, steps: ['0001_a.sql'] }
const steps = ['0001_a.sql']

test('a database that is as it should be is served', () => {
  expect(() => refuseUnfit(fit, steps)).not.toThrow()
})

test.each([
  ['a PostgreSQL before 15', { version: 140_011 }, 'platform.database-too-old', /PostgreSQL 14, and 15 or newer/],
  ['another encoding', { encoding: 'LATIN1' }, 'platform.database-encoding', /LATIN1/],
  ['a step that is missing', { steps: [] }, 'platform.not-migrated', /lacks 1 step .*tocsin migrate/],
  ['a step of a newer version', { steps: ['0001_a.sql', '0002_b.sql'] }, 'platform.schema-newer', /0002_b\.sql/],
] as const)('%s is refused', (_what, wrong, code, message) => {
  const refuse = () => refuseUnfit({ ...fit, ...wrong }, steps)
  expect(refuse).toThrow(message)
  expect(refuse).toThrow(expect.objectContaining({ kind: 'conflict', code }))
})

/** What `tocsin serve` says to a database, and its exit code. */
async function serveOn(database: string): Promise<{ readonly code: number | null; readonly err: string }> {
  const folder = await scratchFolder()
  return runTocsin(['serve'], { TOCSIN_DATA: folder, TOCSIN_HTTP: 'off', TOCSIN_SMTP: 'off', DATABASE_URL: database })
}

async function expectRefusal(database: string, message: RegExp): Promise<void> {
  const { code, err } = await serveOn(database)
  expect(err.trim().split('\n')).toEqual([expect.stringMatching(message)])
  expect(code).toBe(1)
}

test.each([
  ['is a superuser', 'bad_super', 'create role bad_super login superuser password $p$', /bad_super may bypass row-level security/],
  ['may bypass row-level security', 'bad_bypass', 'create role bad_bypass login bypassrls password $p$', /bad_bypass may bypass row-level/],
  [
    'may act as one that bypasses it',
    'bad_friend',
    'create role mighty bypassrls; create role bad_friend login password $p$; grant mighty to bad_friend',
    /bad_friend may act as mighty, which bypasses/,
  ],
  ['owns the tables', 'tocsin_owner', '', /tocsin_owner owns \S+, or may act as its owner/],
  [
    'may act as the owner',
    'bad_heir',
    'create role bad_heir login password $p$; grant tocsin_owner to bad_heir',
    /bad_heir owns \S+, or may act as its owner/,
  ],
  [
    'owns a table of its own',
    'bad_maker',
    'create role bad_maker login password $p$; create schema side authorization bad_maker; create table side.mine (a int); alter table side.mine owner to bad_maker',
    /bad_maker owns side\.mine/,
  ],
  [
    'may take on the role that dumps',
    'bad_reader',
    'create role bad_reader login password $p$; grant tocsin_dump to bad_reader',
    /bad_reader may act as tocsin_dump, which sees every organisation's rows/,
  ],
  ['was never admitted', 'bad_stranger', 'create role bad_stranger login password $p$', /may not take on tocsin_app: run `tocsin migrate`/],
])('a start with a role that %s is refused with one clear line', async (_what, role, make, message) => {
  if (server === undefined) return
  if (make !== '') {
    await server.query(make.replaceAll('$p$', `'${role}'`), 'tocsin')
    // all but the stranger get what `migrate` would give them
    if (role !== 'bad_stranger') await server.query(`grant tocsin_app, tocsin_queue, tocsin_auth to ${role}`)
  }
  await expectRefusal(server.url(role, 'tocsin'), message)
})

test('a start on a database that was never migrated is refused with one clear line, and so is one on a server that knows nothing of us', async () => {
  if (server === undefined) return
  await server.query('create database bare owner tocsin_owner')
  await expectRefusal(server.url('tocsin', 'bare'), /no Tocsin schema yet: run `tocsin migrate`/)
  const other = await startForeignServer()
  if (other === undefined) return
  const bare = await prepareForeign(other)
  await expectRefusal(bare.application, /no Tocsin schema yet: run `tocsin migrate`/)
  await other.stop()
})

test('a start on a database whose schema is of an older version is refused until migrate was run', async () => {
  if (server === undefined) return
  const old = await prepareForeign(server, 'older')
  await migrate(old.owner, 'tocsin')
  await server.query(`delete from public.tocsin_migration where name >= '0007'`, 'older')
  await expectRefusal(old.application, /lacks \d+ steps? of this version: run `tocsin migrate`/)
})

test('a wrong password and a server that is not there are named in one line', async () => {
  if (server === undefined) return
  await expectRefusal(
    urls.application.replace('tocsin:tocsin@', 'tocsin:wrong@'),
    /the database cannot be used: password authentication failed/,
  )
  await expectRefusal('postgresql://tocsin:tocsin@127.0.0.1:9/tocsin', /the database cannot be used: .*ECONNREFUSED/)
})

test('migrate makes the schema as the owner and admits the application’s role, over TCP with SCRAM; run again it has nothing to do', async () => {
  if (server === undefined) return
  const fresh = await prepareForeign(server, 'fresh')
  const settings = { TOCSIN_DATA: await scratchFolder(), DATABASE_URL: fresh.application, TOCSIN_DATABASE_OWNER_URL: fresh.owner }
  const first = await runTocsin(['migrate'], settings)
  expect(first).toMatchObject({ code: 0, err: '' })
  expect(first.out).toMatch(/^applied 0001_platform\.sql$/m)
  const again = await runTocsin(['migrate'], settings)
  expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^nothing to do: all \d+ steps are there$/m) })
  const without = await runTocsin(['migrate'], { ...settings, TOCSIN_DATABASE_OWNER_URL: '' })
  expect(without).toMatchObject({ code: 2, err: expect.stringContaining('TOCSIN_DATABASE_OWNER_URL') })
  const [row] = await server.query(`select rolpassword from pg_authid where rolname = 'tocsin'`)
  expect(String(row?.rolpassword)).toMatch(/^SCRAM-SHA-256\$/)
  const folder = await scratchFolder()
  const cache = join(tmpdir(), 'tocsin-test-cache')
  await mkdir(cache, { recursive: true })
  await symlink(cache, join(folder, 'cache'))
  const people = await runTocsin(['admin', 'list'], { TOCSIN_DATA: folder, DATABASE_URL: fresh.application })
  expect(people).toMatchObject({ code: 0, err: '', out: expect.stringContaining('nobody yet') })
})
