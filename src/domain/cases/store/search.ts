import { sql } from 'kysely'
import type { CaseId, OrganisationId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'

/** All words of a case: code, title, notes, tasks and parties. */
export async function textOf(tx: Tx, id: CaseId): Promise<string> {
  const { rows } = await sql<{ text: string | null }>`select concat_ws(E'\n', c.code, c.title,
      (select string_agg(p.name || ' ' || coalesce(p.address, '') || ' ' || coalesce(p.note, ''), E'\n') from cases.case_party p where p.owner = c.owner and p."case" = c.id),
      (select string_agg(t.title, E'\n') from cases.task t where t.owner = c.owner and t."case" = c.id),
      (select string_agg(n.text, E'\n' order by n.at desc) from cases.note n where n.owner = c.owner and n."case" = c.id and n.removed_at is null)) as text
    from cases.case c where c.id = ${id}`.execute(tx)
  return (rows[0]?.text ?? '').slice(0, 1_000_000)
}

export async function putTokens(tx: Tx, owner: OrganisationId, id: CaseId, tokens: readonly string[]): Promise<void> {
  await sql`insert into cases.search_text ("case", owner, tokens)
    values (${id}, ${owner}, array_to_tsvector(array(select jsonb_array_elements_text(${storable(tokens)}::jsonb))))
    on conflict ("case") do update set tokens = excluded.tokens`.execute(tx)
}
