import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

// What members of a country do in the network, as far as the reader may see it: each question under the reader's own rights.

const held = sql<boolean>`c.state in ('under-way', 'held', 'reported')`

export type CountryAttendance = { readonly id: string; readonly name: string; readonly calls: number; readonly last: Date | null }

/** At how many calls since then each agency of a country was; of those that the reader sees. */
export async function listAttendanceOf(
  tx: Tx,
  network: OrganisationId,
  country: string,
  since: Date,
): Promise<readonly CountryAttendance[]> {
  const { rows } = await sql<CountryAttendance>`select m.id, m.name, coalesce(w.calls, 0)::int as calls, w.last
    from cooperation.member m left join (
      select a.member, count(distinct c.id)::int as calls, max(c.starts_at) as last from cooperation.member o
        join cooperation.call_attendance a on a.member = o.id join cooperation.call_item i on i.id = a.item join cooperation.call c on c.id = i.call
      where o.owner = ${network} and o.country = ${country} and ${held} and c.starts_at >= ${since} group by a.member) w on w.member = m.id
    where m.owner = ${network} and m.country = ${country} and m.kind = 'agency' and m.state = 'member' order by lower(m.name), m.id limit 200`.execute(
    tx,
  )
  return rows
}

/** Calls that were held since then, of those that the reader sees. */
export async function countHeldCalls(tx: Tx, network: OrganisationId, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from cooperation.call c
    where c.owner = ${network} and ${held} and c.starts_at >= ${since}`.execute(tx)
  return rows[0]?.count ?? 0
}

/** Sessions that members of a country gave or give, of those that the reader sees. */
export async function countTrainingsOf(tx: Tx, network: OrganisationId, country: string): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from cooperation.training t join cooperation.member m on m.id = t.member
    where t.owner = ${network} and m.country = ${country} and t.state <> 'cancelled'`.execute(tx)
  return rows[0]?.count ?? 0
}

/** People of a country who were at a session; the network's own question, since others see their own people alone. */
export async function countTrainedOf(tx: Tx, network: OrganisationId, country: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from cooperation.training_enrolment e
    join cooperation.member m on m.id = e.member where e.owner = ${network} and e.attended and m.country = ${country}`.execute(tx)
  return rows[0]?.count ?? 0
}

export type CountryEducation = { readonly id: string; readonly title: string; readonly ended: boolean; readonly members: number }

/** Joint campaigns of education in which members of a country take part, the newest first. */
export async function listEducationsOf(tx: Tx, network: OrganisationId, country: string): Promise<readonly CountryEducation[]> {
  const { rows } =
    await sql<CountryEducation>`select e.id, e.title, e.ended_at is not null as ended, count(distinct p.member)::int as members
    from cooperation.education_partner p join cooperation.member m on m.id = p.member and m.country = ${country}
      join cooperation.education e on e.id = p.education
    where p.owner = ${network} and p.left_at is null group by e.id, e.title, e.ended_at, e.starts_on order by e.starts_on desc, e.id limit 50`.execute(
      tx,
    )
  return rows
}

export type CountryFigure = {
  readonly education: string
  readonly counted: string
  readonly number: number
  /** ISO 8601 day; the day after the last that it counts */
  readonly until: string
  readonly source: string
}

/** The latest figure of each thing that was counted in a country, from what was declared to campaigns of education. */
export async function listFiguresOf(tx: Tx, network: OrganisationId, country: string): Promise<readonly CountryFigure[]> {
  const { rows } =
    await sql<CountryFigure>`select distinct on (f.counted) f.education, f.counted, f.number::float8 as number, f.until::text as until, f.source
    from cooperation.education_figure f
    where f.owner = ${network} and f.country = ${country} and f.asn is null and f.withdrawn_at is null order by f.counted, f.until desc, f.id desc`.execute(
      tx,
    )
  return rows
}

/** Joint cases that the acting organisation is or was in together with members of a country, by its own files. */
export async function countJointWith(
  tx: Tx,
  organisation: OrganisationId,
  country: string,
): Promise<{ readonly open: number; readonly closed: number }> {
  const { rows } = await sql<{ open: number; closed: number }>`select count(*) filter (where f.state = 'in')::int as open,
      count(*) filter (where f.state = 'closed')::int as closed
    from cooperation.joint_file f where f.owner = ${organisation} and f.state in ('in', 'closed') and exists (
      select from cooperation.joint_party p where p.joint = f.joint and p.country = ${country} and p.organisation <> ${organisation} and p.since is not null)`.execute(
    tx,
  )
  return rows[0] ?? { open: 0, closed: 0 }
}
