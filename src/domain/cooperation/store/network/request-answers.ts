import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

/** An answer of the acting organisation that waits for a second person; `said` is JSON. */
export type AnswerRow = { readonly said: string; readonly draftedAt: Date; readonly draftedBy: string }

export async function findAnswer(tx: Tx, request: string): Promise<AnswerRow | undefined> {
  const { rows } =
    await sql<AnswerRow>`select a.said, a.drafted_at as "draftedAt", a.drafted_by as "draftedBy" from cooperation.request_answer a
    where a.request = ${request}::uuid and a.owner = platform.acting()`.execute(tx)
  return rows[0]
}

export async function putAnswer(tx: Tx, owner: OrganisationId, request: string, said: string, at: Date, by: string): Promise<void> {
  await sql`insert into cooperation.request_answer (id, owner, request, said, drafted_at, drafted_by)
    values (${newId(at.getTime())}::uuid, ${owner}::uuid, ${request}::uuid, ${said}, ${at}, ${by})
    on conflict (owner, request) do update set said = excluded.said, drafted_at = excluded.drafted_at, drafted_by = excluded.drafted_by`.execute(
    tx,
  )
}

/** False where none waits. */
export async function deleteAnswer(tx: Tx, request: string): Promise<boolean> {
  const done = await sql`delete from cooperation.request_answer where request = ${request}::uuid and owner = platform.acting()`.execute(tx)
  return (done.numAffectedRows ?? 0n) > 0n
}
