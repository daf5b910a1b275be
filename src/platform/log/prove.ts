import { sql } from 'kysely'
import { Failure, present } from '../../base/failure.ts'
import { toBase64 } from '../../formats/tlog/base64.ts'
import type { Bundle, BundleLine, ConsistencyProof } from '../../formats/tlog/bundle.ts'
import type { Entry } from '../../formats/tlog/entry.ts'
import { pathOf } from '../../formats/tlog/tree.ts'
import type { Tx } from '../db/pools.ts'
import type { LogSummary } from './contract.ts'
import { verifierKeyText } from './key.ts'
import { findLatestCheckpoint, findOpenLog, type Log, listLogs, proveFrom, type StoredCheckpoint } from './tree-store.ts'

/** Where a leaf stands. `pending`: it is safe, and will have its place within seconds. */
export type Inclusion =
  | { readonly kind: 'pending' }
  | {
      readonly kind: 'integrated'
      readonly origin: string
      readonly index: number
      readonly size: number
      readonly hashes: readonly Uint8Array[]
      readonly checkpoint: string
    }

/** The newest checkpoint of the open log, or of the log with this origin. Fails with `log.missing`. */
export async function readCheckpoint(tx: Tx, origin?: string): Promise<StoredCheckpoint & { readonly origin: string }> {
  const log = await readLog(tx, origin)
  const checkpoint = present(await findLatestCheckpoint(tx, log.id), 'log.missing', 'a checkpoint')
  return { ...checkpoint, origin: log.origin }
}

async function readLog(tx: Tx, origin: string | undefined): Promise<Log> {
  const found = origin === undefined ? await findOpenLog(tx) : (await listLogs(tx)).find((log) => log.origin === origin)
  return present(found, 'log.missing', 'the log')
}

/** The proof that a leaf is in the log, to the newest checkpoint. Tells nothing about the record. Fails with `log.missing`. */
export async function proveInclusion(tx: Tx, leaf: string): Promise<Inclusion> {
  // one statement, because the sequencer may move the leaf between two
  const { rows } = await sql<{ log: number | null; position: number | null }>`
    select log, position from platform.log_leaf where id = ${leaf}
    union all select null, null from platform.log_pending where leaf = ${leaf}`.execute(tx)
  const place = present(rows[0], 'log.missing', 'the leaf')
  if (place.log === null || place.position === null) return { kind: 'pending' }
  const log = present(
    (await listLogs(tx)).find((one) => one.id === place.log),
    'log.missing',
    'the log',
  )
  const checkpoint = present(await findLatestCheckpoint(tx, log.id), 'log.missing', 'a checkpoint')
  const hashes = await proveLeaf(tx, checkpoint, place.position)
  return { kind: 'integrated', origin: log.origin, index: place.position, size: checkpoint.size, hashes, checkpoint: checkpoint.note }
}

function proveLeaf(tx: Tx, checkpoint: StoredCheckpoint, position: number): Promise<Uint8Array[]> {
  const path = pathOf(position, position + 1, checkpoint.size)
  if (path === undefined) throw new Error(`leaf ${position} lies past the checkpoint of ${checkpoint.size}`)
  return proveFrom(tx, checkpoint.log, path)
}

/** The proof that the log at size `to` continues the log at size `from`. Fails with `log.sizes` unless 0 < from ≤ to ≤ the newest size. */
export async function proveConsistency(tx: Tx, from: number, to: number, origin?: string): Promise<ConsistencyProof> {
  const newest = await readCheckpoint(tx, origin)
  const path = to <= newest.size ? pathOf(0, from, to) : undefined
  if (path === undefined) throw new Failure('invalid', 'log.sizes', `sizes must be whole numbers with 0 < from ≤ to ≤ ${newest.size}`)
  return { origin: newest.origin, from, to, hashes: await proveFrom(tx, newest.log, path) }
}

export type ListedLeaf = { readonly id: string; readonly kind: string; readonly at: Date; readonly own: boolean; readonly erased: boolean }

/** The newest leaves on a subject that the reader may see. */
export async function listLeavesOn(tx: Tx, subject: string): Promise<readonly ListedLeaf[]> {
  const { rows } =
    await sql<ListedLeaf>`select r.leaf as id, r.kind, r.at, r.owner is not distinct from platform.acting() as own, r.entry is null as erased
    from platform.log_record r where r.subject = ${subject} order by r.at desc, r.leaf desc limit 500`.execute(tx)
  return rows
}

