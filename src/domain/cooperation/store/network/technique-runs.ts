import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import {
  type Held,
  mostMatches,
  type Outcome,
  type Run,
  type RunState,
  type StopReason,
  type sumOf,
  type Week,
} from '../../network/technique.ts'

const columns = sql`r.id, r.technique, r.version, r.copy, r.name, r.kind, r.sha256, r.since, r.until, r.judged, r.state, r.why, r.total, r.skipped, r.stopped, r.ms, r.slowest,
  case when r.after_id is not null then json_build_object('at', r.after_at, 'id', r.after_id) end as after, r.asked_at as "askedAt", r.asked_by as "askedBy", r.ended_at as "endedAt"`

export type RunRow = Omit<Run, 'after'> & { readonly after: { readonly at: string; readonly id: string } | null }
const runOf = ({ after, ...row }: RunRow): Run => ({ ...row, after: after === null ? null : { at: new Date(after.at), id: after.id } })

export async function findRun(tx: Tx, id: string, lock = false): Promise<Run | undefined> {
  const { rows } =
    await sql<RunRow>`select ${columns} from cooperation.technique_run r where r.id = ${id}::uuid and r.owner = platform.acting()
    ${lock ? sql`for update` : sql``}`.execute(tx)
  return rows.map(runOf)[0]
}

export type RunFilter = { readonly technique?: string | undefined; readonly copy?: string | undefined }

