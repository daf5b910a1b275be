import { createHash } from 'node:crypto'
import { mkdir, stat } from 'node:fs/promises'
import { availableParallelism, homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import { isMalformed } from '../../base/parsed.ts'
import { readSystem, type SystemFault } from '../../forensics/message/systems.ts'
import { readConfig } from '../../platform/config.ts'
import { layoutOf } from '../../platform/data-folder.ts'
import { createDns, type Dns } from '../../platform/net/resolver.ts'
import type { Sandbox } from '../../platform/sandbox/index.ts'
import { openWorkers } from '../sandbox/sandbox.ts'
import { inOrder } from './inspect/in-order.ts'
import { type Output, openOutput } from './inspect/output.ts'
import { creditsToText, errorToJson, errorToText } from './inspect/print.ts'
import { readSources, type Source } from './inspect/sources.ts'
import { type Form, inspectMessageTask } from './inspect/task.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where a command reads and writes; `process` is one. */
export type InspectIo = {
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly stdout: Output
  readonly stderr: { write(text: string): unknown }
  readonly env?: Environment
}

const usage = `Usage: tocsin inspect FILE… [--json|--jsonl] [--dns] [--trusted SYSTEM,…]

Reads messages and prints what each shows: no database, nothing is kept. FILE is a message, an mbox, a folder (with all below),
a Maildir, or - for standard input.

  --jsonl            one JSON object a line for each message
  --json             one JSON array of these
  --dns              ask DNS (as TOCSIN_DNS says) for SPF, DKIM, DMARC and ARC; otherwise they stay unchecked
  --trusted LIST     own systems of the receiving side, separated by commas: addresses, networks (192.0.2.0/24, 2001:db8::/32) and
                     host suffixes (mail.example.org); may be repeated
  --help             this text

Exit codes: 0 all were read, 1 some could not be read, 2 the command was not understood.
`

/** Messages ahead of the one that is printed next, per thread, and their bytes together. */
const ahead = { count: 16, weight: 96 * 1024 * 1024 }
const readTime = 30_000

type Asked = {
  readonly paths: readonly string[]
  readonly kind: 'json' | 'jsonl' | 'text'
  readonly dns: boolean
  readonly trusted: readonly string[]
}

/** `tocsin inspect`: prints a reading of every message under the paths, in their order, and answers the exit code. */
export async function inspect(argv: readonly string[], io: InspectIo): Promise<0 | 1 | 2> {
  let asked: Asked | 'help'
  try {
    asked = readArguments(argv)
  } catch (thrown) {
    io.stderr.write(`tocsin inspect: ${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${usage}`)
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
    io.stderr.write(`tocsin inspect: ${thrown.message}\n`)
    return thrown.kind === 'invalid' ? 2 : 1
  }
}

async function run(asked: Asked, io: InspectIo): Promise<0 | 1> {
  const config = readConfig(io.env)
  const dns = asked.dns ? createDns(config.TOCSIN_DNS) : undefined
  const size = availableParallelism()
  const { sandbox, location } = await openWorkers(await cacheFolder(config.TOCSIN_DATA, io.env), { size, memory: 512, keep: size })
  const output = openOutput(io.stdout)
  const form: Form =
    asked.kind === 'text' ? { kind: 'text', colour: io.stdout.isTTY === true && (io.env?.NO_COLOR ?? '') === '' } : { kind: 'json' }
  const limits = { bytes: config.TOCSIN_MAIL_SIZE }
  let read = 0
  let failed = 0
  try {
    const answers = inOrder(
      readSources(asked.paths, io.stdin, limits),
      { count: size * ahead.count, weight: ahead.weight },
      (source) => ('bytes' in source ? source.bytes.length : 0),
      (source) => readOne(source, form, asked.trusted, sandbox, dns),
    )
    if (asked.kind === 'json') await output.write('[')
    for await (const answer of answers) {
      if (answer.failed) failed += 1
      const first = read === 0
      read += 1
      if (asked.kind === 'json') await output.write(`${first ? '\n' : ',\n'}${answer.text}`)
      else await output.write(`${asked.kind === 'text' && !first ? '\n' : ''}${answer.text}\n`)
      if (output.closed()) break
    }
    if (asked.kind === 'json') await output.write(read === 0 ? ']\n' : '\n]\n')
    if (asked.kind === 'text' && read > failed) await output.write(`\n${creditsToText(location.sources)}\n`)
  } finally {
    dns?.close()
    output.release()
    await sandbox.close()
  }
  if (asked.kind === 'text' && read > 1) io.stderr.write(`${read} messages${failed === 0 ? '' : `, ${failed} of them could not be read`}\n`)
  return failed === 0 ? 0 : 1
}

type Answer = { readonly text: string; readonly failed: boolean }

async function readOne(source: Source, form: Form, trusted: readonly string[], sandbox: Sandbox, dns: Dns | undefined): Promise<Answer> {
  const { place } = source
  const fault = (error: string, sha256: string | null): Answer => ({
    text: form.kind === 'json' ? errorToJson(place, error, sha256) : errorToText(place, error, form.colour),
    failed: true,
  })
  if ('error' in source) return fault(source.error, null)
  const session = dns?.session()
  const outcome = await sandbox.run(
    inspectMessageTask,
    { bytes: source.bytes, place, form, trusted },
    { time: readTime, ...(session === undefined ? {} : { ports: { resolve: session.resolve } }) },
  )
  if ('died' in outcome) {
    return fault(`the reader was stopped (${outcome.died}): ${outcome.message}`, createHash('sha256').update(source.bytes).digest('hex'))
  }
  if (form.kind === 'text' || session === undefined) return { text: outcome.ok, failed: false }
  // the answers are evidence of what the reading rests on
  return { text: `${outcome.ok.slice(0, -1)},"dns":${JSON.stringify(session.transcript())}}`, failed: false }
}

function readArguments(argv: readonly string[]): Asked | 'help' {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      jsonl: { type: 'boolean' },
      dns: { type: 'boolean' },
      trusted: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help === true) return 'help'
  if (positionals.length === 0) throw new Error('name a file, a folder, or - for standard input')
  if (positionals.filter((one) => one === '-').length > 1) throw new Error('standard input can be read once')
  if (values.json === true && values.jsonl === true) throw new Error('--json and --jsonl exclude each other')
  const kind = values.jsonl === true ? 'jsonl' : values.json === true ? 'json' : 'text'
  return { paths: positionals, kind, dns: values.dns === true, trusted: readTrusted(values.trusted ?? []) }
}