type LineRow = {
  readonly entry: string | null
  readonly salt: Uint8Array | null
  readonly data: Uint8Array
  readonly line: number
  readonly log: number
  readonly position: number
}

/** By log, the checkpoint that proofs are to lead to. */
export type Pinned = ReadonlyMap<number, StoredCheckpoint>

/** The newest checkpoint of every log: to prove many lines to the same ones. */
export async function latestCheckpoints(tx: Tx): Promise<Pinned> {
  const found = new Map<number, StoredCheckpoint>()
  for (const { id } of await listLogs(tx)) {
    const checkpoint = await findLatestCheckpoint(tx, id)
    if (checkpoint !== undefined && checkpoint.size > 0) found.set(id, checkpoint)
  }
  return found
}

/**
 * The bundle of the custody line that a leaf is: all lines on its subject by its owner, in order, as far as the log has them. `pending`
 * where the line itself has no place yet. With `pinned` to these checkpoints, and without the lines after them; then `pending` where the line is one of those.
 * Under the reader's own rights: fails with `log.missing` for lines that are not seen.
 */
export async function proveBundle(
  tx: Tx,
  leaf: string,
  pinned?: Pinned,
): Promise<{ readonly kind: 'pending' } | { readonly kind: 'bundle'; readonly bundle: Bundle }> {
  const { rows: asked } = await sql<{ owner: string | null; subject: string; line: number }>`
    select owner, subject, line from platform.log_record where leaf = ${leaf}`.execute(tx)
  const { owner, subject, line } = present(asked[0], 'log.missing', 'the line')
  const { rows: placed } = await sql<LineRow>`
    select record.entry, record.salt, leaf.data, record.line, leaf.log, leaf.position
    from platform.log_record record join platform.log_leaf leaf on leaf.id = record.leaf
    where record.owner is not distinct from ${owner}::uuid and record.subject = ${subject}
    order by record.line`.execute(tx)
  const rows = pinned === undefined ? placed : placed.filter((row) => row.position < (pinned.get(row.log)?.size ?? 0))
  if (!rows.some((row) => row.line === line)) return { kind: 'pending' }
  const logs = [...new Set(rows.map((row) => row.log))]
  const checkpoints: StoredCheckpoint[] = []
  for (const log of logs)
    checkpoints.push(present(pinned?.get(log) ?? (await findLatestCheckpoint(tx, log)), 'log.missing', 'a checkpoint'))
  const custody: BundleLine[] = []
  for (const row of rows) custody.push(await proveLine(tx, row, checkpoints))
  const evidence = custody.map(({ entry }) => entry?.record.sha256).find((hash) => typeof hash === 'string')
  return {
    kind: 'bundle',
    bundle: { subject, evidence: evidence ?? null, lines: custody.length, checkpoints: checkpoints.map((one) => one.note), custody },
  }
}

async function proveLine(tx: Tx, row: LineRow, checkpoints: readonly StoredCheckpoint[]): Promise<BundleLine> {
  const which = checkpoints.findIndex((one) => one.log === row.log)
  const checkpoint = checkpoints[which]
  if (checkpoint === undefined) throw new Error('a line without a place was to be proved')
  return {
    // written by appendLeaves
    entry: row.entry === null ? null : (JSON.parse(row.entry) as Entry),
    salt: row.salt,
    hash: row.data,
    checkpoint: which,
    index: row.position,
    proof: await proveLeaf(tx, checkpoint, row.position),
  }
}

/** Every log with its public key and newest checkpoint, the open one last. */
export async function summariseLogs(tx: Tx): Promise<LogSummary[]> {
  const summaries: LogSummary[] = []
  for (const { id, origin, publicKey, cites, openedAt } of await listLogs(tx)) {
    const { size, root, note } = present(await findLatestCheckpoint(tx, id), 'log.missing', 'a checkpoint')
    const key = verifierKeyText(origin, publicKey)
    summaries.push({ origin, key, size, root: toBase64(root), checkpoint: note, cites, openedAt: openedAt.toISOString() })
  }
  return summaries
}

/** How many leaves wait for their place: for the health page and the metrics. */
export async function countPending(tx: Tx): Promise<number> {
  const { rows } = await sql<{ pending: number }>`select count(*) as pending from platform.log_pending`.execute(tx)
  return rows[0]?.pending ?? 0
}
