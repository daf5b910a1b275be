import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { defaultPeriods, type Periods, type TestResult } from '../../network/contact.ts'

export type ContactTest = {
  readonly id: string
  readonly contact: string
  readonly sentAt: Date
  readonly sentTo: string
  readonly dueAt: Date
  readonly result: TestResult
  readonly settledAt: Date | null
  readonly way: 'link' | 'reply' | null
  readonly reply: string | null
  /** in the outbox; null until it is written */
  readonly mail: string | null
}
const columns = sql`t.id, t.contact, t.sent_at as "sentAt", t.sent_to as "sentTo", t.due_at as "dueAt", t.result, t.settled_at as "settledAt", t.way, t.reply, t.mail`

export type NewTest = Pick<ContactTest, 'id' | 'contact' | 'sentAt' | 'sentTo' | 'dueAt'> & {
  readonly owner: OrganisationId
  readonly hash: Buffer
}

/** False while one waits for its answer. */
export async function insertTest(tx: Tx, { id, owner, contact, sentAt, sentTo, dueAt, hash }: NewTest): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.contact_test')
    .values({ id, owner, contact, sent_at: sentAt, sent_to: sentTo, due_at: dueAt, token_hash: hash, result: 'waiting' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The latest fifty. */
export async function listTests(tx: Tx, contact: string): Promise<readonly ContactTest[]> {
  const { rows } =
    await sql<ContactTest>`select ${columns} from cooperation.contact_test t where t.contact = ${contact}::uuid order by t.sent_at desc, t.id desc limit 50`.execute(
      tx,
    )
  return rows
}

/** Of the acting network's, by the secret of its link. */
export async function findTestByHash(tx: Tx, hash: Buffer): Promise<ContactTest | undefined> {
  const { rows } =
    await sql<ContactTest>`select ${columns} from cooperation.contact_test t where t.owner = platform.acting() and t.token_hash = ${hash}`.execute(
      tx,
    )
  return rows[0]
}

export async function lockTest(tx: Tx, id: string): Promise<ContactTest | undefined> {
  const { rows } =
    await sql<ContactTest>`select ${columns} from cooperation.contact_test t where t.owner = platform.acting() and t.id = ${id}::uuid for update`.execute(
      tx,
    )
  return rows[0]
}

export async function lockTestOfMail(tx: Tx, mail: string): Promise<ContactTest | undefined> {
  const { rows } =
    await sql<ContactTest>`select ${columns} from cooperation.contact_test t where t.owner = platform.acting() and t.mail = ${mail}::uuid for update`.execute(
      tx,
    )
  return rows[0]
}

export async function setTestMail(tx: Tx, id: string, mail: string): Promise<void> {
  await tx.updateTable('cooperation.contact_test').set({ mail }).where('id', '=', id).execute()
}

export async function settleTest(
  tx: Tx,
  id: string,
  settled: { readonly result: TestResult; readonly at: Date; readonly way?: 'link' | 'reply'; readonly reply?: string },
): Promise<void> {
  await tx
    .updateTable('cooperation.contact_test')
    .set({ result: settled.result, settled_at: settled.at, way: settled.way ?? null, reply: settled.reply ?? null })
    .where('id', '=', id)
    .execute()
}

/** Those of the acting network that waited in vain; answers their contacts. */
export async function settleUnanswered(tx: Tx, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ contact: string }>`update cooperation.contact_test t set result = 'unanswered', settled_at = ${now}
    where t.owner = platform.acting() and t.result = 'waiting' and t.due_at <= ${now} returning t.contact`.execute(tx)
  return rows.map(({ contact }) => contact)
}

/** Of a contact that has ended nothing is waited for. */
export async function stopTests(tx: Tx, contact: string, now: Date): Promise<void> {
  await sql`update cooperation.contact_test set result = 'unanswered', settled_at = ${now} where contact = ${contact}::uuid and result = 'waiting'`.execute(
    tx,
  )
}

export async function findPeriods(tx: Tx, network: OrganisationId): Promise<Periods> {
  const row = await tx
    .selectFrom('cooperation.contact_period')
    .select(['confirm_days', 'answer_days'])
    .where('owner', '=', network)
    .executeTakeFirst()
  return row === undefined ? defaultPeriods : { confirmDays: row.confirm_days, answerDays: row.answer_days }
}

export async function putPeriods(
  tx: Tx,
  network: OrganisationId,
  { confirmDays, answerDays }: Periods,
  at: Date,
  by: string,
): Promise<void> {
  const set = { confirm_days: confirmDays, answer_days: answerDays, changed_at: at, changed_by: by }
  await tx
    .insertInto('cooperation.contact_period')
    .values({ owner: network, ...set })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(set))
    .execute()
}
