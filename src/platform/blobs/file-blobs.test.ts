import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Blobs } from './blobs.ts'
import { openFileBlobs } from './file-blobs.ts'

let folder: string
let blobs: Blobs
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-blobs-'))
  blobs = await openFileBlobs(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = Buffer.from('a blob')
const sha256 = createHash('sha256').update(bytes).digest('hex')
const place = () => join(folder, sha256.slice(0, 2), sha256)
const age = (path: string, milliseconds: number) => utimes(path, new Date(), new Date(Date.now() - milliseconds))
const day = 86_400_000

async function listed() {
  const found: { sha256: string; age: number; size: number }[] = []
  for await (const one of blobs.list()) found.push(one)
  return found
}

test('putting what is there renews its age and leaves nothing behind', async () => {
  await blobs.put([bytes])
  await age(place(), 10 * day)
  await blobs.put([bytes, bytes])
  expect(Date.now() - (await stat(place())).mtimeMs).toBeLessThan(day)
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('a blob goes only when it was not put lately', async () => {
  await blobs.put([bytes])
  expect(await blobs.remove(sha256, day)).toBe('in-use')
  await age(place(), 2 * day)
  expect(await blobs.remove(sha256, day)).toBe('removed')
  expect(await blobs.remove(sha256, day)).toBe('absent')
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})

test('of many puts and removals at once none loses a blob that was just put', async () => {
  for (let round = 0; round < 50; round++) {
    await blobs.put([bytes])
    await age(place(), 2 * day)
    await Promise.all([blobs.remove(sha256, day), blobs.put([bytes]), blobs.remove(sha256, day)])
    expect(await blobs.has(sha256), `round ${round}`).toBe(true)
  }
})

test('what a crash left in the middle of a removal comes back, and what it left of a put is cleared away', async () => {
  await blobs.put([bytes])
  await rename(place(), join(folder, 'incoming', `${sha256}.0123456789ab.leaving`))
  await blobs.put([Buffer.from('another')])
  await age(join(folder, 'incoming', `${sha256}.0123456789ab.leaving`), 2 * day)
  await listed()
  expect(Buffer.from((await blobs.read(sha256)) ?? new Uint8Array()).equals(bytes)).toBe(true)
  expect(await readdir(join(folder, 'incoming'))).toEqual([])
})
