import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { type Gate, openGate } from '../../../platform/gate.ts'
import type { DnsSession } from '../../../platform/net/resolver.ts'
import { listSystems } from '../../directory/index.ts'
import { type Forget, type Item, listItems, listMarked, openListed } from '../../evidence/index.ts'
import { findReports, isOpen, type ReportRow, withholdReport } from '../../intake/index.ts'
import { analyser, type ReadInput, type ReportReading, readReportTask } from '../reading.ts'
import { listSaid } from '../store/lessons.ts'
import { findAnalysers } from '../store/outcomes.ts'
import { isGone, keepRead } from './keep.ts'
import type { Read } from './record.ts'
import { readLearned } from './taught.ts'

/** A report to be read, its original, and the organisation's own systems. */
type Wanted = { readonly report: ReportRow; readonly item: Item } & Pick<ReadInput, 'trusted' | 'taught'>

/** milliseconds of work that one report may cost before its reader is stopped */
const readTime = 20_000
/** bytes of originals that one job holds in memory at once, unless one alone is larger */
const sideBySide = 8 * 1_048_576
/** bytes from one report that are not held until the others of its job are read */
const largeFrom = 4 * 1_048_576

/**
 * Reads reports and records what they show, all in one unit of work. Those that this analyser read already are passed over, unless `again`; so are those
 * withdrawn, withheld, expired, or whose bytes were destroyed meanwhile. What goes wrong with one does not keep the others back: it is thrown at the end. `forget`
 * is what the rooms remove where it turns out to be child material.
 */
export async function analyseReports(
  ctx: Context,
  actor: Actor,
  ids: readonly ReportId[],
  forget: readonly Forget[],
  again = false,
): Promise<void> {
  const { wanted, marked, items, trusted, learned, said } = await ctx.read(actor, async (tx) => {
    const [reports, analysers, said, learned, systems] = await Promise.all([
      findReports(tx, ids),
      findAnalysers(tx, ids),
      listSaid(tx, ids),
      actor.organisation === null ? null : readLearned(ctx, tx, actor.organisation),
      actor.organisation === null ? [] : listSystems(tx, actor.organisation),
    ])
    const readable = reports.filter(
      (report) => report.owner === actor.organisation && report.item !== null && isOpen(report) && !report.pseudonymised,
    )
    const wanted = readable.filter(({ id }) => again || analysers.get(id) !== analyser)
    const hashes = wanted.map(({ sha256 }) => sha256)
    const originals = wanted.flatMap(({ item }) => (item === null ? [] : [item]))
    const [marked, items] = await Promise.all([listMarked(tx, hashes), listItems(tx, originals)])
    return { wanted, marked, items, learned, said, trusted: systems.map(({ value }) => value) }
  })
  // the same bytes were marked as child material before: nobody has to look at them again
  for (const { id } of wanted.filter(({ sha256 }) => marked.has(sha256))) await withholdReport(ctx, actor, id, forget)
  const originals = new Map(items.map((item) => [item.id, item]))
  const readable = wanted.flatMap((report) => {
    const item = report.item === null || marked.has(report.sha256) ? undefined : originals.get(report.item)
    return item === undefined ? [] : [{ report, item, trusted, taught: { learned, said: said.get(report.id) ?? new Map() } }]
  })
  await analyseAll(ctx, actor, readable, forget)
}

async function analyseAll(ctx: Context, actor: Actor, wanted: readonly Wanted[], forget: readonly Forget[]): Promise<void> {
  const failures: unknown[] = []
  for (const group of fitting(wanted)) {
    const outcomes = await Promise.allSettled(group.map((one) => analyseOne(ctx, actor, one, forget)))
    failures.push(...outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])))
  }
  const worst = failures.find((failure) => !(failure instanceof Failure && failure.kind === 'unavailable')) ?? failures[0]
  if (worst !== undefined) throw worst
}

async function analyseOne(ctx: Context, actor: Actor, wanted: Wanted, forget: readonly Forget[]): Promise<void> {
  const read = await readOne(ctx, actor, wanted, forget)
  if (read !== undefined) await keepRead(ctx, actor, read)
}

const gates = new WeakMap<Context, Gate>()

/** Reading may be quicker than keeping what came out: then the readers wait, so that it does not pile up in memory. */
function gateOf(ctx: Context): Gate {
  const gate = gates.get(ctx) ?? openGate(ctx.config.TOCSIN_WORKERS)
  gates.set(ctx, gate)
  return gate
}

