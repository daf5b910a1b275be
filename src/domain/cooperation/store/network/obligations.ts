import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { questionWaits } from '../../network/request-course.ts'

// What the acting organisation is waited for in, each in one question of its own rows or of what it was granted. So many of each at most:
const most = 50

export type OwedAction = {
  readonly id: string
  readonly call: string
  readonly text: string
  /** ISO 8601 day */
  readonly due: string | null
  readonly at: Date
}

/** Action items of calls that are this member's and not done, by their day. */
export async function listOwedActions(tx: Tx, network: OrganisationId, member: string): Promise<readonly OwedAction[]> {
  const { rows } = await sql<OwedAction>`select a.id, i.call, left(a.text, 200) as text, a.due::text as due, a.at
    from cooperation.call_action a join cooperation.call_item i on i.id = a.item
    where a.owner = ${network} and a.member = ${member}::uuid and a.done_at is null order by a.due nulls last, a.at, a.id limit ${most}`.execute(
    tx,
  )
  return rows
}

export type OwedRequest = {
  readonly request: string
  readonly reference: string
  readonly title: string
  readonly what: 'acknowledge' | 'answer' | 'reply'
  readonly since: Date
  readonly due: Date | null
}

/** Requests that wait for the acting organisation: to be acknowledged, to be answered, or for what was asked back. By when they are due. */
export async function listOwedRequests(tx: Tx, owner: OrganisationId, now: Date): Promise<readonly OwedRequest[]> {
  const { rows } = await sql<OwedRequest>`select o.* from (
      select f.request, f.reference, f.title, f.id,
        case when f.side = 'asker' then 'reply' when f.state = 'sent' then 'acknowledge' else 'answer' end as what,
        case when f.side = 'asker' then f.questioned_at else f.sent_at end as since,
        case when f.side = 'asker' then f.questioned_at + ${questionWaits} * interval '1 millisecond'
          when f.state = 'sent' then f.acknowledge_due else f.answer_due end as due
      from cooperation.request_file f
      where f.owner = ${owner} and f.ended_at is null and f.sent_at is not null and (f.expires_at is null or f.expires_at > ${now})
        and (f.side = 'asked' and f.state in ('sent', 'acknowledged', 'partly') or f.side = 'asker' and f.state = 'questioned')) o
    order by o.due nulls last, o.id limit ${most}`.execute(tx)
  return rows
}

/** What was called back and the acting organisation has not yet said that it deleted; `since` the first of them. */
export async function countOwedTombstones(
  tx: Tx,
  organisation: OrganisationId,
): Promise<{ readonly count: number; readonly since: Date | null }> {
  const { rows } = await sql<{ count: number; since: Date | null }>`select count(*)::int as count, min(t.recalled_at) as since
    from cooperation.tombstone t where t.organisation = ${organisation} and t.confirmed_at is null`.execute(tx)
  return rows[0] ?? { count: 0, since: null }
}

/** Joint cases that the acting organisation was asked into and has not answered. */
export async function listOwedInvitations(
  tx: Tx,
  organisation: OrganisationId,
): Promise<readonly { readonly joint: string; readonly code: string; readonly since: Date }[]> {
  const { rows } = await sql<{
    joint: string
    code: string
    since: Date
  }>`select p.joint, coalesce(j.code, '') as code, p.invited_at as since
    from cooperation.joint_party p left join cooperation.joint_case j on j.id = p.joint
    where p.organisation = ${organisation} and p.state = 'invited' and p.ended_at is null order by p.invited_at, p.id limit ${most}`.execute(
    tx,
  )
  return rows
}

/** Primary contacts of its country that were proposed, or stand, and to which an agency has not said anything. */
export async function listOwedSignatures(
  tx: Tx,
  network: OrganisationId,
  agency: string,
  country: string,
): Promise<readonly { readonly id: string; readonly country: string; readonly since: Date }[]> {
  const { rows } = await sql<{ id: string; country: string; since: Date }>`select n.id, n.country, n.proposed_at as since
    from cooperation.country_contact n
    where n.owner = ${network} and n.country = ${country} and n.ended_at is null
      and not exists (select from cooperation.country_signature s where s.naming = n.id and s.agency = ${agency}::uuid)
    order by n.proposed_at, n.id`.execute(tx)
  return rows
}
