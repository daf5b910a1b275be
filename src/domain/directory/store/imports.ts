import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type ImportRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: string
  readonly name: string
  readonly sha256: string
  readonly size: number
  readonly counts: Readonly<Record<string, number>>
  readonly at: Date
  readonly actor_kind: string
  readonly actor: string
}

export async function insertImport(tx: Tx, row: ImportRow): Promise<void> {
  await tx
    .insertInto('directory.import')
    .values({ ...row, counts: JSON.stringify(row.counts) })
    .execute()
}

export async function listImportRows(tx: Tx, after: string | undefined, limit: number): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select id, owner, kind, name, sha256, size, counts, at, actor_kind, actor from directory.import
    where owner = platform.acting() ${after === undefined ? sql`` : sql`and id < ${after}::uuid`} order by id desc limit ${limit}`.execute(
    tx,
  )
  return rows
}

/** One import of an organisation at a time; the other waits. */
export async function lockImports(tx: Tx, owner: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('directory.import ' || ${owner}::text, 0))`.execute(tx)
}
