import { isMalformed } from '../../base/parsed.ts'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import type { Database } from '../db/pools.ts'
import { rememberHead } from '../log/head.ts'
import { openLog } from '../log/integrate.ts'
import type { LogKey } from '../log/key.ts'
import { readCheckpoint } from '../log/prove.ts'
import { findLatestCheckpoint, type Log, listLogs } from '../log/tree-store.ts'

/** Signed checkpoints that are known besides the database: the one that came with the copy, the one that a person brings. */
export type KnownHeads = { readonly kept: string | undefined; readonly cited: string | undefined }

/**
 * Opens a new log on a database that was brought back, whose first leaf cites the farthest checkpoint that is known of the old one. The old
 * log may have gone on after the copy was made, so nothing is ever added to it again: that could contradict what others hold.
 */
export async function openLogAfter(
  db: Database,
  key: LogKey,
  heads: KnownHeads,
  options: { readonly dataFolder: string; readonly authority: string; readonly now: Date },
): Promise<Log> {
  const { dataFolder, authority, now } = options
  const lastKnown = heads.cited ?? (await farther(db, heads.kept))
  const log = await openLog(db, key, { authority, now, ...(lastKnown === undefined ? {} : { lastKnown }) })
  await rememberHead(dataFolder, (await db.transaction().execute((tx) => readCheckpoint(tx))).note)
  return log
}

/** The kept checkpoint, where it is farther than what the database holds; else undefined. */
async function farther(db: Database, kept: string | undefined): Promise<string | undefined> {
  const head = kept === undefined ? undefined : parseCheckpoint(kept)
  if (kept === undefined || head === undefined || isMalformed(head)) return undefined
  return db.transaction().execute(async (tx) => {
    const logs = await listLogs(tx)
    // a log that the database does not know was opened after the copy was made
    if (!logs.some((one) => one.origin === head.origin)) return kept
    const open = logs.at(-1)
    if (open === undefined || open.origin !== head.origin) return undefined
    const newest = await findLatestCheckpoint(tx, open.id)
    return newest === undefined || newest.size < head.size ? kept : undefined
  })
}
