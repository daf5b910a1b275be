import { sql } from 'kysely'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

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

/** Locked until the unit of work ends, so that of two people who decide at once the second sees what the first did. */
export async function lockOutgoing(tx: Tx, id: string): Promise<OutgoingRow | undefined> {
  return (await tx.selectFrom('platform.outgoing_mail').select(outgoingColumns).where('id', '=', id).forUpdate().executeTakeFirst()) as
    | OutgoingRow
    | undefined
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

/** How many letters of a kind went, or wait to go, to this address since then. */
export async function countLetters(tx: Tx, owner: OrganisationId, kind: string, recipient: string, since: Date): Promise<number> {
  const row = await tx
    .selectFrom('platform.outgoing_mail')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where(sql<string>`lower(recipient)`, '=', recipient.toLowerCase())
    .where('created_at', '>', since)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}
