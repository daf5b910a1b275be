import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Against, Leaving } from '../../leaving/leaving.ts'

const columns = sql`l.id, l.state, l.reason, l.announced_at as "announcedAt", l.announced_by as "announcedBy", l.confirmed_by as "confirmedBy",
  l.cooling_at as "coolingAt", l.due_at as "dueAt", l.undone_at as "undoneAt", l.undone_by as "undoneBy", l.hindered, l.begun_at as "begunAt", l.left_at as "leftAt",
  l.counts, l.leaf`

/** The acting organisation's, unless it was undone; locked where something is to be done. */
export async function findLeaving(tx: Tx, locked = false): Promise<Leaving | undefined> {
  const { rows } = await sql<Leaving>`select ${columns} from cooperation.leaving l where l.owner = platform.acting() and l.state <> 'undone'
    ${locked ? sql`for update of l` : sql``}`.execute(tx)
  return rows[0]
}

/** False where there is one already. */
export async function insertLeaving(
  tx: Tx,
  owner: OrganisationId,
  {
    id,
    state,
    reason,
    announcedAt,
    announcedBy,
    coolingAt,
    dueAt,
  }: Pick<Leaving, 'id' | 'state' | 'reason' | 'announcedAt' | 'announcedBy' | 'coolingAt' | 'dueAt'>,
): Promise<boolean> {
  const { rows } = await sql<{
    id: string
  }>`insert into cooperation.leaving (id, owner, state, reason, announced_at, announced_by, cooling_at, due_at)
    values (${id}::uuid, ${owner}::uuid, ${state}, ${reason}, ${announcedAt}, ${announcedBy}, ${coolingAt}, ${dueAt})
    on conflict (owner) where state <> 'undone' do nothing returning id`.execute(tx)
  return rows.length === 1
}

export async function setCooling(tx: Tx, id: string, by: string, at: Date, due: Date): Promise<void> {
  await sql`update cooperation.leaving set state = 'cooling', confirmed_by = ${by}, cooling_at = ${at}, due_at = ${due} where id = ${id}::uuid`.execute(
    tx,
  )
}

export async function setUndone(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await sql`update cooperation.leaving set state = 'undone', undone_by = ${by}, undone_at = ${at} where id = ${id}::uuid`.execute(tx)
}

export async function setHindered(tx: Tx, id: string, by: readonly string[]): Promise<void> {
  await sql`update cooperation.leaving set hindered = ${[...by]}::text[] where id = ${id}::uuid`.execute(tx)
}

