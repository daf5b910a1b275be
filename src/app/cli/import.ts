import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { systemActor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { ChannelId, OrganisationId } from '../../base/id.ts'
import { findFirstOrganisation, findOrganisationByCode } from '../../domain/directory/index.ts'
import { ensureChannel, openReceiver, type Receive, refuseSuspended } from '../../domain/intake/index.ts'
import { readConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { openLogger } from '../../platform/logger.ts'
import { perform } from '../../platform/work.ts'
import { openContext } from '../context.ts'
import { evidenceSources } from '../sources.ts'
import { type Journal, openJournal } from './import/journal.ts'
import { openProgress } from './import/progress.ts'
import { readSources, type Source } from './inspect/sources.ts'

/** Where the command reads and writes; `process` is one. */
export type ImportIo = {
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown; isTTY?: boolean; columns?: number }
  readonly env?: Readonly<Record<string, string | undefined>>
}

const usage = `Usage: tocsin import PATH… [--organisation CODE] [--reporter ADDRESS]

Hands in messages and files as reports: files, folders with all below, Maildirs, mboxes, - for standard input. Each is a report of
its own, analysed by the running server, or by the next one that starts. Interrupted and started again with the same paths, it goes
on where it was; what is there already is not filed twice.

  --organisation CODE   the organisation that receives them; the node's first unless said
  --reporter ADDRESS    who reports them
  --help                this text
`

/** reports under way at once; they share their transactions */
const side = 64

export async function importReports(argv: readonly string[], io: ImportIo): Promise<number> {
  const parsed = parse(argv)
  if (parsed === undefined || parsed.help) {
    ;(parsed === undefined ? io.stderr : io.stdout).write(usage)
    return parsed === undefined ? 2 : 0
  }
  const config = readConfig(io.env ?? process.env)
  const opened = await openContext(config, openLogger('error'), [], (line) => io.stderr.write(`${line}\n`))
  const { ctx } = opened
  try {
    const { owner, channel } = await targetOf(ctx, parsed.organisation)
    const paths = parsed.paths.map((path) => (path === '-' ? path : resolve(path)))
    const journal = await openJournal(config.TOCSIN_DATA, owner, paths)
    if (journal.known > 0) io.stderr.write(`going on: ${journal.known} were done before\n`)
    const done = await run(ctx, { owner, channel, reporter: parsed.reporter }, paths, journal, io)
    if (done.failed === 0) await journal.finish()
    await journal.close()
    io.stdout.write(
      `${done.filed} filed, ${done.again} were there already, ${done.skipped} done before, ${done.failed} could not be read\n`,
    )
    return done.failed > 0 ? 1 : 0
  } finally {
    await opened.close()
  }
}

type Parsed = {
  readonly paths: readonly string[]
  readonly organisation: string | null
  readonly reporter: string | null
  readonly help: boolean
}

function parse(argv: readonly string[]): Parsed | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { organisation: { type: 'string' }, reporter: { type: 'string' }, help: { type: 'boolean', default: false } },
    })
    if (positionals.length === 0 && !values.help) return undefined
    return { paths: positionals, organisation: values.organisation ?? null, reporter: values.reporter ?? null, help: values.help }
  } catch {
    return undefined
  }
}

type Target = { readonly owner: OrganisationId; readonly channel: ChannelId; readonly reporter: string | null }

async function targetOf(ctx: Context, code: string | null): Promise<Omit<Target, 'reporter'>> {
  const node = systemActor('import', null)
  const organisation = await ctx.read(node, (tx) => (code === null ? findFirstOrganisation(tx) : findOrganisationByCode(tx, code)))
  if (organisation === undefined)
    throw new Failure(
      'invalid',
      'intake.no-organisation',
      code === null ? 'there is no organisation yet: set the node up first' : `there is no organisation ${code}`,
    )
  refuseSuspended(organisation)
  const channel = await perform(ctx, systemActor('import', organisation.id), (work) => ensureChannel(work, 'import'))
  return { owner: organisation.id, channel: channel.id }
}

type Done = { filed: number; again: number; skipped: number; failed: number }

async function run(ctx: Context, target: Target, paths: readonly string[], journal: Journal, io: ImportIo): Promise<Done> {
  const receive = openReceiver(ctx, evidenceSources.forget)
  const progress = openProgress(io.stderr, await sizeOf(paths))
  const done: Done = { filed: 0, again: 0, skipped: 0, failed: 0 }
  const under = new Set<Promise<void>>()
  for await (const source of readSources(paths, io.stdin, { bytes: ctx.config.TOCSIN_MAIL_SIZE })) {
    if (journal.has(source.place)) {
      done.skipped++
      progress.step('bytes' in source ? source.bytes.length : 0)
      continue
    }
    const one: Promise<void> = handIn(receive, target, source, journal, done, io).finally(() => {
      under.delete(one)
      progress.step('bytes' in source ? source.bytes.length : 0)
    })
    under.add(one)
    if (under.size >= side) await Promise.race(under)
  }
  await Promise.all(under)
  progress.end()
  return done
}

async function handIn(receive: Receive, target: Target, source: Source, journal: Journal, done: Done, io: ImportIo): Promise<void> {
  const where = source.place.index === null ? source.place.path : `${source.place.path} (message ${source.place.index + 1})`
  if ('error' in source) {
    done.failed++
    io.stderr.write(`${where}: ${source.error}\n`)
    return
  }
  const name = source.place.index === null ? (source.place.path.split('/').at(-1) ?? null) : null
  const receipt = await receive(systemActor('import', target.owner), {
    owner: target.owner,
    channel: target.channel,
    bytes: source.bytes,
    mediaType: source.place.index === null ? 'application/octet-stream' : 'message/rfc822',
    name,
    reporter: target.reporter === null ? null : { address: target.reporter, name: null },
    note: null,
    language: null,
    envelope: null,
    said: 'unwanted',
    counted: false,
  })
  if (receipt.again) done.again++
  else done.filed++
  await journal.add(source.place)
}

/** Bytes under the paths, for the bar; 0 when it cannot be told. */
async function sizeOf(paths: readonly string[]): Promise<number> {
  let total = 0
  for (const path of paths) {
    if (path === '-') return 0
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory() === true) {
      const inside = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => [])
      for (const entry of inside)
        if (entry.isFile()) total += (await stat(join(entry.parentPath, entry.name)).catch(() => undefined))?.size ?? 0
    } else total += found?.size ?? 0
  }
  return total
}
