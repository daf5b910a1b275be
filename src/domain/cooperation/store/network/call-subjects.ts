import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import { subjectSpellings } from '../../../evidence/index.ts'

// What calls say of people, in the network's own rows.

/** Tables with words that somebody wrote, and their columns. */
const places = {
  call: ['title', 'note', 'chair_name'],
  call_item: ['title', 'note'],
  call_guest: ['name', 'body', 'mail'],
  call_attendance: ['name'],
  call_paper: ['title', 'text'],
  call_minute: ['text'],
  call_decision: ['text'],
  call_action: ['text', 'outcome'],
  call_report: ['title', 'text', 'solution'],
  call_objection: ['reason'],
} as const
export type CallPlace = keyof typeof places
const moments: Readonly<Partial<Record<CallPlace, string>>> = { call: 'made_at', call_item: 'added_at' }

export type CallWords = {
  readonly place: CallPlace
  readonly id: string
  readonly at: Date
  /** by column */
  readonly words: Readonly<Record<string, string | null>>
}

/** Words that may speak of the person; the caller decides. */
export async function listCallWords(tx: Tx, text: string): Promise<readonly CallWords[]> {
  const all: CallWords[] = []
  for (const place of Object.keys(places) as CallPlace[]) {
    const columns = places[place].map((column) => sql.ref(column))
    const pairs = places[place].map((column) => sql`${sql.lit(column)}, ${sql.ref(column)}`)
    const { rows } = await sql<
      Omit<CallWords, 'place'>
    >`select id, ${sql.ref(moments[place] ?? 'at')} as at, json_build_object(${sql.join(pairs)}) as words
      from ${sql.table(`cooperation.${place}`)} where owner = platform.acting() and exists (select from unnest(${subjectSpellings(text)}::text[]) k
        where position(lower(k) in lower(concat_ws(E'\n', ${sql.join(columns)}))) > 0) order by 2 desc, id limit 10000`.execute(tx)
    all.push(...rows.map((row) => ({ ...row, place })))
  }
  return all
}

/** Puts these words in the place of those that stood there. */
export async function setCallWords(tx: Tx, { place, id }: Pick<CallWords, 'place' | 'id'>, words: CallWords['words']): Promise<void> {
  const set = places[place].map((column) => sql`${sql.ref(column)} = ${words[column] ?? null}`)
  await sql`update ${sql.table(`cooperation.${place}`)} set ${sql.join(set)} where id = ${id}::uuid and owner = platform.acting()`.execute(
    tx,
  )
}

const due = (before: Date) => sql`cooperation.call_guest g join cooperation.call c on c.id = g.call
  where g.owner = platform.acting() and c.starts_at < ${before} and g.name <> '…'`

/** Guests of calls that were before then. */
export async function previewGuests(
  tx: Tx,
  before: Date,
  samples: number,
): Promise<{ readonly count: number; readonly oldest: Date | null; readonly samples: readonly string[] }> {
  const { rows } = await sql<{ count: number; oldest: Date | null; samples: string[] }>`
    with due as materialized (select g.id, c.starts_at as at from ${due(before)})
    select count(*)::int as count, min(at) as oldest,
      coalesce((select array_agg(id::text order by at) from (select id, at from due order by at limit ${samples}) first), '{}') as samples from due`.execute(
    tx,
  )
  return rows[0] ?? { count: 0, oldest: null, samples: [] }
}

/** Takes who they were off so many of them; that somebody was there stays. Answers how many. */
export async function blankGuests(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`select g.id from ${due(before)} order by g.id limit ${limit}`.execute(tx)
  const ids = rows.map(({ id }) => id)
  await sql`update cooperation.call_attendance set name = '…' where guest = any (${ids}::uuid[])`.execute(tx)
  await sql`update cooperation.call_guest set name = '…', body = '', mail = null where id = any (${ids}::uuid[])`.execute(tx)
  return ids.length
}
