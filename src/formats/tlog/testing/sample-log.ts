import { toHex } from '../base64.ts'
import type { Bundle, BundleLine, ConsistencyProof } from '../bundle.ts'
import { serialiseCheckpoint } from '../checkpoint.ts'
import type { Sha256 } from '../crypto.ts'
import { type Entry, entryText, leafDataInput } from '../entry.ts'
import { type Signer, signNote } from '../note.ts'
import { emptyFrontier, extend, type Node, pathOf, provePath, rootOf } from '../tree.ts'

/** A log in memory, for tests: proofs and checkpoints of it at any size. */
export type SampleLog = {
  readonly origin: string
  checkpoint(size: number, signer?: Signer): string
  inclusion(index: number, size: number): Promise<Uint8Array[]>
  consistency(from: number, to: number): Promise<ConsistencyProof>
  /** the bundle of these leaves, in this order, at this size */
  bundle(indices: readonly number[], size: number, evidence: string | null): Promise<Bundle>
}

export function sampleLog(sha256: Sha256, signer: Signer, given: readonly Omit<Entry, 'previous'>[]): SampleLog {
  const nodes = new Map<string, Uint8Array>()
  const key = ({ level, index }: Node) => `${level}/${index}`
  const salts = given.map((entry) => sha256(new TextEncoder().encode(`salt of ${entry.id}`)).slice(0, 16))
  const last = new Map<string, string>()
  const entries: Entry[] = []
  const data: Uint8Array[] = []
  for (const [at, one] of given.entries()) {
    const entry = { ...one, previous: last.get(one.subject) ?? null }
    const hash = sha256(leafDataInput(salts[at] ?? new Uint8Array(16), entryText(entry)))
    last.set(one.subject, toHex(hash))
    entries.push(entry)
    data.push(hash)
  }
  extend(sha256, emptyFrontier, data, (node, hash) => nodes.set(key(node), hash))
  const read = async (wanted: readonly Node[]) => wanted.map((node) => nodes.get(key(node)) ?? new Uint8Array(32))
  const prove = (start: number, end: number, size: number) => provePath(sha256, pathOf(start, end, size) ?? { own: null, steps: [] }, read)
  const inclusion = (index: number, size: number) => prove(index, index + 1, size)
  const checkpoint = (size: number, by: Signer = signer) => {
    const root = rootOf(
      sha256,
      extend(sha256, emptyFrontier, data.slice(0, size), () => {}),
    )
    return signNote(serialiseCheckpoint({ origin: signer.name, size, root, extensions: [] }), by)
  }
  return {
    origin: signer.name,
    checkpoint,
    inclusion,
    consistency: async (from, to) => ({ origin: signer.name, from, to, hashes: await prove(0, from, to) }),
    bundle: async (indices, size, evidence) => {
      const custody: BundleLine[] = []
      for (const index of indices) {
        const [entry = null, salt = null, hash = new Uint8Array(32)] = [entries[index], salts[index], data[index]]
        custody.push({ entry, salt, hash, checkpoint: 0, index, proof: await inclusion(index, size) })
      }
      return { subject: custody[0]?.entry?.subject ?? '', evidence, lines: custody.length, checkpoints: [checkpoint(size)], custody }
    },
  }
}
