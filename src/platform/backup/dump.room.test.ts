import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../base/id.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { testCluster } from '../testing/cluster.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { allRows } from '../testing/rows.ts'
import { copyIn, copyOut } from './copy-rows.ts'
import { type DumpOptions, dump, openDump } from './dump.ts'
import { load } from './load.ts'
import { awkward, fill, owner } from './testing/filling.ts'

let folder: string
let from: TestDatabase
let source: pg.Client
const undo: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-dump-'))
  ;[from, source] = await open()
})
afterEach(async () => {
  for (const act of undo.splice(0).reverse()) await act()
  await rm(folder, { recursive: true, force: true })
})

/** A new database, and a superuser's connection to it. */
async function open(): Promise<[TestDatabase, pg.Client]> {
  const database = await testDatabase()
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  undo.push(
    () => database.drop(),
    () => client.end(),
  )
  return [database, client]
}

const options = (more: Partial<DumpOptions> = {}): DumpOptions => ({
  ownerUrl: from.ownerUrl,
  dataFolder: folder,
  blobs: null,
  withKeys: true,
  program: '0.1.0',
  now: new Date(),
  stdout: new PassThrough(),
  onProgress: () => {},
  ...more,
})
const file = () => join(folder, 'dump.gz')
const loadFile = (to: TestDatabase, path = file()) =>
  load(openDump(path), { ownerUrl: to.ownerUrl, application: 'tocsin', blobs: null, onProgress: () => {} })

test('everything is there again, row for row: awkward text, bytes, moments, counters and jobs', async () => {
  const [to] = await open()
  await fill(source, awkward)
  const made = await dump(file(), options())
  expect(made.rows).toMatchObject({ 'platform.audit': awkward.length, 'intake.report': awkward.length, jobs: awkward.length })
  const loaded = await loadFile(to)
  expect(loaded.rows).toEqual(made.rows)
  expect(await allRows(to.superuserUrl)).toEqual(await allRows(from.superuserUrl))
  expect((await stat(file())).mode & 0o777).toBe(0o600)
})

test('any text comes through, whatever is in it', async () => {
  await source.query('create temporary table one (place int, value text)')
  await source.query('create temporary table two (place int, value text)')
  const text = fc.string({ unit: 'binary', maxLength: 300 }).map((value) => value.replaceAll('\0', '').toWellFormed())
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text), { maxLength: 20 }), async (values) => {
      await source.query('truncate one, two')
      await source.query('insert into one select o, v from unnest($1::text[]) with ordinality as g (v, o)', [values])
      const rows: Buffer[] = []
      for await (const piece of copyOut(source, 'copy one to stdout')) rows.push(piece)
      const taken = await copyIn(source, 'copy two from stdin', Readable.from(rows))
      expect(taken).toBe(values.length)
      const { rows: came } = await source.query<{ value: string | null }>('select value from two order by place')
      expect(came.map(({ value }) => value)).toEqual(values)
    }),
    { numRuns: 60 },
  )
})

test('the dump holds every table that there is, and the role that reads it sees every row', async () => {
  await fill(source, ['x'])
  const made = await dump(file(), options())
  const all = [...(await allRows(from.superuserUrl)).keys()].filter((name) => name !== 'public.tocsin_migration')
  expect(Object.keys(made.rows).sort()).toEqual(all.sort())
  const { rows: tables } = await source.query<{ name: string; rows: number }>(`
    select format('%I.%I', schemaname, tablename) as name, (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', schemaname, tablename), false, true, '')))[1]::text::int as rows
    from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')`)
  for (const { name, rows } of tables) expect(made.rows[name], name).toBe(rows)
})

test('a table whose rows are hidden from the dump is not passed over in silence', async () => {
  await source.query('drop policy dumped on platform.audit')
  await expect(dump(file(), options())).rejects.toMatchObject({
    code: 'platform.dump-hidden',
    message: expect.stringContaining('platform.audit'),
  })
  expect(await readdir(folder)).toEqual([])
})

