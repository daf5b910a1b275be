import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { DeclaredFigure, Education, EducationText, Reach, SeenSender } from '../../network/education.ts'

// Joint campaigns of education, their partners, and what these declare.

const columns = sql`e.id, e.owner, e.member, e.title, e.aim, e.addressed, e.languages, e.countries, e.starts_on::text as "startsOn", e.ends_on::text as "endsOn", e.audience,
  e.ended_at as "endedAt", e.made_at as "madeAt", e.changed_at as "changedAt"`

export async function findEducation(tx: Tx, id: string): Promise<Education | undefined> {
  const { rows } = await sql<Education>`select ${columns} from cooperation.education e where e.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function lockEducation(tx: Tx, id: string): Promise<Education | undefined> {
  const { rows } = await sql<Education>`select ${columns} from cooperation.education e where e.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

export async function pageEducations(
  tx: Tx,
  network: OrganisationId,
  country: string | undefined,
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<readonly Education[]> {
  const { rows } = await sql<Education>`select ${columns} from cooperation.education e where e.owner = ${network}
      and (${country === undefined} or e.countries = '{}' or ${country ?? ''} = any (e.countries))
      and (${after === undefined} or (e.starts_on, e.id) < ((${after?.at ?? null}::timestamptz at time zone 'UTC')::date, ${after?.id ?? null}::uuid))
    order by e.starts_on desc, e.id desc limit ${limit}`.execute(tx)
  return rows
}

function columnsOf({ startsOn, endsOn, addressed, languages, countries, ...rest }: EducationText) {
  return { ...rest, addressed: [...addressed], languages: [...languages], countries: [...countries], starts_on: startsOn, ends_on: endsOn }
}

export async function insertEducation(
  tx: Tx,
  { id, owner, member, endedAt: _, madeAt, changedAt, ...text }: Education,
  by: string,
): Promise<void> {
  await tx
    .insertInto('cooperation.education')
    .values({ id, owner, member, ...columnsOf(text), made_at: madeAt, made_by: by, changed_at: changedAt })
    .execute()
}

export async function updateEducation(tx: Tx, id: string, text: EducationText, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.education')
    .set({ ...columnsOf(text), changed_at: at })
    .where('id', '=', id)
    .execute()
}

export async function setEducationEnded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.education').set({ ended_at: at, changed_at: at }).where('id', '=', id).execute()
}

export type Partner = { readonly education: string; readonly member: string; readonly note: string; readonly at: Date }

export async function listPartners(tx: Tx, educations: readonly string[]): Promise<readonly Partner[]> {
  const { rows } = await sql<Partner>`select p.education, p.member, p.note, p.at from cooperation.education_partner p
    where p.education = any (${[...educations]}::uuid[]) and p.left_at is null order by p.at, p.id limit 20000`.execute(tx)
  return rows
}

/** Who has joined already only says something else. */
export async function putPartner(
  tx: Tx,
  owner: OrganisationId,
  { education, member, note, at }: Partner,
  id: string,
  by: string,
): Promise<void> {
  await sql`insert into cooperation.education_partner (id, owner, education, member, note, at, by)
    values (${id}::uuid, ${owner}::uuid, ${education}::uuid, ${member}::uuid, ${note}, ${at}, ${by})
    on conflict (education, member) where left_at is null do update set note = excluded.note`.execute(tx)
}

/** False where it is no partner. */
export async function endPartner(tx: Tx, education: string, member: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cooperation.education_partner')
    .set({ left_at: at })
    .where('education', '=', education)
    .where('member', '=', member)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

const reach = sql`r.id, r.education, r.member, r.counted, r.number::float8 as number, r.note, r.source, r.on_date::text as "onDate", r.at, r.withdrawn_at as "withdrawnAt"`

/** What was not withdrawn, the latest first. */
export async function listReach(tx: Tx, education: string): Promise<readonly Reach[]> {
  const { rows } = await sql<Reach>`select ${reach} from cooperation.education_reach r
    where r.education = ${education}::uuid and r.withdrawn_at is null order by r.on_date desc, r.id desc limit 2000`.execute(tx)
  return rows
}

export async function findReach(tx: Tx, id: string): Promise<Reach | undefined> {
  const { rows } = await sql<Reach>`select ${reach} from cooperation.education_reach r where r.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function insertReach(tx: Tx, owner: OrganisationId, { onDate, withdrawnAt: _, ...one }: Reach, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.education_reach')
    .values({ ...one, owner, on_date: onDate, by })
    .execute()
}

const figure = sql`f.id, f.education, f.member, f.counted, f.country, f.asn::float8 as asn, f.since::text as since, f.until::text as until, f.number::float8 as number,
  f.note, f.source, f.at, f.withdrawn_at as "withdrawnAt"`

export async function listFigures(tx: Tx, education: string): Promise<readonly DeclaredFigure[]> {
  const { rows } = await sql<DeclaredFigure>`select ${figure} from cooperation.education_figure f
    where f.education = ${education}::uuid and f.withdrawn_at is null order by f.since desc, f.id desc limit 5000`.execute(tx)
  return rows
}

export async function findFigure(tx: Tx, id: string): Promise<DeclaredFigure | undefined> {
  const { rows } = await sql<DeclaredFigure>`select ${figure} from cooperation.education_figure f where f.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function insertFigure(tx: Tx, owner: OrganisationId, { withdrawnAt: _, ...one }: DeclaredFigure, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.education_figure')
    .values({ ...one, owner, by })
    .execute()
}

export async function setDeclaredWithdrawn(tx: Tx, table: 'education_reach' | 'education_figure', id: string, at: Date): Promise<void> {
  await tx.updateTable(`cooperation.${table}`).set({ withdrawn_at: at }).where('id', '=', id).execute()
}

/** Addresses that copies name which the reader's organisation was shown, or shows to others: of so many copies at most, the newest first. `whole`: nothing was left out for its number. */
export async function listSeenSenders(
  tx: Tx,
  mostCopies: number,
  mostAddresses: number,
): Promise<{ readonly senders: readonly SeenSender[]; readonly whole: boolean }> {
  const { rows: looked } = await sql<{ count: number }>`select count(*)::int as count
    from cooperation.find_shared(null, array['case', 'campaign', 'indicator'], null, null, null, null, ${mostCopies})`.execute(tx)
  const { rows } = await sql<SeenSender>`with shown as (
      select c.id, c.owner, c.content, c.shared_at from cooperation.find_shared(null, array['case', 'campaign', 'indicator'], null, null, null, null, ${mostCopies}) f
        join cooperation.shared_copy c on c.id = f.id where c.emptied_at is null
      union all (select c.id, c.owner, c.content, c.shared_at from cooperation.shared_copy c join cooperation.share s on s.copy = c.id
        where c.owner = platform.acting() and s.state = 'shared' and (c.until is null or c.until > now()) and c.emptied_at is null
        order by c.made_at desc limit ${mostCopies}))
    select i.value ->> 'value' as address, s.id as copy, s.owner,
      left(coalesce(i.value ->> 'firstAt', i.value ->> 'lastAt', s.shared_at::text), 10) as since,
      left(coalesce(i.value ->> 'lastAt', i.value ->> 'firstAt', s.shared_at::text), 10) as until
    from shown s cross join lateral jsonb_path_query(s.content, '$.body.indicators[*] ? (@.kind == "address")') i (value)
    union all select s.content #>> '{body,indicator,value}', s.id, s.owner,
      left(coalesce(s.content #>> '{body,indicator,firstAt}', s.shared_at::text), 10), left(coalesce(s.content #>> '{body,indicator,lastAt}', s.shared_at::text), 10)
    from shown s where s.content #>> '{body,indicator,kind}' = 'address' limit ${mostAddresses}`.execute(tx)
  return { senders: rows, whole: (looked[0]?.count ?? 0) < mostCopies && rows.length < mostAddresses }
}
