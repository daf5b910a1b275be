import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { StandingGroup } from '../../network/member.ts'

export type Announcement = {
  readonly id: string
  readonly owner: OrganisationId
  readonly title: string
  readonly text: string
  readonly language: string
  readonly audience: StandingGroup
  readonly at: Date
  readonly by: string
}

const columns = sql`a.id, a.owner, a.title, a.text, a.language, a.audience, a.at, a.by`

/** The newest first; two hundred at most. */
export async function listAnnouncements(tx: Tx, network: OrganisationId): Promise<readonly Announcement[]> {
  const { rows } = await sql<Announcement>`select ${columns} from cooperation.announcement a where a.owner = ${network}
    order by a.at desc, a.id desc limit 200`.execute(tx)
  return rows
}

export async function findAnnouncement(tx: Tx, id: string): Promise<Announcement | undefined> {
  const { rows } = await sql<Announcement>`select ${columns} from cooperation.announcement a where a.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function insertAnnouncement(tx: Tx, row: Announcement): Promise<void> {
  await tx.insertInto('cooperation.announcement').values(row).execute()
}
