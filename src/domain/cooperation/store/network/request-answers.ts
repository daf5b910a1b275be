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

/** The bytes of its files (by hash) are held as long as it waits. */
export async function putAnswer(
  tx: Tx,
  owner: OrganisationId,
  request: string,
  { said, hashes }: { readonly said: string; readonly hashes: readonly string[] },
  at: Date,
  by: string,
): Promise<void> {
  await sql`insert into cooperation.request_answer (id, owner, request, said, drafted_at, drafted_by)
    values (${newId(at.getTime())}::uuid, ${owner}::uuid, ${request}::uuid, ${said}, ${at}, ${by})
    on conflict (owner, request) do update set said = excluded.said, drafted_at = excluded.drafted_at, drafted_by = excluded.drafted_by`.execute(
    tx,
  )
  await letGo(tx, [request])
  for (const sha256 of new Set(hashes))
    await tx
      .insertInto('platform.blob_reference')
      .values({ id: newId(at.getTime()), owner, sha256, object: request, at })
      .execute()
}

/** False where none waits. */
export async function deleteAnswer(tx: Tx, request: string): Promise<boolean> {
  const done = await sql`delete from cooperation.request_answer where request = ${request}::uuid and owner = platform.acting()`.execute(tx)
  await letGo(tx, [request])
  return (done.numAffectedRows ?? 0n) > 0n
}

/** The files, by hash, of what waits as answers of the acting organisation. */
export async function listHeld(tx: Tx): Promise<readonly { readonly request: string; readonly sha256: string }[]> {
  const { rows } = await sql<{ request: string; sha256: string }>`select w.request, b.sha256 from cooperation.request_answer w
    join platform.blob_reference b on b.owner = w.owner and b.object = w.request where w.owner = platform.acting() order by w.request`.execute(
    tx,
  )
  return rows
}

/** The bytes held for what waits as an answer to these requests: they go with the next sweep, unless something else holds them. */
export async function letGo(tx: Tx, requests: readonly string[]): Promise<void> {
  await sql`delete from platform.blob_reference where owner = platform.acting() and object = any (${[...requests]}::uuid[])`.execute(tx)
}
