import { sql } from 'kysely'
import type { CampaignId, ReportId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Why } from '../../campaign/index.ts'

type WhyRow = { readonly report: ReportId; readonly why: readonly Why[] }
type IndicatorRow = { readonly report: ReportId; readonly kind: string; readonly value: string }

/** The words that campaigns keep of these reports. */
export async function listSaid(
  tx: Tx,
  reports: readonly ReportId[],
): Promise<{ readonly whys: readonly WhyRow[]; readonly indicators: readonly IndicatorRow[] }> {
  const ids = [...reports]
  const { rows: whys } = await sql<WhyRow>`select report, why from analysis.membership where report = any (${ids}::uuid[])`.execute(tx)
  const { rows: indicators } =
    await sql<IndicatorRow>`select report, kind, value from analysis.indicator where report = any (${ids}::uuid[])`.execute(tx)
  return { whys, indicators }
}

export async function rewriteWhy(tx: Tx, rows: readonly WhyRow[]): Promise<void> {
  await sql`update analysis.membership m set why = g.why from jsonb_to_recordset(${storable(rows)}::jsonb) as g (report uuid, why jsonb)
    where m.report = g.report`.execute(tx)
}

export async function dropIndicators(tx: Tx, rows: readonly IndicatorRow[]): Promise<void> {
  await sql`delete from analysis.indicator i using jsonb_to_recordset(${storable(rows)}::jsonb) as g (report uuid, kind text, value text)
    where i.report = g.report and i.kind = g.kind and i.value = g.value`.execute(tx)
}

/** The acting organisation's campaigns that a person has named. */
export async function listNamed(tx: Tx): Promise<readonly { readonly id: CampaignId; readonly name: string; readonly created_at: Date }[]> {
  const { rows } = await sql<{ id: CampaignId; name: string; created_at: Date }>`
    select id, name, created_at from analysis.campaign where owner = platform.acting() and name is not null order by id`.execute(tx)
  return rows
}
