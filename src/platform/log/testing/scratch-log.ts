import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { newId } from '../../../base/id.ts'
import { isMalformed, type Malformed } from '../../../base/parsed.ts'
import { parseCheckpoint, type SignedCheckpoint } from '../../../formats/tlog/checkpoint.ts'
import { type Crypto, webCrypto } from '../../../formats/tlog/crypto.ts'
import { parseVerifierKey, type VerifierKey } from '../../../formats/tlog/keys.ts'
import { type Database, openDatabase, openPool, type Tx } from '../../db/pools.ts'
import { type TestDatabase, testDatabase } from '../../testing/database.ts'
import { appendLeaves } from '../append.ts'
import { ensureLog } from '../integrate.ts'
import { type LogKey, logKey, verifierKeyText } from '../key.ts'
import { readCheckpoint } from '../prove.ts'

/** The moment at which everything happens in these tests. */
export const now = new Date('2026-03-01T12:00:00.000Z')

/** A log in a database of the test's own. */
export type ScratchLog = {
  readonly database: TestDatabase
  /** as the application */
  readonly db: Database
  /** as superuser, bound by nothing */
  readonly owner: pg.Pool
  readonly crypto: Crypto
  key(): LogKey
  /** Throws everything away and begins a log under a new key. */
  begin(): Promise<void>
  as<T>(organisation: string | null, run: (tx: Tx) => Promise<T>): Promise<T>
  /** Adds lines on a subject and answers their ids. */
  witness(organisation: string | null, subject: string, count: number, record?: object): Promise<string[]>
  checkpoint(): Promise<SignedCheckpoint>
  verifier(key: LogKey, origin: string): Promise<VerifierKey>
  close(): Promise<void>
}

/** The value, for tests that know it is well-formed. */
export function wellFormed<T>(value: T | Malformed): T {
  if (isMalformed(value)) throw new Error(value.malformed)
  return value
}

/** The value, for tests that know it is there. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing')
  return value
}

export async function scratchLog(): Promise<ScratchLog> {
  const database = await testDatabase()
  const pool = openPool(database.url, 'tocsin_app', 6)
  const db = openDatabase(pool)
  const owner = openPool(database.superuserUrl, null, 2)
  const crypto = must(webCrypto())
  let key = logKey(randomBytes(32))

  const as: ScratchLog['as'] = (organisation, run) =>
    db.transaction().execute(async (tx) => {
      await sql`select set_config('tocsin.organisation', ${organisation ?? ''}, true)`.execute(tx)
      return run(tx)
    })

  return {
    database,
    db,
    owner,
    crypto,
    key: () => key,
    async begin() {
      key = logKey(randomBytes(32))
      await owner.query(`truncate platform.log, platform.log_leaf, platform.log_pending, platform.log_record, platform.log_subject,
        platform.log_node, platform.log_checkpoint, platform.access_grant restart identity`)
      await ensureLog(db, key, 'tocsin.example', now)
    },
    as,
    async witness(organisation, subject, count, record = { sha256: 'ab'.repeat(32) }) {
      const of = { owner: organisation, kind: 'evidence.read', subject, at: now }
      const leaves = Array.from({ length: count }, () => ({ ...of, id: newId(), record: { ...record } }))
      await as(organisation, (tx) => appendLeaves(tx, leaves))
      return leaves.map((leaf) => leaf.id)
    },
    checkpoint: () => as(null, async (tx) => wellFormed(parseCheckpoint((await readCheckpoint(tx)).note))),
    verifier: async (signing, origin) => wellFormed(await parseVerifierKey(verifierKeyText(origin, signing.publicKey), crypto.sha256)),
    async close() {
      await pool.end()
      await owner.end()
      await database.drop()
    },
  }
}
