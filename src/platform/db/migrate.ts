import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { Failure } from '../../base/failure.ts'

const folder = new URL('../../../db/migrations/', import.meta.url)

export type MigrationReport = { readonly applied: readonly string[]; readonly present: number }

export type MigrationOptions = {
  /** the last step to take: a schema of an earlier version, for data of that version */
  readonly until?: string
  /** where the steps lie, in place of db/migrations */
  readonly steps?: URL
}

/** The names of the steps that this program knows, in order. */
export async function listSteps(steps: URL = folder): Promise<string[]> {
  return (await readdir(steps)).filter((name) => name.endsWith('.sql')).sort()
}

/** A step's text, and the hash by which it is known again. */
export async function readStep(name: string, steps: URL = folder): Promise<{ readonly text: string; readonly hash: string }> {
  const text = await readFile(new URL(name, steps), 'utf8')
  return { text, hash: createHash('sha256').update(text).digest('hex') }
}

/**
 * Brings the database to this program's schema, as the owner. Forward only; safe to call by several processes at once (advisory lock).
 * `application` is the login role of DATABASE_URL: it may take on the application's roles afterwards.
 * Fails with `platform.schema-newer` on a database of a later version and `platform.migration-changed` where a file was altered after it ran.
 */
export async function migrate(ownerUrl: string, application: string, options: MigrationOptions = {}): Promise<MigrationReport> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  // graphile-worker asks for these; what breaks here breaks the statement that waits for it
  pool.on('error', () => {})
  pool.on('connect', (fresh) => fresh.on('error', () => {}))
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('tocsin.migrate'))`)
    await client.query(
      `create table if not exists public.tocsin_migration (name text primary key, hash text not null, at timestamptz not null default now())`,
    )
    const done = new Map(
      (await client.query<{ name: string; hash: string }>('select name, hash from public.tocsin_migration')).rows.map((row) => [
        row.name,
        row.hash,
      ]),
    )
    const files = await listSteps(options.steps)
    for (const name of done.keys()) {
      if (!files.includes(name))
        throw new Failure(
          'conflict',
          'platform.schema-newer',
          `the database holds migration ${name}, which this program does not know: it was used by a newer version`,
        )
    }
    const applied: string[] = []
    for (const name of files) {
      if (options.until !== undefined && name > options.until) break
      const { text, hash } = await readStep(name, options.steps)
      const before = done.get(name)
      if (before === hash) continue
      if (before !== undefined) throw new Failure('conflict', 'platform.migration-changed', `migration ${name} was changed after it ran`)
      await applyOne(client, name, text, hash)
      applied.push(name)
    }
    await client.query('select platform.let_dump()')
    // a schema from before organisations could leave has none
    await client.query(
      `do $$ begin if to_regprocedure('platform.let_erase()') is not null then perform platform.let_erase(); end if; end $$`,
    )
    // so that a start can tell whether this was done
    await client.query('grant select on public.tocsin_migration to tocsin_app')
    await migrateQueue(client, pool)
    await admit(client, application)
    return { applied, present: files.length }
  } finally {
    client.release()
    await pool.end()
  }
}

async function applyOne(client: pg.PoolClient, name: string, text: string, hash: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(text)
    await client.query('insert into public.tocsin_migration (name, hash) values ($1, $2)', [name, hash])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** graphile-worker's own tables, made by and for the queue role. */
async function migrateQueue(client: pg.PoolClient, pool: pg.Pool): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name')
  const database = rows[0]?.name ?? ''
  await client.query(`grant create on database ${database} to tocsin_queue`)
  await client.query('set role tocsin_queue')
  try {
    await runMigrations({
      pgPool: Object.assign(Object.create(pool), { connect: async () => borrowed(client) }),
      schema: 'graphile_worker',
    })
  } finally {
    await client.query('reset role')
    await client.query(`revoke create on database ${database} from tocsin_queue`)
  }
}

/** The same connection under a handle whose release does nothing: graphile-worker must run on the connection that took the role on. */
function borrowed(client: pg.PoolClient): pg.PoolClient {
  return new Proxy(client, {
    get: (target, key) =>
      key === 'release'
        ? () => {}
        : typeof Reflect.get(target, key) === 'function'
          ? Reflect.get(target, key).bind(target)
          : Reflect.get(target, key),
  })
}

/** Lets the application's login role take on the roles that hold the privileges, without inheriting them where the server can say so. */
async function admit(client: pg.PoolClient, application: string): Promise<void> {
  const { rows } = await client.query<{ login: string; version: number; self: boolean }>(
    `select quote_ident($1) as login, current_setting('server_version_num')::int as version, $1 = current_user as self`,
    [application],
  )
  const row = rows[0]
  if (row === undefined || row.self) return
  const how = row.version >= 160_000 ? ' with inherit false, set true' : ''
  for (const role of ['tocsin_app', 'tocsin_queue', 'tocsin_auth']) await client.query(`grant ${role} to ${row.login}${how}`)
}
