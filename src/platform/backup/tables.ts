import type pg from 'pg'
import { Failure } from '../../base/failure.ts'

/** A table as a dump reads and a load writes it. `columns`: those that hold what was given, none that is computed. */
export type DumpTable = {
  /** quoted, `schema.table` */
  readonly name: string
  readonly columns: readonly string[]
  readonly secured: boolean
}

/** Where a counter stands; `name` quoted. */
export type Sequence = { readonly name: string; readonly last: number; readonly called: boolean }

/** What belongs to the role that owns the tables: it alone is dumped. The steps of the schema lie in `public` and are in the header. */
const owned = `pg_get_userbyid(c.relowner) = session_user and n.nspname <> 'public' and n.nspname !~ '^pg_'`

/**
 * The owner's tables, each after those that it refers to, as seen by the owner. Fails with `platform.dump-hidden` where the role that
 * dumps would not see every row of one.
 */
export async function listTables(client: pg.ClientBase): Promise<DumpTable[]> {
  const { rows } = await client.query<{ oid: number; name: string; secured: boolean; open: boolean; columns: string[] }>(`
    select c.oid::int as oid, format('%I.%I', n.nspname, c.relname) as name, c.relrowsecurity as secured,
      has_table_privilege('tocsin_dump', c.oid, 'select') and has_schema_privilege('tocsin_dump', n.oid, 'usage')
        and (not c.relrowsecurity or exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polpermissive
          and 'tocsin_dump'::regrole = any (p.polroles) and pg_get_expr(p.polqual, p.polrelid) = 'true'))
        and not exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive) as open,
      array(select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${owned} order by 2`)
  const hidden = rows.find((row) => !row.open)
  if (hidden !== undefined)
    throw new Failure(
      'conflict',
      'platform.dump-hidden',
      `the role tocsin_dump does not see all of ${hidden.name}: run \`tocsin migrate\` as the owner first`,
    )
  const { rows: references } = await client.query<{ table: number; to: number }>(`
    select distinct k.conrelid::int as table, k.confrelid::int as to from pg_constraint k where k.contype = 'f' and k.conrelid <> k.confrelid`)
  return inOrder(rows, references).map(({ name, columns, secured }) => ({ name, columns, secured }))
}

/** Each after those that it refers to, otherwise in the order given. Throws on a circle. */
export function inOrder<T extends { readonly oid: number; readonly name: string }>(
  tables: readonly T[],
  references: readonly { readonly table: number; readonly to: number }[],
): T[] {
  const left = [...tables]
  const done: T[] = []
  while (left.length > 0) {
    const waits = (one: T) => references.some(({ table, to }) => table === one.oid && left.some((other) => other.oid === to))
    const at = left.findIndex((one) => !waits(one))
    if (at < 0) throw new Error(`tables refer to each other in a circle: ${left.map((one) => one.name).join(', ')}`)
    done.push(...left.splice(at, 1))
  }
  return done
}

/** Every counter of the owner's. They are read outside of any snapshot, so they stand at or after the rows of one. */
export async function listSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows: names } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${owned} order by 1`)
  const sequences: Sequence[] = []
  for (const { name } of names) {
    const { rows } = await client.query<{ last: string; called: boolean }>(`select last_value as last, is_called as called from ${name}`)
    for (const { last, called } of rows) sequences.push({ name, last: Number(last), called })
  }
  return sequences
}

export type Migration = { readonly name: string; readonly hash: string }

/** The steps of the schema that this database has, in order. Fails with `platform.not-migrated`. */
export async function listMigrations(client: pg.ClientBase): Promise<Migration[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.tocsin_migration') is not null and to_regrole('tocsin_dump') is not null as there`,
  )
  if (rows[0]?.there !== true)
    throw new Failure('conflict', 'platform.not-migrated', 'the database has no Tocsin schema of this version yet: run `tocsin migrate`')
  return (await client.query<Migration>('select name, hash from public.tocsin_migration order by name')).rows
}

/** Jobs as they wait or are parked; one that runs at this moment is run again where it is loaded, which every job must bear. */
export const jobColumns = [
  'task',
  'queue',
  'payload',
  'priority',
  'run_at',
  'attempts',
  'max_attempts',
  'last_error',
  'created_at',
  'key',
  'flags',
]
export const selectJobs = `
  select t.identifier as task, q.queue_name as queue, j.payload, j.priority, j.run_at,
    case when j.locked_at is null then j.attempts else greatest(j.attempts - 1, 0) end as attempts,
    j.max_attempts, j.last_error, j.created_at, j.key, j.flags
  from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
  order by j.id`
