import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { DnsSession } from '../../../platform/net/resolver.ts'
import { perform } from '../../../platform/work.ts'
import { destroyChildMaterial, openEvidence } from '../../evidence/index.ts'
import { findReport, type ReportRow, setReport } from '../../intake/index.ts'
import { mayAnalyse } from '../policy.ts'
import { analyser, type ReadInput, type ReportReading, readReportTask } from '../reading.ts'
import { findAnalyser } from '../store.ts'
import { forgetItems } from './forget.ts'
import { recordReading } from './record.ts'

/** milliseconds of work that one report may cost before its reader is stopped */
const readTime = 20_000

/** Reads one report and records what it shows. Does nothing for one that was read by this analyser already, unless `again`; nor for one withdrawn or withheld. */
export async function analyseOne(ctx: Context, actor: Actor, id: ReportId, again = false): Promise<void> {
  const [report, before] = await ctx.read(actor, async (tx) => [await findReport(tx, id), await findAnalyser(tx, id)])
  // withheld and expired reports have no bytes to read
  if (
    report === undefined ||
    report.item === null ||
    report.state === 'withheld' ||
    report.state === 'expired' ||
    report.state === 'withdrawn'
  )
    return
  if (before === analyser && !again) return
  const bytes = await openEvidence(ctx, actor, report.item)
  const dns = ctx.dns.session()
  const reading = await read(ctx, report, bytes, dns)
  if (reading.childMaterial) {
    await destroyChildMaterial(ctx, actor, [report.item], [forgetItems])
    await perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      await setReport(work.tx, id, { state: 'withheld', form: reading.form })
    })
    return
  }
  await ctx.blobs.put(reading.derived.map((one) => one.bytes))
  await perform(ctx, actor, (work) => recordReading(work, ctx, report, reading, dns?.transcript() ?? []))
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
