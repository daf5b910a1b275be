import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { MemberKind } from '../../network/member.ts'

export type TieRow = {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly kind: MemberKind
  readonly asked: number
  readonly asking: number
  readonly shown: number
  readonly seen: number
  readonly calls: number
  readonly groups: number
  readonly joint: number
}

/**
 * Whom the acting organisation has to do with, by its own rows and those that it may see, the most first; of `card`, its own, for the calls. What others do
 * with one another stands in none of them.
 */
export async function listTies(tx: Tx, network: OrganisationId, card: string | null, since: Date): Promise<readonly TieRow[]> {
  const { rows } = await sql<TieRow>`with me as (select platform.acting() as id),
    tie as (
      select f.other as organisation, case f.side when 'asker' then 'asked' else 'asking' end as what, count(*)::int as count
        from cooperation.request_file f where f.owner = (select id from me) and f.sent_at >= ${since} group by 1, 2
      union all
      select g.recipient, 'shown', count(distinct g.object)::int from platform.access_grant g
        where g.owner = (select id from me) and g.kind = 'shared-copy' and g.since >= ${since} group by g.recipient
      union all
      select g.owner, 'seen', count(distinct g.object)::int from platform.access_grant g
        where g.recipient = (select id from me) and g.kind = 'shared-copy' and g.since >= ${since} and g.ended_at is null group by g.owner
      union all
      select m.member, 'groups', count(*)::int from platform.group_member m join cooperation.sharing_group s on s.id = m."group"
        where s.standing is null and s.joint is null and m.ended_at is null and m."group" in (select o."group" from platform.own_groups() o) group by m.member
      union all
      select p.organisation, 'joint', count(*)::int from cooperation.joint_party p
        where p.state = 'in' and p.joint in (select f.joint from cooperation.joint_file f where f.owner = (select id from me) and f.state = 'in')
        group by p.organisation
      union all
      select c.organisation, 'calls', count(distinct i.call)::int from cooperation.call_attendance mine
        join cooperation.call_attendance theirs on theirs.item = mine.item join cooperation.call_item i on i.id = mine.item
        join cooperation.member c on c.id = theirs.member
        where mine.member = ${card}::uuid and theirs.member <> ${card}::uuid and mine.at >= ${since} group by c.organisation
    )
    select m.id, m.name, m.country, m.kind,
      coalesce(sum(t.count) filter (where t.what = 'asked'), 0)::int as asked,
      coalesce(sum(t.count) filter (where t.what = 'asking'), 0)::int as asking,
      coalesce(sum(t.count) filter (where t.what = 'shown'), 0)::int as shown,
      coalesce(sum(t.count) filter (where t.what = 'seen'), 0)::int as seen,
      coalesce(sum(t.count) filter (where t.what = 'calls'), 0)::int as calls,
      coalesce(sum(t.count) filter (where t.what = 'groups'), 0)::int as groups,
      coalesce(sum(t.count) filter (where t.what = 'joint'), 0)::int as joint
    from tie t join cooperation.member m on m.organisation = t.organisation and m.owner = ${network} and m.state = 'member'
    where m.organisation <> (select id from me)
    group by m.id, m.name, m.country, m.kind order by sum(t.count) desc, m.country, lower(m.name), m.id limit 1000`.execute(tx)
  return rows
}
