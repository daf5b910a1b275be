import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allAnalysed, type Feed, feed, get, setUpDesk } from './testing/desk.ts'
import { type Node, openNode } from './testing/processes.ts'

/** kill -9 of every process, at moments that nobody chose, while mail comes in. What was answered 250 is there afterwards: once, whole, analysed, in the log. */

let folder: string
let node: Node | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-kill-'))
  await chmod(folder, 0o711)
})
afterEach(async () => {
  await node?.down()
  await rm(folder, { recursive: true, force: true })
})

const rounds = 4
/** messages that are acknowledged before each kill, and after the last: however slow the machine, there is something to lose */
const eachRound = 15
const senders = 4

test.each([
  ['in one process', ['all'] as const],
  ['in processes apart', ['serve', 'work'] as const],
])(
  'with the roles %s, every acknowledged message is there exactly once, analysed, with an intact log',
  async (_how, roles) => {
    node = await openNode(folder, roles)
    await node.up()
    const cookie = await setUpDesk(node)
    const acknowledged = await intakeUnderKills(node, roles.length > 1 ? ['serve', 'work', 'database'] : ['serve', 'database'])
    expect(acknowledged.size).toBeGreaterThanOrEqual((rounds + 1) * eachRound)
    await node.up()
    const reports = await allAnalysed(node, cookie, acknowledged.size)
    const hashes = reports.map((report) => report.sha256)
    expect(new Set(hashes).size, 'no message is there twice').toBe(hashes.length)
    const missing = [...acknowledged].filter((sha256) => !hashes.includes(sha256))
    expect(missing, 'nothing acknowledged is lost').toEqual([])
    expect(reports.filter((report) => report.state !== 'analysed')).toEqual([])
    await expectIntactLog(node, cookie, reports.length)
  },
  400_000,
)

/** Sends from several connections until the kills are over; answers the SHA-256 of what was acknowledged. */
async function intakeUnderKills(target: Node, victims: readonly ('serve' | 'work' | 'database')[]): Promise<ReadonlySet<string>> {
  const feeding = feed(target, senders)
  for (let round = 0; round < rounds; round++) {
    await more(feeding)
    await sleep(Math.random() * 1500)
    await target.kill(victims[round % victims.length] ?? 'serve')
    await sleep(Math.random() * 300)
    await target.up()
  }
  await more(feeding)
  await feeding.stop()
  return feeding.acknowledged
}

async function more({ acknowledged }: Feed): Promise<void> {
  const wanted = acknowledged.size + eachRound
  await expect.poll(() => acknowledged.size, { timeout: 120_000 }).toBeGreaterThanOrEqual(wanted)
}

/** The log holds the custody of every report, and a later checkpoint contains the earlier. */
async function expectIntactLog(target: Node, cookie: string, reports: number): Promise<void> {
  const { items } = await get<{ items: { origin: string; size: number }[] }>(target, cookie, '/api/log')
  const size = items.reduce((sum, log) => sum + log.size, 0)
  expect(size).toBeGreaterThanOrEqual(reports)
  const half = Math.max(1, Math.floor(size / 2))
  const answer = await fetch(`http://127.0.0.1:${target.httpPort}/api/log/consistency?from=${half}&to=${size}`, { headers: { cookie } })
  expect(answer.status).toBe(200)
}