test('a dump shows one moment, while others go on writing', async () => {
  const [to, target] = await open()
  await fill(source, ['before'])
  const stopped = { now: false }
  let pairs = 0
  const writing = (async () => {
    const writer = new pg.Client({ connectionString: from.superuserUrl })
    await writer.connect()
    // two rows that always come together, in a table that is dumped early and one that is dumped late
    while (!stopped.now) {
      const id = newId()
      await writer.query('begin')
      await writer.query(
        `insert into analysis.search_text (report, owner, received_at, tokens) values ($1, $2, now(), array_to_tsvector(array['pair']))`,
        [id, owner],
      )
      await writer.query(
        `insert into platform.audit (id, owner, at, actor_kind, actor, action, subject) values ($1, $2, now(), 'system', 'pair', 'a.b', $1::uuid::text)`,
        [id, owner],
      )
      await writer.query('commit')
      pairs += 1
    }
    await writer.end()
  })()
  await expect.poll(() => pairs).toBeGreaterThan(20)
  const before = pairs
  await dump(file(), options())
  expect(pairs).toBeGreaterThan(before)
  stopped.now = true
  await writing
  await loadFile(to)
  const { rows } = await target.query<{ early: number; late: number; both: number }>(`
    select (select count(*)::int from analysis.search_text where tokens @@ 'pair') as early,
      (select count(*)::int from platform.audit where actor = 'pair') as late,
      (select count(*)::int from analysis.search_text s join platform.audit a on a.id = s.report where a.actor = 'pair') as both`)
  expect(rows[0]?.early).toBeGreaterThanOrEqual(before)
  expect(rows[0]?.late).toBe(rows[0]?.early)
  expect(rows[0]?.both).toBe(rows[0]?.early)
})

test('counters go on after what was loaded', async () => {
  const [to, target] = await open()
  await fill(source, ['a', 'b'])
  await dump(file(), options())
  await loadFile(to)
  const next = `insert into platform.log_pending (leaf, data) values (gen_random_uuid(), decode(repeat('00', 32), 'hex')) returning sequence`
  expect((await target.query(next)).rows).toEqual((await source.query(next)).rows)
  const { rows } = await target.query<{ place: number }>('select max(place)::int as place from evidence.custody')
  expect(rows[0]?.place).toBe(2)
})

test('a job that was running waits again, with the attempt given back, and one that was parked stays parked', async () => {
  const [to, target] = await open()
  await source.query(`select graphile_worker.add_job('running'), graphile_worker.add_job('parked')`)
  await source.query(`update graphile_worker._private_jobs j set locked_at = now(), locked_by = 'w', attempts = 1, max_attempts = 1
    from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'running'`)
  await source.query(`update graphile_worker._private_jobs j set attempts = 5, max_attempts = 5, last_error = 'room.reason'
    from graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'parked'`)
  await dump(file(), options())
  await loadFile(to)
  const { rows } = await target.query(`
    select t.identifier, j.attempts, j.max_attempts, j.locked_at, j.last_error, j.is_available from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id order by 1`)
  expect(rows).toEqual([
    { identifier: 'parked', attempts: 5, max_attempts: 5, locked_at: null, last_error: 'room.reason', is_available: false },
    { identifier: 'running', attempts: 0, max_attempts: 1, locked_at: null, last_error: null, is_available: true },
  ])
})

test('row-level security is forced after a load as it was before, and the application cannot take on the role that reads all', async () => {
  const [to, target] = await open()
  const forced = `select count(*)::int as count from pg_class where relrowsecurity and relforcerowsecurity`
  const before = (await target.query(forced)).rows
  await fill(source, ['x'])
  await dump(file(), options())
  await loadFile(to)
  expect((await target.query(forced)).rows).toEqual(before)
  expect(
    (
      await target.query(
        'select count(*)::int as count from pg_class c where relrowsecurity and not relforcerowsecurity and relowner = $1::regrole',
        ['tocsin_owner'],
      )
    ).rows,
  ).toEqual([{ count: 0 }])
  const app = new pg.Client({ connectionString: to.url })
  await app.connect()
  await expect(app.query('set role tocsin_dump')).rejects.toThrow(/permission denied/)
  await app.query('set role tocsin_app')
  expect((await app.query('select from intake.report')).rowCount).toBe(0)
  await app.end()
})

