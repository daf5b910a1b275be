import { sql } from 'kysely'
import type { ChannelId, OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { MailboxSettings } from '../contract.ts'
import type { Trouble } from '../mailbox.ts'

export type MailboxRow = {
  readonly channel: ChannelId
  readonly owner: OrganisationId
  readonly address: string
  readonly host: string
  readonly port: number
  readonly security: MailboxSettings['security']
  readonly authority: string | null
  readonly username: string
  readonly auth: MailboxSettings['auth']
  readonly token_url: string | null
  readonly client_id: string | null
  readonly scope: string | null
  readonly folder: string
  readonly done: MailboxSettings['done']
  readonly done_folder: string | null
  readonly changed_at: Date
  readonly contact_at: Date | null
  readonly trouble: Trouble | null
  readonly trouble_detail: string | null
  readonly trouble_at: Date | null
  readonly failures: number
  readonly taken: number
  readonly too_large: number
}

const columns = [
  'channel',
  'owner',
  'address',
  'host',
  'port',
  'security',
  'authority',
  'username',
  'auth',
  'token_url',
  'client_id',
  'scope',
  'folder',
  'done',
  'done_folder',
  'changed_at',
  'contact_at',
  'trouble',
  'trouble_detail',
  'trouble_at',
  'failures',
  'taken',
  'too_large',
] as const

export async function listMailboxRows(tx: Tx, owner: OrganisationId): Promise<readonly (MailboxRow & { name: string; open: boolean })[]> {
  return (await tx
    .selectFrom('intake.mailbox')
    .innerJoin('intake.channel', 'intake.channel.id', 'intake.mailbox.channel')
    .select(columns.map((one) => `intake.mailbox.${one}` as const))
    .select(['intake.channel.name', 'intake.channel.open'])
    .where('intake.mailbox.owner', '=', owner)
    .orderBy('intake.mailbox.channel')
    .execute()) as unknown as (MailboxRow & { name: string; open: boolean })[]
}

export async function findMailbox(tx: Tx, channel: ChannelId): Promise<(MailboxRow & { readonly secret: Buffer }) | undefined> {
  return (await tx
    .selectFrom('intake.mailbox')
    .select([...columns, 'secret'])
    .where('channel', '=', channel)
    .executeTakeFirst()) as (MailboxRow & { readonly secret: Buffer }) | undefined
}

export type MailboxChange = Pick<
  MailboxRow,
  | 'address'
  | 'host'
  | 'port'
  | 'security'
  | 'authority'
  | 'username'
  | 'auth'
  | 'token_url'
  | 'client_id'
  | 'scope'
  | 'folder'
  | 'done'
  | 'done_folder'
  | 'changed_at'
> & { readonly secret: Buffer }

/** Adds or changes it; what was wrong with it before is forgotten. */
export async function putMailbox(tx: Tx, owner: OrganisationId, channel: ChannelId, change: MailboxChange): Promise<void> {
  await tx
    .insertInto('intake.mailbox')
    .values({ channel, owner, ...change })
    .onConflict((on) => on.column('channel').doUpdateSet({ ...change, trouble: null, trouble_detail: null, trouble_at: null, failures: 0 }))
    .execute()
}

export async function deleteMailbox(tx: Tx, channel: ChannelId): Promise<void> {
  await tx.deleteFrom('intake.mailbox').where('channel', '=', channel).execute()
}

export async function setMailboxSecret(tx: Tx, channel: ChannelId, secret: Buffer): Promise<void> {
  await tx.updateTable('intake.mailbox').set({ secret }).where('channel', '=', channel).execute()
}

/** The server answered: what was wrong is over. */
export async function noteContactRow(tx: Tx, channel: ChannelId, at: Date, taken: number, tooLarge: number): Promise<void> {
  await sql`update intake.mailbox set contact_at = ${at}, trouble = null, trouble_detail = null, trouble_at = null, failures = 0,
    taken = taken + ${taken}, too_large = ${tooLarge} where channel = ${channel}`.execute(tx)
}

export async function noteTroubleRow(tx: Tx, channel: ChannelId, at: Date, trouble: Trouble, detail: string | null): Promise<void> {
  await sql`update intake.mailbox set trouble = ${trouble}, trouble_detail = ${detail}, failures = failures + 1,
    trouble_at = case when trouble = ${trouble} then trouble_at else ${at} end where channel = ${channel}`.execute(tx)
}

/** Takes the mailbox for this process, or goes on keeping it, for so many seconds by the database's clock; false where another process keeps it. */
export async function claimMailboxRow(tx: Tx, channel: ChannelId, holder: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`update intake.mailbox set held_by = ${holder}, held_until = now() + make_interval(secs => ${seconds})
    where channel = ${channel} and (held_by = ${holder} or held_until is null or held_until < now()) returning channel`.execute(tx)
  return rows.length > 0
}

export async function releaseMailboxRow(tx: Tx, channel: ChannelId, holder: string): Promise<void> {
  await sql`update intake.mailbox set held_by = null, held_until = null where channel = ${channel} and held_by = ${holder}`.execute(tx)
}

export type KeptMailbox = { readonly owner: OrganisationId; readonly channel: ChannelId; readonly changed_at: Date }

/** Asked before any organisation acts: all open mailboxes of the node. */
export async function listKeptMailboxes(tx: Tx): Promise<readonly KeptMailbox[]> {
  const { rows } = await sql<KeptMailbox>`select owner, channel, changed_at from intake.list_mailboxes()`.execute(tx)
  return rows
}
