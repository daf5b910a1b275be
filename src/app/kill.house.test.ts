import { createHash } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { variedMessages } from '../../fixtures/generate/varied.ts'
import { sendBySmtp } from './testing/house.ts'
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
const senders = 4

test.each([
  ['in one process', ['all'] as const],
  ['in processes apart', ['serve', 'work'] as const],
])(
  'with the roles %s, every acknowledged message is there exactly once, analysed, with an intact log',
  async (_how, roles) => {
    node = await openNode(folder, roles)
    await node.up()
    const cookie = await setUp(node)
    const acknowledged = await intakeUnderKills(node, roles.length > 1 ? ['serve', 'work', 'database'] : ['serve', 'database'])
    expect(acknowledged.size).toBeGreaterThan(50)
    await node.up()
    const reports = await allAnalysed(node, cookie, acknowledged)
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
  const acknowledged = new Set<string>()
  let over = false
  const send = async (seed: number) => {
    for (const bytes of variedMessages(seed)) {
      if (over) return
      const wire = Buffer.from(
        Buffer.from(bytes)
          .toString('latin1')
          .replaceAll(/\r?\n/g, '\r\n')
          .replace(/(?:\r\n)*$/, '\r\n'),
        'latin1',
      )
      // until it is taken: a sender keeps what was not acknowledged
      for (let taken = false; !taken && !over; ) {
        const reply = await sendBySmtp(target.smtpPort, {
          from: `s${seed}@sender.example`,
          to: 'report@tocsin.example',
          bytes: wire,
        }).catch(() => '')
        taken = reply.startsWith('250')
        if (taken) acknowledged.add(createHash('sha256').update(wire).digest('hex'))
        else await sleep(100)
      }
    }
  }
  const sending = Array.from({ length: senders }, (_, seed) => send(seed + 1))
  for (let round = 0; round < rounds; round++) {
    await sleep(500 + Math.random() * 1500)
    await target.kill(victims[round % victims.length] ?? 'serve')
    await sleep(Math.random() * 300)
    await target.up()
  }
  await sleep(1000)
  over = true
  await Promise.all(sending)
  return acknowledged
}

async function setUp(target: Node): Promise<string> {
  const token = /\/setup#([\w-]+)/.exec(target.said())?.[1]
  const answer = await fetch(`http://127.0.0.1:${target.httpPort}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      organisation: { code: 'desk', name: 'Desk', kind: 'provider', country: 'SG' },
      person: { email: 'ann@desk.example', name: 'Ann', password: 'correct-horse-battery-9-staple' },
    }),
  })
  expect(answer.status).toBe(201)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

type Report = { readonly id: string; readonly state: string; readonly sha256: string; readonly item: string }

async function get<T>(target: Node, cookie: string, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${target.httpPort}${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return (await answer.json()) as T
}

/** Every report with its hash, once none waits any more. */
async function allAnalysed(target: Node, cookie: string, acknowledged: ReadonlySet<string>): Promise<Report[]> {
  const until = Date.now() + 180_000
  for (;;) {
    const lines: Report[] = []
    let after = ''
    do {
      const page = await get<{ items: Report[]; next: string | null }>(
        target,
        cookie,
        `/api/reports?limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
      )
      lines.push(...page.items)
      after = page.next ?? ''
    } while (after !== '')
    if (lines.length >= acknowledged.size && lines.every((line) => line.state === 'analysed')) {
      return Promise.all(lines.map((line) => get<Report>(target, cookie, `/api/reports/${line.id}`)))
    }
    if (Date.now() > until)
      throw new Error(`${lines.filter((line) => line.state !== 'analysed').length} of ${lines.length} are not analysed`)
    await sleep(500)
  }
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