export async function setErasing(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update cooperation.leaving set state = 'erasing', begun_at = ${at}, hindered = '{}' where id = ${id}::uuid`.execute(tx)
}

/** Something stands against it after all, before anything was deleted. */
export async function setCoolingAgain(tx: Tx, id: string, by: readonly string[]): Promise<void> {
  await sql`update cooperation.leaving set state = 'cooling', begun_at = null, hindered = ${[...by]}::text[] where id = ${id}::uuid and state = 'erasing'`.execute(
    tx,
  )
}

/** Adds to what went so far, in the unit of work in which it goes: so the count holds whatever stops it. */
export async function addCount(tx: Tx, id: string, what: string, count: number): Promise<void> {
  await sql`update cooperation.leaving l set counts = l.counts || jsonb_build_object(${what}::text, coalesce((l.counts ->> ${what}::text)::bigint, 0) + ${count}::bigint)
    where l.id = ${id}::uuid`.execute(tx)
}

export async function setLeft(tx: Tx, id: string, at: Date, leaf: string): Promise<void> {
  await sql`update cooperation.leaving set state = 'left', left_at = ${at}, leaf = ${leaf}::uuid where id = ${id}::uuid`.execute(tx)
}

const few = 5

/** What has to be ended first: holds in force, offices held, requests on which somebody waits, joint cases that it is in. An invitation into one ends by itself. */
export async function listAgainst(tx: Tx): Promise<readonly Against[]> {
  const { rows } = await sql<Against>`
    select 'hold' as what, count(*)::int as count, coalesce((array_agg(h.reason order by h.since))[1:${sql.raw(String(few))}], '{}') as named
      from evidence.hold h where h.owner = platform.acting() and h.ended_at is null
    union all
    select 'office', count(*)::int, '{}' from directory.office o where o.holder = platform.acting() and o.until is null
    union all
    select 'request', count(*)::int, coalesce((array_agg(f.reference order by f.sent_at))[1:${sql.raw(String(few))}], '{}')
      from cooperation.request_file f where f.owner = platform.acting() and f.sent_at is not null and f.ended_at is null
    union all
    select 'joint', count(*)::int, coalesce((array_agg(j.code order by j.at))[1:${sql.raw(String(few))}], '{}')
      from cooperation.joint_file j where j.owner = platform.acting() and j.state = 'in'`.execute(tx)
  return rows.filter(({ count }) => count > 0)
}

export type OwnCounts = {
  readonly reports: number
  readonly originals: number
  readonly bytes: number
  readonly cases: number
  readonly shares: number
  readonly groups: number
  readonly requests: number
  readonly people: number
}

/** What there is, for people who are to decide. */
export async function countOwn(tx: Tx): Promise<OwnCounts> {
  const { rows } = await sql<OwnCounts>`select
    (select count(*)::int from intake.report r where r.owner = platform.acting()) as reports,
    i.originals, i.bytes,
    (select count(*)::int from cases."case" c where c.owner = platform.acting()) as cases,
    (select count(*)::int from cooperation.share s where s.owner = platform.acting() and s.state = 'shared') as shares,
    (select count(*)::int from cooperation.sharing_group g where g.owner = platform.acting() and g.closed_at is null) as groups,
    (select count(*)::int from cooperation.request_file f where f.owner = platform.acting() and f.sent_at is not null) as requests,
    (select count(*)::int from directory.membership m where m.owner = platform.acting()) as people
    from (select count(*)::int as originals, coalesce(sum(i.size), 0)::float8 as bytes from evidence.item i where i.owner = platform.acting() and i.state = 'kept') i`.execute(
    tx,
  )
  return rows[0] ?? { reports: 0, originals: 0, bytes: 0, cases: 0, shares: 0, groups: 0, requests: 0, people: 0 }
}

/** Shares of the acting organisation that others see, some at a time. */
export async function listSharedIds(tx: Tx, limit: number): Promise<readonly { readonly id: string; readonly copy: string }[]> {
  const { rows } = await sql<{ id: string; copy: string }>`select s.id, s.copy from cooperation.share s
    where s.owner = platform.acting() and s.state = 'shared' order by s.id limit ${limit}`.execute(tx)
  return rows
}

/** Copies that still have their content: of what was recalled, and of drafts. */
export async function listFullCopies(tx: Tx, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{
    id: string
  }>`select c.id from cooperation.shared_copy c where c.owner = platform.acting() and c.emptied_at is null limit ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Archives that the organisation has files of: the room's own, and packages of evidence. */
export async function listMadeFiles(tx: Tx): Promise<{ readonly takeouts: readonly string[]; readonly packages: readonly string[] }> {
  const { rows } = await sql<{
    id: string
    kind: string
  }>`select id, 'takeout' as kind from cooperation.takeout where owner = platform.acting()
    union all select id, 'package' from evidence.package where owner = platform.acting()`.execute(tx)
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id }) => id)
  return { takeouts: of('takeout'), packages: of('package') }
}

/** Hashes of blobs that items of the acting organisation refer to, after one of them. */
export async function listOwnBlobs(tx: Tx, after: string, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ sha256: string }>`select sha256 from (
      select i.sha256 from evidence.item i where i.owner = platform.acting() and i.state = 'kept' and i.sha256 > ${after}
      union select i.sealed_sha256 from evidence.item i where i.owner = platform.acting() and i.sealed_sha256 > ${after}) b (sha256)
    order by sha256 limit ${limit}`.execute(tx)
  return rows.map(({ sha256 }) => sha256)
}

/** Takes the words off requests and messages that stayed for the other side, once they are as old as they may become. */
export async function emptyKeptRequests(tx: Tx, before: Date, at: Date): Promise<void> {
  await sql`update cooperation.request set content = '{}', emptied_at = ${at}
    where owner = platform.acting() and emptied_at is null and sent_at < ${before}`.execute(tx)
  await sql`update cooperation.request_message set text = '…', detail = '{}', person_name = '…', emptied_at = ${at}
    where owner = platform.acting() and emptied_at is null and at < ${before}`.execute(tx)
}
