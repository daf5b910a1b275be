import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { startOf } from '../claim.ts'
import { openLogger } from '../logger.ts'
import { cleanUp, holdCluster, query, scratchFolder, until } from '../testing/scratch.ts'
import { startCluster } from './cluster.ts'
import { findPlace } from './place.ts'
import { processesIn, stateOf } from './postmaster.ts'
import { findRunner } from './runner.ts'

const log = openLogger('silent')
const durability = 'scratch'
// a test starts PostgreSQL up to six times, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })
afterEach(cleanUp)

test('a first start makes a database that is durable, checked, in UTF-8 by code point, and reachable through the private socket alone', async () => {
  const dataFolder = await scratchFolder()
  const cluster = await startCluster({ dataFolder, log })
  const [shown] = await query(
    cluster.ownerUrl(),
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages,
       current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding,
       (select datlocale from pg_database where datname = current_database()) as locale, current_user as me`,
  )
  expect(shown).toEqual({
    fsync: 'on',
    commit: 'on',
    pages: 'on',
    checksums: 'on',
    addresses: '',
    encoding: 'UTF8',
    locale: 'C.UTF-8',
    me: 'tocsin_owner',
  })
  expect((await stat(cluster.socketFolder)).mode & 0o777).toBe(0o700)
  await query(cluster.ownerUrl(), 'create table kept (a int)')
  await query(cluster.ownerUrl(), 'insert into kept values (7)')
  const first = cluster.pid()
  await cluster.stop()
  expect(await startOf(first)).toBeUndefined()

  const again = await startCluster({ dataFolder, log })
  expect(await query(again.ownerUrl(), 'select a from kept')).toEqual([{ a: 7 }])
  await again.stop()
})

test('no rule of the cluster trusts anybody', async () => {
  const dataFolder = await scratchFolder()
  const cluster = await startCluster({ dataFolder, log, durability })
  const rules = await query(
    cluster.superuserUrl('postgres'),
    'select type, database, user_name, auth_method, options from pg_hba_file_rules',
  )
  expect(rules).toEqual([{ type: 'local', database: ['all'], user_name: ['all'], auth_method: 'peer', options: ['map=tocsin'] }])
  const maps = await query(cluster.superuserUrl('postgres'), 'select distinct sys_name from pg_ident_file_mappings')
  expect(maps).toEqual([{ sys_name: (await findRunner()).client }])
  await cluster.stop()
})

test('the postmaster leads a session of its own, so that Ctrl-C at the terminal does not reach it before the server', async () => {
  const cluster = await startCluster({ dataFolder: await scratchFolder(), log, durability })
  const fields = (await readFile(`/proc/${cluster.pid()}/stat`, 'latin1')).replace(/^.*\) /, '').split(' ')
  expect([Number(fields[2]), Number(fields[3])]).toEqual([cluster.pid(), cluster.pid()])
  await cluster.stop()
})

test('several processes share one database, and the last to leave stops it', async () => {
  const dataFolder = await scratchFolder()
  const [one, two] = await Promise.all([holdCluster(dataFolder, ['serve']), holdCluster(dataFolder, ['work'])])
  const three = await startCluster({ dataFolder, log, durability })
  expect(two.postmaster).toBe(one.postmaster)
  expect(three.pid()).toBe(one.postmaster)
  await one.stop()
  await two.stop()
  expect(await query(three.applicationUrl(), 'select 1 as still')).toEqual([{ still: 1 }])
  await three.stop()
  expect(await startOf(one.postmaster)).toBeUndefined()
})

test('a postmaster that outlived its server is adopted, with what was committed', async () => {
  const dataFolder = await scratchFolder()
  const server = await holdCluster(dataFolder, ['serve'])
  await query(server.owner, 'create table kept as select 1 as a')
  await server.kill()
  expect(await startOf(server.postmaster)).toBeDefined()
  const next = await startCluster({ dataFolder, log, durability })
  expect(next.pid()).toBe(server.postmaster)
  expect(await query(next.ownerUrl(), 'select a from kept')).toEqual([{ a: 1 }])
  await next.stop()
  expect(await startOf(server.postmaster)).toBeUndefined()
})

test('a postmaster that was started with other settings is restarted instead', async () => {
  const dataFolder = await scratchFolder()
  const server = await holdCluster(dataFolder, ['serve'])
  await server.kill()
  const next = await startCluster({ dataFolder, log, durability: 'kept' })
  expect(next.pid()).not.toBe(server.postmaster)
  expect(await query(next.ownerUrl(), `select current_setting('fsync') as fsync`)).toEqual([{ fsync: 'on' }])
  await next.stop()
})

test('a command of another version that comes beside a running server shares its database as it is', async () => {
  const dataFolder = await scratchFolder()
  const server = await holdCluster(dataFolder, ['serve'])
  const command = await startCluster({ dataFolder, log, durability: 'kept' })
  expect(command.pid()).toBe(server.postmaster)
  await command.stop()
  expect(await query(server.url, 'select 1 as still')).toEqual([{ still: 1 }])
  await server.stop()
})

test('a postmaster that was told to end with its last connection is not waited for', async () => {
  const dataFolder = await scratchFolder()
  const server = await holdCluster(dataFolder, ['serve'])
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', () => {})
  await client.connect()
  await server.kill()
  process.kill(server.postmaster, 'SIGTERM')
  const place = await findPlace(dataFolder, await findRunner())
  await until(async () => (await stateOf(place, { pid: server.postmaster, started: '' })) === 'stopping')
  const next = await startCluster({ dataFolder, log, durability })
  expect(next.pid()).not.toBe(server.postmaster)
  expect(await query(next.applicationUrl(), 'select 1 as well')).toEqual([{ well: 1 }])
  await client.end().catch(() => {})
  await next.stop()
})

test('when the database is killed it is started again, and nothing that was committed is lost', async () => {
  const dataFolder = await scratchFolder()
  const cluster = await startCluster({ dataFolder, log })
  await query(cluster.ownerUrl(), 'create table counted (n int primary key)')
  let acknowledged = 0
  for (let round = 0; round < 3; round++) {
    const client = new pg.Client({ connectionString: cluster.ownerUrl() })
    client.on('error', () => {})
    await client.connect()
    const before = cluster.pid()
    setTimeout(() => process.kill(before, 'SIGKILL'), 30 + 40 * round)
    try {
      for (;;) {
        await client.query(`insert into counted values (${acknowledged + 1})`)
        acknowledged++
      }
    } catch {
      // killed; an insert whose answer was lost may or may not be there
      await client.end().catch(() => {})
    }
    await until(async () => cluster.pid() !== before)
    const [{ n } = { n: 0 }] = await query(cluster.ownerUrl(), 'select count(*)::int as n from counted')
    expect([acknowledged, acknowledged + 1]).toContain(n)
    acknowledged = Number(n)
  }
  expect(acknowledged).toBeGreaterThan(0)
  await cluster.stop()
})

test('what a killed postmaster left is cleared away: its file names a number that is another process by now, and a backend lives on', async () => {
  const dataFolder = await scratchFolder()
  const server = await holdCluster(dataFolder, ['serve'])
  const busy = new pg.Client({ connectionString: server.owner })
  busy.on('error', () => {})
  await busy.connect()
  const sleeping = busy.query('select pg_sleep(600)').catch(() => 'ended')
  const place = await findPlace(dataFolder, await findRunner())
  await server.kill()
  process.kill(server.postmaster, 'SIGKILL')
  await until(async () => (await startOf(server.postmaster)) === undefined)
  const file = join(place.cluster, 'postmaster.pid')
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(process.pid)))
  const next = await startCluster({ dataFolder, log, durability })
  expect(await query(next.ownerUrl(), 'select 1 as well')).toEqual([{ well: 1 }])
  expect(await sleeping).toBe('ended')
  await next.stop()
  expect(await processesIn(place.cluster)).toEqual([])
})

test('a first start that died half-way is begun anew', async () => {
  const dataFolder = await scratchFolder()
  const place = await findPlace(dataFolder, await findRunner())
  await mkdir(`${place.cluster}.new-0/base`, { recursive: true })
  await writeFile(join(`${place.cluster}.new-0`, 'PG_VERSION'), '18\n')
  const cluster = await startCluster({ dataFolder, log, durability })
  expect(await query(cluster.ownerUrl(), 'select 1 as well')).toEqual([{ well: 1 }])
  await cluster.stop()
  expect(existsSync(`${place.cluster}.new-0`)).toBe(false)
})

test('a database of another version is refused before anything is touched', async () => {
  const dataFolder = await scratchFolder()
  await (await startCluster({ dataFolder, log, durability })).stop()
  const place = await findPlace(dataFolder, await findRunner())
  const version = join(place.cluster, 'PG_VERSION')
  await writeFile(version, '17\n')
  const before = await timesIn(place.cluster)
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'platform.database-version',
    message: expect.stringContaining('PostgreSQL 17'),
  })
  expect(await timesIn(place.cluster)).toEqual(before)
  await writeFile(version, '18\n')
  await (await startCluster({ dataFolder, log, durability })).stop()
})

test('a path too long for a socket address gets a short private folder for the socket', async () => {
  const dataFolder = await scratchFolder('x'.repeat(120))
  const cluster = await startCluster({ dataFolder, log, durability })
  expect(cluster.socketFolder.length).toBeLessThan(94)
  expect((await stat(cluster.socketFolder)).mode & 0o777).toBe(0o700)
  expect(await query(cluster.applicationUrl(), 'select 1 as well')).toEqual([{ well: 1 }])
  await cluster.stop()
  await rm(cluster.socketFolder, { recursive: true })
})

test.each([`a,b "quoted" 'path' \\ with $all`, 'ünï 中文'])('a folder named %s serves as any other', async (name) => {
  const cluster = await startCluster({ dataFolder: await scratchFolder(name), log, durability })
  expect(await query(cluster.applicationUrl(), 'select 1 as well')).toEqual([{ well: 1 }])
  await cluster.stop()
})

async function timesIn(folder: string): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  for (const name of await readdir(folder)) times[name] = (await stat(join(folder, name))).mtimeMs
  return times
}
