import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataFolder } from '../platform/data-folder.ts'
import { runTocsin } from '../platform/testing/command.ts'
import { onTheWire } from './testing/desk.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'

let bucket: string
let server: S3rver
let house: House
let ann: Client

beforeAll(async () => {
  bucket = await mkdtemp(join(tmpdir(), 'tocsin-s3-'))
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: bucket,
    configureBuckets: [{ name: 'evidence', configs: [] }],
  })
  const { port } = await server.run()
  house = await openHouse({
    TOCSIN_BLOBS: 's3',
    TOCSIN_S3_ENDPOINT: `http://127.0.0.1:${port}/evidence`,
    TOCSIN_S3_REGION: 'us-east-1',
    TOCSIN_S3_ACCESS_KEY: 'S3RVER',
    TOCSIN_S3_SECRET_KEY: 'S3RVER',
  })
  ann = await firstRun(house)
  await (await openDataFolder(house.ctx.config.TOCSIN_DATA)).release()
})
afterAll(async () => {
  await house?.close()
  await server?.close()
  await rm(bucket, { recursive: true, force: true })
})

/** Files under a folder whose bytes have this hash. */
async function holding(folder: string, sha256: string): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex') === sha256
    )
      found.push(path.slice(folder.length + 1))
  }
  return found
}

const mail = Buffer.from('From: <spam@bad.example>\r\nTo: <me@there.example>\r\nSubject: Into the bucket\r\n\r\nhttp://bad.example/\r\n')
const { wire, sha256 } = onTheWire(mail)

test('with TOCSIN_BLOBS=s3 the original of a report lies in the bucket and nowhere else, and is analysed and read from there', async () => {
  expect(await sendBySmtp(house.smtpPort, { from: 'r@reporter.example', to: 'report@tocsin.example', bytes: wire })).toMatch(/^250/)
  await house.drain()
  expect(await holding(bucket, sha256)).toEqual([expect.stringContaining(`evidence/blobs/${sha256.slice(0, 2)}/${sha256}`)])
  expect(await holding(house.environment.TOCSIN_DATA ?? '', sha256)).toEqual([])
  const { body: list } = await ann.call('GET', '/api/reports')
  const [report] = (list as { items: { id: string; state: string; summary: { title: string } }[] }).items
  expect(report).toMatchObject({ state: 'analysed', summary: { title: 'Into the bucket' } })
  const { body: whole } = await ann.call('GET', `/api/reports/${report?.id}`)
  const { item } = whole as { item: string }
  expect(await house.ctx.blobs.read(sha256)).toEqual(new Uint8Array(wire))
  expect((await ann.call('POST', `/api/evidence/${item}/verify`)).body).toMatchObject({ sha256 })
})

test('a backup brings what lies in the bucket along, unless it is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-s3-backup-'))
  try {
    const made = await runTocsin(['backup', join(folder, 'all')], house.environment)
    expect(made, made.err).toMatchObject({ code: 0 })
    expect(await holding(join(folder, 'all', 'blobs'), sha256)).toHaveLength(1)
    const bare = await runTocsin(['backup', join(folder, 'bare'), '--no-blobs'], house.environment)
    expect(bare, bare.err).toMatchObject({ code: 0, out: expect.stringContaining('without the originals') })
    expect(await holding(join(folder, 'bare'), sha256)).toEqual([])
    expect(await runTocsin(['backup', join(folder, 'linked'), '--link'], house.environment)).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be linked'),
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('while the bucket is away a sender is asked to come again, and nothing is acknowledged; then it is taken', async () => {
  const other = onTheWire(Buffer.from('From: <spam@bad.example>\r\nSubject: Away\r\n\r\nx\r\n'))
  const port = Number(new URL(house.environment.TOCSIN_S3_ENDPOINT ?? '').port)
  await server.close()
  const refused = await sendBySmtp(house.smtpPort, { from: 'r@reporter.example', to: 'report@tocsin.example', bytes: other.wire })
  expect(refused).toMatch(/^45[12] /)
  const answer = await ann.call('POST', '/api/reports', other.wire, { 'content-type': 'message/rfc822' })
  expect(answer.status).toBe(503)
  server = new S3rver({ port, address: '127.0.0.1', silent: true, directory: bucket, configureBuckets: [] })
  await server.run()
  expect(await sendBySmtp(house.smtpPort, { from: 'r@reporter.example', to: 'report@tocsin.example', bytes: other.wire })).toMatch(/^250/)
  await house.drain()
  expect(await holding(bucket, other.sha256)).toHaveLength(1)
})
