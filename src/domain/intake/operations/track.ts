import type { ReportId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { channelActor } from '../policy.ts'
import { findReport, findTracked, type ReportRow } from '../store/reports.ts'
import { hashTracking } from './receive.ts'
import { withdrawReport } from './withdraw.ts'

/** The report behind a tracking link; undefined for a token that is none. */
export async function findByTracking(ctx: Context, token: string): Promise<ReportRow | undefined> {
  if (!/^[\w-]{24}$/.test(token)) return undefined
  const found = await ctx.db.transaction().execute((tx) => findTracked(tx, hashTracking(token)))
  return found === undefined ? undefined : ctx.read(channelActor('tracking', found.owner), (tx) => findReport(tx, found.id))
}

/** The reporter takes it back. */
export async function withdrawByTracking(ctx: Context, report: Pick<ReportRow, 'owner'> & { readonly id: ReportId }): Promise<void> {
  await perform(ctx, channelActor('tracking', report.owner), (work) => withdrawReport(work, report.id))
}
