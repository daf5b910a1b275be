import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure } from '../../../base/failure.ts'
import type { CampaignId, CaseId, OrganisationId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { listCampaignReports } from '../../analysis/index.ts'
import { findReports } from '../../intake/index.ts'
import { casesOfReports } from '../store/cases.ts'
import { listCampaignParts, listReportParts } from '../store/parts.ts'

export type CaseReport = {
  readonly id: ReportId
  readonly reference: string
  readonly receivedAt: Date
  readonly form: string
  readonly state: string
  readonly times: number
  /** by way of which it is there; null: put in by itself */
  readonly campaign: CampaignId | null
}

type Page = { readonly items: readonly CaseReport[]; readonly next: string | null }
type Of = { readonly owner: OrganisationId; readonly id: CaseId }

const campaignsAtMost = 200

/** The reports of a case, a page at a time: those put in by themselves, then those of each of its campaigns, newest first. A page may be shorter than asked. */
export async function listCaseReports(tx: Tx, of: Of, after: string | undefined, limit: number): Promise<Page> {
  let at = after
  for (;;) {
    const page = await pageAt(tx, of, at, limit)
    if (page.items.length > 0 || page.next === null) return page
    at = page.next
  }
}

/** A cursor is `own~CURSOR`, or a campaign's id and the place in it: `CAMPAIGN~CURSOR`. */
async function pageAt(tx: Tx, of: Of, after: string | undefined, limit: number): Promise<Page> {
  const [part = 'own', place = ''] = after?.split('~') ?? []
  const before = readCursor(place === '' ? undefined : place)
  if (part === 'own') {
    const rows = await listReportParts(tx, of.owner, of.id, before, limit + 1)
    const items = rows.slice(0, limit).map(({ report, received_at: receivedAt, reference, form, state, times }) => ({
      id: report,
      receivedAt,
      reference,
      form,
      state,
      times,
      campaign: null,
    }))
    const last = rows[limit - 1]
    return {
      items,
      next: rows.length > limit && last !== undefined ? `own~${writeCursor(last.at, last.report)}` : await nextPart(tx, of, undefined),
    }
  }
  const campaigns = await listCampaignParts(tx, of.owner, of.id, undefined, campaignsAtMost)
  const campaign = campaigns.find((one) => one.campaign === part)?.campaign
  if (campaign === undefined) throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  const rows = await listCampaignReports(tx, campaign, before, limit + 1)
  const last = rows[limit - 1]
  const more = rows.length > limit && last !== undefined
  return {
    items: await ofCampaign(
      tx,
      of.id,
      campaign,
      rows.slice(0, limit).map(({ report }) => report),
    ),
    next: more ? `${campaign}~${writeCursor(last.receivedAt, last.report)}` : await nextPart(tx, of, campaign),
  }
}

async function nextPart(tx: Tx, { owner, id }: Of, campaign: CampaignId | undefined): Promise<string | null> {
  const campaigns = await listCampaignParts(tx, owner, id, undefined, campaignsAtMost)
  const next = campaigns[campaigns.findIndex((one) => one.campaign === campaign) + 1]
  return next === undefined ? null : `${next.campaign}~`
}

/** What was put in by itself was shown already. */
async function ofCampaign(tx: Tx, id: CaseId, campaign: CampaignId, ids: readonly ReportId[]): Promise<readonly CaseReport[]> {
  if (ids.length === 0) return []
  const own = await casesOfReports(tx, ids)
  const found = new Map((await findReports(tx, ids)).map((row) => [row.id, row]))
  return ids.flatMap((report) => {
    const row = found.get(report)
    if (row === undefined || own.get(report) === id) return []
    const { reference, received_at: receivedAt, form, state, times } = row
    return [{ id: report, reference, receivedAt, form, state, times, campaign }]
  })
}
