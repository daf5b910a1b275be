import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '../db/pools.ts'
import type { Logger } from '../logger.ts'
import { rememberHead, settleLog } from './head.ts'
import { type LogKey, openLogKey, readLogKey, verifierKeyText } from './key.ts'
import { readCheckpoint } from './prove.ts'
import { type Sequencer, startSequencer } from './sequencer.ts'
import { findOpenLog, type Log } from './tree-store.ts'

/** The log of a process that works: its key and name, and the loop that integrates. */
export type RunningLog = { readonly key: LogKey; readonly log: Log; readonly verifierKey: string; readonly sequencer: Sequencer }

/**
 * Opens the key, makes key and log at the first start, opens a new log where the database is behind what was published, and starts the
 * sequencer. `authority` (the public host) names the log at its making. `keyFile` is where the key lies, `log-key` in the folder unless
 * said. However many processes and machines start on one database, only those with the key that the log began with do.
 * Fails with `log.key`, `log.key-readable`, `log.key-missing` or `log.key-changed`, having changed nothing.
 */
export async function startLog(
  db: Database,
  options: {
    readonly folder: string
    readonly authority: string
    readonly log: Logger
    readonly now: () => Date
    readonly keyFile?: string | null
  },
): Promise<RunningLog> {
  const { folder, authority, now } = options
  const file = options.keyFile ?? join(folder, 'log-key')
  const { key, log, opened } = await db.transaction().execute(async (tx) => {
    // until the log is there nobody else makes a key for it
    await sql`select pg_advisory_xact_lock(hashtext('tocsin.log-key'))`.execute(tx)
    const open = await findOpenLog(tx)
    const key = open === undefined ? await openLogKey(file) : await readLogKey(file, open.origin)
    return { key, ...(await settleLog(db, key, { folder, authority, now: now() })) }
  })
  if (opened === 'restored') {
    options.log.warn({ event: 'log.opened', origin: log.origin }, 'the database is behind what was published: a new log was opened')
  }
  if (opened !== null) await rememberHead(folder, (await db.transaction().execute((tx) => readCheckpoint(tx))).note)
  return { key, log, verifierKey: verifierKeyText(log.origin, key.publicKey), sequencer: startSequencer(db, key, options) }
}
