import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { DB } from '../../../db/types.ts'
import { storable } from '../../base/storable.ts'
import type { Tx } from './pools.ts'

type Row<T extends keyof DB> = { readonly [column in keyof DB[T]]?: unknown }

/**
 * One statement for any number of rows, all with the columns of the first, and the same text however many there are, so that it is planned once. Values travel
 * as JSON, made storable: dates and numbers as they are, `jsonb` as plain values. `after` follows, as `on conflict do nothing`.
 */
export function insertion<T extends keyof DB & string>(
  tx: Tx,
  table: T,
  rows: readonly Row<T>[],
  after: RawBuilder<unknown> = sql``,
): CompiledQuery {
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)))
  const into = sql.table(table)
  return sql`insert into ${into} (${columns}) select ${columns} from jsonb_populate_recordset(null::${into}, ${storable(rows)}::jsonb) ${after}`.compile(
    tx,
  )
}
