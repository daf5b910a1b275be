import { sql } from 'kysely'
import type { Role } from '../../../base/actor.ts'
import { newId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type NoticeParams = Readonly<Record<string, string | number>>

/** What a person is told: `room.what`, the id of what it is about, and what the words need. Never content of a report. */
export type NewNotice = { readonly kind: string; readonly subject: string; readonly params?: NoticeParams }

export type NoticeRow = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  readonly params: NoticeParams
  readonly count: number
  readonly at: Date
  readonly read_at: Date | null
}

/** One statement for many people; an unread one of the same kind and subject counts up instead, and is news again. Whoever is gone is told nothing. */
export async function insertNotices(
  tx: Tx,
  organisation: OrganisationId,
  people: readonly string[],
  notice: NewNotice,
  now: Date,
): Promise<void> {
  const once = [...new Set(people)]
  if (once.length === 0) return
  const ids = once.map(() => newId(now.getTime()))
  await sql`insert into directory.notice (id, owner, person, kind, subject, params, at)
    select n.id, ${organisation}::uuid, n.person, ${notice.kind}, ${notice.subject}, ${JSON.stringify(notice.params ?? {})}::jsonb, ${now}
    from unnest(${ids}::uuid[], ${once}::uuid[]) n(id, person) join directory.person p on p.id = n.person
    on conflict (owner, person, kind, subject) where read_at is null
    do update set id = excluded.id, count = notice.count + 1, at = excluded.at, params = excluded.params, mailed_at = null`.execute(tx)
}

/** People who hold one of these roles, in the organisation or by an office of it. */
export async function listMembersWith(tx: Tx, organisation: OrganisationId, allowed: readonly Role[]): Promise<PersonId[]> {
  const { rows } = await sql<{ person: PersonId }>`
    select person from directory.membership where owner = ${organisation} and role = any (${[...allowed]}::text[])
    union select person from directory.staff_by_office() where ${organisation} = platform.acting() and role = any (${[...allowed]}::text[])`.execute(
    tx,
  )
  return rows.map(({ person }) => person)
}

export async function listNoticesOf(
  tx: Tx,
  organisation: OrganisationId,
  person: string,
  unread: boolean,
  after: string | undefined,
  limit: number,
): Promise<NoticeRow[]> {
  let query = tx
    .selectFrom('directory.notice')
    .select(['id', 'kind', 'subject', 'params', 'count', 'at', 'read_at'])
    .where('owner', '=', organisation)
    .where('person', '=', person)
  if (unread) query = query.where('read_at', 'is', null)
  if (after !== undefined) query = query.where('id', '<', after)
  return query.orderBy('id', 'desc').limit(limit).$castTo<NoticeRow>().execute()
}

export async function countUnread(tx: Tx, organisation: OrganisationId, person: string): Promise<number> {
  const row = await tx
    .selectFrom('directory.notice')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('owner', '=', organisation)
    .where('person', '=', person)
    .where('read_at', 'is', null)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

export async function markRead(
  tx: Tx,
  organisation: OrganisationId,
  person: string,
  ids: readonly string[] | undefined,
  now: Date,
): Promise<number> {
  let query = tx
    .updateTable('directory.notice')
    .set({ read_at: now })
    .where('owner', '=', organisation)
    .where('person', '=', person)
    .where('read_at', 'is', null)
  if (ids !== undefined) {
    if (ids.length === 0) return 0
    query = query.where('id', 'in', ids)
  }
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

/** Organisations with notices that wait for a digest; the node itself asks. */
export async function awaitingDigest(tx: Tx): Promise<OrganisationId[]> {
  const { rows } = await sql<{ owner: OrganisationId }>`select owner from directory.awaiting_digest() owner`.execute(tx)
  return rows.map(({ owner }) => owner)
}

export type WaitingDigest = {
  readonly person: PersonId
  readonly email: string
  readonly locale: string
  readonly time_zone: string
  readonly digest: 'off' | 'hourly' | 'daily'
  readonly digest_hour: number
  readonly digest_at: Date | null
  readonly count: number
}

/** Locks the memberships and offices, so that a digest that runs twice at once is sent once. */
export async function lockWaitingDigests(tx: Tx, organisation: OrganisationId): Promise<WaitingDigest[]> {
  await sql`select from directory.office f where f.owner = ${organisation} and f.until is null order by f.id for update`.execute(tx)
  await sql`select from directory.membership m where m.owner = ${organisation} order by m.person for update`.execute(tx)
  const { rows } = await sql<WaitingDigest>`
    select p.id as person, p.email, p.locale, p.time_zone, p.digest, p.digest_hour, w.digest_at, n.count::int as count
    from (
      select m.person, m.digest_at from directory.membership m where m.owner = ${organisation}
      union all
      select s.person, (select max(n.mailed_at) from directory.notice n where n.owner = ${organisation} and n.person = s.person)
      from directory.staff_by_office() s where ${organisation} = platform.acting()
    ) w
      join directory.person p on p.id = w.person
      cross join lateral (
        select count(*) from directory.notice n where n.owner = ${organisation} and n.person = w.person and n.read_at is null and n.mailed_at is null) n
    where p.digest <> 'off' and n.count > 0 order by w.person`.execute(tx)
  return rows
}

export async function markMailed(tx: Tx, organisation: OrganisationId, person: PersonId, now: Date): Promise<void> {
  await tx
    .updateTable('directory.notice')
    .set({ mailed_at: now })
    .where('owner', '=', organisation)
    .where('person', '=', person)
    .where('read_at', 'is', null)
    .where('mailed_at', 'is', null)
    .execute()
  await tx
    .updateTable('directory.membership')
    .set({ digest_at: now })
    .where('owner', '=', organisation)
    .where('person', '=', person)
    .execute()
}

export type DueNotices = { readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }

/** The acting organisation's notices of before then, read or not: news so old is none. Up to `samples` ids, oldest first. */
export async function countDueNotices(tx: Tx, before: Date, samples: number): Promise<DueNotices> {
  const { rows } = await sql<DueNotices>`
    with due as materialized (select n.id, n.at from directory.notice n where n.owner = platform.acting() and n.at < ${before})
    select count(*) as count, min(at) as oldest,
      coalesce((select array_agg(id order by at, id) from (select id, at from due order by at, id limit ${samples}) first), '{}') as samples
    from due`.execute(tx)
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** Removes at most so many of them, oldest first; answers how many. */
export async function deleteDueNotices(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from directory.notice where id in (
      select n.id from directory.notice n where n.owner = platform.acting() and n.at < ${before} order by n.at, n.id limit ${limit})
    returning id`.execute(tx)
  return rows.length
}

/** Takes away what the acting organisation's people were told about this, read or not; answers whether there was any. */
export async function deleteNoticesAbout(tx: Tx, subject: string): Promise<boolean> {
  const { rows } = await sql`delete from directory.notice where owner = platform.acting() and subject = ${subject} returning id`.execute(tx)
  return rows.length > 0
}
