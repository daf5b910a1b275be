import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Session } from '../answers/sessions.ts'
import type { Heard } from '../import/heard.ts'

/**
 * Takes in what logs tell. The same assignment again is told better: it begins at the earliest, ends where an end was told, and was heard
 * of last at the latest. Answers how many were new and how many were there.
 */
export async function putAssignments(
  tx: Tx,
  owner: OrganisationId,
  heard: readonly Heard[],
  now: Date,
): Promise<{ added: number; known: number }> {
  const rows = heard.map((one) => ({ ...one, id: newId(now.getTime()) }))
  const { rows: done } = await sql<{ added: boolean }>`
    insert into directory.assignment as a
      (id, owner, source, net, low_port, high_port, protocol, subscriber, session, since, until, seen_at, key, recorded_at)
    select distinct on (h.key) h.id, ${owner}::uuid, h.source, h.net, h."lowPort", h."highPort", h.protocol, h.subscriber, h.session,
      min(h.since) over one, coalesce(max(h.until) over one, 'infinity'), max(h."seenAt") over one, h.key, ${now}
    from jsonb_to_recordset(${storable(rows)}::jsonb) h(id uuid, source text, net text, "lowPort" integer, "highPort" integer, protocol text,
      subscriber text, session text, since timestamptz, until timestamptz, "seenAt" timestamptz, key text)
    window one as (partition by h.key)
    order by h.key
    on conflict (owner, key) do update set
      since = least(a.since, excluded.since),
      until = case when excluded.until = 'infinity' then a.until when a.until = 'infinity' then excluded.until else greatest(a.until, excluded.until) end,
      seen_at = greatest(a.seen_at, excluded.seen_at)
    returning (xmax = 0) as added`.execute(tx)
  const added = done.filter((one) => one.added).length
  return { added, known: done.length - added }
}

/** Ends what began in an earlier file. Answers how many it found. */
export async function endAssignments(tx: Tx, ended: readonly Heard[]): Promise<number> {
  if (ended.length === 0) return 0
  const { rows } = await sql<{ id: string }>`
    update directory.assignment a set until = h.until, seen_at = h.until
    from jsonb_to_recordset(${storable(ended)}::jsonb) h(net text, "lowPort" integer, "highPort" integer, protocol text, subscriber text, until timestamptz)
    where a.owner = platform.acting() and a.net = h.net and a.until = 'infinity' and a.source = 'nat' and a.since <= h.until
      and a.low_port = h."lowPort" and a.high_port = h."highPort" and a.subscriber = h.subscriber and a.protocol is not distinct from h.protocol
    returning a.id`.execute(tx)
  return rows.length
}

/** Which of these keys are there already. */
export async function countKnown(tx: Tx, keys: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from directory.assignment where owner = platform.acting() and key = any (${keys}::text[])`.execute(tx)
  return rows[0]?.n ?? 0
}

/** What covers any of the networks at a moment; 500 at most, those that began last. */
export async function listSessionsAt(tx: Tx, nets: readonly string[], at: Date): Promise<Session[]> {
  const { rows } = await sql<Session>`
    select a.source, a.net, a.low_port, a.high_port, a.subscriber, a.session, a.since, case when a.until = 'infinity' then null else a.until end as until, a.seen_at
    from directory.assignment a
    where a.owner = platform.acting() and a.net = any (${nets}::text[]) and a.until > ${at} and a.since <= ${at}
    order by a.since desc limit 500`.execute(tx)
  return rows
}

export type AssignmentRow = Session & { readonly id: string }

/** The acting organisation's assignments of subscribers whose name begins so, for data subjects. */
export async function listAssignmentsNaming(tx: Tx, names: readonly string[]): Promise<AssignmentRow[]> {
  const { rows } = await sql<AssignmentRow>`
    select a.id, a.source, a.net, a.low_port, a.high_port, a.subscriber, a.session, a.since, case when a.until = 'infinity' then null else a.until end as until, a.seen_at
    from directory.assignment a
    where a.owner = platform.acting() and lower(a.subscriber) = any (${names}::text[]) order by a.since desc limit 5000`.execute(tx)
  return rows
}

export async function deleteAssignments(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from directory.assignment where id = any (${ids}::uuid[])`.execute(tx)
}

export async function renameSubscriber(tx: Tx, ids: readonly string[], name: string): Promise<void> {
  if (ids.length > 0) await sql`update directory.assignment set subscriber = ${name} where id = any (${ids}::uuid[])`.execute(tx)
}

export type DueAssignments = { readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }

/** The acting organisation's assignments that were last heard of before then. */
export async function countDueAssignments(tx: Tx, before: Date, samples: number): Promise<DueAssignments> {
  const { rows } = await sql<DueAssignments>`
    with due as materialized (select a.id, a.seen_at from directory.assignment a where a.owner = platform.acting() and a.seen_at < ${before})
    select count(*) as count, min(seen_at) as oldest,
      coalesce((select array_agg(id order by seen_at, id) from (select id, seen_at from due order by seen_at, id limit ${samples}) first), '{}') as samples
    from due`.execute(tx)
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

export async function deleteDueAssignments(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from directory.assignment where id in (
      select a.id from directory.assignment a where a.owner = platform.acting() and a.seen_at < ${before} order by a.seen_at, a.id limit ${limit})
    returning id`.execute(tx)
  return rows.length
}
