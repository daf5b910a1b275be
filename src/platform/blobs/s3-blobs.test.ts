import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Blobs } from './blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

let folder: string
let server: S3rver
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

test('a long listing is read to its end, page by page', async () => {
  // ListObjectsV2 alone, in pages of two: s3rver makes its tokens with a cipher that OpenSSL 3 no longer has
  const keys = Array.from({ length: 5 }, (_, at) => `blobs/0${at}/${`0${at}`.repeat(32)}`)
  const pages = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://s3').searchParams
    const from = Number(query.get('continuation-token') ?? 0)
    const more = from + 2 < keys.length
    const contents = keys
      .slice(from, from + 2)
      .map((key) => `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>3</Size></Contents>`)
    response.setHeader('content-type', 'application/xml').end(`<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>
      <IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''}${contents.join('')}</ListBucketResult>`)
  })
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = pages.address() as AddressInfo
    const paged = openS3Blobs({ endpoint: `http://127.0.0.1:${port}/evidence`, region: 'auto', accessKeyId: 'x', secretAccessKey: 'y' })
    const found: string[] = []
    for await (const one of paged.list()) found.push(one.sha256)
    expect(found).toEqual(keys.map((key) => key.slice(-64)))
  } finally {
    pages.closeAllConnections()
    pages.close()
  }
})
