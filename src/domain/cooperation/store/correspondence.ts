import { sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { CaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { ReleaseRecipient, ReleaseRow } from '../release.ts'
import { releaseColumns } from './releases.ts'

/** A letter in a case: its release, its words, what it answers, and that it came back. */
export type LetterLine = ReleaseRow & {
  /** where it stands in the conversation: when it was decided, or drafted */
  readonly at: Date
  /** null where its bytes are gone */
  readonly text: string | null
  readonly parts: number
  readonly answers: string | null
  readonly bounced: { readonly reply: string; readonly at: string; readonly status: string } | null
}

const inCases = (lives: readonly CaseId[]) => sql`(r.in_case = any (${lives}::uuid[]) or r.id in (
  select a.release from cooperation.release_action a where a.owner = platform.acting() and a.in_case = any (${lives}::uuid[])))`

/**
 * Letters of these cases that went or are to go, newest first; of those that nobody decided on only answers, since they are what somebody writes here. What was
 * declined was never said.
 */
export async function listLetters(
  tx: Tx,
  lives: readonly CaseId[],
  before: Cursor | undefined,
  limit: number,
): Promise<readonly LetterLine[]> {
  const { rows } = await sql<LetterLine>`select ${releaseColumns}, coalesce(r.decided_at, r.created_at) as at,
      d.outline ->> 'text' as text, coalesce(jsonb_array_length(d.outline -> 'parts'), 0) as parts, w.answers, b.bounced
    from cooperation.release r
    left join lateral (select o.outline from cooperation.draft o where o.release = r.id and o.sha256 = r.sha256 order by o.version desc limit 1) d on true
    left join lateral (select c.options ->> 'reply' as answers from cooperation.release_action x join cases.action c on c.id = x.action
      where x.release = r.id and r.kind = 'reply' limit 1) w on true
    left join lateral (select jsonb_build_object('reply', e.detail ->> 'reply', 'at', e.at, 'status', e.detail ->> 'bounced') as bounced
      from cooperation.release_event e where e.release = r.id and e.what = 'answered' and e.detail ->> 'bounced' is not null
      order by e.at desc limit 1) b on true
    where r.owner = platform.acting() and ${inCases(lives)} and r.media_type = 'message/rfc822' and r.recipient_kind <> 'public'
      and (r.state in ('decided', 'delivered', 'failed', 'recalled') or (r.state = 'draft' and r.kind = 'reply'))
      ${before === undefined ? sql`` : sql`and (coalesce(r.decided_at, r.created_at), r.id) < (${before.at}, ${before.id}::uuid)`}
    order by coalesce(r.decided_at, r.created_at) desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

export type Told = Pick<ReleaseRecipient, 'value' | 'name' | 'role' | 'party' | 'contact' | 'language'>

/** Addresses that letters of these cases went to, the latest first, each once. */
export async function listTold(tx: Tx, lives: readonly CaseId[], limit: number): Promise<readonly Told[]> {
  const { rows } = await sql<Told & { readonly at: Date }>`select * from (
      select distinct on (lower(r.recipient)) r.recipient as value, r.recipient_name as name, r.recipient_role as role, r.party, r.contact, r.language,
        r.settled_at as at
      from cooperation.release r where r.owner = platform.acting() and ${inCases(lives)} and r.recipient_kind = 'address'
        and r.state = 'delivered' and r.kind <> 'hotline' order by lower(r.recipient), r.settled_at desc) told
    order by at desc limit ${limit}`.execute(tx)
  return rows
}
