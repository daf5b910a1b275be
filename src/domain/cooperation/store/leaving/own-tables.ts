import { sql } from 'kysely'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { OwnColumn, OwnTable } from '../../leaving/own-table.ts'

/** Every table of the house that has an owner, by name, as the catalogue tells it. */
export async function listOwnTables(tx: Tx): Promise<readonly OwnTable[]> {
  const { rows } = await sql<{ name: string; columns: OwnColumn[]; key: string[]; refersTo: string[] }>`
    select format('%I.%I', n.nspname, c.relname) as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', not a.attnotnull) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)) as key,
      array(select distinct format('%I.%I', m.nspname, r.relname) from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace m on m.oid = r.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' order by 1) as "refersTo"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and has_table_privilege(c.oid, 'select') and n.nspname not in ('pg_catalog', 'information_schema', 'public')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'owner' and not a.attisdropped)
    order by 1`.execute(tx)
  return rows
}

const atOnce = 200

/** The rows of the acting organisation in one table, each as JSON, by a cursor: in whatever length, a few are in memory. Names are the catalogue's own. */
export async function* readOwnRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  key: readonly string[],
): AsyncGenerator<readonly string[]> {
  const named = sql.join(columns.map((column) => sql.ref(`t.${column}`)))
  const order = key.length === 0 ? sql`` : sql`order by ${sql.join(key.map((column) => sql.ref(`t.${column}`)))}`
  await sql`declare own_rows no scroll cursor for
    select row_to_json(r)::text as line from (select ${named} from ${sql.raw(table)} t where t.owner = platform.acting() ${order}) r`.execute(
    tx,
  )
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.raw(String(atOnce))} from own_rows`.execute(tx)
    if (rows.length === 0) break
    yield rows.map(({ line }) => line)
  }
  await sql`close own_rows`.execute(tx)
}

/** How many rows the acting organisation has there. */
export async function countOwnRows(tx: Tx, table: string): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from ${sql.raw(table)} t where t.owner = platform.acting()`.execute(tx)
  return rows[0]?.count ?? 0
}

export type Erased = { readonly gone: number; readonly place: string | null }

/** Deletes some of them after a place, as `cooperation.erase_own` lets it; `place` null: that was the end. */
export async function eraseOwnRows(tx: Tx, table: string, after: string | null, limit: number): Promise<Erased> {
  const { rows } =
    await sql<Erased>`select e.gone, e.place::text as place from cooperation.erase_own(${table}, ${after}::text::tid, ${limit}) e`.execute(
      tx,
    )
  return rows[0] ?? { gone: 0, place: null }
}

/** Takes what the records of the log say; their leaves stay in the tree. But of requests, and of the leaving, which others prove by. Answers how many. */
export async function emptyOwnRecords(tx: Tx, limit: number, at: Date): Promise<number> {
  const { rows } = await sql<{ leaf: string }>`update platform.log_record set entry = null, salt = null, erased_at = ${at}
    where leaf in (select r.leaf from platform.log_record r where r.owner = platform.acting() and r.entry is not null
      and r.kind not like 'cooperation.request-%' and r.kind not like 'cooperation.organisation-%' limit ${limit}) returning leaf`.execute(
    tx,
  )
  return rows.length
}

export async function dropOwnJobs(tx: Tx, but: string): Promise<void> {
  await sql`select platform.drop_own_jobs(${but})`.execute(tx)
}
