import { readCursor, writeCursor } from '../../../base/cursor.ts'
import type { CampaignId, CaseId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { listReportParts } from '../store/parts.ts'

export type CaseReport = {
  readonly id: ReportId
  readonly reference: string
  readonly receivedAt: Date
  readonly form: string
  readonly state: string
  readonly times: number
  readonly campaign: CampaignId | null
}

/** The reports of a case, a page at a time. */
export async function listCaseReports(
  tx: Tx,
  { owner, id }: { readonly owner: OrganisationId; readonly id: CaseId },
  after: string | undefined,
  limit: number,
): Promise<{ readonly items: readonly CaseReport[]; readonly next: string | null }> {
  const rows = await listReportParts(tx, owner, id, readCursor(after), limit + 1)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return {
    items: items.map(({ report, reference, received_at: receivedAt, form, state, times }) => ({
      id: report,
      reference,
      receivedAt,
      form,
      state,
      times,
      campaign: null,
    })),
    next: last === undefined ? null : writeCursor(last.at, last.report),
  }
}
