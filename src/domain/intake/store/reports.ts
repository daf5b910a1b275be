import { sql } from 'kysely'
import type { ChannelId, ItemId, OrganisationId, ReportId } from '../../../base/id.ts'
import { insertion } from '../../../platform/db/insert.ts'
import { plannedOnce } from '../../../platform/db/planned.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { type Statement, sendTogether } from '../../../platform/db/scope.ts'

export type ReportState = 'received' | 'analysed' | 'withdrawn' | 'withheld' | 'expired'
export type SightingKind = 'message' | 'file' | 'url' | 'host' | 'address'

export type ReportRow = {
  readonly id: ReportId
  readonly owner: OrganisationId
  readonly reference: string
  readonly channel: ChannelId
  readonly item: ItemId | null
  readonly sha256: string
  readonly size: number
  readonly name: string | null
  readonly times: number
  readonly form: string
  readonly state: ReportState
  readonly reporter_address: string | null
  readonly reporter_name: string | null
  readonly note: string | null
  readonly language: string | null
  readonly arrival: unknown
  readonly pseudonymised: boolean
  readonly received_at: Date
  /** when it was first read; null also of what was read before this was kept */
  readonly read_at: Date | null
  /** SPF or DMARC showed that the mail which brought it came from its reporter */
  readonly proven: boolean
}

/** Whether it is still worked on: not taken back, nor emptied. */
export function isOpen({ state }: Pick<ReportRow, 'state'>): boolean {
  return state === 'received' || state === 'analysed'
}

const reportColumns = [
  'id',
  'owner',
  'reference',
  'channel',
  'item',
  'sha256',
  'size',
  'name',
  'times',
  'form',
  'state',
  'reporter_address',
  'reporter_name',
  'note',
  'language',
  'arrival',
  'pseudonymised',
  'received_at',
  'read_at',
  'proven',
] as const

export type NewReport = {
  readonly id: ReportId
  readonly owner: OrganisationId
  readonly reference: string
  readonly channel: ChannelId
  readonly item: ItemId | null
  readonly sha256: string
  readonly size: number
  readonly name: string | null
  readonly sameness: string
  readonly times: number
  readonly form: string
  readonly state: ReportState
  readonly reporter_address: string | null
  readonly reporter_name: string | null
  readonly note: string | null
  readonly language: string | null
  readonly arrival: Readonly<Record<string, unknown>>
  readonly tracking_hash: string
  readonly received_at: Date
}

export type Known = { readonly id: ReportId; readonly reference: string; readonly sameness: string; readonly state: ReportState }

/** Which of these were reported before, in one question. */
export async function findSame(tx: Tx, owner: OrganisationId, sameness: readonly string[]): Promise<readonly Known[]> {
  const { rows } =
    await sql<Known>`select ${plannedOnce} id, reference, sameness, state from intake.report where owner = ${owner} and sameness = any(${sameness})`.execute(
      tx,
    )
  return rows
}

export async function countAgain(tx: Tx, id: ReportId, times: number): Promise<void> {
  await tx
    .updateTable('intake.report')
    .set((eb) => ({ times: eb('times', '+', times) }))
    .where('id', '=', id)
    .execute()
}

/** What files reports. It writes fewer rows than given when another transaction filed the same at this moment. */
export function insertReports(tx: Tx, reports: readonly NewReport[]): Statement {
  return insertion(tx, 'intake.report', reports, sql`on conflict (owner, sameness) do nothing`)
}

export async function findReport(tx: Tx, id: ReportId): Promise<ReportRow | undefined> {
  return (await tx.selectFrom('intake.report').select(reportColumns).where('id', '=', id).executeTakeFirst()) as ReportRow | undefined
}

export async function findReports(tx: Tx, ids: readonly ReportId[]): Promise<readonly ReportRow[]> {
  if (ids.length === 0) return []
  return (await tx
    .selectFrom('intake.report')
    .modifyFront(plannedOnce)
    .select(reportColumns)
    .where('id', '=', sql<string>`any (${[...ids]}::uuid[])`)
    .execute()) as unknown as ReportRow[]
}

/** Reports that came from one of these addresses, at most so many. */
export async function reportsOfReporters(
  tx: Tx,
  addresses: readonly string[],
  limit: number,
): Promise<readonly { id: ReportId; address: string }[]> {
  if (addresses.length === 0) return []
  const { rows } = await sql<{ id: ReportId; address: string }>`select id, lower(reporter_address) as address from intake.report
    where owner = platform.acting() and lower(reporter_address) = any (${addresses.map((one) => one.toLowerCase())}::text[]) limit ${limit}`.execute(
    tx,
  )
  return rows
}

