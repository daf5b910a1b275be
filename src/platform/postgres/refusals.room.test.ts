import { chmod, chown, cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openDataFolder } from '../data-folder.ts'
import { openLogger } from '../logger.ts'
import { reportNotRun } from '../testing/not-run.ts'
import { afterwards, cleanUp, holdCluster, openDoor, query, scratchFolder, spawnNode, tryHoldCluster } from '../testing/scratch.ts'
import { startCluster } from './cluster.ts'
import { findPlace } from './place.ts'
import { run } from './run.ts'
import { findRunner } from './runner.ts'

const log = openLogger('silent')
const durability = 'scratch'
const root = process.geteuid?.() === 0
/** `daemon`, which every Debian has */
const ordinary = { uid: 1, gid: 1 }
const nameless = { uid: 54_321, gid: 54_321 }

// a test starts PostgreSQL up to six times, on a machine that may be busy
vi.setConfig({ testTimeout: 180_000 })
afterEach(cleanUp)

/** Whether a test that wants root (or a mount, or another user) can run here; says so if not. */
async function can(what: string, ...means: ('root' | 'door')[]): Promise<boolean> {
  if (!root) reportNotRun(`${what}: needs root`)
  else if (means.includes('door') && (await openDoor()) === undefined)
    reportNotRun(`${what}: the clone is closed to other users and cannot be mounted elsewhere`)
  else return true
  return false
}

async function mount(what: string, folder: string, ...args: string[]): Promise<boolean> {
  const { code, said } = await run('mount', [...args, folder])
  if (code === 0) afterwards(() => run('umount', ['-l', folder]))
  else reportNotRun(`${what}: no mount here (${said})`)
  return code === 0
}

test('a second server on the same data folder is refused, the first goes on, and after its kill -9 the folder is free', async () => {
  const dataFolder = await scratchFolder()
  const first = await holdCluster(dataFolder, ['serve', 'work'])
  for (const role of ['serve', 'work']) {
    await expect(openDataFolder(dataFolder, [role])).rejects.toMatchObject({
      kind: 'conflict',
      code: 'platform.data-folder-in-use',
      message: expect.stringMatching(/process \d+/),
    })
  }
  expect(await tryHoldCluster(dataFolder, ['serve'])).toMatchObject({ kind: 'conflict', code: 'platform.data-folder-in-use' })
  expect(await query(first.url, 'select 1 as well')).toEqual([{ well: 1 }])
  await first.kill()
  const next = await holdCluster(dataFolder, ['serve', 'work'])
  expect(await query(next.url, 'select 1 as well')).toEqual([{ well: 1 }])
  await next.stop()
})

test('a command without a role opens the folder beside the server', async () => {
  const dataFolder = await scratchFolder()
  const server = await openDataFolder(dataFolder, ['serve', 'work'])
  const command = await openDataFolder(dataFolder)
  await command.release()
  await server.release()
})

test('a folder that a later layout was written to is refused', async () => {
  const dataFolder = await scratchFolder()
  await writeFile(join(dataFolder, 'layout'), '2\n')
  await expect(openDataFolder(dataFolder)).rejects.toMatchObject({ code: 'platform.data-folder-later' })
})

test('a data folder that has no place is told as one, and what to do', async () => {
  for (const place of ['/proc/no-such-place/data', '/dev/null/data'])
    await expect(openDataFolder(place)).rejects.toMatchObject({
      code: 'platform.no-folder',
      message: expect.stringContaining('TOCSIN_DATA'),
    })
})

test('a file in the place of the data folder is named as that', async () => {
  const file = join(await scratchFolder(), 'file')
  await writeFile(file, '')
  await expect(openDataFolder(file)).rejects.toMatchObject({ kind: 'invalid', code: 'platform.data-folder' })
})

