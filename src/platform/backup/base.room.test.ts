import { appendFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { openDataFolder } from '../data-folder.ts'
import { openLogger } from '../logger.ts'
import { type Cluster, startCluster } from '../postgres/cluster.ts'
import { cleanUp, query, scratchFolder } from '../testing/scratch.ts'
import { makeBackup } from './backup.ts'
import { fillDataFolder } from './fill.ts'
import { placeCluster, startRestored } from './restore.ts'
import { verifyBackup } from './verify.ts'

const log = openLogger('silent')
vi.setConfig({ testTimeout: 180_000 })
afterEach(cleanUp)

// the cluster that is backed up is always the one that npm brings
const elsewhere = (process.env.TOCSIN_TEST_DATABASE ?? '') !== ''

async function open(): Promise<{ data: string; away: string; cluster: Cluster }> {
  const data = await scratchFolder()
  const folder = await openDataFolder(data)
  const cluster = await startCluster({ dataFolder: data, log })
  await folder.release()
  return { data, away: await scratchFolder('away'), cluster }
}

function backUp(data: string, away: string, cluster: Cluster) {
  return makeBackup(join(away, 'backups'), {
    dataFolder: data,
    superuserUrl: cluster.superuserUrl(),
    blobs: null,
    link: null,
    keep: 3,
    program: '0.1.0',
    settings: {},
    now: () => new Date(),
    onProgress: () => {},
  })
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

test('what was committed before a backup is in it, whatever the server does meanwhile: writes, checkpoints, tables that come and go', async () => {
  if (elsewhere) return
  const { data, away, cluster } = await open()
  const superuser = cluster.superuserUrl()
  await query(superuser, 'create table counted (a integer primary key, pad text)')
  // so little that checkpoints remove what they may
  for (const name of ['max_wal_size', 'min_wal_size']) await query(superuser, `alter system set ${name} = '32MB'`)
  await query(superuser, 'select pg_reload_conf()')
  const over = { now: false }
  let committed = 0
  const write = async () => {
    const client = await connect(superuser)
    while (!over.now) {
      await client.query(`insert into counted select g, repeat(md5(g::text), 30) from generate_series($1::int, $1::int + 199) g`, [
        committed + 1,
      ])
      committed += 200
      // pages that are written again and again are those that a copy finds torn
      await client.query(`update counted set pad = repeat(md5(random()::text), 30) where a % 37 = 0`)
    }
    await client.end()
  }
  const disturb = async () => {
    const client = await connect(superuser)
    for (let at = 0; !over.now; at++) {
      await client.query(`create table passing_${at} as select g from generate_series(1, 5000) g`)
      await client.query('checkpoint')
      if (at > 1) await client.query(`drop table passing_${at - 2}`)
    }
    await client.end()
  }
  const busy = [write(), disturb()]
  await expect.poll(() => committed, { timeout: 60_000 }).toBeGreaterThan(2000)
  const before = committed
  const made = await backUp(data, away, cluster)
  const after = committed
  expect(after, 'it went on writing').toBeGreaterThan(before)
  over.now = true
  await Promise.all(busy)
  expect(await query(superuser, 'select count(*)::int as slots from pg_replication_slots')).toEqual([{ slots: 0 }])
  await cluster.stop()
  await rm(data, { recursive: true, force: true })

  expect((await verifyBackup(join(away, 'backups'), made.name, { quick: false, onProgress: () => {} })).flaws).toEqual([])
  const restored = join(away, 'restored')
  const filling = await fillDataFolder(restored, false)
  await placeCluster(join(away, 'backups', made.name), made.manifest, restored, () => {})
  const again = await startRestored(restored, log, () => {})
  const [row] = await query(
    again.superuserUrl(),
    `select count(*)::int as count, max(a) as last, min(length(pad)) as shortest from counted`,
  )
  expect(row?.count).toBeGreaterThanOrEqual(before)
  expect(row?.count, 'a whole number of transactions').toBe(row?.last)
  expect(Number(row?.count) % 200).toBe(0)
  expect(row?.shortest).toBe(960)
  // the index agrees with the table, page by page with their checksums
  await query(again.superuserUrl(), 'create extension amcheck')
  await query(again.superuserUrl(), `select bt_index_check('counted_pkey', true)`)
  await again.stop()
  await filling.done()
  await filling.folder.release()
})

test('a backup of a database that goes away in the middle fails, and leaves nothing that looks like a backup', async () => {
  if (elsewhere) return
  const { data, away, cluster } = await open()
  const client = await connect(cluster.superuserUrl())
  const over = { now: false }
  const cut = (async () => {
    while (!over.now) {
      const { rowCount } = await client.query(
        'select pg_terminate_backend(active_pid) from pg_replication_slots where active_pid is not null',
      )
      if (rowCount !== 0) return true
    }
    return false
  })()
  await expect(backUp(data, away, cluster)).rejects.toMatchObject({ kind: 'unavailable', code: 'platform.backup-server' })
  over.now = true
  expect(await cut).toBe(true)
  await client.end()
  expect((await readdir(join(away, 'backups'))).filter((name) => /^\d|half/.test(name))).toEqual([])
  const made = await backUp(data, away, cluster)
  expect(made.manifest.database?.wal.length).toBeGreaterThan(0)
  await cluster.stop()
})

test('a link in the cluster is never followed, and a copy of it is refused when it is cut', async () => {
  if (elsewhere) return
  const { data, away, cluster } = await open()
  const secret = join(away, 'secret')
  await writeFile(secret, 'not for the database')
  await symlink(secret, join(data, 'postgresql', 'cluster', 'base', 'link'))
  const made = await backUp(data, away, cluster)
  expect(made.manifest.files.some(({ path }) => path.endsWith('/link'))).toBe(false)
  await rm(join(data, 'postgresql', 'cluster', 'base', 'link'))
  await cluster.stop()
  const generation = join(away, 'backups', made.name)
  const [first = ''] = made.manifest.files.map(({ path }) => path).filter((path) => /base\/\d+\/\d+$/.test(path))
  await appendFile(join(generation, first), 'x')
  const filling = await fillDataFolder(join(away, 'restored'), false)
  await expect(placeCluster(generation, made.manifest, join(away, 'restored'), () => {})).rejects.toMatchObject({
    code: 'platform.backup-damaged',
    message: expect.stringContaining(first),
  })
  expect(await readdir(join(away, 'restored', 'postgresql'))).toEqual([])
  const other = { ...made.manifest, database: { ...(made.manifest.database ?? expect.fail()), version: '17.1', major: 17 } }
  await expect(placeCluster(generation, other, join(away, 'restored'), () => {})).rejects.toMatchObject({
    code: 'platform.database-version',
  })
  await filling.folder.release()
})
