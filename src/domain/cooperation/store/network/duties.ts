import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { DutyPeriods } from '../../network/duty.ts'
import { reachedByMail } from './call-tellings.ts'

/** Of the network's own rows: how many members have no designated contact, how many have one that is in trouble, and how many there are. */
export async function countContactDuties(
  tx: Tx,
  network: OrganisationId,
  { confirmDays, now }: { readonly confirmDays: number; readonly now: Date },
): Promise<{ readonly open: number; readonly of: number }> {
  const { rows } = await sql<{ open: number; of: number }>`select count(*) filter (where c.id is null or c.doubted_at is not null
        or coalesce(c.confirmed_at, c.since) <= ${now}::timestamptz - make_interval(days => ${confirmDays}::integer))::int as open, count(*)::int as of
    from cooperation.member m
      left join cooperation.contact c on c.member = m.id and c.ended_at is null and c.role = case m.kind when 'agency' then 'unit' else 'industry' end
    where m.owner = ${network} and m.state = 'member'`.execute(tx)
  return rows[0] ?? { open: 0, of: 0 }
}

export type Dissemination = {
  readonly kind: string
  readonly subject: string
  readonly of: number
  readonly told: number
  /** null where it is not kept who read it */
  readonly seen: number | null
  /** told by hand, and not told yet */
  readonly byHand: number
  readonly untold: number
  /** of the first who was told: its id, by which the list goes on */
  readonly place: string
}

/** What members were told of, calls among it, the newest first (ids are in the order of time), with how many of them read it. */
export async function listDisseminations(
  tx: Tx,
  network: OrganisationId,
  after: string | undefined,
  limit: number,
): Promise<readonly Dissemination[]> {
  const { rows } = await sql<Dissemination>`select d.* from (
      select t.kind, t.subject, count(*)::int as of, count(t.told_at)::int as told, count(t.seen_at)::int as seen,
        count(t.how)::int as "byHand", count(*) filter (where t.told_at is null)::int as untold, min(t.id::text) as place
      from cooperation.telling t where t.owner = ${network} and (t.taken_back_at is null or t.told_at is not null) group by t.kind, t.subject
      union all
      select 'cooperation.call-' || l.what, l.call, count(*)::int, count(*) filter (where not l.untold)::int, null, count(l.how)::int,
        count(*) filter (where l.untold)::int, min(l.place)
      from (select t.what, t.call, t.member, bool_and(t.people = 0 and t.how is null) and not bool_or(${reachedByMail}) as untold,
          max(t.how) as how, min(t.id::text) as place
        from cooperation.call_telling t where t.owner = ${network} and t.what <> 'ended' group by t.what, t.call, t.member) l
      group by l.what, l.call) d
    where ${after === undefined} or d.place < ${after ?? ''} order by d.place desc limit ${limit}`.execute(tx)
  return rows
}

/** How many notices wait to be passed on by hand, since when, and out of how many. */
export async function countUntold(
  tx: Tx,
  network: OrganisationId,
): Promise<{ readonly open: number; readonly of: number; readonly since: Date | null }> {
  const { rows } = await sql<{
    open: number
    of: number
    since: string | null
  }>`select count(*) filter (where t.told_at is null)::int as open, count(*)::int as of,
      min(t.id::text) filter (where t.told_at is null) as since
    from cooperation.telling t join cooperation.member m on m.id = t.member and m.state = 'member'
    where t.owner = ${network} and t.taken_back_at is null`.execute(tx)
  const { open, of, since } = rows[0] ?? { open: 0, of: 0, since: null }
  // the first 48 bits of an id are when it was made, in milliseconds (RFC 9562 §5.7)
  return { open, of, since: since === null ? null : new Date(Number.parseInt(since.replaceAll('-', '').slice(0, 12), 16)) }
}

/** When the last round was opened, and the last report to others went. */
export async function findLastDone(
  tx: Tx,
  network: OrganisationId,
): Promise<{ readonly round: Date | null; readonly report: Date | null }> {
  const { rows } = await sql<{ round: Date | null; report: Date | null }>`select
      (select max(r.opened_at) from cooperation.questionnaire_round r where r.owner = ${network}) as round,
      (select max(e.on_date)::timestamptz from cooperation.register_entry e
        where e.owner = ${network} and e.kind = 'report' and e.withdrawn_at is null) as report`.execute(tx)
  return rows[0] ?? { round: null, report: null }
}

