import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { entryText, leafDataInput, saltLength } from '../../formats/tlog/entry.ts'
import type { Tx } from '../db/pools.ts'

/** What is to be witnessed: `record` is JSON, belongs to `owner` (null: the node itself) and is about `subject`. */
export type Leaf = {
  readonly id: string
  readonly owner: string | null
  /** `room.what-happened` */
  readonly kind: string
  readonly subject: string
  readonly record: Readonly<Record<string, unknown>>
  readonly at: Date
}

/**
 * Adds leaves that the sequencer will give a place in the log once the transaction is committed. Lines of one owner on one subject are
 * numbered in the order given; another transaction that adds to the same subject waits for this one to end. Costs two statements.
 */
export async function appendLeaves(tx: Tx, leaves: readonly Leaf[]): Promise<void> {
  if (leaves.length === 0) return
  const last = await countLines(tx, leaves)
  const rows = leaves.map(({ id, owner, kind, subject, record, at }) => {
    const line = (last.get(keyOf(owner, subject)) ?? 0) + 1
    last.set(keyOf(owner, subject), line)
    const entry = entryText({ v: 1, id, kind, owner, subject, line, at: at.toISOString(), record })
    const salt = randomBytes(saltLength)
    return { id, owner, kind, subject, line, at, entry, salt, data: createHash('sha256').update(leafDataInput(salt, entry)).digest() }
  })
  await sql`
    with given as (
      select * from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.owner)}::uuid[], ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.subject)}::text[], ${rows.map((row) => row.line)}::int[], ${rows.map((row) => row.at.toISOString())}::timestamptz[],
        ${rows.map((row) => row.entry)}::text[], ${rows.map((row) => row.salt)}::bytea[], ${rows.map((row) => row.data)}::bytea[])
        with ordinality as given (id, owner, kind, subject, line, at, entry, salt, data, place)
    ), leaf as (
      insert into platform.log_leaf (id, data) select id, data from given order by place
    )
    insert into platform.log_record (leaf, owner, kind, subject, line, at, entry, salt)
      select id, owner, kind, subject, line, at, entry, salt from given`.execute(tx)
}

const keyOf = (owner: string | null, subject: string) => `${owner ?? ''} ${subject}`

/** Counts the new lines and answers, for each owner and subject, how many there were before. */
async function countLines(tx: Tx, leaves: readonly Leaf[]): Promise<Map<string, number>> {
  const added = new Map<string, { owner: string | null; subject: string; count: number }>()
  for (const { owner, subject } of leaves) {
    added.set(keyOf(owner, subject), { owner, subject, count: (added.get(keyOf(owner, subject))?.count ?? 0) + 1 })
  }
  const given = [...added.values()]
  // in one order everywhere, so that two transactions never wait for each other
  const { rows } = await sql<{ owner: string | null; subject: string; lines: number }>`
    insert into platform.log_subject as known (owner, subject, lines)
    select * from unnest(${given.map((one) => one.owner)}::uuid[], ${given.map((one) => one.subject)}::text[], ${given.map((one) => one.count)}::int[])
      as given (owner, subject, count) order by given.subject, given.owner
    on conflict (owner, subject) do update set lines = known.lines + excluded.lines
    returning owner, subject, lines`.execute(tx)
  return new Map(rows.map(({ owner, subject, lines }) => [keyOf(owner, subject), lines - (added.get(keyOf(owner, subject))?.count ?? 0)]))
}

/**
 * Erases the records of these leaves, salt and all; the log keeps their hashes and stays whole, and a bundle says 'erased'. Answers how
 * many were erased: those of other owners are not touched.
 */
export async function eraseRecords(tx: Tx, leaves: readonly string[], now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    update platform.log_record set entry = null, salt = null, erased_at = ${now}
    where leaf = any (${[...leaves]}::uuid[]) and entry is not null and owner is not distinct from platform.acting()`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
