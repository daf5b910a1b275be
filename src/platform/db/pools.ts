import { Kysely, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '../../../db/types.ts'
import { PipelinedDialect } from './dialect.ts'

export type Database = Kysely<DB>
/** An open transaction: the only handle that a store function takes. */
export type Tx = Transaction<DB>

// counts and log positions stay below 2^53; text would make every caller convert
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** What a pool may do: the role it takes on when it connects (db/migrations/0001_platform.sql). */
export type PoolRole = 'tocsin_app' | 'tocsin_queue' | 'tocsin_auth' | 'tocsin_dump'

/**
 * A pool of connections that act as `role`. `url` is any PostgreSQL URL, unix sockets included
 * (`postgresql://user@/database?host=/folder`). An idle connection that breaks is told to `onError` and replaced.
 */
export function openPool(url: string, role: PoolRole | null, size: number, onError: (error: Error) => void = () => {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    // rooms speak through the dialect that uses it; the queue, the sign-in and dumps (cursors) bring ways of their own
    pipeline: role === 'tocsin_app',
    application_name: role ?? 'tocsin_owner',
    // the sign-in library names its tables without a schema
    ...(role === null ? {} : { options: `-c role=${role} -c timezone=UTC${role === 'tocsin_auth' ? ' -c search_path=auth' : ''}` }),
  })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<DB>({ dialect: new PipelinedDialect(pool) })
}