export type Participation = {
  readonly country: string
  readonly agencies: number
  readonly told: number
  readonly seen: number
  readonly asked: number
  readonly answered: number
  readonly entries: number
  /** calls that any of them was at; people who were at a training session; campaigns of education joined */
  readonly calls: number
  readonly trained: number
  readonly campaigns: number
}

/** How members of each country take part: what they were told and read, rounds they were asked in and answered, what they entered into registers, where they were. */
export async function listParticipation(tx: Tx, network: OrganisationId): Promise<readonly Participation[]> {
  const { rows } = await sql<Participation>`with member as (
      select m.id, m.country, m.kind from cooperation.member m where m.owner = ${network} and m.state = 'member'
    ), told as (
      select t.member, count(t.told_at)::int as told, count(t.seen_at)::int as seen,
        count(*) filter (where t.kind = 'cooperation.questionnaire-round')::int as asked
      from cooperation.telling t where t.owner = ${network} group by t.member
    ), answered as (
      select s.member, count(distinct s.round)::int as answered from cooperation.answer_sheet s
      where s.owner = ${network} and s.state = 'submitted' group by s.member
    ), entered as (
      select e.member, count(*)::int as entries from cooperation.register_entry e
      where e.owner = ${network} and e.withdrawn_at is null and e.member is not null group by e.member
    ), called as (
      select o.country, count(distinct i.call)::int as calls from cooperation.call_attendance a join cooperation.call_item i on i.id = a.item
        join member o on o.id = a.member where a.owner = ${network} group by o.country
    ), trained as (
      select e.member, count(*)::int as trained from cooperation.training_enrolment e where e.owner = ${network} and e.attended group by e.member
    ), joined as (
      select p.member, count(*)::int as campaigns from cooperation.education_partner p where p.owner = ${network} and p.left_at is null group by p.member
    )
    select m.country, count(*) filter (where m.kind = 'agency')::int as agencies, coalesce(sum(t.told), 0)::int as told, coalesce(sum(t.seen), 0)::int as seen,
      coalesce(sum(t.asked), 0)::int as asked, coalesce(sum(a.answered), 0)::int as answered, coalesce(sum(e.entries), 0)::int as entries,
      coalesce(max(c.calls), 0)::int as calls, coalesce(sum(r.trained), 0)::int as trained, coalesce(sum(j.campaigns), 0)::int as campaigns
    from member m left join told t on t.member = m.id left join answered a on a.member = m.id left join entered e on e.member = m.id
      left join called c on c.country = m.country left join trained r on r.member = m.id left join joined j on j.member = m.id
    group by m.country order by m.country`.execute(tx)
  return rows
}

/** What a member was told of and nobody there has read yet; the network's own question. */
export async function listUnread(
  tx: Tx,
  network: OrganisationId,
  member: string,
): Promise<readonly { readonly kind: string; readonly subject: string }[]> {
  const { rows } = await sql<{ kind: string; subject: string }>`select t.kind, t.subject from cooperation.telling t
    where t.owner = ${network} and t.member = ${member}::uuid and t.seen_at is null and t.told_at is not null and t.taken_back_at is null
      and t.kind in ('cooperation.announcement', 'cooperation.application', 'cooperation.procedures-proposed', 'cooperation.work-plan-proposed',
        'cooperation.questionnaire-round', 'cooperation.report-shared')
    order by t.id desc limit 50`.execute(tx)
  return rows
}

export async function findDutyPeriods(tx: Tx, network: OrganisationId): Promise<DutyPeriods | undefined> {
  const { rows } =
    await sql<DutyPeriods>`select p.questionnaire_days as "questionnaireDays", p.report_days as "reportDays", p.term_days as "termDays"
    from cooperation.duty_period p where p.owner = ${network}`.execute(tx)
  return rows[0]
}

export async function putDutyPeriods(
  tx: Tx,
  owner: OrganisationId,
  { questionnaireDays, reportDays, termDays }: DutyPeriods,
  at: Date,
  by: string,
): Promise<void> {
  const set = { questionnaire_days: questionnaireDays, report_days: reportDays, term_days: termDays, changed_at: at, changed_by: by }
  await tx
    .insertInto('cooperation.duty_period')
    .values({ owner, ...set })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(set))
    .execute()
}
