import type { Tx } from '../../../platform/db/pools.ts'

export type MailRow = {
  readonly state: 'waiting' | 'held' | 'sent' | 'failed' | 'dropped'
  readonly reason: string | null
  readonly answer: string | null
  readonly sent_at: Date | null
}

export async function findMail(tx: Tx, id: string): Promise<MailRow | undefined> {
  return (await tx
    .selectFrom('platform.outgoing_mail')
    .select(['state', 'reason', 'answer', 'sent_at'])
    .where('id', '=', id)
    .executeTakeFirst()) as MailRow | undefined
}

/** Drops a mail that has not gone; false where it has. */
export async function dropMail(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom('platform.outgoing_mail').select('state').where('id', '=', id).forUpdate().executeTakeFirst()
  if (row === undefined || row.state === 'dropped') return true
  if (row.state === 'sent') return false
  await tx.updateTable('platform.outgoing_mail').set({ state: 'dropped', reason: 'recalled' }).where('id', '=', id).execute()
  return true
}
