import { sql } from 'kysely'
import type { OrganisationId, ReleaseId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Outline } from '../outline.ts'

export type DraftRow = { readonly version: number; readonly sha256: string; readonly bytes: Buffer; readonly outline: Outline }

export async function insertDraft(
  tx: Tx,
  row: Omit<DraftRow, 'bytes'> & {
    readonly owner: OrganisationId
    readonly release: ReleaseId
    readonly bytes: Uint8Array
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('cooperation.draft')
    .values({ ...row, bytes: Buffer.from(row.bytes), outline: storable(row.outline) })
    .execute()
}

/** The draft with this hash, the newest where one came again. */
export async function findDraft(tx: Tx, release: ReleaseId, sha256: string): Promise<DraftRow | undefined> {
  const row = await tx
    .selectFrom('cooperation.draft')
    .select(['version', 'sha256', 'bytes', 'outline'])
    .where('release', '=', release)
    .where('sha256', '=', sha256)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  return row as DraftRow | undefined
}

export async function findOutline(tx: Tx, release: ReleaseId, sha256: string): Promise<Outline | undefined> {
  const row = await tx
    .selectFrom('cooperation.draft')
    .select('outline')
    .where('release', '=', release)
    .where('sha256', '=', sha256)
    .orderBy('version', 'desc')
    .executeTakeFirst()
  return row?.outline as Outline | undefined
}

/** Bytes of before then of releases that are decided on, or that nobody decided on for so long; at most so many. The release, its hash and its history stay. */
export async function purgeDrafts(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql`delete from cooperation.draft d where (d.release, d.version) in (
      select o.release, o.version from cooperation.draft o where o.owner = platform.acting() and o.at < ${before}
      order by o.at, o.release, o.version limit ${limit}) and d.owner = platform.acting() returning d.release`.execute(tx)
  return rows.length
}

export async function previewDrafts(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly bytes: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; bytes: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select d.release, d.at, length(d.bytes) as size from cooperation.draft d
      where d.owner = platform.acting() and d.at < ${before})
    select count(*)::int as count, coalesce(sum(size), 0)::float8 as bytes, min(at) as oldest,
      coalesce((select array_agg(release::text order by at) from (select release, at from due order by at limit ${samples}) first), '{}') as samples
    from due`.execute(tx)
  return rows[0] ?? { count: 0, bytes: 0, oldest: null, samples: [] }
}