/** Those that may be read side by side: as many as are not too large together. */
function fitting(all: readonly Wanted[]): Wanted[][] {
  const groups: Wanted[][] = []
  let room = 0
  for (const one of all) {
    const { size } = one.report
    if (groups.length === 0 || size > room) {
      groups.push([])
      room = sideBySide
    }
    groups.at(-1)?.push(one)
    room -= size
  }
  return groups
}

/**
 * Keeps what was taken out of a large report at once, rather than hold it until the others are read. Of child material nothing is taken out, and nothing
 * would be kept.
 */
async function keepLarge(ctx: Context, reading: ReportReading): Promise<ReportReading> {
  if (reading.childMaterial || reading.derived.reduce((sum, { size }) => sum + size, 0) <= largeFrom) return reading
  const kept = reading.derived.flatMap(({ bytes }) => bytes ?? [])
  await ctx.blobs.put(kept)
  // given back now, not whenever the collector comes by
  for (const { buffer } of kept) if (buffer instanceof ArrayBuffer) buffer.transfer(0)
  return { ...reading, derived: reading.derived.map((one) => ({ ...one, bytes: null })) }
}

async function readOne(
  ctx: Context,
  actor: Actor,
  { report, item, trusted, taught }: Wanted,
  forget: readonly Forget[],
): Promise<Read | undefined> {
  try {
    const bytes = await openListed(ctx, actor, item)
    const dns = ctx.dns.session()
    const reading = await gateOf(ctx)(async () => keepLarge(ctx, await read(ctx, report, bytes, { trusted, taught }, dns)))
    if (!reading.childMaterial) return { report, reading, dns: dns?.transcript() ?? [] }
    await withholdReport(ctx, actor, report.id, forget, { form: reading.form, places: reading.places })
    return undefined
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

async function read(
  ctx: Context,
  report: ReportRow,
  bytes: Uint8Array,
  known: Pick<ReadInput, 'trusted' | 'taught'>,
  dns: DnsSession | undefined,
): Promise<ReportReading> {
  const envelope = report.arrival as Partial<NonNullable<ReadInput['envelope']>>
  const mail = typeof envelope.to === 'string'
  const input: ReadInput = {
    bytes,
    mediaType: mail ? 'message/rfc822' : mediaTypeOf(report),
    name: report.name,
    envelope: mail
      ? {
          peer: envelope.peer ?? '',
          helo: envelope.helo ?? '',
          from: envelope.from ?? '',
          to: envelope.to ?? '',
          mailbox: 'mailbox' in envelope,
        }
      : null,
    ...known,
  }
  const outcome = await ctx.sandbox.run(readReportTask, input, {
    time: readTime,
    ...(dns === undefined ? {} : { ports: { resolve: dns.resolve } }),
  })
  if ('ok' in outcome) return outcome.ok
  ctx.log.warn({ report: report.id, died: outcome.died }, 'analysis.reader-died')
  return died(report, mail, outcome.died)
}

const unchecked = {
  spf: 'unchecked',
  dkim: 'unchecked',
  dmarc: 'unchecked',
  arc: 'unchecked',
  details: [],
  policy: null,
  claimed: null,
} as const

/** A reader's death is a finding: the original stays whole, and what could not be told is said. */
function died(report: ReportRow, mail: boolean, how: string): ReportReading {
  return {
    form: 'unrecognised',
    reporter: null,
    note: report.note,
    stated: null,
    childMaterial: false,
    places: [],
    language: null,
    // who wrote a mail that could not be read is not known, and nobody is answered
    carrier: mail
      ? { authentication: unchecked, from: null, returnPath: '', automatic: true, messageId: null, answers: [], recipients: [] }
      : null,
    brought: null,
    derived: [],
    sightings: [{ kind: 'file', derived: -1, value: null, detail: {}, reading: { kind: 'none' } }],
    findings: [{ code: 'report.reader-died', severity: 'high', params: { how }, rests: [] }],
    marks: [],
  }
}

function mediaTypeOf(report: ReportRow): string {
  const { mediaType } = report.arrival as { mediaType?: unknown }
  if (typeof mediaType === 'string') return mediaType
  throw new Failure('conflict', 'analysis.media-type', `report ${report.id} does not say what its bytes are`)
}
