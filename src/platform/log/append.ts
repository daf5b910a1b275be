import { createHash, randomBytes } from 'node:crypto'
import { type CompiledQuery, sql } from 'kysely'
import { entryText, leafDataInput, saltLength } from '../../formats/tlog/entry.ts'
import type { Tx } from '../db/pools.ts'
import { sendTogether } from '../db/scope.ts'

/** What is to be witnessed: `record` is JSON, belongs to `owner` (null: the node itself) and is about `subject`. */
export type Leaf = {
  readonly id: string
  readonly owner: string | null
  /** `room.what-happened` */
  readonly kind: string
  readonly subject: string
  readonly record: Readonly<Record<string, unknown>>
  readonly at: Date
  /** the first line on a subject that did not exist before: then nobody is asked where its lines stand */
  readonly first?: boolean
}

/**
 * Adds leaves that the sequencer will give a place in the log once the transaction is committed. Lines of one owner on one subject are
 * numbered in the order given; another transaction that adds to the same subject waits for this one to end. Costs one statement, and one more unless all
 * are first lines.
 */
export async function appendLeaves(tx: Tx, leaves: readonly Leaf[]): Promise<void> {
  if (leaves.length > 0) await sendTogether(tx, [await leafStatement(tx, leaves)])
}

/** The statement that adds them, to be sent in the same transaction. */
export async function leafStatement(tx: Tx, leaves: readonly Leaf[]): Promise<CompiledQuery> {
  const chains = await openChains(tx, leaves)
  const rows = leaves.map(({ id, owner, kind, subject, record, at }) => {
    const chain = chains.get(keyOf(owner, subject))
    if (chain === undefined) throw new Error('a line without a chain was to be added')
    const line = chain.lines + 1
    const previous = chain.last?.toString('hex') ?? null
    const entry = entryText({ v: 1, id, kind, owner, subject, line, previous, at: at.toISOString(), record })
    const salt = randomBytes(saltLength)
    const data = createHash('sha256').update(leafDataInput(salt, entry)).digest()
    chains.set(keyOf(owner, subject), { owner, subject, lines: line, last: data })
    return { id, owner, kind, subject, line, at, entry, salt, data }
  })
  const ends = [...chains.values()]
  return sql`
    with given as (
      select * from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.owner)}::uuid[], ${rows.map((row) => row.kind)}::text[],
        ${rows.map((row) => row.subject)}::text[], ${rows.map((row) => row.line)}::int[], ${rows.map((row) => row.at.toISOString())}::timestamptz[],
        ${rows.map((row) => row.entry)}::text[], ${rows.map((row) => row.salt)}::bytea[], ${rows.map((row) => row.data)}::bytea[])
        with ordinality as given (id, owner, kind, subject, line, at, entry, salt, data, place)
    ), pending as (
      insert into platform.log_pending (leaf, data) select id, data from given order by place
    ), ended as (
      -- an upsert, because it finds its rows by the index whatever the statistics say
      insert into platform.log_subject (owner, subject, lines, last)
        select * from unnest(${ends.map((one) => one.owner)}::uuid[], ${ends.map((one) => one.subject)}::text[], ${ends.map((one) => one.lines)}::int[],
          ${ends.map((one) => one.last)}::bytea[])
        on conflict (subject, owner) do update set lines = excluded.lines, last = excluded.last
    )
    insert into platform.log_record (leaf, owner, kind, subject, line, at, entry, salt)
      select id, owner, kind, subject, line, at, entry, salt from given`.compile(tx)
}

/** Where the lines of one owner on one subject stand. */
type Chain = { readonly owner: string | null; readonly subject: string; readonly lines: number; readonly last: Buffer | null }

const keyOf = (owner: string | null, subject: string) => `${owner ?? ''} ${subject}`

/** Counts the new lines, which locks their chains until the transaction ends, and answers where each stood before. */
async function openChains(tx: Tx, leaves: readonly Leaf[]): Promise<Map<string, Chain>> {
  const chains = new Map<string, Chain>()
  const added = new Map<string, { owner: string | null; subject: string; count: number }>()
  for (const { owner, subject, first } of leaves) {
    const key = keyOf(owner, subject)
    if (first) chains.set(key, { owner, subject, lines: 0, last: null })
    else if (!chains.has(key)) added.set(key, { owner, subject, count: (added.get(key)?.count ?? 0) + 1 })
  }
  if (added.size === 0) return chains
  const given = [...added.values()]
  // in one order everywhere, so that two transactions never wait for each other
  const { rows } = await sql<Chain>`
    insert into platform.log_subject as known (owner, subject, lines)
    select * from unnest(${given.map((one) => one.owner)}::uuid[], ${given.map((one) => one.subject)}::text[], ${given.map((one) => one.count)}::int[])
      as given (owner, subject, count) order by given.subject, given.owner
    on conflict (subject, owner) do update set lines = known.lines + excluded.lines
    returning owner, subject, lines, last`.execute(tx)
  for (const row of rows) {
    const key = keyOf(row.owner, row.subject)
    chains.set(key, { ...row, lines: row.lines - (added.get(key)?.count ?? 0) })
  }
  return chains
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
