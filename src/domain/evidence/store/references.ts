import { sql } from 'kysely'
import type { Tx } from '../../../platform/db/pools.ts'

/**
 * Every blob that an item of any organisation refers to, a page at a time by the item's id. It looks across organisations, so it answers
 * only to the role that makes dumps; the application's own sees nothing by it.
 */
export async function pageReferencedBlobs(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<readonly { readonly subject: string; readonly sha256: string }[]> {
  const { rows } = await sql<{ subject: string; sha256: string }>`
    select i.id as subject, coalesce(i.sealed_sha256, i.sha256) as sha256 from evidence.item i
    where i.state in ('kept', 'sealed') and (${after}::uuid is null or i.id > ${after}::uuid)
    order by i.id limit ${limit}`.execute(tx)
  return rows
}
