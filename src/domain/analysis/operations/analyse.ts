import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { DnsSession } from '../../../platform/net/resolver.ts'
import { perform } from '../../../platform/work.ts'
import { destroyChildMaterial, openEvidence } from '../../evidence/index.ts'
import { findReports, type ReportRow } from '../../intake/index.ts'
import { analyser, type ReadInput, type ReportReading, readReportTask } from '../reading.ts'
import { findAnalysers } from '../store.ts'
import { forgetItems } from './forget.ts'
import { type Read, recordReadings } from './record.ts'

/** milliseconds of work that one report may cost before its reader is stopped */
const readTime = 20_000

/**
 * Reads reports and records what they show, all in one unit of work. Those that this analyser read already are passed over, unless `again`; so are those
 * withdrawn, withheld, expired, or whose bytes were destroyed meanwhile. What goes wrong with one does not keep the others back: it is thrown at the end.
 */
export async function analyseReports(ctx: Context, actor: Actor, ids: readonly ReportId[], again = false): Promise<void> {
  const [reports, analysers] = await ctx.read(actor, async (tx) => [await findReports(tx, ids), await findAnalysers(tx, ids)])
  const wanted = reports.filter(
    ({ id, item, state }) => item !== null && (state === 'received' || state === 'analysed') && (again || analysers.get(id) !== analyser),
  )
  const outcomes = await Promise.allSettled(wanted.map((report) => readOne(ctx, actor, report)))
  const all = outcomes.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []))
  await ctx.blobs.put(all.flatMap(({ reading }) => reading.derived.map(({ bytes }) => bytes)))
  const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
  failures.push(...(await recordAll(ctx, actor, all)))
  const worst = failures.find((failure) => !(failure instanceof Failure && failure.kind === 'unavailable')) ?? failures[0]
  if (worst !== undefined) throw worst
}

/** In one unit of work, or, where that fails, each in its own; answers what went wrong. */
async function recordAll(ctx: Context, actor: Actor, all: readonly Read[]): Promise<unknown[]> {
  if (all.length === 0) return []
  try {
    await perform(ctx, actor, (work) => recordReadings(work, ctx, all))
    return []
  } catch (error) {
    if (all.length === 1) return isGone(error) ? [] : [error]
    const failures: unknown[] = []
    for (const one of all) failures.push(...(await recordAll(ctx, actor, [one])))
    return failures
  }
}

async function readOne(ctx: Context, actor: Actor, report: ReportRow): Promise<Read | undefined> {
  const item = present(report.item, 'analysis.no-original', 'the original')
  try {
    const bytes = await openEvidence(ctx, actor, item)
    const dns = ctx.dns.session()
    const reading = await read(ctx, report, bytes, dns)
    if (!reading.childMaterial) return { report, reading, dns: dns?.transcript() ?? [] }
    await destroyChildMaterial(ctx, actor, [item], [forgetItems])
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
  return died(report, outcome.died)
}

/** A reader's death is a finding: the original stays whole, and what could not be told is said. */
function died(report: ReportRow, how: string): ReportReading {
  return {
    form: 'unrecognised',
    reporter: null,
    note: report.note,
    stated: null,
    childMaterial: false,
    carrier: null,
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
