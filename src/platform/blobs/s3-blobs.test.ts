import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// @ts-expect-error it brings no types
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Blobs } from './blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

let folder: string
let server: { run(): Promise<{ port: number }>; close(): Promise<void> }
let blobs: Blobs

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-s3-'))
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'evidence', configs: [] }],
  })
  const { port } = await server.run()
  blobs = openS3Blobs({
    endpoint: `http://127.0.0.1:${port}/evidence`,
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  })
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

const bytes = Buffer.from('a blob')
const sha256 = createHash('sha256').update(bytes).digest('hex')

async function listed() {
  const found: { sha256: string; age: number; size: number }[] = []
  for await (const one of blobs.list()) found.push(one)
  return found
}

test('what was put is read, listed with its age, and known', async () => {
  expect(await blobs.put([bytes, Buffer.from('another')])).toContain(sha256)
  expect(Buffer.from((await blobs.read(sha256)) ?? new Uint8Array()).equals(bytes)).toBe(true)
  expect(await blobs.has(sha256)).toBe(true)
  const found = await listed()
  expect(found).toHaveLength(2)
  expect(found).toContainEqual(expect.objectContaining({ sha256, size: bytes.length }))
})

test('a blob goes only when it was not put lately', async () => {
  await blobs.put([bytes])
  expect(await blobs.remove(sha256, 3_600_000)).toBe('in-use')
  expect(await blobs.has(sha256)).toBe(true)
  expect(await blobs.remove(sha256, 0)).toBe('removed')
  expect(await blobs.remove(sha256, 0)).toBe('absent')
  expect(await blobs.read(sha256)).toBeUndefined()
})

test('a store that is not there is unavailable, never absent', async () => {
  const nowhere = openS3Blobs({ endpoint: 'http://127.0.0.1:9/evidence', region: 'auto', accessKeyId: 'x', secretAccessKey: 'y' })
  await expect(nowhere.read(sha256)).rejects.toMatchObject({ kind: 'unavailable' })
  await expect(nowhere.remove(sha256, 0)).rejects.toMatchObject({ kind: 'unavailable' })
})
