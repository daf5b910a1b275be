import type pg from 'pg'
import { Failure } from '../../base/failure.ts'

/**
 * Refuses to serve with a login role that row-level security would not bind, on a PostgreSQL older than 15, or on a database that is not migrated.
 */
export async function checkDatabase(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; login: string; unbound: boolean; owns: string | null; migrated: boolean }>(`
    select current_setting('server_version_num')::int as version, session_user as login,
      (select bool_or(rolsuper or rolbypassrls) from pg_roles where rolname in (session_user, current_user)) as unbound,
      (select min(format('%I.%I', schemaname, tablename)) from pg_tables where tableowner = session_user) as owns,
      to_regclass('platform.audit') is not null as migrated`)
  const row = rows[0]
  if (row === undefined) throw new Failure('unavailable', 'platform.database', 'the database gave no answer')
  if (row.version < 150_000) throw new Failure('conflict', 'platform.database-too-old', 'PostgreSQL 15 or newer is needed')
  if (row.unbound)
    throw new Failure(
      'conflict',
      'platform.role-unbound',
      `role ${row.login} may bypass row-level security; give the application a role that may not`,
    )
  if (row.owns !== null)
    throw new Failure(
      'conflict',
      'platform.role-owns-tables',
      `role ${row.login} owns ${row.owns}; row-level security would not hold for it. Use a role that owns nothing`,
    )
  if (!row.migrated) throw new Failure('conflict', 'platform.not-migrated', 'the database has no Tocsin schema yet: run `tocsin migrate`')
}
