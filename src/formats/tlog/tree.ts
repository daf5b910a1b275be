// Merkle tree hashing, inclusion and consistency: RFC 6962 §2.1 and RFC 9162 §2.1; proofs from and to subtrees that are not the
// whole tree: draft-ietf-plants-merkle-tree-certs, "Subtrees". Sizes are numbers, so a tree holds fewer than 2^53 leaves.
import { joinBytes } from './base64.ts'
import type { Sha256 } from './crypto.ts'

/** The leaves from `start` up to, not including, `end`. */
export type Range = { readonly start: number; readonly end: number }

/** A perfect subtree: the 2^level leaves from index·2^level on. Once it is full, its hash never changes. */
export type Node = { readonly level: number; readonly index: number }

/** The hashes of perfect subtrees, in the order asked. */
export type ReadNodes = (nodes: readonly Node[]) => Promise<readonly Uint8Array[]>

const leafPrefix = Uint8Array.of(0x00)
const nodePrefix = Uint8Array.of(0x01)

/** What is hashed for a leaf (RFC 9162 §2.1.1); the prefixes keep a leaf from ever passing for a node. */
export function leafInput(data: Uint8Array): Uint8Array {
  return joinBytes(leafPrefix, data)
}

/** What is hashed for a node. */
export function nodeInput(left: Uint8Array, right: Uint8Array): Uint8Array {
  return joinBytes(nodePrefix, left, right)
}

/** The largest power of two below `count` (RFC 9162 §2.1.1, k). Asks for `count` ≥ 2. */
function split(count: number): number {
  let k = 1
  while (k * 2 < count) k *= 2
  return k
}

/** One step from a subtree towards the root: the sibling joined on. `inside`: the sibling belongs to the subtree that is proved. */
type Step = { readonly sibling: Range; readonly side: 'left' | 'right'; readonly inside: boolean }

/**
 * How a subtree hangs in a tree: what a proof holds, from the bottom up. `own` is the rightmost perfect part of a subtree that is
 * not itself a node of the tree; its hash leads the proof.
 */
export type Path = { readonly own: Range | null; readonly steps: readonly Step[] }

/**
 * The path of the leaves [start, end) in a tree of `size`: an inclusion proof is that of [index, index + 1), a consistency proof that
 * of [0, earlier size). Undefined where [start, end) is no subtree of such a tree: empty, out of range or not aligned.
 */
export function pathOf(start: number, end: number, size: number): Path | undefined {
  if (![start, end, size].every(Number.isSafeInteger) || start < 0 || end <= start || size < end) return undefined
  const width = end - start === 1 ? 1 : split(end - start) * 2
  if (start % width !== 0) return undefined
  const steps: Step[] = []
  let low = 0
  let high = size
  let from = start
  let whole = true
  while (from !== low || end !== high) {
    const middle = low + split(high - low)
    if (end <= middle) {
      steps.push({ sibling: { start: middle, end: high }, side: 'right', inside: false })
      high = middle
    } else {
      const inside = from < middle
      steps.push({ sibling: { start: low, end: middle }, side: 'left', inside })
      low = middle
      if (inside) {
        from = middle
        whole = false
      }
    }
  }
  return { own: whole ? null : { start: low, end: high }, steps: steps.reverse() }
}

/** The perfect subtrees that a subtree of the tree is made of, from left to right, each smaller than the one before. */
export function nodesOf({ start, end }: Range): Node[] {
  const nodes: Node[] = []
  let from = start
  while (from < end) {
    let level = 0
    let width = 1
    while (width * 2 <= end - from) {
      width *= 2
      level += 1
    }
    nodes.push({ level, index: from / width })
    from += width
  }
  return nodes
}

/** The hash of a subtree from those of its perfect subtrees (`nodesOf`); of the empty tree where there are none. */
export function joinNodes(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.length === 0 ? sha256(new Uint8Array(0)) : hashes.reduceRight((right, left) => sha256(nodeInput(left, right)))
}

/** The hashes of a proof along `path`, read from the stored nodes in one question. */
export async function provePath(sha256: Sha256, path: Path, read: ReadNodes): Promise<Uint8Array[]> {
  const ranges = [...(path.own === null ? [] : [path.own]), ...path.steps.map((step) => step.sibling)]
  const nodes = ranges.map(nodesOf)
  const hashes = await read(nodes.flat())
  let at = 0
  return nodes.map(({ length }) => {
    at += length
    return joinNodes(sha256, hashes.slice(at - length, at))
  })
}

/** A compact range from leaf 0: what must be kept of a tree to add to it and to know its root. */
export type Frontier = { readonly size: number; readonly hashes: readonly Uint8Array[] }

export const emptyFrontier: Frontier = { size: 0, hashes: [] }

/** Adds leaves by their data, in order; tells of every perfect subtree that becomes full, leaves among them. */
export function extend(
  sha256: Sha256,
  { size, hashes }: Frontier,
  data: readonly Uint8Array[],
  full: (node: Node, hash: Uint8Array) => void,
): Frontier {
  const kept = [...hashes]
  let count = size
  for (const one of data) {
    let hash = sha256(leafInput(one))
    let index = count
    let level = 0
    full({ level, index }, hash)
    while (index % 2 === 1) {
      const left = kept.pop()
      if (left === undefined) throw new Error('a frontier does not fit its size')
      hash = sha256(nodeInput(left, hash))
      index = (index - 1) / 2
      level += 1
      full({ level, index }, hash)
    }
    kept.push(hash)
    count += 1
  }
  return { size: count, hashes: kept }
}

/** The root of the tree. */
export function rootOf(sha256: Sha256, frontier: Frontier): Uint8Array {
  return joinNodes(sha256, frontier.hashes)
}