export async function pageRuns(
  tx: Tx,
  owner: OrganisationId,
  { technique, copy }: RunFilter,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly Run[]> {
  const older = before === undefined ? sql`true` : sql`(r.asked_at, r.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<RunRow>`select ${columns} from cooperation.technique_run r where r.owner = ${owner} and ${older}
    and (${technique ?? null}::uuid is null or r.technique = ${technique ?? null}::uuid) and (${copy ?? null}::uuid is null or r.copy = ${copy ?? null}::uuid)
    order by r.asked_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows.map(runOf)
}

/** How many of the organisation's are under way. */
export async function countRunning(tx: Tx, owner: OrganisationId): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from cooperation.technique_run r where r.owner = ${owner} and r.state = 'running'`.execute(tx)
  return rows[0]?.count ?? 0
}

export type NewRun = Pick<
  Run,
  'id' | 'technique' | 'version' | 'copy' | 'name' | 'kind' | 'sha256' | 'since' | 'until' | 'judged' | 'total' | 'askedAt' | 'askedBy'
>

export async function insertRun(tx: Tx, owner: OrganisationId, run: NewRun): Promise<void> {
  await sql`insert into cooperation.technique_run (id, owner, technique, version, copy, name, kind, sha256, since, until, judged, state, total, asked_at, asked_by)
    values (${run.id}::uuid, ${owner}::uuid, ${run.technique}::uuid, ${run.version}, ${run.copy}::uuid, ${run.name}, ${run.kind}, ${run.sha256}, ${run.since}, ${run.until},
      ${run.judged}, 'running', ${run.total}, ${run.askedAt}, ${run.askedBy})`.execute(tx)
}

/** What a stretch came to, and from where it goes on. */
export async function addStretch(
  tx: Tx,
  owner: OrganisationId,
  run: Run,
  sum: ReturnType<typeof sumOf>,
  outcomes: readonly Outcome[],
  now: Date,
): Promise<void> {
  const { weeks, skipped, stopped, ms, slowest } = sum
  const last = outcomes.at(-1)
  await sql`update cooperation.technique_run set skipped = skipped + ${skipped}, stopped = stopped + ${stopped}, ms = ms + ${ms}, slowest = greatest(slowest, ${slowest}),
      after_at = ${last?.receivedAt ?? run.after?.at ?? null}, after_id = ${last?.report ?? run.after?.id ?? null}::uuid where id = ${run.id}::uuid`.execute(
    tx,
  )
  await sql`insert into cooperation.technique_week (owner, run, week, judged, read, matched)
    select ${owner}::uuid, ${run.id}::uuid, i.week, i.judged, i.read, i.matched
    from unnest(${weeks.map(({ week }) => week)}::date[], ${weeks.map(({ judged }) => judged)}::text[], ${weeks.map(({ read }) => read)}::int[],
      ${weeks.map(({ matched }) => matched)}::int[]) i (week, judged, read, matched)
    on conflict (run, week, judged) do update set read = cooperation.technique_week.read + excluded.read, matched = cooperation.technique_week.matched + excluded.matched`.execute(
    tx,
  )
  const found = outcomes.flatMap(({ came, ...one }) =>
    typeof came === 'string' || came.names.length === 0 ? [] : [{ ...one, names: came.names }],
  )
  await sql`insert into cooperation.technique_match (id, owner, run, report, received_at, judged, by_person, names)
    select i.id, ${owner}::uuid, ${run.id}::uuid, i.report, i.at, i.judged, i.by_person, array(select jsonb_array_elements_text(i.names))
    from unnest(${found.map(() => newId(now.getTime()))}::uuid[], ${found.map(({ report }) => report)}::uuid[], ${found.map(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${found.map(({ judged }) => judged)}::text[], ${found.map(({ byPerson }) => byPerson)}::boolean[], ${found.map(({ names }) => JSON.stringify(names))}::jsonb[])
      i (id, report, at, judged, by_person, names)
    where (select count(*) from cooperation.technique_match m where m.run = ${run.id}::uuid) < ${mostMatches}
    on conflict (run, report) do nothing`.execute(tx)
}

export async function endRun(tx: Tx, id: string, state: Exclude<RunState, 'running'>, why: StopReason | null, at: Date): Promise<void> {
  await sql`update cooperation.technique_run set state = ${state}, why = ${why}, ended_at = ${at} where id = ${id}::uuid and state = 'running'`.execute(
    tx,
  )
}

export async function listWeeks(tx: Tx, runs: readonly string[]): Promise<readonly (Week & { readonly run: string })[]> {
  const { rows } = await sql<
    Week & { run: string }
  >`select w.run, w.week::text as week, w.judged, w.read, w.matched from cooperation.technique_week w
    where w.run = any (${[...runs]}::uuid[]) and w.owner = platform.acting() order by w.run, w.week`.execute(tx)
  return rows
}

export type MatchRow = {
  readonly report: string
  readonly reference: string | null
  readonly title: string | null
  readonly receivedAt: Date
  readonly judged: Held
  readonly byPerson: boolean
  readonly names: readonly string[]
}

export async function pageMatches(
  tx: Tx,
  run: string,
  held: Held | undefined,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly MatchRow[]> {
  const older = before === undefined ? sql`true` : sql`(m.received_at, m.report) < (${before.at}, ${before.id}::uuid)`
  const { rows } =
    await sql<MatchRow>`select m.report, r.reference, s.title, m.received_at as "receivedAt", m.judged, m.by_person as "byPerson", m.names
    from cooperation.technique_match m left join intake.report r on r.id = m.report and r.owner = m.owner left join analysis.summary s on s.report = r.id
    where m.run = ${run}::uuid and m.owner = platform.acting() and (${held ?? null}::text is null or m.judged = ${held ?? null}::text) and ${older}
    order by m.received_at desc, m.report desc limit ${limit}`.execute(tx)
  return rows
}

const over = (before: Date) => sql`cooperation.technique_run r where r.owner = platform.acting() and r.ended_at < ${before}`

/** Runs that ended before: how many, the oldest, the ids of a few. */
export async function previewRuns(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{
    count: number
    oldest: Date | null
    samples: string[]
  }>`with due as materialized (select r.id, r.ended_at as at from ${over(before)})
    select count(*)::int as count, min(at) as oldest,
      coalesce((select array_agg(id::text order by at) from (select id, at from due order by at limit ${samples}) first), '{}') as samples from due`.execute(
    tx,
  )
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** So many of them go, with what they found; answers how many. */
export async function deleteDueRuns(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{
    id: string
  }>`delete from cooperation.technique_run d where d.id in (select r.id from ${over(before)} order by r.id limit ${limit}) returning d.id`.execute(
    tx,
  )
  return rows.length
}
