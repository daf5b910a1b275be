import { type RawBuilder, sql } from 'kysely'
import type { ActionId, CaseId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { subjectSpellings } from '../../evidence/index.ts'
import { settleSides } from './outcomes.ts'

/** Where words of people may stand: which column of which kind of row. */
export type Place =
  | 'title'
  | 'note'
  | 'task'
  | 'party.name'
  | 'party.address'
  | 'party.note'
  | 'reason'
  | 'campaign'
  | 'action.name'
  | 'action.address'
  | 'action.things'
  | 'action.options'
  | 'action.why'
  | 'outcome.detail'
  | 'outcome.reference'
  | 'place.network'
  | 'place.host'
  | 'place.registrar'
  | 'bulk'

export type Words = {
  readonly place: Place
  /** of the row; of a campaign in a case, the campaign's */
  readonly id: string
  /** null: of an act on many cases */
  readonly case: CaseId | null
  readonly code: string | null
  readonly at: Date
  readonly text: string
}

/** Words of our cases that may speak of the person; the caller decides. Reads all of the organisation's. */
export async function listWordsNaming(tx: Tx, text: string): Promise<readonly Words[]> {
  const { rows } = await sql<Words>`with said as (
      select 'title' as place, c.id, c.id as "case", c.opened_at as at, c.title as text from cases.case c where c.owner = platform.acting()
      union all select 'note', n.id, n."case", n.at, n.text from cases.note n where n.owner = platform.acting()
      union all select 'task', t.id, t."case", t.created_at, t.title from cases.task t where t.owner = platform.acting()
      union all select v.place, p.id, p."case", p.at, v.text from cases.case_party p,
        lateral (values ('party.name', p.name), ('party.address', p.address), ('party.note', p.note)) v (place, text) where p.owner = platform.acting()
      union all select 'reason', h.id, h."case", h.at, h.reason from cases.harm_input h where h.owner = platform.acting()
      union all select 'campaign', m.campaign, m."case", m.at, m.name from cases.case_campaign m where m.owner = platform.acting()
      union all select v.place, a.id, a."case", a.proposed_at, v.text from cases.action a,
        lateral (values ('action.name', a.recipient_name), ('action.address', a.recipient_address), ('action.things', a.things::text),
          ('action.options', a.options::text), ('action.why', a.ended_why)) v (place, text) where a.owner = platform.acting()
      union all select v.place, o.id, o."case", o.at, v.text from cases.outcome o,
        lateral (values ('outcome.detail', o.detail), ('outcome.reference', o.reference)) v (place, text) where o.owner = platform.acting()
      union all select v.place, t.id, a."case", l.begun_at, v.text from cases.lookback_thing t join cases.lookback l on l.action = t.action
        join cases.action a on a.id = t.action, lateral (values ('place.network', t.network_name), ('place.host', t.host), ('place.registrar', t.registrar)) v (place, text)
        where t.owner = platform.acting()
      union all select 'bulk', b.id, null, b.at, b.act::text from cases.bulk b where b.owner = platform.acting())
    select s.place, s.id, s."case", c.code, s.at, s.text from said s left join cases.case c on c.id = s."case"
    where s.text is not null and exists (select from unnest(${subjectSpellings(text)}::text[]) k
      where position(k in s.text) > 0 or position(lower(k) in lower(s.text)) > 0)
    order by s.at desc, s.id`.execute(tx)
  return rows
}

export async function setWords(tx: Tx, { place, id }: Words, text: string): Promise<void> {
  const ours = sql`id = ${id} and owner = platform.acting()`
  if (place === 'title') await sql`update cases.case set title = ${text} where ${ours}`.execute(tx)
  else if (place === 'note') await sql`update cases.note set text = ${text} where ${ours}`.execute(tx)
  else if (place === 'task') await sql`update cases.task set title = ${text} where ${ours}`.execute(tx)
  else if (place === 'party.name') await sql`update cases.case_party set name = ${text} where ${ours}`.execute(tx)
  else if (place === 'party.address') await sql`update cases.case_party set address = ${text} where ${ours}`.execute(tx)
  else if (place === 'party.note') await sql`update cases.case_party set note = ${text} where ${ours}`.execute(tx)
  else if (place === 'reason') await sql`update cases.harm_input set reason = ${text} where ${ours}`.execute(tx)
  else if (place === 'campaign')
    await sql`update cases.case_campaign set name = ${text} where campaign = ${id} and owner = platform.acting()`.execute(tx)
  else if (place === 'action.name') await sql`update cases.action set recipient_name = ${text} where ${ours}`.execute(tx)
  else if (place === 'action.address') await sql`update cases.action set recipient_address = ${text} where ${ours}`.execute(tx)
  else if (place === 'action.things') await sql`update cases.action set things = ${text}::jsonb where ${ours}`.execute(tx)
  else if (place === 'action.options') await sql`update cases.action set options = ${text}::jsonb where ${ours}`.execute(tx)
  else if (place === 'action.why') await sql`update cases.action set ended_why = ${text} where ${ours}`.execute(tx)
  else if (place === 'outcome.detail') await sql`update cases.outcome set detail = ${text} where ${ours}`.execute(tx)
  else if (place === 'outcome.reference') await sql`update cases.outcome set reference = ${text} where ${ours}`.execute(tx)
  else if (place === 'place.network') await setPlace(tx, id, sql`network_name`, text)
  else if (place === 'place.host') await setPlace(tx, id, sql`host`, text)
  else if (place === 'place.registrar') await setPlace(tx, id, sql`registrar`, text)
  else await sql`update cases.bulk set act = ${text}::jsonb where ${ours}`.execute(tx)
}

/** What the notice counts as says the name too. */
async function setPlace(tx: Tx, thing: string, column: RawBuilder<unknown>, text: string): Promise<void> {
  const { rows } = await sql<{ action: ActionId }>`update cases.lookback_thing set ${column} = ${text}
    where id = ${thing} and owner = platform.acting() returning action`.execute(tx)
  await settleSides(
    tx,
    rows.map(({ action }) => action),
  )
}

const due = (before: Date) => sql`cases.case c where c.owner = platform.acting() and c.closed_at < ${before} and c.emptied_at is null`

export type DueCases = { readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }

/** Cases that ended before then and still have their words. */
export async function previewDue(tx: Tx, before: Date, samples: number): Promise<DueCases> {
  const { rows } = await sql<DueCases>`with due as materialized (select c.id, c.closed_at as at from ${due(before)})
    select count(*) as count, min(at) as oldest,
      coalesce((select array_agg(id order by at, id) from (select id, at from due order by at, id limit ${samples}) first), '{}') as samples from due`.execute(
    tx,
  )
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

export async function listDue(tx: Tx, before: Date, limit: number): Promise<readonly { id: CaseId; owner: OrganisationId }[]> {
  const { rows } = await sql<{ id: CaseId; owner: OrganisationId }>`select c.id, c.owner from ${due(before)}
    order by c.closed_at, c.id limit ${limit} for no key update`.execute(tx)
  return rows
}

/** Takes all words off these cases; codes, kinds, moments, figures, timeline and outcomes stay. */
export async function emptyCases(tx: Tx, ids: readonly CaseId[], at: Date): Promise<void> {
  const of = sql`owner = platform.acting() and "case" = any (${ids}::uuid[])`
  await sql`delete from cases.note where ${of}`.execute(tx)
  await sql`delete from cases.case_party where ${of}`.execute(tx)
  await sql`delete from cases.task where ${of}`.execute(tx)
  await sql`delete from cases.search_text where ${of}`.execute(tx)
  await sql`update cases.case_campaign set name = '' where ${of}`.execute(tx)
  await sql`update cases.harm_input set reason = '' where ${of} and reason is not null`.execute(tx)
  await sql`update cases.outcome set detail = null, reference = null where ${of}`.execute(tx)
  await sql`update cases.action set recipient_name = null, recipient_address = null, things = '[]', options = '{}', ended_why = null, reference = null where ${of}`.execute(
    tx,
  )
  await sql`update cases.case set title = '', emptied_at = ${at} where id = any (${ids}::uuid[]) and owner = platform.acting()`.execute(tx)
  // what an act on many wrote into cases went with them
  await sql`update cases.bulk set act = act || jsonb_strip_nulls(jsonb_build_object('text', case when act ? 'text' then '…' end, 'reason', case when act ? 'reason' then '…' end))
    where owner = platform.acting() and (act ? 'text' or act ? 'reason') and id in (
      select r.bulk from cases.bulk_result r where r.owner = platform.acting() and r."case" = any (${ids}::uuid[]))`.execute(tx)
}
