import type pg from 'pg'
import { Failure } from '../../base/failure.ts'
import { listSteps } from './migrate.ts'

/** The oldest PostgreSQL that serves, as `server_version_num`. */
const oldest = 150_000

export type Standing = {
  readonly version: number
  readonly encoding: string
  readonly login: string
  /** a role that row-level security does not bind, and that the login is or may become */
  readonly unbound: string | null
  /** a table that the login owns, or may act as the owner of */
  readonly owns: string | null
  /** a role with a policy that shows every organisation's rows, which the login may become */
  readonly sees: string | null
  /** the steps of the schema; null where there is no schema yet */
  readonly steps: readonly string[] | null
}

/**
 * Refuses to serve with a login role that row-level security would not bind, on a PostgreSQL older than 15, or on a database that is not
 * migrated to this version. `pool` acts as tocsin_app.
 */
export async function checkDatabase(pool: pg.Pool): Promise<void> {
  refuseUnfit(await ask(pool), await listSteps())
}

async function ask(pool: pg.Pool): Promise<Standing> {
  // what the login may become counts like what it is; the queue's own tables belong to a role that it takes on for its jobs
  const { rows } = await pool
    .query<Standing>(`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding, session_user as login,
      (select min(rolname) from pg_roles where pg_has_role(session_user, oid, 'member') and (rolsuper or rolbypassrls)) as unbound,
      (select min(format('%I.%I', schemaname, tablename)) from pg_tables
        where tableowner <> 'tocsin_queue' and pg_has_role(session_user, tableowner, 'member')) as owns,
      (select min(rolname) from pg_roles where rolname in ('tocsin_dump', 'tocsin_finder') and pg_has_role(session_user, oid, 'member')) as sees,
      null as steps`)
    .catch((error: unknown) => {
      throw explainRefusal(error)
    })
  const row = rows[0]
  if (row === undefined) throw new Failure('unavailable', 'platform.database', 'the database gave no answer')
  const { rows: there } = await pool.query<{ there: boolean }>(`select to_regclass('public.tocsin_migration') is not null as there`)
  if (there[0]?.there !== true) return row
  const { rows: steps } = await pool
    .query<{ name: string }>('select name from public.tocsin_migration order by name')
    // a schema from before the application might read this
    .catch(() => ({ rows: [] }))
  return { ...row, steps: steps.map(({ name }) => name) }
}

/** Fails with the first reason not to serve; `wanted` are the steps of the schema that this program knows. */
export function refuseUnfit({ version, encoding, login, unbound, owns, sees, steps }: Standing, wanted: readonly string[]): void {
  if (version < oldest)
    throw new Failure(
      'conflict',
      'platform.database-too-old',
      `this is PostgreSQL ${Math.floor(version / 10_000)}, and 15 or newer is needed`,
    )
  if (encoding !== 'UTF8')
    throw new Failure('conflict', 'platform.database-encoding', `the database is encoded in ${encoding}: make one in UTF8`)
  if (unbound !== null) {
    const how = unbound === login ? 'may bypass row-level security' : `may act as ${unbound}, which bypasses row-level security`
    throw new Failure('conflict', 'platform.role-unbound', `role ${login} ${how}: give the application a role that may not`)
  }
  if (owns !== null)
    throw new Failure(
      'conflict',
      'platform.role-owns-tables',
      `role ${login} owns ${owns}, or may act as its owner: row-level security would not hold for it. Use a role that owns nothing`,
    )
  if (sees !== null)
    throw new Failure(
      'conflict',
      'platform.role-unbound',
      `role ${login} may act as ${sees}, which sees every organisation's rows: revoke ${sees} from it`,
    )
  if (steps === null) throw new Failure('conflict', 'platform.not-migrated', 'the database has no Tocsin schema yet: run `tocsin migrate`')
  const missing = wanted.filter((name) => !steps.includes(name))
  if (missing.length > 0)
    throw new Failure(
      'conflict',
      'platform.not-migrated',
      `the schema of the database lacks ${missing.length} step${missing.length === 1 ? '' : 's'} of this version: run \`tocsin migrate\``,
    )
  const newer = steps.find((name) => !wanted.includes(name))
  if (newer !== undefined)
    throw new Failure(
      'conflict',
      'platform.schema-newer',
      `the database holds migration ${newer}, which this program does not know: it was used by a newer version`,
    )
}

/** A pool that takes tocsin_app on cannot even connect where that role is not there, or not the login's to take. */
function explainRefusal(error: unknown): unknown {
  const said = error instanceof Error ? error.message : ''
  if (/role "tocsin_app" does not exist/.test(said))
    return new Failure('conflict', 'platform.not-migrated', 'the database has no Tocsin schema yet: run `tocsin migrate`', { cause: error })
  if (/permission denied to set role "tocsin_app"/.test(said))
    return new Failure(
      'conflict',
      'platform.not-admitted',
      'the role of DATABASE_URL may not take on tocsin_app: run `tocsin migrate` with that DATABASE_URL',
      { cause: error },
    )
  return error
}