test('a file system that is read-only is named, and what it holds serves again when it is writable', async () => {
  const dataFolder = await scratchFolder()
  const first = await startCluster({ dataFolder, log, durability })
  await query(first.ownerUrl(), 'create table kept as select 1 as a')
  await first.stop()
  if (!(await can('a read-only file system', 'root')) || !(await mount('a read-only file system', dataFolder, '--bind', dataFolder))) return
  expect((await run('mount', ['-o', 'remount,bind,ro', dataFolder])).code).toBe(0)
  const refused = { kind: 'unavailable', code: 'platform.folder-read-only', message: expect.stringContaining(dataFolder) }
  await expect(openDataFolder(dataFolder, ['serve'])).rejects.toMatchObject(refused)
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject(refused)
  await run('umount', [dataFolder])
  const again = await startCluster({ dataFolder, log, durability })
  expect(await query(again.ownerUrl(), 'select a from kept')).toEqual([{ a: 1 }])
  await again.stop()
})

test('a full disk is named before anything is made, leaves nothing behind, and does no harm to a database that is there', async () => {
  const dataFolder = await scratchFolder()
  const what = 'a full disk'
  if (!(await can(what, 'root')) || !(await mount(what, dataFolder, '-t', 'tmpfs', '-o', 'size=260m,mode=0711', 'tmpfs'))) return
  const refused = { kind: 'unavailable', code: 'platform.disk-full', message: expect.stringContaining('full') }
  const filler = join(dataFolder, 'filler')
  const fill = (megabytes: number) => run('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1M', `count=${megabytes}`])
  await fill(150)
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject(refused)
  expect(await readdir(join(dataFolder, 'postgresql'))).toEqual([])
  await rm(filler)

  const first = await startCluster({ dataFolder, log, durability })
  await query(first.ownerUrl(), 'create table kept as select 1 as a')
  await first.stop()
  await fill(1000)
  await expect(openDataFolder(dataFolder)).rejects.toMatchObject(refused)
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject(refused)
  await rm(filler)
  const again = await startCluster({ dataFolder, log, durability })
  expect(await query(again.ownerUrl(), 'select a from kept')).toEqual([{ a: 1 }])
  await again.stop()
})

test('a disk that fills up while the database is made is named too, and the next start begins anew', async () => {
  const dataFolder = await scratchFolder()
  const what = 'a disk that fills up half-way'
  // bytes enough, files not: what was asked before the start says yes
  if (!(await can(what, 'root')) || !(await mount(what, dataFolder, '-t', 'tmpfs', '-o', 'size=400m,nr_inodes=300,mode=0711', 'tmpfs')))
    return
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject({ kind: 'unavailable', code: 'platform.disk-full' })
  expect((await readdir(join(dataFolder, 'postgresql'))).filter((name) => name.startsWith('cluster'))).toEqual([])
  await run('mount', ['-o', 'remount,nr_inodes=100000', dataFolder])
  await (await startCluster({ dataFolder, log, durability })).stop()
})

test('an ordinary user runs the whole of it alone, and root, coming later, is told whose database it is', async () => {
  if (!(await can('an ordinary user', 'root', 'door'))) return
  const outer = await scratchFolder()
  await chown(outer, ordinary.uid, ordinary.gid)
  const dataFolder = join(outer, 'mine')
  const held = await holdCluster(dataFolder, ['serve'], ordinary)
  expect((await stat(`/proc/${held.postmaster}`)).uid).toBe(ordinary.uid)
  await held.stop()
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'platform.database-owner',
    message: expect.stringContaining('belongs to "daemon" (1)'),
  })
  await (await holdCluster(dataFolder, ['serve'], ordinary)).stop()
})

test('a folder that may not be written is named as such', async () => {
  const closed = await scratchFolder()
  await chmod(closed, 0o500)
  const refused = { kind: 'unavailable', code: 'platform.folder-forbidden', message: expect.stringContaining(closed) }
  if (!root) return expect(openDataFolder(closed, ['serve'])).rejects.toMatchObject(refused)
  if (!(await can('a folder that may not be written', 'door'))) return
  await chown(closed, ordinary.uid, ordinary.gid)
  expect(await tryHoldCluster(closed, ['serve'], ordinary)).toMatchObject(refused)
  const theirs = await scratchFolder()
  expect(await tryHoldCluster(join(theirs, 'new'), ['serve'], ordinary)).toMatchObject({
    kind: 'unavailable',
    code: 'platform.folder-forbidden',
  })
})

