import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isMalformed } from '../../base/parsed.ts'
import { sameBytes } from '../../formats/tlog/base64.ts'
import { parseCheckpoint, type SignedCheckpoint } from '../../formats/tlog/checkpoint.ts'
import type { Database, Tx } from '../db/pools.ts'
import { ensureLog, openLog, requireKey } from './integrate.ts'
import type { LogKey } from './key.ts'
import { findLatestCheckpoint, type Log, listLogs, rootAt } from './tree-store.ts'

const fileOf = (folder: string) => join(folder, 'log-head')

/** Keeps the newest checkpoint outside the database too, in `log-head` of the data folder: what a restored database is held against. */
export async function rememberHead(folder: string, note: string): Promise<void> {
  const draft = `${fileOf(folder)}.${process.pid}`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(note)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, fileOf(folder)).catch(async (cause) => {
    await rm(draft, { force: true })
    throw cause
  })
}

/** The checkpoint that this node is known to have published; undefined where the file is missing or damaged. */
export async function recallHead(folder: string): Promise<{ readonly note: string; readonly checkpoint: SignedCheckpoint } | undefined> {
  const note = await readFile(fileOf(folder), 'utf8').catch(() => '')
  const checkpoint = parseCheckpoint(note)
  return isMalformed(checkpoint) ? undefined : { note, checkpoint }
}

/**
 * The log that this node adds to. Where the database is behind what `log-head` says was published (an older backup, another database), going
 * on would sign a second history: a new log is opened instead, and its first leaf cites that checkpoint. `opened` says whether it was.
 * Fails with `log.key-changed` where the open log is another key's.
 */
export async function settleLog(
  db: Database,
  key: LogKey,
  options: { readonly folder: string; readonly authority: string; readonly now: Date },
): Promise<{ readonly log: Log; readonly opened: 'first' | 'restored' | null }> {
  const { folder, authority, now } = options
  const head = await recallHead(folder)
  const before = await db
    .transaction()
    .execute(async (tx) => ({ logs: await listLogs(tx), holds: head === undefined || (await holdsHead(tx, head.checkpoint)) }))
  if (head !== undefined && !before.holds) {
    // a folder of another node must not take this one's log over
    const open = before.logs.at(-1)
    if (open !== undefined) requireKey(open, key)
    return { log: await openLog(db, key, { authority, now, lastKnown: head.note }), opened: 'restored' }
  }
  return { log: await ensureLog(db, key, authority, now), opened: before.logs.length === 0 ? 'first' : null }
}

/** Whether the database holds the published log at least as far as that checkpoint, with the same history. */
async function holdsHead(tx: Tx, head: SignedCheckpoint): Promise<boolean> {
  const log = (await listLogs(tx)).find((one) => one.origin === head.origin)
  const newest = log === undefined ? undefined : await findLatestCheckpoint(tx, log.id)
  if (log === undefined || newest === undefined || newest.size < head.size) return false
  return sameBytes(await rootAt(tx, log.id, head.size), head.root)
}
