import { sql } from 'kysely'
import type { ChannelId, ItemId, OrganisationId, ReportId } from '../../base/id.ts'
import type { Tx } from '../../platform/db/pools.ts'

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
  readonly received_at: Date
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
  'received_at',
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
  readonly arrival: string
  readonly tracking_hash: string
  readonly received_at: Date
}

export type Known = { readonly id: ReportId; readonly reference: string; readonly sameness: string }

/** Which of these were reported before, in one question. */
export async function findSame(tx: Tx, owner: OrganisationId, sameness: readonly string[]): Promise<readonly Known[]> {
  const { rows } =
    await sql<Known>`select id, reference, sameness from intake.report where owner = ${owner} and sameness = any(${sameness})`.execute(tx)
  return rows
}

export async function countAgain(tx: Tx, id: ReportId, times: number): Promise<void> {
  await tx
    .updateTable('intake.report')
    .set((eb) => ({ times: eb('times', '+', times) }))
    .where('id', '=', id)
    .execute()
}

/** Files reports; answers how many were filed, fewer than given when another transaction filed the same at this moment. */
export async function insertReports(tx: Tx, reports: readonly NewReport[]): Promise<number> {
  const filed = await tx
    .insertInto('intake.report')
    .values([...reports])
    .onConflict((on) => on.columns(['owner', 'sameness']).doNothing())
    .returning('id')
    .execute()
  return filed.length
}

export async function touchChannels(tx: Tx, ids: readonly ChannelId[], at: Date): Promise<void> {
  // a channel's 'last heard of' is worth a second's exactness, not a row lock that every intake waits for
  await sql`update intake.channel set last_at = ${at} where id in (
    select id from intake.channel where id = any(${ids}) and (last_at is null or last_at < ${new Date(at.getTime() - 1000)}) for update skip locked)`.execute(
    tx,
  )
}

export async function findReport(tx: Tx, id: ReportId): Promise<ReportRow | undefined> {
  return (await tx.selectFrom('intake.report').select(reportColumns).where('id', '=', id).executeTakeFirst()) as ReportRow | undefined
}

export async function findReports(tx: Tx, ids: readonly ReportId[]): Promise<readonly ReportRow[]> {
  return (await tx
    .selectFrom('intake.report')
    .select(reportColumns)
    .where('id', 'in', [...ids])
    .execute()) as unknown as ReportRow[]
}

/** Locks in one order everywhere, so that two transactions never wait for each other. */
export async function lockReports(tx: Tx, ids: readonly ReportId[]): Promise<readonly ReportRow[]> {
  return (await tx
    .selectFrom('intake.report')
    .select(reportColumns)
    .where('id', 'in', [...ids])
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
    arrival?: string
    item?: null
  },
): Promise<void> {
  await tx.updateTable('intake.report').set(change).where('id', '=', id).execute()
}

export type SettledRow = {
  readonly id: ReportId
  readonly form: string
  readonly reporter_address: string | null
  readonly reporter_name: string | null
  readonly note: string | null
}

