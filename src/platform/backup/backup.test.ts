import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Blobs } from '../blobs/blobs.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { makeBackup, notableSettings, readBlobList } from './backup.ts'
import { namesBetween } from './base.ts'
import { checkBlobs } from './check-blobs.ts'
import { chooseGeneration, listGenerations, nameGeneration, readManifest } from './manifest.ts'
import { readNodeFiles, writeNodeFiles } from './node-files.ts'
import { placeBlobs } from './restore.ts'
import { inOrder } from './tables.ts'
import { verifyBackup } from './verify.ts'

let folder: string
let data: string
let target: string
let blobs: Blobs
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'))
  data = join(folder, 'data')
  target = join(folder, 'backups')
  await mkdir(data)
  blobs = await openFileBlobs(join(data, 'blobs'))
  await writeNodeFiles(data, { 'log-key': 'key\n', 'sign-in-secret': 'secret\n', 'log-head': 'head\n' })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

let clock = Date.UTC(2026, 0, 2, 3, 4, 5)
/** Backs up without a database, a minute after the one before. */
function backUp(more: { keep?: number; link?: boolean; source?: Blobs | null } = {}) {
  clock += 60_000
  return makeBackup(target, {
    dataFolder: data,
    superuserUrl: null,
    blobs: more.source === undefined ? blobs : more.source,
    link: more.link === true ? join(data, 'blobs') : null,
    keep: more.keep ?? 3,
    program: '0.1.0',
    settings: {},
    now: () => new Date(clock),
    onProgress: () => {},
  })
}
const verify = (name: string, quick = false) => verifyBackup(target, name, { quick, onProgress: () => {} })
const placeOf = (root: string, sha256: string) => join(root, 'blobs', sha256.slice(0, 2), sha256)

test('a second backup into the same folder copies only what is new, and both are whole', async () => {
  await blobs.put([Buffer.from('one'), Buffer.from('two')])
  const first = await backUp()
  expect(first.copied).toBe(2)
  await blobs.put([Buffer.from('three')])
  const second = await backUp()
  expect(second.copied).toBe(1)
  expect(second.manifest.blobs).toMatchObject({ count: 3, bytes: 11 })
  expect(await listGenerations(target)).toEqual([first.name, second.name])
  for (const { name } of [first, second]) expect((await verify(name)).flaws).toEqual([])
})

test('keys and everything else in a backup are for its owner alone', async () => {
  const { name } = await backUp()
  const entries = await readdir(target, { recursive: true, withFileTypes: true })
  expect(entries.length).toBeGreaterThan(5)
  for (const entry of entries) {
    const { mode } = await stat(join(entry.parentPath, entry.name))
    expect(mode & 0o077, entry.name).toBe(0)
  }
  expect(await readFile(join(target, name, 'keys', 'log-key'), 'utf8')).toBe('key\n')
})

test('older backups go, and with them the originals that none of those left needs', async () => {
  const [gone = ''] = await blobs.put([Buffer.from('to be destroyed')])
  const [kept = ''] = await blobs.put([Buffer.from('to be kept')])
  const first = await backUp({ keep: 2 })
  await blobs.remove(gone, 0)
  await backUp({ keep: 2 })
  const held = await openFileBlobs(join(target, 'blobs'))
  expect(await held.has(gone)).toBe(true)
  const third = await backUp({ keep: 2 })
  expect(third.removed).toEqual([first.name])
  expect(await held.has(gone)).toBe(false)
  expect(await held.has(kept)).toBe(true)
  expect((await verify(third.name)).flaws).toEqual([])
})

test('a damaged older backup is not a reason to lose what it may need', async () => {
  const [gone = ''] = await blobs.put([Buffer.from('wanted by the damaged one alone')])
  await backUp({ keep: 2 })
  const second = await backUp({ keep: 2 })
  await appendFile(join(target, second.name, 'manifest.json'), ' ')
  await blobs.remove(gone, 0)
  await backUp({ keep: 2 })
  expect(await (await openFileBlobs(join(target, 'blobs'))).has(gone)).toBe(true)
})

test('linked originals take no space of their own, and outlast their removal in the node', async () => {
  const [sha256 = ''] = await blobs.put([Buffer.from('linked')])
  const { name } = await backUp({ link: true })
  expect((await stat(placeOf(target, sha256))).nlink).toBe(2)
  await blobs.remove(sha256, 0)
  expect((await verify(name)).flaws).toEqual([])
})

test('an original that was altered in the node is named and left out, and does not stop the backup', async () => {
  const [bad = '', good = ''] = await blobs.put([Buffer.from('was good'), Buffer.from('is good')])
  await writeFile(placeOf(data, bad), 'is bad')
  const { name, manifest } = await backUp()
  expect(manifest.blobs).toMatchObject({ count: 1, altered: [bad] })
  expect([...(await readBlobList(join(target, name))).keys()]).toEqual([good])
  expect((await verify(name)).flaws).toEqual([expect.stringContaining(bad)])
})

