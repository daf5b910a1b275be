import { sql } from 'kysely'
import { type Frontier, joinNodes, type Node, nodesOf, type Path, provePath } from '../../formats/tlog/tree.ts'
import type { Tx } from '../db/pools.ts'
import { sha256 } from './key.ts'

/** A log of this node. `origin` names it in its checkpoints. */
export type Log = {
  readonly id: number
  readonly origin: string
  readonly publicKey: Uint8Array
  readonly cites: string | null
  readonly openedAt: Date
}

export type StoredCheckpoint = {
  readonly log: number
  readonly size: number
  readonly root: Uint8Array
  readonly note: string
  readonly at: Date
}

/** Every log that this node ever had, the open one last. */
export async function listLogs(tx: Tx): Promise<Log[]> {
  const { rows } = await sql<Log>`
    select id, origin, public_key as "publicKey", cites, opened_at as "openedAt" from platform.log order by id`.execute(tx)
  return rows
}

/** The log that grows: the newest. Undefined on a node that has none yet. */
export async function findOpenLog(tx: Tx): Promise<Log | undefined> {
  return (await listLogs(tx)).at(-1)
}

/** The newest checkpoint of a log. */
export async function findLatestCheckpoint(tx: Tx, log: number): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<StoredCheckpoint>`
    select log, size, root, note, at from platform.log_checkpoint where log = ${log} order by size desc limit 1`.execute(tx)
  return rows[0]
}

/** The hashes of full subtrees. Throws where one is missing: the tree is damaged, and nothing must be built on it. */
export async function readNodes(tx: Tx, log: number, nodes: readonly Node[]): Promise<Uint8Array[]> {
  const { rows } = await sql<{ hash: Uint8Array | null }>`
    select node.hash from unnest(${nodes.map((node) => node.level)}::smallint[], ${nodes.map((node) => node.index)}::bigint[])
      with ordinality as asked (level, position, place)
    left join platform.log_node node on node.log = ${log} and node.level = asked.level and node.position = asked.position
    order by asked.place`.execute(tx)
  return rows.map(({ hash }, at) => {
    if (hash === null) throw new Error(`log ${log} lacks node ${nodes[at]?.level}/${nodes[at]?.index}: the stored tree is damaged`)
    return hash
  })
}

/** The proof along a path, from the stored tree. */
export function proveFrom(tx: Tx, log: number, path: Path): Promise<Uint8Array[]> {
  return provePath(sha256, path, (nodes) => readNodes(tx, log, nodes))
}

/** What must be known of the tree to add to it. */
export async function readFrontier(tx: Tx, log: number, size: number): Promise<Frontier> {
  return { size, hashes: await readNodes(tx, log, nodesOf({ start: 0, end: size })) }
}

export async function addNodes(tx: Tx, log: number, nodes: readonly (Node & { readonly hash: Uint8Array })[]): Promise<void> {
  await sql`
    insert into platform.log_node (log, level, position, hash)
    select ${log}, * from unnest(${nodes.map((node) => node.level)}::smallint[], ${nodes.map((node) => node.index)}::bigint[],
      ${nodes.map((node) => Buffer.from(node.hash))}::bytea[])`.execute(tx)
}

export async function addCheckpoint(tx: Tx, { log, size, root, note, at }: StoredCheckpoint): Promise<void> {
  await sql`insert into platform.log_checkpoint (log, size, root, note, at) values (${log}, ${size}, ${Buffer.from(root)}, ${note}, ${at})`.execute(
    tx,
  )
}

/** The root of the stored tree at a size, computed from its nodes. */
export async function rootAt(tx: Tx, log: number, size: number): Promise<Uint8Array> {
  return joinNodes(sha256, await readNodes(tx, log, nodesOf({ start: 0, end: size })))
}