/** The systems that `--trusted` names; throws where one is none. */
export function readTrusted(lists: readonly string[]): string[] {
  const texts = lists.flatMap((list) => list.split(',')).filter((text) => text.trim() !== '')
  if (lists.length > 0 && texts.length === 0) throw new Error('--trusted names no system')
  return texts.map((text) => {
    const system = readSystem(text)
    if (isMalformed(system)) throw new Error(`--trusted ${text.trim()}: ${faults[system.malformed as SystemFault]}`)
    return system.value
  })
}

const faults: Readonly<Record<SystemFault, string>> = {
  empty: 'is empty',
  neither: 'is neither an address, a network nor a host suffix',
  wide: 'is larger than any organisation’s network',
  'public-suffix': 'is a suffix under which anybody may have a name',
}

/** The data folder's cache where there is a data folder; otherwise the user's own, for a command that only reads leaves no `data` behind. */
export async function cacheFolder(dataFolder: string, env: Environment = process.env): Promise<string | null> {
  if (
    await stat(dataFolder).then(
      (one) => one.isDirectory(),
      () => false,
    )
  )
    return layoutOf(dataFolder).cache
  const own = env.XDG_CACHE_HOME === undefined || env.XDG_CACHE_HOME === '' ? join(env.HOME ?? homedir(), '.cache') : env.XDG_CACHE_HOME
  const folder = join(own, 'tocsin')
  return mkdir(folder, { recursive: true, mode: 0o700 }).then(
    () => folder,
    () => null,
  )
}
