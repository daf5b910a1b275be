import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'

// What is taught with. Who sees the session or campaign sees its material.

export type Material = {
  readonly id: string
  /** the session or campaign that it is of */
  readonly of: string
  readonly in: 'training' | 'education'
  readonly member: string | null
  readonly language: string
  readonly title: string
  readonly text: string
  readonly url: string | null
  readonly file: { readonly sha256: string; readonly name: string; readonly size: number } | null
  readonly at: Date
}

type Row = Omit<Material, 'in' | 'file'> & {
  readonly education: string | null
  readonly sha256: string | null
  readonly fileName: string | null
  readonly size: number | null
}
const columns = sql`m.id, m.of, m.education, m.member, m.language, m.title, m.text, m.url, m.sha256, m.file_name as "fileName", m.size, m.at`

function materialOf({ education, sha256, fileName, size, ...row }: Row): Material {
  const file = sha256 === null || fileName === null || size === null ? null : { sha256, name: fileName, size }
  return { ...row, in: education === null ? 'training' : 'education', file }
}

export async function listMaterials(tx: Tx, of: string): Promise<readonly Material[]> {
  const { rows } = await sql<Row>`select ${columns} from cooperation.training_material m
    where m.of = ${of}::uuid and m.withdrawn_at is null order by m.language, m.at, m.id limit 500`.execute(tx)
  return rows.map(materialOf)
}

export async function findMaterial(tx: Tx, id: string): Promise<Material | undefined> {
  const { rows } = await sql<Row>`select ${columns} from cooperation.training_material m
    where m.id = ${id}::uuid and m.withdrawn_at is null`.execute(tx)
  return rows[0] === undefined ? undefined : materialOf(rows[0])
}

/** The bytes of a file are held as long as the material stands. */
export async function insertMaterial(tx: Tx, owner: OrganisationId, { in: kind, file, ...material }: Material, by: string): Promise<void> {
  const of = kind === 'training' ? { training: material.of } : { education: material.of }
  await tx
    .insertInto('cooperation.training_material')
    .values({ ...material, ...of, owner, by, sha256: file?.sha256 ?? null, file_name: file?.name ?? null, size: file?.size ?? null })
    .execute()
  if (file === null) return
  await tx
    .insertInto('platform.blob_reference')
    .values({ id: newId(material.at.getTime()), owner, sha256: file.sha256, object: material.id, at: material.at })
    .execute()
}

/** Its words are gone for everybody; its bytes go with the next sweep, unless something else holds them. */
export async function withdrawMaterial(tx: Tx, owner: OrganisationId, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.training_material')
    .set({ title: '', text: '', url: null, sha256: null, file_name: null, size: null, withdrawn_at: at })
    .where('id', '=', id)
    .execute()
  await tx.deleteFrom('platform.blob_reference').where('owner', '=', owner).where('object', '=', id).execute()
}