/** Locks in one order everywhere, so that two transactions never wait for each other. */
export async function lockReports(tx: Tx, ids: readonly ReportId[]): Promise<readonly ReportRow[]> {
  return (await tx
    .selectFrom('intake.report')
    .modifyFront(plannedOnce)
    .select(reportColumns)
    .where('id', '=', sql<string>`any (${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()) as unknown as ReportRow[]
}

export async function lockReport(tx: Tx, id: ReportId): Promise<ReportRow | undefined> {
  return (await tx.selectFrom('intake.report').select(reportColumns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    | ReportRow
    | undefined
}

export async function setReport(
  tx: Tx,
  id: ReportId,
  change: {
    state?: ReportState
    form?: string
    reporter_address?: string | null
    reporter_name?: string | null
    note?: string | null
    name?: string | null
    language?: null
    arrival?: string
    sameness?: string
    pseudonymised?: true
    proven?: boolean
  },
): Promise<void> {
  await tx.updateTable('intake.report').set(change).where('id', '=', id).execute()
}

/** For what turns out to be none. */
export async function deleteReport(tx: Tx, id: ReportId): Promise<void> {
  await tx.deleteFrom('intake.report').where('id', '=', id).execute()
}

export type SettledRow = {
  readonly id: ReportId
  readonly form: string
  readonly reporter_address: string | null
  readonly reporter_name: string | null
  readonly note: string | null
}

/** Writes what reports turned out to be; those that waited for it are analysed now. */
export async function settleRows(tx: Tx, rows: readonly SettledRow[], at: Date): Promise<void> {
  const column = (of: (row: SettledRow) => string | null) => rows.map(of)
  await sql`update intake.report r set form = g.form, reporter_address = g.address, reporter_name = g.name, note = g.note,
      state = case when r.state = 'received' then 'analysed' else r.state end,
      read_at = case when r.state = 'received' then ${at}::timestamptz else r.read_at end
    from unnest(${column((row) => row.id)}::uuid[], ${column((row) => row.form)}::text[], ${column((row) => row.reporter_address)}::text[],
      ${column((row) => row.reporter_name)}::text[], ${column((row) => row.note)}::text[]) as g (id, form, address, name, note)
    where r.id = g.id`.execute(tx)
}

export type NewSighting = {
  readonly id: string
  readonly owner: OrganisationId
  readonly report: ReportId
  readonly position: number
  readonly kind: SightingKind
  readonly item: ItemId | null
  readonly value: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** What reports point at, as last read; of those that were read before, the earlier reading is replaced. */
export async function replaceSightings(tx: Tx, readBefore: readonly ReportId[], sightings: readonly NewSighting[]): Promise<void> {
  await sendTogether(tx, [
    ...(readBefore.length > 0 ? [sql`delete from intake.sighting where report = any (${[...readBefore]}::uuid[])`.compile(tx)] : []),
    ...(sightings.length > 0 ? [insertion(tx, 'intake.sighting', sightings)] : []),
  ])
}

export type SightingRow = {
  readonly position: number
  readonly kind: SightingKind
  readonly item: ItemId | null
  readonly value: string | null
  readonly detail: unknown
}

export async function listSightings(tx: Tx, report: ReportId): Promise<readonly SightingRow[]> {
  return (await tx
    .selectFrom('intake.sighting')
    .select(['position', 'kind', 'item', 'value', 'detail'])
    .where('report', '=', report)
    .orderBy('position')
    .execute()) as SightingRow[]
}

/** Whether any of these is where suspected child-abuse material lies, by a report that the acting organisation withholds. Addresses are not asked for: many share one, and it shows nothing. */
export async function namesWithheld(tx: Tx, things: readonly { readonly kind: string; readonly value: string }[]): Promise<boolean> {
  const values = [...new Set(things.flatMap(({ kind, value }) => (kind === 'url' || kind === 'host' || kind === 'domain' ? [value] : [])))]
  if (values.length === 0) return false
  const { rows } = await sql`select 1 from intake.report r join intake.sighting s on s.report = r.id
    where r.owner = platform.acting() and r.state = 'withheld' and s.kind in ('url', 'host') and s.value = any (${values}::text[]) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

export async function setSighting(
  tx: Tx,
  report: ReportId,
  position: number,
  change: { value: string | null; detail: string },
): Promise<void> {
  await tx.updateTable('intake.sighting').set(change).where('report', '=', report).where('position', '=', position).execute()
}

export async function findTracked(tx: Tx, hash: string): Promise<{ owner: OrganisationId; id: ReportId } | undefined> {
  const { rows } = await sql<{ owner: OrganisationId; id: ReportId }>`select owner, id from intake.find_tracked(${hash})`.execute(tx)
  return rows[0]
}

/** The reports whose originals these are. */
export async function reportsOf(tx: Tx, items: readonly ItemId[]): Promise<readonly ReportId[]> {
  if (items.length === 0) return []
  const rows = await tx
    .selectFrom('intake.report')
    .select('id')
    .where('item', 'in', [...items])
    .execute()
  return rows.map((row) => row.id as ReportId)
}
