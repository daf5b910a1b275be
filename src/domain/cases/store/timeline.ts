import { sql } from 'kysely'
import type { Actor } from '../../../base/actor.ts'
import type { Cursor } from '../../../base/cursor.ts'
import { type CaseId, newId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

/** Ids, codes and figures; never content. */
export type EntryParams = Readonly<Record<string, string | number | boolean | null>>

export type EntryRow = {
  readonly id: string
  readonly case: CaseId
  readonly at: Date
  readonly actor_kind: Actor['kind']
  readonly actor: string
  readonly what: string
  readonly params: EntryParams
}

export async function insertEntry(
  tx: Tx,
  owner: OrganisationId,
  by: Actor,
  at: Date,
  id: CaseId,
  what: string,
  params: EntryParams,
): Promise<void> {
  await tx
    .insertInto('cases.entry')
    .values({ id: newId(at.getTime()), owner, case: id, at, actor_kind: by.kind, actor: by.id, what, params: JSON.stringify(params) })
    .execute()
}

export async function listEntryRows(
  tx: Tx,
  owner: OrganisationId,
  id: CaseId,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly EntryRow[]> {
  const more = before === undefined ? sql`` : sql`and (e.at, e.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<EntryRow>`select e.id, e."case", e.at, e.actor_kind, e.actor, e.what, e.params from cases.entry e
    where e.owner = ${owner} and e."case" = ${id} ${more} order by e.at desc, e.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function insertWatcher(tx: Tx, owner: OrganisationId, id: CaseId, person: string, at: Date): Promise<void> {
  await tx
    .insertInto('cases.watcher')
    .values({ owner, case: id, origin: id, person, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function deleteWatcher(tx: Tx, id: CaseId, person: string): Promise<void> {
  await tx.deleteFrom('cases.watcher').where('case', '=', id).where('person', '=', person).execute()
}

/** At most a hundred, in the order in which they began. */
export async function listWatchers(tx: Tx, owner: OrganisationId, id: CaseId): Promise<readonly PersonId[]> {
  const rows = await tx
    .selectFrom('cases.watcher')
    .select('person')
    .where('owner', '=', owner)
    .where('case', '=', id)
    .orderBy('at')
    .orderBy('person')
    .limit(100)
    .execute()
  return rows.map(({ person }) => person as PersonId)
}