/** Writes what reports turned out to be; those that waited for it are analysed now. */
export async function settleRows(tx: Tx, rows: readonly SettledRow[]): Promise<void> {
  const column = (of: (row: SettledRow) => string | null) => rows.map(of)
  await sql`update intake.report r set form = g.form, reporter_address = g.address, reporter_name = g.name, note = g.note,
      state = case when r.state = 'received' then 'analysed' else r.state end
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
  readonly detail: string
}

/** What reports point at, as last read; an earlier reading is replaced. */
export async function replaceSightings(tx: Tx, reports: readonly ReportId[], sightings: readonly NewSighting[]): Promise<void> {
  if (reports.length === 0) return
  await tx
    .deleteFrom('intake.sighting')
    .where('report', 'in', [...reports])
    .execute()
  if (sightings.length > 0)
    await tx
      .insertInto('intake.sighting')
      .values([...sightings])
      .execute()
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

export type ChannelRow = {
  readonly id: ChannelId
  readonly owner: OrganisationId
  readonly kind: 'mail' | 'http' | 'console' | 'public' | 'import'
  readonly name: string
  readonly token: string | null
  readonly open: boolean
  readonly created_at: Date
  readonly last_at: Date | null
}

const channelColumns = ['id', 'owner', 'kind', 'name', 'token', 'open', 'created_at', 'last_at'] as const

export async function insertChannel(tx: Tx, channel: Omit<ChannelRow, 'last_at' | 'open'>): Promise<void> {
  await tx
    .insertInto('intake.channel')
    .values(channel)
    .onConflict((on) => on.columns(['owner', 'kind', 'name']).doNothing())
    .execute()
}

export async function findChannelByName(
  tx: Tx,
  owner: OrganisationId,
  kind: ChannelRow['kind'],
  name: string,
): Promise<ChannelRow | undefined> {
  return (await tx
    .selectFrom('intake.channel')
    .select(channelColumns)
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where('name', '=', name)
    .executeTakeFirst()) as ChannelRow | undefined
}

export async function listChannelRows(tx: Tx, owner: OrganisationId): Promise<readonly (ChannelRow & { reports: number })[]> {
  const rows = await tx
    .selectFrom('intake.channel as c')
    .select(['c.id', 'c.owner', 'c.kind', 'c.name', 'c.token', 'c.open', 'c.created_at', 'c.last_at'])
    .select((eb) =>
      eb
        .selectFrom('intake.report as r')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('r.channel', '=', 'c.id')
        .where('r.owner', '=', owner)
        .as('reports'),
    )
    .where('c.owner', '=', owner)
    .orderBy('c.created_at')
    .execute()
  return rows as (ChannelRow & { reports: number })[]
}

export async function changeChannelRow(tx: Tx, id: ChannelId, change: { name?: string; open?: boolean }): Promise<ChannelRow | undefined> {
  return (await tx.updateTable('intake.channel').set(change).where('id', '=', id).returning(channelColumns).executeTakeFirst()) as
    | ChannelRow
    | undefined
}

/** Asked before any organisation acts: where an address leads. */
export async function findChannelByToken(
  tx: Tx,
  token: string,
): Promise<{ owner: OrganisationId; id: ChannelId; open: boolean } | undefined> {
  const { rows } = await sql<{
    owner: OrganisationId
    id: ChannelId
    open: boolean
  }>`select owner, id, open from intake.find_channel(${token})`.execute(tx)
  return rows[0]
}

export async function findTracked(tx: Tx, hash: string): Promise<{ owner: OrganisationId; id: ReportId } | undefined> {
  const { rows } = await sql<{ owner: OrganisationId; id: ReportId }>`select owner, id from intake.find_tracked(${hash})`.execute(tx)
  return rows[0]
}

export type OutgoingRow = {
  readonly id: string
  readonly kind: string
  readonly about: string | null
  readonly recipient: string
  readonly title: string
  readonly state: 'waiting' | 'held' | 'sent' | 'failed' | 'dropped'
  readonly reason: string | null
  readonly created_at: Date
  readonly sent_at: Date | null
}

const outgoingColumns = ['id', 'kind', 'about', 'recipient', 'title', 'state', 'reason', 'created_at', 'sent_at'] as const

export async function listOutgoing(
  tx: Tx,
  owner: OrganisationId,
  filter: {
    state?: OutgoingRow['state'] | undefined
    about?: string | undefined
    before?: { at: Date; id: string } | undefined
    limit: number
  },
): Promise<readonly OutgoingRow[]> {
  let query = tx.selectFrom('platform.outgoing_mail').select(outgoingColumns).where('owner', '=', owner)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.about !== undefined) query = query.where('about', '=', filter.about)
  const { before } = filter
  if (before !== undefined) query = query.where(sql<boolean>`(created_at, id) < (${before.at}, ${before.id}::uuid)`)
  return (await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()) as OutgoingRow[]
}

export async function findOutgoing(tx: Tx, id: string): Promise<(OutgoingRow & { message: Buffer }) | undefined> {
  return (await tx
    .selectFrom('platform.outgoing_mail')
    .select([...outgoingColumns, 'message'])
    .where('id', '=', id)
    .executeTakeFirst()) as (OutgoingRow & { message: Buffer }) | undefined
}

export async function setOutgoing(
  tx: Tx,
  id: string,
  state: OutgoingRow['state'],
  reason: string | null,
): Promise<OutgoingRow | undefined> {
  return (await tx
    .updateTable('platform.outgoing_mail')
    .set({ state, reason })
    .where('id', '=', id)
    .returning(outgoingColumns)
    .executeTakeFirst()) as OutgoingRow | undefined
}

/** How many acknowledgements went, or wait to go, to this address since then. */
export async function countAcknowledged(tx: Tx, owner: OrganisationId, recipient: string, since: Date): Promise<number> {
  const row = await tx
    .selectFrom('platform.outgoing_mail')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('owner', '=', owner)
    .where('kind', '=', 'acknowledgement')
    .where(sql<string>`lower(recipient)`, '=', recipient.toLowerCase())
    .where('created_at', '>', since)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
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
