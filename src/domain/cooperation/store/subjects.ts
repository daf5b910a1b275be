import { sql } from 'kysely'
import type { ReleaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { subjectSpellings } from '../../evidence/index.ts'

/** Where words of people may stand: which column of which kind of row. */
export type Place =
  | 'recipient'
  | 'recipient.name'
  | 'title'
  | 'wording'
  | 'receipt'
  | 'terms'
  | 'draft'
  | 'entry.reason'
  | 'entry.ended'
  | 'answer'
  | 'way.name'
  | 'way.value'
  | 'way.note'
  | 'copy'
  | 'share'
  | 'request'
  | 'request.message'
  | 'request.note'
  | 'request.file'
  | 'request.attachment'
  | 'request.waits'

export type Words = {
  readonly place: Place
  /** of the row; of a draft, its release's */
  readonly id: string
  readonly release: ReleaseId | null
  readonly at: Date
  readonly text: string
}

/** Words of what left, is to leave, or is listed that may speak of the person; the caller decides. Reads all of the organisation's. */
export async function listWordsNaming(tx: Tx, text: string): Promise<readonly Words[]> {
  const { rows } = await sql<Words>`with said as (
      select v.place, r.id, r.id as release, r.created_at as at, v.text from cooperation.release r,
        lateral (values ('recipient', r.recipient), ('recipient.name', r.recipient_name), ('title', r.title), ('wording', r.wording::text), ('receipt', r.receipt::text),
          ('terms', json_build_object('law', r.law, 'aim', r.aim)::text)) v (place, text)
        where r.owner = platform.acting()
      union all select 'draft', d.release, d.release, d.at, d.outline::text from cooperation.draft d where d.owner = platform.acting()
      union all select v.place, e.id, e.release, e.since, v.text from cooperation.block_entry e,
        lateral (values ('entry.reason', e.reason), ('entry.ended', e.ended_why)) v (place, text) where e.owner = platform.acting()
      union all select 'answer', a.id, s.release, a.at, a.said from cooperation.submission_answer a join cooperation.submission s on s.id = a.submission
        where a.owner = platform.acting()
      union all select v.place, w.id, null, w.changed_at, v.text from cooperation.way w,
        lateral (values ('way.name', w.name), ('way.value', w.value), ('way.note', w.note)) v (place, text) where w.owner = platform.acting()
      union all select 'copy', c.id, null, c.made_at, c.content::text from cooperation.shared_copy c where c.owner = platform.acting() and c.emptied_at is null
      union all select 'share', s.id, null, s.drafted_at, s.asked::text from cooperation.share s where s.owner = platform.acting()
      union all select 'request', r.id, null, r.made_at, r.content::text from cooperation.request r where r.owner = platform.acting() and r.emptied_at is null
      union all select 'request.message', m.id, null, m.at, json_build_object('text', m.text, 'detail', m.detail, 'person', m.person_name)::text
        from cooperation.request_message m where m.owner = platform.acting() and m.emptied_at is null
      union all select 'request.attachment', a.id, null, a.at, a.name from cooperation.request_attachment a where a.owner = platform.acting() and a.emptied_at is null
      union all select 'request.waits', w.id, null, w.drafted_at, w.said from cooperation.request_answer w where w.owner = platform.acting()
      union all select 'request.note', n.id, null, n.at, n.text from cooperation.request_note n where n.owner = platform.acting()
      union all select 'request.file', f.id, null, f.last_at, json_build_object('title', f.title, 'asked', f.asked, 'weight', f.weight_reason, 'call', f.call_note,
          'outcome', f.outcome_note)::text
        from cooperation.request_file f where f.owner = platform.acting())
    select s.place, s.id, s.release, s.at, s.text from said s
    where s.text is not null and exists (select from unnest(${subjectSpellings(text)}::text[]) k
      where position(k in s.text) > 0 or position(lower(k) in lower(s.text)) > 0)
    order by s.at desc, s.id`.execute(tx)
  return rows
}

export async function dropDrafts(tx: Tx, release: ReleaseId): Promise<void> {
  await sql`delete from cooperation.draft where release = ${release} and owner = platform.acting()`.execute(tx)
}

/** A draft goes whole: its bytes are of a letter, and a letter with a hole in it is another. A way that is no address any more is given up. */
export async function setWords(tx: Tx, { place, id }: Words, text: string, now: Date): Promise<void> {
  const ours = sql`id = ${id} and owner = platform.acting()`
  if (place === 'recipient') await sql`update cooperation.release set recipient = ${text} where ${ours}`.execute(tx)
  else if (place === 'recipient.name') await sql`update cooperation.release set recipient_name = ${text} where ${ours}`.execute(tx)
  else if (place === 'title') await sql`update cooperation.release set title = ${text} where ${ours}`.execute(tx)
  else if (place === 'wording') await sql`update cooperation.release set wording = ${text}::jsonb where ${ours}`.execute(tx)
  else if (place === 'receipt') await sql`update cooperation.release set receipt = ${text}::jsonb where ${ours}`.execute(tx)
  else if (place === 'terms')
    await sql`update cooperation.release set law = ${text}::jsonb ->> 'law', aim = ${text}::jsonb ->> 'aim' where ${ours}`.execute(tx)
  else if (place === 'draft') await dropDrafts(tx, id as ReleaseId)
  else if (place === 'entry.reason') await sql`update cooperation.block_entry set reason = ${text} where ${ours}`.execute(tx)
  else if (place === 'entry.ended') await sql`update cooperation.block_entry set ended_why = ${text} where ${ours}`.execute(tx)
  else if (place === 'answer') await sql`update cooperation.submission_answer set said = ${text} where ${ours}`.execute(tx)
  else if (place === 'way.name') await sql`update cooperation.way set name = ${text} where ${ours}`.execute(tx)
  else if (place === 'share') await sql`update cooperation.share set asked = ${text}::jsonb where ${ours}`.execute(tx)
  else if (place === 'request.note') await sql`update cooperation.request_note set text = ${text} where ${ours}`.execute(tx)
  else if (place === 'request.waits') await sql`update cooperation.request_answer set said = ${text} where ${ours}`.execute(tx)
  else if (place === 'request.attachment')
    await sql`update cooperation.request_attachment set name = ${text.slice(0, 200)} where ${ours}`.execute(tx)
  else if (place === 'request.message')
    await sql`update cooperation.request_message set text = ${text}::jsonb ->> 'text', detail = ${text}::jsonb -> 'detail', person_name = ${text}::jsonb ->> 'person'
      where ${ours}`.execute(tx)
  else if (place === 'request.file')
    await sql`update cooperation.request_file set title = ${text}::jsonb ->> 'title', asked = nullif(${text}::jsonb -> 'asked', 'null'),
      weight_reason = ${text}::jsonb ->> 'weight', call_note = ${text}::jsonb ->> 'call', outcome_note = ${text}::jsonb ->> 'outcome' where ${ours}`.execute(
      tx,
    )
  else if (place === 'way.note') await sql`update cooperation.way set note = ${text} where ${ours}`.execute(tx)
  else
    await sql`update cooperation.way set value = ${text.padEnd(3, '…')}, secret = null, confirmed_at = null, confirmed_by = null,
      ended_at = coalesce(ended_at, ${now}), ended_by = coalesce(ended_by, 'erased') where ${ours}`.execute(tx)
}
