import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openLogger } from '../platform/logger.ts'
import { startCluster } from '../platform/postgres/cluster.ts'
import { runTocsin } from '../platform/testing/command.ts'
import { prepareForeign, startForeignServer } from '../platform/testing/foreign.ts'
import { reportNotRun } from '../platform/testing/not-run.ts'
import { allRows } from '../platform/testing/rows.ts'
import { cleanUp, scratchFolder } from '../platform/testing/scratch.ts'
import { allAnalysed, feed, get, setUpDesk, shareCache } from './testing/desk.ts'
import { prepareFolder } from './testing/prepared.ts'
import { type Node, openNode } from './testing/processes.ts'

/** From the embedded PostgreSQL 18 to an administrator's own 15 and back: everything is the same, and the product serves on it. */

const nodes: Node[] = []
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.down()
  await cleanUp()
})

async function start(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Node> {
  await shareCache(folder)
  const node = await openNode(folder, ['all'], settings)
  nodes.push(node)
  await node.up()
  return node
}

/** The rows of a stopped node's embedded database. */
async function embeddedRows(dataFolder: string): Promise<Map<string, string[]>> {
  const cluster = await startCluster({ dataFolder, log: openLogger('silent') })
  try {
    return await allRows(cluster.superuserUrl())
  } finally {
    await cluster.stop()
  }
}

/** Where the new log of a restored node leaves its first lines. */
const ofTheLog = /^platform\.log/

/** Everything is there again; the log alone may have more, its new beginning. */
function expectSame(after: ReadonlyMap<string, readonly string[]>, before: ReadonlyMap<string, readonly string[]>): void {
  expect([...after.keys()]).toEqual([...before.keys()])
  for (const [table, rows] of before) {
    const there = after.get(table) ?? []
    if (ofTheLog.test(table)) expect(there, table).toEqual(expect.arrayContaining([...rows]))
    else expect(there, table).toEqual(rows)
  }
  // a log opened, its line, and nothing else
  for (const [table, more] of [
    ['platform.log', 1],
    ['platform.log_leaf', 1],
    ['platform.log_record', 1],
    ['platform.log_checkpoint', 1],
  ] as const) {
    expect(after.get(table)?.length, table).toBe((before.get(table)?.length ?? 0) + more)
  }
}

test('a node moves from the embedded PostgreSQL 18 to a PostgreSQL 15 over TCP, serves there, and moves back', async () => {
  const server = await startForeignServer(15)
  if (server === undefined) return reportNotRun('a dump from PostgreSQL 18 into 15 and back: PostgreSQL 15 is not installed')
  const data = await scratchFolder()
  await prepareFolder(data)
  const away = await scratchFolder('away')
  const first = await start(data)
  const cookie = await setUpDesk(first)
  const feeding = feed(first)
  await expect.poll(() => feeding.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(15)
  await feeding.stop()
  const reports = await allAnalysed(first, cookie, feeding.acknowledged.size)
  // more that is still in the queue when the node stops
  const late = feed(first, 2, 5)
  await expect.poll(() => late.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(5)
  await late.stop()
  await first.down()

  const file = join(away, 'node.dump')
  const dumped = await runTocsin(['dump', file, '--blobs'], { TOCSIN_DATA: data, DATABASE_URL: '' })
  expect(dumped, dumped.err).toMatchObject({ code: 0 })
  const before = await embeddedRows(data)
  expect(before.get('intake.report')?.length).toBe(feeding.acknowledged.size + late.acknowledged.size)

  const foreign = await prepareForeign(server)
  const there = { DATABASE_URL: foreign.application, TOCSIN_DATABASE_OWNER_URL: foreign.owner }
  const second = join(away, 'second')
  const loaded = await runTocsin(['restore', '--from-dump', file, '--to', second, '--check', 'all'], there)
  expect(loaded, loaded.err).toMatchObject({ code: 0, out: expect.stringContaining('none missing') })
  expectSame(await allRows(server.url('postgres', 'tocsin')), before)
  // what is loaded is never loaded over
  expect(await runTocsin(['restore', '--from-dump', file, '--to', join(away, 'third')], there)).toMatchObject({
    code: 1,
    err: expect.stringContaining('a dump is loaded into a new one only'),
  })

  // as the application's role, which owns nothing: the one that migrate admitted
  const node = await start(second, { DATABASE_URL: foreign.application })
  const again = await allAnalysed(node, cookie, reports.length + late.acknowledged.size)
  expect(again.map((one) => one.sha256)).toEqual(expect.arrayContaining(reports.map((one) => one.sha256)))
  for (const { item } of again.slice(0, 3)) {
    const answer = await fetch(`http://127.0.0.1:${node.httpPort}/api/evidence/${item}/verify`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(answer.status).toBe(200)
  }
  const more = feed(node, 1, 9)
  await expect.poll(() => more.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(2)
  await more.stop()
  await allAnalysed(node, cookie, again.length + more.acknowledged.size)
  expect((await get<{ items: unknown[] }>(node, cookie, '/api/log')).items).toHaveLength(2)
  await node.down()

  const back = join(away, 'back.dump')
  const out = await runTocsin(['dump', back], { TOCSIN_DATA: second, ...there })
  expect(out, out.err).toMatchObject({ code: 0, err: expect.stringContaining('the originals are not in it') })
  const home = join(away, 'home')
  const returned = await runTocsin(['restore', '--from-dump', back, '--to', home], { DATABASE_URL: '', TOCSIN_DATABASE_OWNER_URL: '' })
  expect(returned, returned.err).toMatchObject({ code: 1, out: expect.stringContaining('it was made without the originals') })
  expectSame(await embeddedRows(home), await allRows(server.url('postgres', 'tocsin')))
}, 400_000)

test('a node’s own folder stays when its database moves to one of your own, and nothing may run meanwhile', async () => {
  const server = await startForeignServer()
  if (server === undefined) return reportNotRun('the move to a database of one’s own: its programs are not installed')
  const data = await scratchFolder()
  await prepareFolder(data)
  const first = await start(data)
  const cookie = await setUpDesk(first)
  const feeding = feed(first)
  await expect.poll(() => feeding.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(5)
  await feeding.stop()
  const reports = await allAnalysed(first, cookie, feeding.acknowledged.size)
  const away = await scratchFolder('away')
  await mkdir(join(away, 'deep'))
  const file = join(away, 'deep', 'node.dump')
  expect(await runTocsin(['dump', file], { TOCSIN_DATA: data, DATABASE_URL: '' })).toMatchObject({ code: 0 })
  const foreign = await prepareForeign(server)
  const settings = { TOCSIN_DATA: data, DATABASE_URL: foreign.application, TOCSIN_DATABASE_OWNER_URL: foreign.owner }
  expect(await runTocsin(['restore', '--from-dump', file], settings)).toMatchObject({
    code: 1,
    err: expect.stringContaining('already uses the data folder'),
  })
  await first.down()
  const moved = await runTocsin(['restore', '--from-dump', file], settings)
  expect(moved, moved.err).toMatchObject({ code: 0, out: expect.stringContaining('none missing') })
  const node = await start(data, { DATABASE_URL: foreign.application })
  expect((await allAnalysed(node, cookie, reports.length)).map((one) => one.id).sort()).toEqual(reports.map((one) => one.id).sort())

  // backing up such a node: its database by its own means, the rest by ours
  const backups = join(away, 'backups')
  const made = await runTocsin(['backup', backups], settings)
  expect(made, made.err).toMatchObject({
    code: 0,
    out: expect.stringContaining('without the database'),
    err: expect.stringContaining('by its own means'),
  })
  expect(await runTocsin(['backup', '--verify', backups], {})).toMatchObject({ code: 0 })
  await node.down()
  expect(await runTocsin(['restore', backups, '--to', join(away, 'lost')], { DATABASE_URL: '' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('restore that by its own means first'),
  })
  const back = await runTocsin(['restore', backups, '--to', join(away, 'back')], { ...settings, TOCSIN_DATA: '' })
  expect(back, back.err).toMatchObject({ code: 0, out: expect.stringContaining('none missing') })
  const again = await start(join(away, 'back'), { DATABASE_URL: foreign.application })
  expect((await allAnalysed(again, cookie, reports.length)).length).toBe(reports.length)
  expect((await get<{ items: unknown[] }>(again, cookie, '/api/log')).items).toHaveLength(3)
}, 300_000)