test('the role that reads all can change nothing', async () => {
  await fill(source, ['x'])
  const reader = new pg.Client({ connectionString: from.ownerUrl })
  await reader.connect()
  await reader.query('set role tocsin_dump')
  expect((await reader.query('select from intake.report')).rowCount).toBe(1)
  for (const text of [
    `update intake.report set note = 'x'`,
    'delete from intake.report',
    'truncate platform.audit',
    `select nextval('evidence.custody_place_seq')`,
  ])
    await expect(reader.query(text), text).rejects.toThrow(/permission denied/)
  await reader.end()
})

test('a dump that is cut or altered is refused, and nothing of it stays', async () => {
  const [to] = await open()
  await fill(source, awkward)
  await dump(file(), options())
  const whole = gunzipSync(await readFile(file()))
  const empty = await allRows(to.superuserUrl)
  const end = whole.lastIndexOf('{"section":"end"')
  const damaged: Record<string, Buffer> = {
    'cut before its end': gzipSync(whole.subarray(0, end)),
    'cut in the middle': gzipSync(whole.subarray(0, Math.floor(whole.length / 2))),
    'cut where it is packed': (await readFile(file())).subarray(0, 5000),
    'a row taken out': gzipSync(Buffer.from(whole.toString('utf8').replace(/("name":"platform\.audit"[^\n]*\n)[^\n]*\n/, '$1'))),
    'a table taken out': gzipSync(
      Buffer.from(whole.toString('utf8').replace(/\{"section":"table","name":"platform\.fact".*?\n\\\.\n/s, '')),
    ),
    'a name that is no table': gzipSync(Buffer.from(whole.toString('utf8').replace('"name":"platform.fact"', '"name":"pg_authid"'))),
  }
  for (const [what, bytes] of Object.entries(damaged)) {
    await writeFile(join(folder, 'damaged.gz'), bytes)
    await expect(loadFile(to, join(folder, 'damaged.gz')), what).rejects.toMatchObject({ code: 'platform.dump-damaged' })
    expect(await allRows(to.superuserUrl), what).toEqual(empty)
  }
  await loadFile(to)
})

test('a dump of an older version is loaded, and its rows are moved on to the newer schema', async () => {
  await fill(source, ['old'])
  await dump(file(), options())
  const cluster = await testCluster()
  const name = `t_${newId().replaceAll('-', '')}`
  await source.query(`create database ${name} owner tocsin_owner`)
  undo.push(() => source.query(`drop database ${name} with (force)`))
  // what the next version might bring
  const steps = pathToFileURL(`${join(folder, 'steps')}/`)
  await cp(new URL('../../../db/migrations/', import.meta.url), steps, { recursive: true })
  await writeFile(
    new URL('9000_next.sql', steps),
    `alter table platform.audit add column weight integer not null default 7; create table platform.novel (a integer)`,
  )
  const loaded = await load(openDump(file()), {
    ownerUrl: cluster.ownerUrl(name),
    application: 'tocsin',
    steps,
    blobs: null,
    onProgress: () => {},
  })
  expect(loaded.rows['platform.audit']).toBe(1)
  const client = new pg.Client({ connectionString: cluster.superuserUrl.replace('/postgres?', `/${name}?`) })
  await client.connect()
  expect((await client.query('select actor, weight from platform.audit')).rows).toEqual([{ actor: 'old', weight: 7 }])
  expect((await client.query(`select has_table_privilege('tocsin_dump', 'platform.novel', 'select') as dumped`)).rows).toEqual([
    { dumped: true },
  ])
  await client.end()
  // and the older one knows that it is older
  await writeFile(
    file(),
    gzipSync(
      Buffer.from(
        gunzipSync(await readFile(file()))
          .toString('utf8')
          .replace(/("migrations":\[.*?)\]/, '$1,{"name":"9000_next.sql","hash":"x"}]'),
      ),
    ),
  )
  await expect(
    load(openDump(file()), { ownerUrl: from.ownerUrl, application: 'tocsin', blobs: null, onProgress: () => {} }),
  ).rejects.toMatchObject({
    code: 'platform.dump-other-version',
  })
})

test('a database that is in use is not loaded into', async () => {
  const [to, target] = await open()
  await fill(source, ['x'])
  await dump(file(), options())
  await target.query(`insert into platform.fact (name, value) values ('a', '1')`)
  await expect(loadFile(to)).rejects.toMatchObject({ code: 'platform.load-not-empty', message: expect.stringContaining('platform.fact') })
})

test('originals and keys go along when asked, and come back whole', async () => {
  const [to] = await open()
  const blobs = await openFileBlobs(join(folder, 'blobs'))
  const bytes = [Buffer.alloc(0), Buffer.from('\n\\.\n'), randomBytes(300_000)]
  const names = await blobs.put(bytes)
  await mkdir(join(folder, 'keys'))
  await writeFile(join(folder, 'log-key'), 'the key\n')
  const made = await dump(file(), options({ blobs }))
  expect(made).toMatchObject({ blobs: 3, left: [] })
  const store = await openFileBlobs(join(folder, 'other'))
  const loaded = await load(openDump(file()), { ownerUrl: to.ownerUrl, application: 'tocsin', blobs: store, onProgress: () => {} })
  expect(loaded).toMatchObject({ blobs: 3, files: { 'log-key': 'the key\n' } })
  for (const [at, name] of names.entries())
    expect(Buffer.from((await store.read(name)) ?? []).equals(bytes[at] ?? Buffer.alloc(1))).toBe(true)
  const bare = await dump(join(folder, 'bare.gz'), options({ withKeys: false }))
  expect(bare.blobs).toBe(0)
  expect(gunzipSync(await readFile(join(folder, 'bare.gz'))).includes('the key')).toBe(false)
})

test('a dump goes through a pipe as well', async () => {
  const [to] = await open()
  await fill(source, awkward)
  const pipe = new PassThrough()
  const bytes = buffer(pipe)
  await dump('-', options({ stdout: pipe }))
  pipe.end()
  await load(openDump('-', Readable.from([await bytes])), {
    ownerUrl: to.ownerUrl,
    application: 'tocsin',
    blobs: null,
    onProgress: () => {},
  })
  expect(await allRows(to.superuserUrl)).toEqual(await allRows(from.superuserUrl))
})

test('a large table streams: a reader that is slow holds the server back', async () => {
  const piece = 'x'.repeat(1000)
  let read = 0
  let largest = 0
  for await (const rows of copyOut(source, `copy (select '${piece}' from generate_series(1, 60000)) to stdout`)) {
    read += rows.length
    largest = Math.max(largest, rows.length)
    if (read < 3_000_000) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  expect(read).toBe(60_000 * 1001)
  expect(largest).toBeLessThan(1 << 20)
  await expect(
    (async () => {
      for await (const rows of copyOut(source, 'copy (select 1 / (g - 500) from generate_series(1, 1000) g) to stdout')) read += rows.length
    })(),
  ).rejects.toThrow(/division by zero/)
  expect((await source.query('select 1 as still')).rows).toEqual([{ still: 1 }])
  const broken = (async function* () {
    yield Buffer.from('1\n')
    throw new Error('the file is gone')
  })()
  await source.query('create temporary table taken (a int)')
  await expect(copyIn(source, 'copy taken from stdin', broken)).rejects.toThrow('the file is gone')
  await expect(copyIn(source, 'copy taken from stdin', Readable.from([Buffer.from('no number\n')]))).rejects.toThrow(/invalid input syntax/)
  expect((await source.query('select count(*)::int as count from taken')).rows).toEqual([{ count: 0 }])
})
