import { sql } from 'kysely'
import type { ItemId, ReportId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'

/** All texts that analysis drew from a report, with those of intake that its search words hold as well. */
export type Drawn = {
  readonly id: ReportId
  readonly reference: string
  readonly received_at: Date
  readonly item: ItemId | null
  /** who reports, their envelope, note and file name: intake's own to find and erase */
  readonly reporter: readonly (string | null)[]
  readonly envelope: string | null
  readonly told: string
  readonly summary: Readonly<Record<'title' | 'from_address' | 'from_name', string | null>>
  readonly observations: readonly { readonly id: string; readonly reading: unknown; readonly dns: unknown }[]
  readonly findings: readonly { readonly id: string; readonly params: unknown }[]
  readonly sightings: readonly { readonly value: string | null; readonly detail: unknown }[]
}

/** Those of these reports that are ours, whole. */
export async function listDrawn(tx: Tx, ids: readonly ReportId[]): Promise<readonly Drawn[]> {
  const { rows } = await sql<Drawn>`
    select r.id, r.reference, r.received_at, r.item, array[r.reporter_address, r.reporter_name] as reporter, r.arrival ->> 'from' as envelope,
      concat_ws(E'\n', r.name, r.note) as told,
      jsonb_build_object('title', s.title, 'from_address', s.from_address, 'from_name', s.from_name) as summary,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'reading', o.reading, 'dns', o.dns) order by o.position)
        from analysis.observation o where o.report = r.id), '[]') as observations,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'params', f.params)) from analysis.finding f where f.report = r.id), '[]') as findings,
      coalesce((select jsonb_agg(jsonb_build_object('value', g.value, 'detail', g.detail) order by g.position)
        from intake.sighting g where g.report = r.id), '[]') as sightings
    from intake.report r left join analysis.summary s on s.report = r.id
    where r.id = any (${ids}::uuid[]) and r.owner = platform.acting() order by r.received_at desc, r.id desc`.execute(tx)
  return rows
}

/** Writes back what was drawn from a report, with names replaced. */
export async function rewriteDrawn(
  tx: Tx,
  { id, summary, observations, findings }: Pick<Drawn, 'id' | 'summary' | 'observations' | 'findings'>,
): Promise<void> {
  await sql`update analysis.summary set title = ${summary.title}, from_address = ${summary.from_address}, from_name = ${summary.from_name}
    where report = ${id}`.execute(tx)
  await sql`update analysis.observation o set reading = g.reading, dns = g.dns
    from jsonb_to_recordset(${storable(observations)}::jsonb) as g (id uuid, reading jsonb, dns jsonb) where o.id = g.id`.execute(tx)
  await sql`update analysis.finding f set params = g.params
    from jsonb_to_recordset(${storable(findings)}::jsonb) as g (id uuid, params jsonb) where f.id = g.id`.execute(tx)
}

/** The report is not found by these words any more. */
export async function dropTokens(tx: Tx, id: ReportId, tokens: readonly string[]): Promise<void> {
  await sql`update analysis.search_text set tokens = ts_delete(tokens, ${tokens}::text[]) where report = ${id}`.execute(tx)
}