test("another user's data folder is named as such", async () => {
  if (!(await can("another user's data folder", 'root', 'door'))) return
  expect(await tryHoldCluster(await scratchFolder(), ['serve'], ordinary)).toMatchObject({
    kind: 'conflict',
    code: 'platform.data-folder-owner',
  })
})

test('a user without an entry in the password file is told so', async () => {
  if (!(await can('a user without an entry in the password file', 'root', 'door'))) return
  const outer = await scratchFolder()
  await chown(outer, nameless.uid, nameless.gid)
  expect(await tryHoldCluster(join(outer, 'mine'), ['serve'], nameless)).toMatchObject({
    kind: 'unavailable',
    code: 'platform.unknown-user',
  })
})

test('a cluster that was given to another user is refused untouched', async () => {
  if (!(await can('a cluster of another user', 'root'))) return
  const dataFolder = await scratchFolder()
  await (await startCluster({ dataFolder, log, durability })).stop()
  const { cluster } = await findPlace(dataFolder, await findRunner())
  const { uid, gid } = await stat(cluster)
  await chown(cluster, ordinary.uid, ordinary.gid)
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject({ kind: 'conflict', code: 'platform.database-owner' })
  await chown(cluster, uid, gid)
  await (await startCluster({ dataFolder, log, durability })).stop()
})

test('not even the user that PostgreSQL runs as may log in: the map knows only the one that runs Tocsin', async () => {
  if (!(await can('the log-in of another user', 'root', 'door'))) return
  const cluster = await startCluster({ dataFolder: await scratchFolder(), log, durability })
  const { as } = await findRunner()
  const script = `import pg from 'pg'; const client = new pg.Client({ connectionString: process.argv[1] }); await client.connect().then(() => console.log('in'), (error) => console.log(error.message)); process.exit()`
  const child = await spawnNode(['--input-type=module', '-e', script, cluster.superuserUrl()], as)
  let said = ''
  for await (const chunk of child.stdout) said += String(chunk)
  expect(said).toMatch(/Peer authentication failed/)
  await cluster.stop()
})

test('as root, a folder that the system user cannot enter gets its database elsewhere, and says where', async () => {
  if (!(await can('a folder closed to the system user', 'root'))) return
  const dataFolder = await scratchFolder()
  await chmod(dirname(dataFolder), 0o700)
  const first = await startCluster({ dataFolder, log, durability })
  await query(first.ownerUrl(), 'create table kept as select 1 as a')
  await first.stop()
  const where = join(dataFolder, 'postgresql.where')
  const elsewhere = (await readFile(where, 'utf8')).split('\n')[0] ?? ''
  expect(elsewhere).toMatch(/^\/var\/lib\/tocsin\/[0-9a-f]{12}$/)

  const copy = `${dataFolder}-copy`
  await cp(dataFolder, copy, { recursive: true })
  await expect(startCluster({ dataFolder: copy, log, durability })).rejects.toMatchObject({
    kind: 'conflict',
    code: 'platform.database-elsewhere',
  })
  await rm(copy, { recursive: true })

  await rename(elsewhere, `${elsewhere}-away`)
  await expect(startCluster({ dataFolder, log, durability })).rejects.toMatchObject({
    kind: 'missing',
    code: 'platform.database-missing',
    message: expect.stringContaining(elsewhere),
  })
  await rename(`${elsewhere}-away`, elsewhere)

  const moved = `${dataFolder}-moved`
  await rename(dataFolder, moved)
  const again = await startCluster({ dataFolder: moved, log, durability })
  expect(await query(again.ownerUrl(), 'select a from kept')).toEqual([{ a: 1 }])
  await again.stop()
})