test('an original that comes while the database is copied is in the backup', async () => {
  await blobs.put([Buffer.from('early')])
  let listed = 0
  const source: Blobs = {
    ...blobs,
    async *list() {
      listed += 1
      if (listed === 2) await blobs.put([Buffer.from('late')])
      yield* blobs.list()
    },
  }
  const { manifest } = await backUp({ source })
  expect(listed).toBe(2)
  expect(manifest.blobs?.count).toBe(2)
})

test('an original that goes between the list and the copy is passed over', async () => {
  const [gone = ''] = await blobs.put([Buffer.from('goes'), Buffer.from('stays')])
  const source: Blobs = { ...blobs, read: async (sha256) => (sha256 === gone ? undefined : blobs.read(sha256)) }
  expect((await backUp({ source })).manifest.blobs?.count).toBe(1)
})

test.each([
  ['a file that is gone', async (at: string) => rm(join(at, 'keys', 'log-key')), /keys\/log-key is missing/],
  ['a byte that changed', async (at: string) => writeFile(join(at, 'keys', 'log-key'), 'kex\n'), /keys\/log-key is not as it was written/],
  ['a file that is not in the manifest', async (at: string) => writeFile(join(at, 'more'), ''), /more is not in the manifest/],
  ['a list of originals that was cut', async (at: string) => writeFile(join(at, 'blobs.list'), ''), /blobs\.list is not as it was written/],
])('verify names %s', async (_what, harm, message) => {
  await blobs.put([Buffer.from('one')])
  const { name } = await backUp()
  await harm(join(target, name))
  expect((await verify(name)).flaws).toEqual([expect.stringMatching(message)])
})

test('verify reads every original again, and with quick looks at their sizes', async () => {
  const [one = '', two = '', three = ''] = await blobs.put([Buffer.from('one'), Buffer.from('two'), Buffer.from('three')])
  const { name } = await backUp()
  await writeFile(placeOf(target, one), 'oen')
  await rm(placeOf(target, two))
  await writeFile(placeOf(target, three), 'thre')
  expect([...(await verify(name)).flaws].sort()).toEqual(
    [`original ${one} no longer matches its name`, `original ${two} is missing`, `original ${three} has 4 bytes and should have 5`].sort(),
  )
  expect((await verify(name, true)).flaws).toHaveLength(2)
})

