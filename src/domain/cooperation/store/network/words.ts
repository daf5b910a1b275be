import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import { subjectSpellings } from '../../../evidence/index.ts'

/** A table with words that somebody wrote: what names a row, the columns that hold words, and when they were written. */
export type WordPlace = {
  readonly key: readonly string[]
  readonly columns: readonly string[]
  readonly at: RawBuilder<unknown>
  /** rows that may be shown; all of them where nothing is said */
  readonly shown?: RawBuilder<boolean>
  /** its columns are lists of texts (`text[]`), read and written a line each */
  readonly lists?: true
}
/** by the table's name */
export type WordPlaces = Readonly<Record<string, WordPlace>>

/** Of a table whose rows are named by `id`. */
export const placeOf = (columns: readonly string[], at = 'at'): WordPlace => ({ key: ['id'], columns, at: sql.ref(at) })

export type Words = {
  readonly place: string
  readonly id: string
  readonly at: Date
  /** by column */
  readonly words: Readonly<Record<string, string | null>>
}

const named = (key: readonly string[]) => sql`concat_ws(' ', ${sql.join(key.map((column) => sql.ref(column)))})`

/** The organisation's own words that may speak of the person, 10,000 of each table at most; the caller decides. */
export async function listWords(tx: Tx, places: WordPlaces, text: string): Promise<readonly Words[]> {
  const all: Words[] = []
  for (const [place, { key, columns, at, lists, shown = sql`true` }] of Object.entries(places)) {
    const texts = columns.map((column) => (lists === true ? sql`array_to_string(${sql.ref(column)}, E'\n')` : sql.ref(column)))
    const pairs = columns.map((column, index) => sql`${sql.lit(column)}, ${texts[index]}`)
    const { rows } = await sql<Omit<Words, 'place'>>`select ${named(key)} as id, ${at} as at, json_build_object(${sql.join(pairs)}) as words
      from ${sql.table(`cooperation.${place}`)} where owner = platform.acting() and ${shown} and exists (select from unnest(${subjectSpellings(text)}::text[]) k
        where position(lower(k) in lower(concat_ws(E'\n', ${sql.join(texts)}))) > 0) order by 2 desc, 1 limit 10000`.execute(tx)
    all.push(...rows.map((row) => ({ ...row, place })))
  }
  return all
}

/** Puts these words in the place of those that stood there. */
export async function setWords(
  tx: Tx,
  places: WordPlaces,
  { place, id }: Pick<Words, 'place' | 'id'>,
  words: Words['words'],
): Promise<void> {
  const { key, columns, lists } = places[place] ?? placeOf([])
  const value = (column: string) => (lists === true ? (words[column] ?? '').split('\n') : (words[column] ?? null))
  const set = columns.map((column) => sql`${sql.ref(column)} = ${value(column)}`)
  await sql`update ${sql.table(`cooperation.${place}`)} set ${sql.join(set)} where ${named(key)} = ${id} and owner = platform.acting()`.execute(
    tx,
  )
}
