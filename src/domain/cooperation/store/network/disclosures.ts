import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { DisclosureLine } from '../../contract/network/disclosures.ts'
import type { Disclosure, HowToAsk } from '../../network/disclosure.ts'

const columns = sql`d.id, d.member, d.version, d.state, d.channel, d.address, d.languages, d.needs, d.emergency, d.emergency_hours as "emergencyHours", d.note,
  d.changed_at as "changedAt", d.published_at as "publishedAt", d.published_by as "publishedBy", d.superseded_at as "supersededAt"`

export async function findDisclosure(tx: Tx, id: string): Promise<Disclosure | undefined> {
  const { rows } = await sql<Disclosure>`select ${columns} from cooperation.disclosure d where d.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** All versions of a member that the reader may see, the newest first; two hundred at most. */
export async function listVersions(tx: Tx, member: string): Promise<readonly Disclosure[]> {
  const { rows } = await sql<Disclosure>`select ${columns} from cooperation.disclosure d where d.member = ${member}::uuid
    order by d.version desc limit 200`.execute(tx)
  return rows
}

/** What is open or in force of a member, locked; the network's own act. */
export async function lockCurrent(tx: Tx, member: string): Promise<readonly Disclosure[]> {
  const { rows } = await sql<Disclosure>`select ${columns} from cooperation.disclosure d
    where d.member = ${member}::uuid and d.state <> 'superseded' order by d.id for update`.execute(tx)
  return rows
}

const lineColumns = sql`l.category, l.asker, l.given, l.grounds, l.condition, l.days, l.kept_days as "keptDays", l.cost, l.told`

/** In the order of the kinds of data, domestic before foreign. */
export async function listLines(tx: Tx, disclosure: string): Promise<readonly DisclosureLine[]> {
  const { rows } =
    await sql<DisclosureLine>`select ${lineColumns} from cooperation.disclosure_line l where l.disclosure = ${disclosure}::uuid
    order by array_position(array['subscriber', 'traffic', 'payment', 'registration', 'content', 'logs'], l.category), l.asker`.execute(tx)
  return rows
}

export type LineRow = {
  readonly member: string
  readonly name: string
  readonly country: string
  readonly disclosure: string
} & DisclosureLine
export type LineFilter = {
  readonly category?: string | undefined
  readonly asker?: string | undefined
  readonly given?: readonly string[] | undefined
  readonly country?: string | undefined
}
export type LineCursor = readonly [country: string, name: string, member: string, category: string, asker: string]

/** Lines that are in force, by country, member, kind of data and asker. */
export async function pageLines(
  tx: Tx,
  network: OrganisationId,
  { category, asker, given, country }: LineFilter,
  after: LineCursor | undefined,
  limit: number,
): Promise<readonly LineRow[]> {
  const [c, n, m, k, a] = after ?? ['', '', zero, '', '']
  const { rows } = await sql<LineRow>`select m.id as member, m.name, m.country, d.id as disclosure, ${lineColumns}
    from cooperation.disclosure d
      join cooperation.member m on m.id = d.member and m.state = 'member'
      join cooperation.disclosure_line l on l.disclosure = d.id
    where d.owner = ${network} and d.state = 'in-force'
      and (${category === undefined} or l.category = ${category ?? null})
      and (${asker === undefined} or l.asker = ${asker ?? null})
      and (${given === undefined} or l.given = any (${[...(given ?? [])]}::text[]))
      and (${country === undefined} or m.country = ${country ?? null})
      and (${after === undefined} or (m.country, lower(m.name), m.id, l.category, l.asker) > (${c}, lower(${n}), ${m}::uuid, ${k}, ${a}))
    order by m.country, lower(m.name), m.id, l.category, l.asker limit ${limit}`.execute(tx)
  return rows
}
const zero = '00000000-0000-0000-0000-000000000000'

function howColumns({ emergencyHours, languages, needs, ...rest }: HowToAsk) {
  return { ...rest, languages: [...languages], needs: [...needs], emergency_hours: emergencyHours }
}

export type NewDisclosure = HowToAsk & {
  readonly id: string
  readonly owner: OrganisationId
  readonly member: string
  readonly version: number
  readonly at: Date
  readonly by: string
}

export async function insertDisclosure(tx: Tx, { id, owner, member, version, at, by, ...how }: NewDisclosure): Promise<void> {
  await tx
    .insertInto('cooperation.disclosure')
    .values({ ...howColumns(how), id, owner, member, version, state: 'draft', changed_at: at, changed_by: by })
    .execute()
}

export async function updateDisclosure(tx: Tx, id: string, how: HowToAsk, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.disclosure')
    .set({ ...howColumns(how), changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

export async function replaceLines(tx: Tx, owner: OrganisationId, disclosure: string, lines: readonly DisclosureLine[]): Promise<void> {
  await tx.deleteFrom('cooperation.disclosure_line').where('disclosure', '=', disclosure).execute()
  if (lines.length === 0) return
  await tx
    .insertInto('cooperation.disclosure_line')
    .values(lines.map(({ keptDays, grounds, ...line }) => ({ ...line, grounds: [...grounds], kept_days: keptDays, disclosure, owner })))
    .execute()
}

export async function setPublished(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.disclosure')
    .set({ state: 'in-force', published_at: at, published_by: by })
    .where('id', '=', id)
    .execute()
}

export async function setSuperseded(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('cooperation.disclosure').set({ state: 'superseded', superseded_at: at }).where('id', '=', id).execute()
}

export async function deleteDisclosure(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cooperation.disclosure').where('id', '=', id).execute()
}