test('a manifest that was changed is refused, and a folder without one holds no backup', async () => {
  const { name } = await backUp()
  const file = join(target, name, 'manifest.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('0.1.0', '0.1.1'))
  await expect(readManifest(join(target, name))).rejects.toMatchObject({ code: 'platform.backup-damaged' })
  await expect(chooseGeneration(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'platform.backup-missing' })
  await expect(chooseGeneration(target, '2020-01-01T000000Z')).rejects.toMatchObject({
    code: 'platform.backup-missing',
    message: expect.stringContaining(name),
  })
})

test('a backup into the data folder itself is refused', async () => {
  const inside = join(data, 'backups')
  await expect(
    makeBackup(inside, {
      dataFolder: data,
      superuserUrl: null,
      blobs: null,
      link: null,
      keep: 1,
      program: '0.1.0',
      settings: {},
      now: () => new Date(),
      onProgress: () => {},
    }),
  ).rejects.toMatchObject({ code: 'platform.backup-inside' })
})

test('a backup that breaks off leaves nothing that looks like one, and those before it as they were', async () => {
  await blobs.put([Buffer.from('one')])
  const first = await backUp({ keep: 1 })
  const source: Blobs = {
    ...blobs,
    list: () => {
      throw new Error('the disk is gone')
    },
  }
  await expect(backUp({ keep: 1, source })).rejects.toThrow('the disk is gone')
  expect((await readdir(target)).filter((name) => /^\d|half/.test(name))).toEqual([first.name])
  expect((await verify(first.name)).flaws).toEqual([])
})

test('two backups into one folder do not run at the same time', async () => {
  let go = () => {}
  const held = new Promise<void>((resolve) => {
    go = resolve
  })
  const source: Blobs = {
    ...blobs,
    async *list() {
      await held
      yield* blobs.list()
    },
  }
  const slow = backUp({ source })
  await expect.poll(() => readdir(target).then((names) => names.some((name) => name.startsWith('.half')))).toBe(true)
  await expect(backUp()).rejects.toMatchObject({ code: 'platform.backup-busy' })
  go()
  await slow
})

test('what is placed again is what the backup needs, each original checked', async () => {
  const [bad = '', good = ''] = await blobs.put([Buffer.from('will rot'), Buffer.from('is good')])
  const { name } = await backUp()
  await writeFile(placeOf(target, bad), 'has rot.')
  const restored = await openFileBlobs(join(folder, 'restored'))
  expect(await placeBlobs(target, join(target, name), restored, () => {})).toEqual([bad])
  expect(Buffer.from((await restored.read(good)) ?? []).toString()).toBe('is good')
  const references = (async function* () {
    for (const sha256 of [good, good, bad]) yield { subject: 'item', sha256 }
  })()
  expect(await checkBlobs(references, restored, { sample: 'all', onProgress: () => {} })).toEqual({
    references: 3,
    read: 2,
    missing: [{ subject: 'item', sha256: bad }],
    altered: [],
  })
})

test('a sample finds every original that is missing, and reads about as many as asked', async () => {
  const names = await blobs.put(Array.from({ length: 50 }, (_, at) => Buffer.from(`blob ${at}`)))
  await rm(placeOf(data, names[7] ?? ''))
  const references = (async function* () {
    for (const sha256 of names) yield { subject: sha256, sha256 }
  })()
  const checked = await checkBlobs(references, blobs, { sample: 10, onProgress: () => {} })
  expect(checked.missing.map((one) => one.sha256)).toEqual([names[7]])
  expect(checked.read).toBe(10)
})

test('keys of another node are not overwritten', async () => {
  await expect(writeNodeFiles(data, { 'log-key': 'another\n' })).rejects.toMatchObject({ code: 'platform.restore-other-key' })
  await writeNodeFiles(data, { 'log-key': 'key\n', 'log-head': 'a later head\n' })
  expect(await readFile(join(data, 'log-head'), 'utf8')).toBe('a later head\n')
})

test('keys that lie elsewhere are read and put there, and a place that holds them already is left alone', async () => {
  const apart = join(folder, 'apart')
  await writeFile(apart, 'mine\n', { mode: 0o400 })
  const elsewhere = { 'log-key': apart }
  expect(await readNodeFiles(data, elsewhere)).toEqual({ 'log-key': 'mine\n', 'sign-in-secret': 'secret\n', 'log-head': 'head\n' })
  await writeNodeFiles(data, { 'log-key': 'mine\n' }, elsewhere)
  expect((await stat(apart)).mode & 0o777).toBe(0o400)
  await expect(writeNodeFiles(data, { 'log-key': 'another\n' }, elsewhere)).rejects.toMatchObject({ code: 'platform.restore-other-key' })
  await rm(apart)
  await writeNodeFiles(data, { 'log-key': 'another\n' }, elsewhere)
  expect([await readFile(apart, 'utf8'), (await stat(apart)).mode & 0o777]).toEqual(['another\n', 0o600])
  expect(await readFile(join(data, 'log-key'), 'utf8')).toBe('key\n')
})

test('names of generations sort by age, two of one second too', () => {
  const moment = new Date('2026-11-21T21:56:49.123Z')
  const first = nameGeneration(moment, [])
  expect(first).toBe('2026-11-21T215649Z')
  const second = nameGeneration(moment, [first])
  expect([first, second, nameGeneration(moment, [first, second])]).toEqual([
    '2026-11-21T215649Z',
    '2026-11-21T215649Z-2',
    '2026-11-21T215649Z-3',
  ])
})

test('the files of the write-ahead log are counted over the border of a log', () => {
  expect(namesBetween('0000000100000000000000FE', '000000010000000100000001', 16 << 20)).toEqual([
    '0000000100000000000000FE',
    '0000000100000000000000FF',
    '000000010000000100000000',
    '000000010000000100000001',
  ])
  expect(namesBetween('000000020000000300000002', '000000020000000300000002', 64 << 20)).toEqual(['000000020000000300000002'])
})

test('a table comes after those that it refers to, and a circle is named', () => {
  const tables = ['a', 'b', 'c'].map((name, at) => ({ oid: at + 1, name }))
  const order = inOrder(tables, [
    { table: 1, to: 2 },
    { table: 2, to: 3 },
    { table: 3, to: 9 },
  ])
  expect(order.map(({ name }) => name)).toEqual(['c', 'b', 'a'])
  expect(() =>
    inOrder(tables, [
      { table: 1, to: 2 },
      { table: 2, to: 1 },
    ]),
  ).toThrow(/a, b/)
})

test('a secret is told by its name alone', () => {
  const told = notableSettings({ A: 'one', B: 'hidden', C: '' }, ['A', 'B', 'C', 'D'], new Set(['B']))
  expect(told).toEqual({ A: 'one', B: '(set; its value is not kept here)' })
})

test('the bytes of a backup are those of the node', async () => {
  const bytes = Buffer.from('the very bytes')
  const [sha256 = ''] = await blobs.put([bytes])
  await backUp()
  expect(
    createHash('sha256')
      .update(await readFile(placeOf(target, sha256)))
      .digest('hex'),
  ).toBe(sha256)
})
