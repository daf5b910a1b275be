import { sql } from 'kysely'
import type { ItemId, OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

/** A file of a paper. `evidence` is the item of evidence that its bytes are. */
export type CallFile = {
  readonly id: string
  readonly item: string
  readonly paper: string
  readonly evidence: ItemId
  readonly name: string
  readonly mediaType: string
  readonly sha256: string
  readonly size: number
}
const columns = sql`f.id, f.item, f.paper, f.evidence, f.name, f.media_type as "mediaType", f.sha256, f.size::float8 as size`

/** Of these items, as far as the reader sees them. */
export async function listCallFiles(tx: Tx, items: readonly string[]): Promise<readonly CallFile[]> {
  const { rows } = await sql<CallFile>`select ${columns} from cooperation.call_file f
    where f.item = any (${[...items]}::uuid[]) order by f.at, f.id limit 5000`.execute(tx)
  return rows
}

export async function listFilesOf(tx: Tx, paper: string): Promise<readonly CallFile[]> {
  const { rows } =
    await sql<CallFile>`select ${columns} from cooperation.call_file f where f.paper = ${paper}::uuid order by f.at, f.id`.execute(tx)
  return rows
}

export async function findCallFile(tx: Tx, id: string): Promise<CallFile | undefined> {
  const { rows } = await sql<CallFile>`select ${columns} from cooperation.call_file f where f.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function insertCallFile(tx: Tx, owner: OrganisationId, { mediaType, ...row }: CallFile, at: Date, by: string): Promise<void> {
  await tx
    .insertInto('cooperation.call_file')
    .values({ ...row, media_type: mediaType, owner, at, by })
    .execute()
}

export async function deleteFilesOf(tx: Tx, paper: string): Promise<void> {
  await tx.deleteFrom('cooperation.call_file').where('paper', '=', paper).execute()
}

/** With the items of evidence that they are: what was destroyed is given to nobody. */
export async function deleteFilesWith(tx: Tx, items: readonly ItemId[]): Promise<void> {
  await sql`delete from cooperation.call_file where owner = platform.acting() and evidence = any (${[...items]}::uuid[])`.execute(tx)
}
