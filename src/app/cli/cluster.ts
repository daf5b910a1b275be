import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import { openGatherer } from '../../domain/analysis/campaign/index.ts'
import { readConfig } from '../../platform/config.ts'
import type { Sandbox } from '../../platform/sandbox/index.ts'
import { openWorkers } from '../sandbox/sandbox.ts'
import { type Line, linesToText, lineToJson } from './cluster/print.ts'
import { type Marked, markMessageTask } from './cluster/task.ts'
import { inOrder } from './inspect/in-order.ts'
import { openOutput } from './inspect/output.ts'
import { readSources, type Source } from './inspect/sources.ts'
import { cacheFolder, type InspectIo, readTrusted } from './inspect.ts'

const usage = `Usage: tocsin cluster FILE… [--jsonl] [--trusted SYSTEM,…]

Reads messages and tells which belong together: no database, nothing is kept. FILE is a message, an mbox, a folder (with all below), a
Maildir, or - for standard input. All are read before the first is told.

  --jsonl            one JSON object a line for each message, in their order: path, index in an mbox, campaign (null when alone), why
  --trusted LIST     own systems of the receiving side, as for inspect
  --help             this text

Exit codes: 0 all were read, 1 some could not be read, 2 the command was not understood.
`

const ahead = { count: 16, weight: 96 * 1024 * 1024 }
const readTime = 30_000

type Asked = { readonly paths: readonly string[]; readonly jsonl: boolean; readonly trusted: readonly string[] }

/** `tocsin cluster`: which of the messages under the paths belong together, and why; answers the exit code. */
export async function cluster(argv: readonly string[], io: InspectIo): Promise<0 | 1 | 2> {
  let asked: Asked | 'help'
  try {
    asked = readArguments(argv)
  } catch (thrown) {
    io.stderr.write(`tocsin cluster: ${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${usage}`)
    return 2
  }
  if (asked === 'help') {
    io.stdout.write(usage)
    return 0
  }
  try {
    return await run(asked, io)
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    io.stderr.write(`tocsin cluster: ${thrown.message}\n`)
    return thrown.kind === 'invalid' ? 2 : 1
  }
}

async function run(asked: Asked, io: InspectIo): Promise<0 | 1> {
  const lines = await gatherAll(asked, io)
  const output = openOutput(io.stdout)
  try {
    if (!asked.jsonl) await output.write(`${linesToText(lines, io.stdout.isTTY === true && (io.env?.NO_COLOR ?? '') === '')}\n`)
    else
      for (const line of lines) {
        if (output.closed()) break
        await output.write(`${lineToJson(line)}\n`)
      }
  } finally {
    output.release()
  }
  return lines.every(({ error }) => error === null) ? 0 : 1
}

/** Places the messages in their order, then asks again of those that are alone, so that the first of a campaign is found too. */
async function gatherAll(asked: Asked, io: InspectIo): Promise<Line[]> {
  const config = readConfig(io.env)
  const size = availableParallelism()
  const { sandbox } = await openWorkers(await cacheFolder(config.TOCSIN_DATA, io.env), { size, memory: 512, keep: size })
  const gatherer = openGatherer()
  const read: { readonly source: Source; readonly subject: string | null; readonly error: string | null; readonly id: string }[] = []
  try {
    const answers = inOrder(
      readSources(asked.paths, io.stdin, { bytes: config.TOCSIN_MAIL_SIZE }),
      { count: size * ahead.count, weight: ahead.weight },
      (source) => ('bytes' in source ? source.bytes.length : 0),
      (source) => readOne(source, asked.trusted, sandbox),
    )
    for await (const { source, outcome, sha256 } of answers) {
      const id = `${read.length} ${sha256}`
      if (typeof outcome !== 'string') gatherer.add(id, outcome.marks)
      const said = typeof outcome === 'string' ? { subject: null, error: outcome } : { subject: outcome.subject, error: null }
      // the bytes are let go of: only where they came from is told
      read.push({ source: 'bytes' in source ? { place: source.place, bytes: new Uint8Array() } : source, ...said, id })
    }
  } finally {
    await sandbox.close()
  }
  gatherer.settle()
  return read.map(({ source, subject, error, id }) => {
    const found = gatherer.placeOf(id)
    return { place: source.place, campaign: campaignName(found?.campaign ?? null), why: found?.why ?? [], subject, error }
  })
}

/** Named for the bytes of the message that a campaign began with, so that the same messages give the same names. */
function campaignName(first: string | null): string | null {
  return first === null ? null : `campaign-${first.slice(first.indexOf(' ') + 1).slice(0, 16)}`
}

type Read = { readonly source: Source; readonly outcome: Marked | string; readonly sha256: string }

async function readOne(source: Source, trusted: readonly string[], sandbox: Sandbox): Promise<Read> {
  if ('error' in source) return { source, outcome: source.error, sha256: '' }
  const sha256 = createHash('sha256').update(source.bytes).digest('hex')
  const outcome = await sandbox.run(markMessageTask, { bytes: source.bytes, trusted }, { time: readTime })
  if ('died' in outcome) return { source, outcome: `the reader was stopped (${outcome.died}): ${outcome.message}`, sha256 }
  return { source, outcome: outcome.ok, sha256 }
}

function readArguments(argv: readonly string[]): Asked | 'help' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { jsonl: { type: 'boolean' }, trusted: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help === true) return 'help'
  if (positionals.length === 0) throw new Error('name a file, a folder, or - for standard input')
  if (positionals.filter((one) => one === '-').length > 1) throw new Error('standard input can be read once')
  return { paths: positionals, jsonl: values.jsonl === true, trusted: readTrusted(values.trusted ?? []) }
}
