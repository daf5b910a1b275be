import type { Database } from '../db/pools.ts'
import type { Logger } from '../logger.ts'
import { rememberHead, settleLog } from './head.ts'
import { type LogKey, openLogKey, readSignerKey, verifierKeyText } from './key.ts'
import { readCheckpoint } from './prove.ts'
import { type Sequencer, startSequencer } from './sequencer.ts'
import type { Log } from './tree-store.ts'

/** The log of a process that works: its key and name, and the loop that integrates. */
export type RunningLog = { readonly key: LogKey; readonly log: Log; readonly verifierKey: string; readonly sequencer: Sequencer }

/**
 * Opens the key, makes the log at the first start, opens a new one where the database is behind what was published, and starts the
 * sequencer. `authority` (the public host) names the log at its making. `signerKey` stands in for the file `log-key`.
 * Fails with `log.key`, `log.key-readable` or `log.key-changed`.
 */
export async function startLog(
  db: Database,
  options: {
    readonly folder: string
    readonly authority: string
    readonly log: Logger
    readonly now: () => Date
    readonly signerKey?: string | null
  },
): Promise<RunningLog> {
  const { folder, authority, now, signerKey = null } = options
  const key = signerKey === null ? await openLogKey(folder) : readSignerKey(signerKey)
  const { log, opened } = await settleLog(db, key, { folder, authority, now: now() })
  if (opened === 'restored') {
    options.log.warn({ event: 'log.opened', origin: log.origin }, 'the database is behind what was published: a new log was opened')
  }
  if (opened !== null) await rememberHead(folder, (await db.transaction().execute((tx) => readCheckpoint(tx))).note)
  return { key, log, verifierKey: verifierKeyText(log.origin, key.publicKey), sequencer: startSequencer(db, key, options) }
}
