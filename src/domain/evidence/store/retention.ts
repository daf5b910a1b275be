import { type RawBuilder, sql } from 'kysely'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { defaultDays, retentionKinds } from '../contract.ts'
import { mostPreviewed, type RetentionKind, type RetentionPreview, type RetentionRule, sampleSize } from '../retention.ts'

/** The periods of the acting organisation: its own where it set one, else the default. */
export async function listRules(tx: Tx): Promise<readonly RetentionRule[]> {
  const { rows } = await sql<{ kind: string; days: number | null; set_at: Date; set_by: string }>`
    select kind, days, set_at, set_by from evidence.retention_rule where owner = platform.acting()`.execute(tx)
  return retentionKinds.map((kind) => {
    const own = rows.find((row) => row.kind === kind)
    return own === undefined
      ? { kind, days: defaultDays[kind], own: false, setAt: null, setBy: null }
      : { kind, days: own.days, own: true, setAt: own.set_at, setBy: own.set_by }
  })
}

export async function putRule(
  tx: Tx,
  owner: OrganisationId,
  kind: RetentionKind,
  days: number | null,
  at: Date,
  by: string,
): Promise<void> {
  await tx
    .insertInto('evidence.retention_rule')
    .values({ owner, kind, days, set_at: at, set_by: by })
    .onConflict((conflict) => conflict.columns(['owner', 'kind']).doUpdateSet({ days, set_at: at, set_by: by }))
    .execute()
}

// those under hold are few, and found once; asked for each item by itself it took seconds for thousands
const heldTree = sql`i.id in (select m.root from evidence.hold h join evidence.item m on m.id = h.item where h.ended_at is null)`

/** The received items whose time is up. Preview and purge both read this, so that they cannot disagree. */
function overdue(before: Date): RawBuilder<unknown> {
  return sql`evidence.item i where i.owner = platform.acting() and i.origin = 'received' and i.state = 'kept' and i.received_at < ${before}`
}

/** Roots whose time is up and that no hold protects, oldest first. */
export async function listOverdue(tx: Tx, before: Date, limit: number): Promise<readonly ItemId[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id from ${overdue(before)} and not ${heldTree} order by i.received_at, i.id limit ${limit}`.execute(tx)
  return rows.map((row) => row.id as ItemId)
}

export async function previewOverdue(tx: Tx, before: Date): Promise<RetentionPreview> {
  const { rows } = await sql<RetentionPreview>`
    with looked as materialized (select i.id, i.received_at, ${heldTree} as held from ${overdue(before)} order by i.received_at, i.id limit ${mostPreviewed + 1}),
    due as materialized (select * from looked order by received_at, id limit ${mostPreviewed}),
    under as (select count(*) as items, coalesce(sum(m.size), 0)::bigint as bytes from evidence.item m join due on due.id = m.root where not due.held and m.state = 'kept')
    select count(*) filter (where not held) as count, count(*) filter (where held) as held,
      min(received_at) filter (where not held) as oldest, (select items from under) as items, (select bytes from under) as bytes,
      coalesce((select array_agg(id order by received_at, id)
        from (select id, received_at from due where not held order by received_at, id limit ${sampleSize}) first), '{}') as samples,
      (select count(*) from looked) > ${mostPreviewed} as more
    from due`.execute(tx)
  return rows[0] ?? { count: 0, items: 0, bytes: 0, held: 0, oldest: null, samples: [] }
}

/** The acting organisation's audit lines of before then; what `expireAudit` lets go is these, but for those younger than a year. */
export async function previewAudit(tx: Tx, before: Date): Promise<RetentionPreview> {
  const { rows } = await sql<{ count: number; oldest: Date | null; samples: string[] }>`
    with looked as materialized (select a.id, a.at from platform.audit a where a.owner = platform.acting() and a.at < ${before} order by a.at, a.id limit ${mostPreviewed + 1})
    select count(*) as count, min(at) as oldest,
      coalesce((select array_agg(id order by at, id) from (select id, at from looked order by at, id limit ${sampleSize}) first), '{}') as samples
    from looked`.execute(tx)
  const { count = 0, oldest = null, samples = [] } = rows[0] ?? {}
  return { count: Math.min(count, mostPreviewed), items: 0, bytes: 0, held: 0, oldest, samples, more: count > mostPreviewed }
}

/** Removes at most so many of them, under the database's own look at the organisation's rule; answers how many. */
export async function expireAudit(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select evidence.expire_audit(${before}, ${limit}) as gone`.execute(tx)
  return rows[0]?.gone ?? 0
}
