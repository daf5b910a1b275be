import { createHash } from 'node:crypto'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { variedMessages } from '../../../fixtures/generate/varied.ts'
import { sendBySmtp } from './house.ts'
import type { Node } from './processes.ts'

/** The table of networks takes seconds to make and is the same for all: a data folder of a test shares it. */
export async function shareCache(folder: string): Promise<void> {
  const cache = join(tmpdir(), 'tocsin-test-cache')
  await mkdir(cache, { recursive: true })
  await rm(join(folder, 'cache'), { recursive: true, force: true })
  await symlink(cache, join(folder, 'cache'))
}

/** Makes the first organisation of a node by its set-up link; answers the administrator's cookies. */
export async function setUpDesk(node: Node): Promise<string> {
  const said = () => /\/setup#([\w-]+)/.exec(node.said())?.[1]
  // it is printed a moment after the node serves
  for (let attempt = 0; said() === undefined && attempt < 100; attempt++) await sleep(100)
  const token = said()
  const answer = await fetch(`http://127.0.0.1:${node.httpPort}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      organisation: { code: 'desk', name: 'Desk', kind: 'provider', country: 'SG' },
      person: { email: 'ann@desk.example', name: 'Ann', password: 'correct-horse-battery-9-staple' },
    }),
  })
  if (answer.status !== 201) throw new Error(`set-up: ${answer.status} ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** A message as it goes over the wire, and as it is kept. */
export function onTheWire(bytes: Uint8Array): { readonly wire: Buffer; readonly sha256: string } {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/\r?\n/g, '\r\n')
    .replace(/(?:\r\n)*$/, '\r\n')
  const wire = Buffer.from(text, 'latin1')
  return { wire, sha256: createHash('sha256').update(wire).digest('hex') }
}

export type Feed = {
  /** the SHA-256 of what was answered 250, so far */
  readonly acknowledged: ReadonlySet<string>
  /** the last replies that were no 250 */
  readonly refusals: readonly string[]
  stop(): Promise<void>
}

/** Sends different messages over several connections, each until it is taken, as mail servers do; with `pause` milliseconds between them. */
export function feed(node: Node, senders = 2, seed = 1, pause = 0): Feed {
  const acknowledged = new Set<string>()
  const refusals: string[] = []
  let over = false
  const send = async (from: number) => {
    for (const bytes of variedMessages(from)) {
      const { wire, sha256 } = onTheWire(bytes)
      for (let taken = false; !taken; ) {
        if (over) return
        const reply = await sendBySmtp(node.smtpPort, { from: `s${from}@sender.example`, to: 'report@tocsin.example', bytes: wire }).catch(
          () => '',
        )
        taken = reply.startsWith('250')
        if (taken) {
          acknowledged.add(sha256)
          if (pause > 0) await sleep(pause)
        } else {
          refusals.push(reply)
          await sleep(100)
        }
      }
    }
  }
  const sending = Array.from({ length: senders }, (_, at) => send(seed * 100 + at))
  return {
    acknowledged,
    refusals,
    async stop() {
      over = true
      await Promise.all(sending)
    },
  }
}

/** Asks as a client should: what is too often is asked again when the server says. */
export async function get<T>(node: Node, cookie: string, path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${node.httpPort}${path}`, { headers: { cookie } })
  if (answer.status === 429) {
    await answer.body?.cancel()
    await sleep(1000 * Number(answer.headers.get('retry-after') ?? 1))
    return get(node, cookie, path)
  }
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await (answer.headers.get('content-type')?.includes('json') ? answer.json() : answer.text())) as T
}

export type ReportLine = { readonly id: string; readonly state: string; readonly sha256: string; readonly item: string }

/** Every report, whole, once none waits any more. */
export async function allAnalysed(node: Node, cookie: string, atLeast: number): Promise<ReportLine[]> {
  const until = Date.now() + 180_000
  for (;;) {
    const lines: ReportLine[] = []
    let after = ''
    do {
      const page = await get<{ items: ReportLine[]; next: string | null }>(
        node,
        cookie,
        `/api/reports?limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`,
      )
      lines.push(...page.items)
      after = page.next ?? ''
    } while (after !== '')
    const waiting = lines.filter((line) => line.state !== 'analysed').length
    if (lines.length >= atLeast && waiting === 0) {
      const whole: ReportLine[] = []
      for (const { id } of lines) whole.push(await get<ReportLine>(node, cookie, `/api/reports/${id}`))
      return whole
    }
    if (Date.now() > until) throw new Error(`${waiting} of ${lines.length} reports are not analysed; ${atLeast} were expected`)
    await sleep(300)
  }
}
