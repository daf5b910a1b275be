import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { Failure } from '../../base/failure.ts'
import { newId } from '../../base/id.ts'
import { sameBytes, toHex } from '../../formats/tlog/base64.ts'
import { serialiseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { isKeyName } from '../../formats/tlog/keys.ts'
import { signNote } from '../../formats/tlog/note.ts'
import { emptyFrontier, extend, type Frontier, type Node, rootOf } from '../../formats/tlog/tree.ts'
import type { Database, Tx } from '../db/pools.ts'
import { appendLeaves } from './append.ts'
import { keyAdvice, type LogKey, sha256 } from './key.ts'
import { addCheckpoint, addNodes, findLatestCheckpoint, findOpenLog, type Log, readFrontier, type StoredCheckpoint } from './tree-store.ts'

type Pending = { readonly id: string; readonly data: Uint8Array }

/** `busy`: another process is at it. `idle`: nothing waited. `grown`: the new checkpoint; `more`: leaves may still wait. */
export type Integration =
  | { readonly kind: 'busy' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'grown'; readonly leaves: number; readonly more: boolean; readonly checkpoint: StoredCheckpoint }

const batchDefault = 5000

/**
 * Gives the leaves that wait their places, in order, and signs a checkpoint, all in one transaction: after a crash at any point the log is
 * as it was before or as it is afterwards. One process at a time does it; none waits for another. Fails with `log.none` on a node without
 * a log, `log.key-changed` where the key is not the log's, and throws, signing nothing, on a stored tree that is damaged.
 */
export async function integratePending(db: Database, key: LogKey, now: Date, batch: number = batchDefault): Promise<Integration> {
  return db.transaction().execute(async (tx) => {
    if (!(await tryLead(tx))) return { kind: 'busy' }
    const taken = await takePending(tx, sql`select sequence from platform.log_pending order by sequence limit ${batch}`)
    if (taken.length === 0) return { kind: 'idle' }
    const log = await findOpenLog(tx)
    if (log === undefined) throw new Failure('conflict', 'log.none', 'this node has no log yet')
    const checkpoint = await integrate(tx, log, key, taken, now)
    return { kind: 'grown', leaves: taken.length, more: taken.length === batch, checkpoint }
  })
}

async function tryLead(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ led: boolean }>`select pg_try_advisory_xact_lock(hashtext('tocsin.log')) as led`.execute(tx)
  return rows[0]?.led === true
}

/** Takes leaves out of the queue, in order. */
async function takePending(tx: Tx, sequences: RawBuilder<unknown>): Promise<Pending[]> {
  const { rows } = await sql<Pending & { sequence: number }>`
    delete from platform.log_pending where sequence = any (array(${sequences})) returning sequence, leaf as id, data`.execute(tx)
  return rows.sort((a, b) => a.sequence - b.sequence)
}

async function integrate(tx: Tx, log: Log, key: LogKey, leaves: readonly Pending[], now: Date): Promise<StoredCheckpoint> {
  requireKey(log, key)
  const frontier = await trustedFrontier(tx, log)
  const nodes: (Node & { readonly hash: Uint8Array })[] = []
  const grown = extend(
    sha256,
    frontier,
    leaves.map((leaf) => leaf.data),
    (node, hash) => nodes.push({ ...node, hash }),
  )
  await sql`
    insert into platform.log_leaf (id, log, position, data)
    select id, ${log.id}, position, data from unnest(${leaves.map((leaf) => leaf.id)}::uuid[],
      ${leaves.map((_, at) => frontier.size + at)}::bigint[], ${leaves.map((leaf) => leaf.data)}::bytea[]) as given (id, position, data)`.execute(
    tx,
  )
  await addNodes(tx, log.id, nodes)
  const root = rootOf(sha256, grown)
  const text = serialiseCheckpoint({ origin: log.origin, size: grown.size, root, extensions: [] })
  const checkpoint = { log: log.id, size: grown.size, root, note: signNote(text, key.signer(log.origin)), at: now }
  await addCheckpoint(tx, checkpoint)
  return checkpoint
}

