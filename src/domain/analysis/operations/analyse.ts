import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { type Gate, openGate } from '../../../platform/gate.ts'
import type { DnsSession } from '../../../platform/net/resolver.ts'
import { perform } from '../../../platform/work.ts'
import { dropBlobsSoon, listMarked, openEvidence } from '../../evidence/index.ts'
import { findReports, isOpen, type ReportRow, withholdReport } from '../../intake/index.ts'
import { mayAnalyse } from '../policy.ts'
import { analyser, type ReadInput, type ReportReading, readReportTask } from '../reading.ts'
import { findAnalysers } from '../store/outcomes.ts'
import { forgetItems } from './forget.ts'
import { type Read, recordReadings } from './record.ts'

/** milliseconds of work that one report may cost before its reader is stopped */
const readTime = 20_000
/** bytes of originals that one job holds in memory at once, unless one alone is larger */
const sideBySide = 16 * 1_048_576
/** bytes from one report that are not held until the others of its job are read */
const largeFrom = 4 * 1_048_576

/**
 * Reads reports and records what they show, all in one unit of work. Those that this analyser read already are passed over, unless `again`; so are those
 * withdrawn, withheld, expired, or whose bytes were destroyed meanwhile. What goes wrong with one does not keep the others back: it is thrown at the end.
 */
export async function analyseReports(ctx: Context, actor: Actor, ids: readonly ReportId[], again = false): Promise<void> {
  const { wanted, marked } = await ctx.read(actor, async (tx) => {
    const reports = await findReports(tx, ids)
    const analysers = await findAnalysers(tx, ids)
    const readable = reports.filter(
      (report) => report.owner === actor.organisation && report.item !== null && isOpen(report) && !report.pseudonymised,
    )
    return {
      wanted: readable.filter(({ id }) => again || analysers.get(id) !== analyser),
      marked: await listMarked(
        tx,
        readable.map(({ sha256 }) => sha256),
      ),
    }
  })
  // the same bytes were marked as child material before: nobody has to look at them again
  for (const { id } of wanted.filter(({ sha256 }) => marked.has(sha256))) await withholdReport(ctx, actor, id, [forgetItems])
  await analyseAll(
    ctx,
    actor,
    wanted.filter(({ sha256 }) => !marked.has(sha256)),
  )
}

async function analyseAll(ctx: Context, actor: Actor, wanted: readonly ReportRow[]): Promise<void> {
  const outcomes: PromiseSettledResult<Read | undefined>[] = []
  for (const group of fitting(wanted)) outcomes.push(...(await Promise.allSettled(group.map((report) => readOne(ctx, actor, report)))))
  const all = outcomes.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []))
  await ctx.blobs.put(all.flatMap(({ reading }) => reading.derived.flatMap(({ bytes }) => bytes ?? [])))
  const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  failures.push(...(await recordAll(ctx, actor, all)))
  const worst = failures.find((failure) => !(failure instanceof Failure && failure.kind === 'unavailable')) ?? failures[0]
  if (worst !== undefined) throw worst
}

const gates = new WeakMap<Context, Gate>()

/** Reading may be quicker than keeping what came out: then the readers wait, so that it does not pile up in memory. */
function gateOf(ctx: Context): Gate {
  const gate = gates.get(ctx) ?? openGate(ctx.config.TOCSIN_WORKERS)
  gates.set(ctx, gate)
  return gate
}

/** Those that may be read side by side: as many as are not too large together. */
function fitting(reports: readonly ReportRow[]): ReportRow[][] {
  const groups: ReportRow[][] = []
  let room = 0
  for (const report of reports) {
    if (groups.length === 0 || report.size > room) {
      groups.push([])
      room = sideBySide
    }
    groups.at(-1)?.push(report)
    room -= report.size
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

/** In one unit of work, or, where that fails, each in its own; answers what went wrong. */
async function recordAll(ctx: Context, actor: Actor, all: readonly Read[]): Promise<unknown[]> {
  if (all.length === 0) return []
  try {
    await perform(ctx, actor, (work) => recordReadings(work, ctx, all))
    return []
  } catch (error) {
    const [only] = all
    if (all.length === 1 && only !== undefined) {
      if (!isGone(error)) return [error]
      await dropDerived(ctx, actor, only)
      return []
    }
    const failures: unknown[] = []
    for (const one of all) failures.push(...(await recordAll(ctx, actor, [one])))
    return failures
  }
}

/** What was taken out of an original that was destroyed meanwhile must not outlast it. */
async function dropDerived(ctx: Context, actor: Actor, { reading }: Read): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(mayAnalyse(actor))
    dropBlobsSoon(
      work,
      reading.derived.map(({ sha256 }) => sha256),
    )
  })
}

async function readOne(ctx: Context, actor: Actor, report: ReportRow): Promise<Read | undefined> {
  const item = present(report.item, 'analysis.no-original', 'the original')
  try {
    const bytes = await openEvidence(ctx, actor, item)
    const dns = ctx.dns.session()
    const reading = await gateOf(ctx)(async () => keepLarge(ctx, await read(ctx, report, bytes, dns)))
    if (!reading.childMaterial) return { report, reading, dns: dns?.transcript() ?? [] }
    await withholdReport(ctx, actor, report.id, [forgetItems], { form: reading.form, places: reading.places })
    return undefined
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

/** Destroyed between its arrival and now: there is nothing to read any more, and nothing wrong. */
function isGone(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'evidence.destroyed' || error.code === 'evidence.missing')
}

async function read(ctx: Context, report: ReportRow, bytes: Uint8Array, dns: DnsSession | undefined): Promise<ReportReading> {
  const envelope = report.arrival as Partial<NonNullable<ReadInput['envelope']>>
  const mail = typeof envelope.to === 'string'
  const input: ReadInput = {
    bytes,
    mediaType: mail ? 'message/rfc822' : mediaTypeOf(report),
    name: report.name,
    envelope: mail ? { peer: envelope.peer ?? '', helo: envelope.helo ?? '', from: envelope.from ?? '', to: envelope.to ?? '' } : null,
    trusted: [],
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
    carrier: mail ? { authentication: unchecked, from: null, automatic: true, messageId: null } : null,
    derived: [],
    sightings: [{ kind: 'file', derived: -1, value: null, detail: {}, reading: { kind: 'none' } }],
    findings: [{ code: 'report.reader-died', severity: 'high', params: { how }, rests: [] }],
  }
}

function mediaTypeOf(report: ReportRow): string {
  const { mediaType } = report.arrival as { mediaType?: unknown }
  if (typeof mediaType === 'string') return mediaType
  throw new Failure('conflict', 'analysis.media-type', `report ${report.id} does not say what its bytes are`)
}
