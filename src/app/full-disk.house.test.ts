import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { findPlace } from '../platform/postgres/place.ts'
import { run } from '../platform/postgres/run.ts'
import { findRunner } from '../platform/postgres/runner.ts'
import { socketUrl } from '../platform/postgres/settings.ts'
import { reportNotRun } from '../platform/testing/not-run.ts'
import { afterwards, cleanUp, scratchFolder } from '../platform/testing/scratch.ts'
import { allAnalysed, feed, get, onTheWire, setUpDesk } from './testing/desk.ts'
import { prepareFolder } from './testing/prepared.ts'
import { type Node, openNode } from './testing/processes.ts'

/** The disk of a running node fills up, in the middle of its intake, and is freed again. */

let node: Node | undefined
afterEach(async () => {
  await node?.down()
  node = undefined
  await cleanUp()
})

/** A data folder on a small disk of its own; undefined, and said so, where none can be had. */
async function smallDisk(): Promise<string | undefined> {
  const folder = await scratchFolder()
  const what = 'a disk that fills up under a running node'
  if (process.geteuid?.() !== 0) {
    reportNotRun(`${what}: needs root`)
    return undefined
  }
  const { code, said } = await run('mount', ['-t', 'tmpfs', '-o', 'size=420m,mode=0711', 'tmpfs', folder])
  if (code !== 0) {
    reportNotRun(`${what}: no mount here (${said})`)
    return undefined
  }
  afterwards(() => run('umount', ['-l', folder]))
  await prepareFolder(folder)
  return folder
}

/** Takes every byte that is left; again and again until stopped, since what is under way frees and takes some. */
function fillUp(folder: string): { stop(): Promise<void> } {
  let over = false
  const filling = (async () => {
    for (let at = 0; !over; at++) {
      await run('dd', ['if=/dev/zero', `of=${join(folder, `filler-${at}`)}`, 'bs=64k'])
      await run('dd', ['if=/dev/zero', `of=${join(folder, `filler-${at}-small`)}`, 'bs=512'])
      await sleep(200)
    }
    for (let at = 0; at < 10_000; at++) {
      const files = [`filler-${at}`, `filler-${at}-small`].map((name) => join(folder, name))
      for (const file of files) await rm(file, { force: true })
    }
  })()
  return {
    async stop() {
      over = true
      await filling
    },
  }
}

/** Hands a message in by HTTP; answers its hash and the status. */
async function post(target: Node, cookie: string, text: string): Promise<{ readonly status: number; readonly sha256: string }> {
  const { wire, sha256 } = onTheWire(Buffer.from(`From: <x@bad.example>\r\nSubject: ${text}\r\n\r\n${text}\r\n`))
  const { status } = await fetch(`http://127.0.0.1:${target.httpPort}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'message/rfc822', 'sec-fetch-site': 'same-origin' },
    body: new Uint8Array(wire),
  })
  return { status, sha256 }
}

/** Makes the database want new files for its write-ahead log until it cannot have one: then it stops, as it must. Answers whether it did. */
async function exhaust(folder: string): Promise<boolean> {
  const { sockets } = await findPlace(folder, await findRunner())
  const client = new pg.Client({ connectionString: socketUrl('postgres', 'tocsin', sockets), connectionTimeoutMillis: 5_000 })
  let broken = false
  client.on('error', () => {
    broken = true
  })
  try {
    await client.connect()
    for (let at = 0; at < 20 && !broken; at++) {
      await client.query(`select pg_logical_emit_message(false, 'test', repeat('x', 1000000)), pg_switch_wal()`)
      await sleep(200)
    }
    return broken
  } catch {
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

test.each([
  ['a full disk', false],
  ['a full disk that stops the database too', true],
])(
  'under %s senders are told to come again, nothing that was acknowledged is lost, and all goes on when there is space',
  async (_what, whole) => {
    const folder = await smallDisk()
    if (folder === undefined) return
    const target = await openNode(folder, ['all'])
    node = target
    await node.up()
    const cookie = await setUpDesk(node)
    const feeding = feed(node)
    await expect.poll(() => feeding.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(15)

    const filler = fillUp(folder)
    await expect.poll(() => feeding.refusals.length, { timeout: 60_000 }).toBeGreaterThan(5)
    if (whole) expect(await exhaust(folder)).toBe(true)
    const kept: string[] = []
    for (let at = 0; at < 5; at++) {
      const answer = await post(node, cookie, `full ${at}`)
      // as large as one that still fits somewhere may be taken: then it is kept
      if (answer.status === 201) kept.push(answer.sha256)
      else expect(answer.status).toBe(503)
      await sleep(200)
    }
    // a cut connection is an answer too, of a server that stops; a refusal for good would lose the message
    expect(feeding.refusals.filter((reply) => reply !== '' && !/^(421|45[12]) /.test(reply))).toEqual([])
    expect(feeding.refusals.some((reply) => /^45[12] /.test(reply))).toBe(true)
    const taken = feeding.acknowledged.size

    await filler.stop()
    await expect.poll(() => feeding.acknowledged.size, { timeout: 120_000 }).toBeGreaterThan(taken + 15)
    await feeding.stop()
    await node.up()
    const acknowledged = [...feeding.acknowledged, ...kept]
    const reports = await allAnalysed(node, cookie, acknowledged.length)
    const hashes = new Set(reports.map((report) => report.sha256))
    expect(acknowledged.filter((sha256) => !hashes.has(sha256))).toEqual([])
    expect(hashes.size, 'nothing is there twice').toBe(reports.length)
    for (const { item } of reports.slice(0, 20)) {
      const answer = await fetch(`http://127.0.0.1:${node.httpPort}/api/evidence/${item}/verify`, {
        method: 'POST',
        headers: { cookie, 'sec-fetch-site': 'same-origin' },
      })
      expect(answer.status).toBe(200)
    }
    const inLog = async () => (await get<{ items: { size: number }[] }>(target, cookie, '/api/log')).items[0]?.size
    await expect.poll(inLog, { timeout: 30_000 }).toBeGreaterThanOrEqual(reports.length)
    expect((await fetch(`http://127.0.0.1:${node.httpPort}/healthz`)).status).toBe(200)
  },
  400_000,
)
