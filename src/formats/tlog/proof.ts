// Verification of proofs: RFC 9162 §2.1.3.2 (inclusion), §2.1.4.2 (consistency); for subtrees draft-ietf-plants-merkle-tree-certs.
// The path of a subtree is fixed by three numbers, so a proof is checked by walking it; nothing in the proof steers.
import { sameBytes } from './base64.ts'
import type { Crypto } from './crypto.ts'
import { nodeInput, type Path, pathOf } from './tree.ts'

/**
 * `out-of-range`: no such proof can be (an index past the size, a size past 2^53, a shrunken tree). `wrong-length`: hashes missing,
 * too many, or not of 32 bytes. `not-the-subtree`: the proof does not lead to the earlier root. `not-the-root`: nor to the later one.
 */
export type ProofVerdict = 'holds' | 'out-of-range' | 'wrong-length' | 'not-the-subtree' | 'not-the-root'

type Hash = Crypto['sha256']

const hashLength = 32

/** Whether `leaf.hash` is that of the leaf at `index` of the tree with this size and root. */
export async function verifyInclusion(
  sha256: Hash,
  leaf: { readonly index: number; readonly hash: Uint8Array },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): Promise<ProofVerdict> {
  if (leaf.hash.length !== hashLength) return 'wrong-length'
  return verifySubtree(sha256, { start: leaf.index, end: leaf.index + 1, hash: leaf.hash }, tree, proof)
}

/** Whether `leaf` is in the subtree of the leaves [start, end) whose root is `root`. */
export async function verifySubtreeInclusion(
  sha256: Hash,
  leaf: { readonly index: number; readonly hash: Uint8Array },
  subtree: { readonly start: number; readonly end: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): Promise<ProofVerdict> {
  // a subtree that is aligned is a tree of its own
  if (pathOf(subtree.start, subtree.end, subtree.end) === undefined) return 'out-of-range'
  return verifyInclusion(
    sha256,
    { index: leaf.index - subtree.start, hash: leaf.hash },
    { size: subtree.end - subtree.start, root: subtree.root },
    proof,
  )
}

/** Whether the earlier tree is the beginning of the later one. The empty tree is the beginning of every tree, and no proof can say so. */
export async function verifyConsistency(
  sha256: Hash,
  earlier: { readonly size: number; readonly root: Uint8Array },
  later: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): Promise<ProofVerdict> {
  return verifySubtree(sha256, { start: 0, end: earlier.size, hash: earlier.root }, later, proof)
}

/** Whether the leaves [start, end) of the tree have the root `hash`; an empty subtree has the hash of nothing and an empty proof. */
export async function verifySubtreeConsistency(
  sha256: Hash,
  subtree: { readonly start: number; readonly end: number; readonly hash: Uint8Array },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): Promise<ProofVerdict> {
  if (subtree.start !== subtree.end) return verifySubtree(sha256, subtree, tree, proof)
  if (subtree.start < 0 || subtree.end > tree.size) return 'out-of-range'
  if (proof.length > 0) return 'wrong-length'
  return sameBytes(subtree.hash, await sha256(new Uint8Array(0))) ? 'holds' : 'not-the-subtree'
}

async function verifySubtree(
  sha256: Hash,
  subtree: { readonly start: number; readonly end: number; readonly hash: Uint8Array },
  tree: { readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
): Promise<ProofVerdict> {
  const path = pathOf(subtree.start, subtree.end, tree.size)
  if (path === undefined) return 'out-of-range'
  if (proof.length !== path.steps.length + (path.own === null ? 0 : 1)) return 'wrong-length'
  // where nothing is hashed, the roots are only compared, whatever they are
  if (path.steps.length > 0 && [subtree.hash, ...proof].some((hash) => hash.length !== hashLength)) return 'wrong-length'
  const { sub, whole } = await climb(sha256, path, subtree.hash, proof)
  if (!sameBytes(sub, subtree.hash)) return 'not-the-subtree'
  return sameBytes(whole, tree.root) ? 'holds' : 'not-the-root'
}

/** The roots of the subtree and of the whole tree that a proof leads to. */
async function climb(
  sha256: Hash,
  path: Path,
  hash: Uint8Array,
  proof: readonly Uint8Array[],
): Promise<{ sub: Uint8Array; whole: Uint8Array }> {
  const [own, ...rest] = path.own === null ? [hash, ...proof] : proof
  if (own === undefined) throw new Error('a proof without hashes was let through')
  let sub = own
  let whole = own
  for (const [at, step] of path.steps.entries()) {
    const sibling = rest[at]
    if (sibling === undefined) throw new Error('a proof too short was let through')
    if (step.inside) sub = await sha256(nodeInput(sibling, sub))
    whole = await sha256(step.side === 'left' ? nodeInput(sibling, whole) : nodeInput(whole, sibling))
  }
  return { sub, whole }
}
