import { sql } from 'kysely'
import type { ChannelId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Statement } from '../../../platform/db/scope.ts'
import { mostCounted } from '../contract.ts'

export type ChannelRow = {
  readonly id: ChannelId
  readonly owner: OrganisationId
  readonly kind: 'mail' | 'http' | 'console' | 'public' | 'import' | 'imap'
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
    .onConflict((on) => on.doNothing())
    .execute()
}

/** Ours of this kind that every organisation has one of: the desk's mail, console, API, public page, import. */
export async function findOwnChannel(tx: Tx, owner: OrganisationId, kind: ChannelRow['kind']): Promise<ChannelRow | undefined> {
  return (await tx
    .selectFrom('intake.channel')
    .select(channelColumns)
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where('token', 'is', null)
    .executeTakeFirst()) as ChannelRow | undefined
}

export async function findChannel(tx: Tx, id: ChannelId): Promise<ChannelRow | undefined> {
  return (await tx.selectFrom('intake.channel').select(channelColumns).where('id', '=', id).executeTakeFirst()) as ChannelRow | undefined
}

export async function hasChannelNamed(tx: Tx, owner: OrganisationId, kind: ChannelRow['kind'], name: string): Promise<boolean> {
  const row = await tx
    .selectFrom('intake.channel')
    .select('id')
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where('name', '=', name)
    .executeTakeFirst()
  return row !== undefined
}

/** With how many reports came in by each, as far as they are counted. */
export async function listChannelRows(tx: Tx, owner: OrganisationId): Promise<readonly (ChannelRow & { reports: number })[]> {
  const { rows } = await sql<ChannelRow & { reports: number }>`
    select c.id, c.owner, c.kind, c.name, c.token, c.open, c.created_at, c.last_at, r.reports
    from intake.channel c
      cross join lateral (select count(*)::int as reports from
        (select from intake.report p where p.owner = ${owner} and p.channel = c.id limit ${mostCounted}) counted) r
    where c.owner = ${owner} and (c.kind <> 'imap' or r.reports > 0 or exists (select from intake.mailbox m where m.channel = c.id))
    order by c.created_at, c.id`.execute(tx)
  return rows
}

export async function changeChannelRow(tx: Tx, id: ChannelId, change: { name: string; open: boolean }): Promise<void> {
  await tx.updateTable('intake.channel').set(change).where('id', '=', id).execute()
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

/** What says that channels were heard of now. */
export function touchChannels(tx: Tx, ids: readonly ChannelId[], at: Date): Statement {
  // a channel's 'last heard of' is worth a second's exactness, not a row lock that every intake waits for
  return sql`update intake.channel set last_at = ${at} where id in (
    select id from intake.channel where id = any(${ids}) and (last_at is null or last_at < ${new Date(at.getTime() - 1000)}) for update skip locked)`.compile(
    tx,
  )
}