/** The tree as it was last signed. Never builds on nodes that do not give the root that was published: that would fork the log. */
async function trustedFrontier(tx: Tx, log: Log): Promise<Frontier> {
  const last = await findLatestCheckpoint(tx, log.id)
  if (last === undefined) return emptyFrontier
  const frontier = await readFrontier(tx, log.id, last.size)
  if (sameBytes(rootOf(sha256, frontier), last.root)) return frontier
  throw new Error(`the stored tree of ${log.origin} does not have the root that was signed at size ${last.size}: nothing is added to it`)
}

/**
 * The log that this node adds to, made at first. `authority` is the host people know the node by; it becomes part of the log's name for
 * good. Fails with `log.key-changed` where the open log is another key's.
 */
export async function ensureLog(db: Database, key: LogKey, authority: string, now: Date): Promise<Log> {
  return db.transaction().execute(async (tx) => {
    await lead(tx)
    const found = await findOpenLog(tx)
    if (found === undefined) return begin(tx, key, originOf(authority, key), null, now)
    requireKey(found, key)
    return found
  })
}

/** Refuses with `log.key-changed` a key that is not the log's: two keys never sign one log. */
export function requireKey(log: Log, key: LogKey): void {
  if (!sameBytes(log.publicKey, key.publicKey))
    throw new Failure('conflict', 'log.key-changed', `the log ${log.origin} was begun with another key: ${keyAdvice}`)
}

async function lead(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('tocsin.log'))`.execute(tx)
}

/**
 * Opens a new log in place of the one there is: what a node does after a restore, since the log that it published before may have gone
 * on after the backup was taken. The first leaf cites the last checkpoint that is known: `lastKnown` (a signed note, from `log-head` or
 * from someone who kept it) or the newest in the database. Leaves that wait go into the new log; proofs in old logs stay good.
 */
export async function openLog(db: Database, key: LogKey, options: { authority: string; now: Date; lastKnown?: string }): Promise<Log> {
  return db.transaction().execute(async (tx) => {
    await lead(tx)
    const before = await findOpenLog(tx)
    const newest = before === undefined ? undefined : await findLatestCheckpoint(tx, before.id)
    const cites = options.lastKnown ?? newest?.note ?? null
    // a random part, because a node may be restored twice from one backup, and the two logs must not bear one name
    const date = options.now.toISOString().slice(0, 10).replaceAll('-', '')
    const [base] = (before?.origin ?? originOf(options.authority, key)).split('/restored-')
    return begin(tx, key, `${base}/restored-${date}-${randomBytes(4).toString('hex')}`, cites, options.now)
  })
}

function originOf(authority: string, key: LogKey): string {
  const origin = `${authority}/log/${toHex(sha256(key.publicKey)).slice(0, 8)}`
  if (!isKeyName(origin)) throw new Failure('invalid', 'log.origin', 'the name of the node cannot name a log: no spaces, no plus sign')
  return origin
}

async function begin(tx: Tx, key: LogKey, origin: string, cites: string | null, now: Date): Promise<Log> {
  const { rows } = await sql<{ id: number }>`
    insert into platform.log (origin, public_key, cites, opened_at) values (${origin}, ${Buffer.from(key.publicKey)}, ${cites}, ${now}) returning id`.execute(
    tx,
  )
  const log: Log = { id: rows[0]?.id ?? 0, origin, publicKey: key.publicKey, cites, openedAt: now }
  // the node's own line, whoever's transaction this is
  await sql`select set_config('tocsin.organisation', '', true)`.execute(tx)
  const id = newId(now.getTime())
  await appendLeaves(tx, [{ id, owner: null, kind: 'log.opened', subject: origin, record: { origin, cites }, at: now }])
  const first = await takePending(tx, sql`select sequence from platform.log_pending where leaf = ${id}`)
  await integrate(tx, log, key, first, now)
  return log
}
