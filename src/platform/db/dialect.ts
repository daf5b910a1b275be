import { AsyncLocalStorage } from 'node:async_hooks'
import type { Socket } from 'node:net'
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
  type Transaction,
  type TransactionBuilder,
  type TransactionSettings,
} from 'kysely'
import type pg from 'pg'

/** For whom a transaction acts: what row-level security compares with (db/migrations/0001_platform.sql). */
export type Scope = { readonly organisation: string; readonly actor: string; readonly operator: string }

const beginning = new AsyncLocalStorage<Scope | undefined>()

/** Runs a transaction that acts in this scope from its first statement on. One begun inside of it has a scope of its own, or none. */
export function inScope<DB, T>(scope: Scope, transaction: TransactionBuilder<DB>, run: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  return beginning.run(scope, () => transaction.execute((tx) => beginning.run(undefined, () => run(tx))))
}

/** Sets the scope until the transaction ends. */
export const scopeStatement =
  "select set_config('tocsin.organisation', $1, true), set_config('tocsin.actor', $2, true), set_config('tocsin.operator', $3, true)"

/**
 * Kysely's PostgreSQL dialect over pipelined clients (pools.ts): statements go out without waiting for the answers to those before. `begin` and
 * the scope travel with the first statement, the last ones with `commit`, and nobody waits for the `commit` of what only read. Writes and calls
 * that a connection has seen before are prepared there, since planning them costs as much as carrying them out (docs/decisions/0005).
 */
export class PipelinedDialect extends PostgresDialect {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): Driver {
    return new PipelinedDriver(this.#pool)
  }
}

class PipelinedDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #connections = new WeakMap<pg.PoolClient, Connection>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    const client = await this.#pool.connect()
    const connection = this.#connections.get(client) ?? new Connection(client)
    this.#connections.set(client, connection)
    return connection
  }

  async beginTransaction(connection: Connection, settings: TransactionSettings): Promise<void> {
    connection.begin(settings, beginning.getStore())
  }

  async commitTransaction(connection: Connection): Promise<void> {
    await connection.commit()
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    await connection.rollback()
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release()
  }

  async destroy(): Promise<void> {
    await this.#pool.end()
  }
}

/** What node-postgres does not tell of its client. */
type Wire = { readonly connection: { readonly stream: Socket } }

/** plans that a connection keeps in the server's memory, each of a statement that came so many times */
const preparedAtMost = 120
const preparedFrom = 3

/** A client of the pool, and what it was sent. */
export class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #seen = new Map<string, number>()
  readonly #names = new Map<string, string>()
  /** what was sent without waiting: whoever commits is told */
  #unasked: Promise<unknown>[] = []
  #readOnly = false
  #broken = false

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  begin({ accessMode, isolationLevel }: TransactionSettings, scope: Scope | undefined): void {
    this.#readOnly = accessMode === 'read only'
    const how = [isolationLevel === undefined ? '' : `isolation level ${isolationLevel}`, accessMode ?? ''].filter((one) => one !== '')
    this.#gather()
    this.#unasked = []
    this.#leave(this.#client.query(`begin ${how.join(', ')}`))
    if (scope === undefined) return
    const values = [scope.organisation, scope.actor, scope.operator]
    this.#leave(this.#client.query({ name: 'scope', text: scopeStatement, values }))
  }

  /** Sends statements whose failure only the commit need tell. */
  sendLast(statements: readonly CompiledQuery[]): void {
    for (const one of statements) this.#leave(this.executeQuery(one))
  }

  #leave(sent: Promise<unknown>): void {
    sent.catch(() => {})
    this.#unasked.push(sent)
  }

  async commit(): Promise<void> {
    this.#gather()
    const committed = this.#client.query('commit')
    // the failure of a statement before it tells more
    committed.catch(() => {})
    await Promise.all(this.#unasked)
    if (this.#readOnly) return
    const { command } = await committed
    // PostgreSQL answers ROLLBACK where an earlier statement had failed
    if (command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async rollback(): Promise<void> {
    try {
      await this.#client.query('rollback')
    } catch (error) {
      this.#broken = true
      throw error
    }
  }

  /** What is sent in one turn goes out in one write. */
  #gather(): void {
    const { stream } = (this.#client as unknown as Wire).connection
    if (stream.writableCorked > 0) return
    stream.cork()
    process.nextTick(() => stream.uncork())
  }

  release(): void {
    this.#client.release(this.#broken)
  }

  async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const name = this.#nameOf(text)
    this.#gather()
    const { command, rowCount, rows } = await this.#client.query<Row & pg.QueryResultRow>({
      text,
      values: [...parameters],
      ...(name === undefined ? {} : { name }),
    })
    const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows, ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
  }

  // biome-ignore lint/correctness/useYield: an interface of Kysely that we have no use for
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('results are read in pages')
  }

  /** What reads is planned each time, for the values given, unless it is `plannedOnce`; what writes has one plan. */
  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= preparedAtMost || reads.test(text)) return known
    const seen = (this.#seen.get(text) ?? 0) + 1
    if (seen < preparedFrom) {
      if (this.#seen.size > 1_000) this.#seen.clear()
      this.#seen.set(text, seen)
      return undefined
    }
    this.#seen.delete(text)
    const name = `s${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

/** Everything but inserts, updates, deletes, the calls of functions that do them, and reads that are `plannedOnce`. */
const reads =
  /^\s*(?:select\b(?!\s+(?:\/\* planned once|platform\.\w+\(|pg_notify\())|with\s+recursive\b|begin|commit|rollback|listen|set|create|alter|drop|lock|analyze)/i
