import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Count, Figure } from '../week.ts'

const text = (column: string) => sql`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`

/** Weeks that can be published now, the oldest first. */
export async function listWeeksDue(tx: Tx, before: string): Promise<readonly string[]> {
  const { rows } = await sql<{ week: string }>`select ${text('week')} as week from outreach.weeks_due(${before}::date)`.execute(tx)
  return rows.map(({ week }) => week)
}

/** Exact counts: they are suppressed before they are written or told. */
export async function countWeek(tx: Tx, week: string): Promise<readonly Count[]> {
  const { rows } = await sql<Count & { count: string }>`select what, value, count from outreach.week_counts(${week}::date)`.execute(tx)
  return rows.map(({ what, value, count }) => ({ what, value, count: Number(count) }))
}

export async function insertWeek(tx: Tx, week: string, figures: readonly Figure[], at: Date): Promise<void> {
  await sql`insert into outreach.barometer_week (week, at) values (${week}::date, ${at}) on conflict (week) do nothing`.execute(tx)
  await sql`insert into outreach.barometer_figure (week, what, value, figure)
    select ${week}::date, what, value, figure from jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) as g (what text, value text, figure integer)
    on conflict (week, what, value) do nothing`.execute(tx)
}

export type PublishedWeek = { readonly week: string; readonly figures: readonly Figure[] }

/** Published weeks, newest first; what is read here may be seen by anybody. */
export async function listPublished(tx: Tx, limit: number): Promise<readonly PublishedWeek[]> {
  const { rows } = await sql<PublishedWeek>`select ${text('w.week')} as week,
      coalesce((select jsonb_agg(jsonb_build_object('what', f.what, 'value', f.value, 'figure', f.figure)) from outreach.barometer_figure f where f.week = w.week), '[]') as figures
    from outreach.barometer_week w order by w.week desc limit ${limit}`.execute(tx)
  return rows
}

export type ParticipationRow = { readonly counted: boolean; readonly since: string }

export async function findParticipation(tx: Tx, owner: OrganisationId): Promise<ParticipationRow | undefined> {
  const { rows } =
    await sql<ParticipationRow>`select counted, ${text('since')} as since from outreach.participation where owner = ${owner}`.execute(tx)
  return rows[0]
}

/** Counted from the day on which it was said last. */
export async function putParticipation(tx: Tx, owner: OrganisationId, counted: boolean, at: Date, by: string): Promise<void> {
  const since = at.toISOString().slice(0, 10)
  await sql`insert into outreach.participation (owner, counted, since, changed_at, changed_by) values (${owner}, ${counted}, ${since}::date, ${at}, ${by})
    on conflict (owner) do update set since = case when participation.counted and excluded.counted then participation.since else excluded.since end,
      counted = excluded.counted, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx)
}
