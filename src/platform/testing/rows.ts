import pg from 'pg'

/** Every row of every table that is not PostgreSQL's or the queue's, as text, sorted; for databases that ought to hold the same. */
export async function allRows(superuserUrl: string): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: superuserUrl, options: '-c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex' })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_' order by 1`)
    const found = new Map<string, string[]>()
    for (const { name } of tables) {
      // when a step was applied is the database's own
      const columns = name === 'public.tocsin_migration' ? 'row(t.name, t.hash)' : 't'
      const { rows } = await client.query<{ row: string }>(`select (${columns})::text as row from ${name} t order by 1`)
      found.set(
        name,
        rows.map(({ row }) => row),
      )
    }
    const { rows } = await client.query<{ row: string }>(`
      select concat_ws('|', t.identifier, q.queue_name, j.payload, j.priority, j.run_at, j.attempts, j.max_attempts, j.last_error, j.key) as row
      from graphile_worker._private_jobs j
        join graphile_worker._private_tasks t on t.id = j.task_id left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
      order by j.id`)
    found.set(
      'jobs',
      rows.map(({ row }) => row),
    )
    return found
  } finally {
    await client.end()
  }
}
