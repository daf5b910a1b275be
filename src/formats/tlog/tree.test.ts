import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameBytes, toHex } from './base64.ts'
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency } from './proof.ts'
import { emptyFrontier, extend, leafInput, type Node, nodeInput, nodesOf, pathOf, provePath, rootOf } from './tree.ts'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

// The definitions of RFC 9162 §2.1 word by word, on whole lists: slow, and written without the code under test.
function mth(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return sha256(new Uint8Array(0))
  if (leaves.length === 1) return sha256(Uint8Array.of(0, ...only))
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return sha256(Uint8Array.of(1, ...mth(leaves.slice(0, k)), ...mth(leaves.slice(k))))
}

function path(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return []
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return m < k ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))]
}

function subproof(m: number, leaves: readonly Uint8Array[], known: boolean): Uint8Array[] {
  if (m === leaves.length) return known ? [] : [mth(leaves)]
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), known), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))]
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, at) => Uint8Array.of(at % 256, Math.floor(at / 256)))

function grow(leaves: readonly Uint8Array[]) {
  const nodes = new Map<string, Uint8Array>()
  const frontier = extend(sha256, emptyFrontier, leaves, ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash))
  const read = async (wanted: readonly Node[]) =>
    wanted.map(({ level, index }) => {
      const hash = nodes.get(`${level}/${index}`)
      if (hash === undefined) throw new Error(`node ${level}/${index} was never full`)
      return hash
    })
  return { frontier, nodes, read }
}

const prove = (tree: ReturnType<typeof grow>, start: number, end: number, size: number) => {
  const way = pathOf(start, end, size)
  return way === undefined ? Promise.reject(new Error('no path')) : provePath(sha256, way, tree.read)
}

describe('the Merkle tree', () => {
  test('has the roots, inclusion proofs and consistency proofs of the definition, for every index of every size up to 70', async () => {
    const all = leavesOf(70)
    const tree = grow(all)
    let proofs = 0
    for (let size = 0; size <= 70; size++) {
      const leaves = all.slice(0, size)
      expect(
        toHex(
          rootOf(
            sha256,
            extend(sha256, emptyFrontier, leaves, () => {}),
          ),
        ),
      ).toBe(toHex(mth(leaves)))
      for (let at = 0; at < size; at++) {
        expect((await prove(tree, at, at + 1, size)).map(toHex)).toEqual(path(at, leaves).map(toHex))
        expect((await prove(tree, 0, at + 1, size)).map(toHex)).toEqual(subproof(at + 1, leaves, true).map(toHex))
        proofs += 2
      }
    }
    expect(proofs).toBe(70 * 71)
  })

  test('gives the same tree and tells of each full subtree once, whatever the batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), (batches) => {
        const leaves = leavesOf(batches.reduce((sum, one) => sum + one, 0))
        const told: string[] = []
        let frontier = emptyFrontier
        for (const count of batches) {
          frontier = extend(sha256, frontier, leaves.slice(frontier.size, frontier.size + count), ({ level, index }) =>
            told.push(`${level}/${index}`),
          )
        }
        const whole = grow(leaves)
        expect(frontier).toEqual(whole.frontier)
        expect(told.sort()).toEqual([...whole.nodes.keys()].sort())
        expect(frontier.hashes).toHaveLength(nodesOf({ start: 0, end: leaves.length }).length)
      }),
    )
  })

  test('knows where sizes lie beyond 32 bits', () => {
    const size = 2 ** 40 + 5
    expect(pathOf(size - 1, size, size)?.steps.map((step) => step.sibling)).toEqual([
      { start: 2 ** 40, end: 2 ** 40 + 4 },
      { start: 0, end: 2 ** 40 },
    ])
    expect(nodesOf({ start: 0, end: size })).toEqual([
      { level: 40, index: 0 },
      { level: 2, index: 2 ** 38 },
      { level: 0, index: 2 ** 40 + 4 },
    ])
    expect(pathOf(0, 1, 2 ** 53)).toBeUndefined()
  })

  test.each([
    [0, 0, 5],
    [3, 2, 5],
    [-1, 1, 5],
    [4, 6, 5],
    [1, 3, 5],
    [2, 5, 8],
    [0.5, 1, 5],
    [Number.NaN, 1, 5],
  ])('has no path for the leaves [%d, %d) of %d', (start, end, size) => {
    expect(pathOf(start, end, size)).toBeUndefined()
  })
})

describe('the published vectors of subtrees', () => {
  // Accumulated digests over all valid subtrees of trees up to 130 leaves, leaf i being the byte i: draft-ietf-plants-merkle-tree-certs,
  // appendix "Subtree Test Vectors".
  const tree = grow(Array.from({ length: 130 }, (_, at) => Uint8Array.of(at)))
  const aligned = (start: number, end: number) => start === end || start === 0 || pathOf(start, end, end) !== undefined
  const line = (prefix: string, proof: readonly Uint8Array[]) => `${[prefix, ...proof.map(toHex)].join(' ')}\n`

  test('are met by the hashes of subtrees', async () => {
    const digest = createHash('sha256')
    for (let end = 0; end <= 130; end++) {
      for (let start = 0; start <= end; start++) {
        if (!aligned(start, end)) continue
        const hashes = await tree.read(nodesOf({ start, end }))
        const hash = hashes.length === 0 ? sha256(new Uint8Array(0)) : hashes.reduceRight((right, left) => sha256(nodeInput(left, right)))
        digest.update(`[${start}, ${end}) ${toHex(hash)}\n`)
      }
    }
    expect(digest.digest('hex')).toBe('b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81')
  })

  test('are met by the inclusion proofs of subtrees', async () => {
    const digest = createHash('sha256')
    for (let end = 0; end <= 130; end++) {
      for (let start = 0; start <= end; start++) {
        if (!aligned(start, end)) continue
        for (let index = start; index < end; index++) {
          // an aligned subtree is a tree of its own: the same path, moved by `start`
          const way = pathOf(index - start, index - start + 1, end - start)
          if (way === undefined) throw new Error('no path')
          const steps = way.steps.map((step) => ({
            ...step,
            sibling: { start: step.sibling.start + start, end: step.sibling.end + start },
          }))
          digest.update(line(`${index} [${start}, ${end})`, await provePath(sha256, { own: null, steps }, tree.read)))
        }
      }
    }
    expect(digest.digest('hex')).toBe('ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f')
  })

  test('are met by the consistency proofs of subtrees, each of which is verified too', async () => {
    const digest = createHash('sha256')
    let verified = 0
    for (let size = 0; size <= 130; size++) {
      const root = await tree
        .read(nodesOf({ start: 0, end: size }))
        .then((hashes) => hashes.reduceRight((right, left) => sha256(nodeInput(left, right)), new Uint8Array(0)))
      for (let end = 0; end <= size; end++) {
        for (let start = 0; start <= end; start++) {
          if (!aligned(start, end)) continue
          const proof = start === end ? [] : await prove(tree, start, end, size)
          digest.update(line(`[${start}, ${end}) ${size}`, proof))
          if (size < 120 || start === end) continue
          const hashes = await tree.read(nodesOf({ start, end }))
          const hash = hashes.reduceRight((right, left) => sha256(nodeInput(left, right)))
          const whole = (await tree.read(nodesOf({ start: 0, end: size }))).reduceRight((right, left) => sha256(nodeInput(left, right)))
          expect(root.length).toBe(32)
          expect(await verifySubtreeConsistency(sha256, { start, end, hash }, { size, root: whole }, proof)).toBe('holds')
          verified += 1
        }
      }
    }
    expect(digest.digest('hex')).toBe('10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74')
    expect(verified).toBeGreaterThan(1000)
  })
})

describe('tampering with a proof', () => {
  const size = fc.integer({ min: 1, max: 300 })
  const tree = grow(leavesOf(300))
  const roots = leavesOf(301).map((_, count) =>
    rootOf(
      sha256,
      extend(sha256, emptyFrontier, leavesOf(count), () => {}),
    ),
  )
  const root = (count: number) => roots[count] ?? new Uint8Array(32)
  const flip = (bytes: Uint8Array, bit: number) =>
    bytes.map((byte, at) => (at === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte))
  type Damage = (proof: readonly Uint8Array[], seed: number) => Uint8Array[]
  const damages: Record<string, Damage> = {
    'a flipped bit': (proof, seed) => proof.map((hash, at) => (at === seed % proof.length ? flip(hash, seed) : hash)),
    'a hash removed': (proof, seed) => proof.filter((_, at) => at !== seed % proof.length),
    'a hash repeated': (proof, seed) => proof.flatMap((hash, at) => (at === seed % proof.length ? [hash, hash] : [hash])),
    'a hash added': (proof, seed) => [...proof, sha256(Uint8Array.of(seed % 256))],
    'a hash shortened': (proof, seed) => proof.map((hash, at) => (at === seed % proof.length ? hash.slice(1) : hash)),
    'the order turned': (proof) => [...proof].reverse(),
  }

  test.each(Object.entries(damages))('by %s never passes for inclusion', async (_, damage) => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (count, which, seed) => {
        const index = which % count
        const leaf = { index, hash: sha256(leafInput(leavesOf(300)[index] ?? new Uint8Array(0))) }
        const proof = await prove(tree, index, index + 1, count)
        expect(await verifyInclusion(sha256, leaf, { size: count, root: root(count) }, proof)).toBe('holds')
        const broken = damage(proof, seed)
        fc.pre(broken.length !== proof.length || broken.some((hash, at) => !sameBytes(hash, proof[at] ?? hash)))
        expect(await verifyInclusion(sha256, leaf, { size: count, root: root(count) }, broken)).not.toBe('holds')
      }),
    )
  })

  test.each(Object.entries(damages))('by %s never passes for consistency', async (_, damage) => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (later, which, seed) => {
        const earlier = 1 + (which % later)
        const proof = await prove(tree, 0, earlier, later)
        const trees = [
          { size: earlier, root: root(earlier) },
          { size: later, root: root(later) },
        ] as const
        expect(await verifyConsistency(sha256, ...trees, proof)).toBe('holds')
        const broken = damage(proof, seed)
        fc.pre(broken.length !== proof.length || broken.some((hash, at) => !sameBytes(hash, proof[at] ?? hash)))
        expect(await verifyConsistency(sha256, ...trees, broken)).not.toBe('holds')
      }),
    )
  })

  test('by another index, leaf, root or size never passes', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (count, which, other) => {
        const index = which % count
        const leaves = leavesOf(300)
        const hash = (at: number) => sha256(leafInput(leaves[at] ?? new Uint8Array(0)))
        const proof = await prove(tree, index, index + 1, count)
        const wrong = other % 300
        fc.pre(wrong !== index)
        expect(await verifyInclusion(sha256, { index: wrong, hash: hash(index) }, { size: count, root: root(count) }, proof)).not.toBe(
          'holds',
        )
        expect(await verifyInclusion(sha256, { index, hash: hash(wrong) }, { size: count, root: root(count) }, proof)).not.toBe('holds')
        expect(
          await verifyInclusion(sha256, { index, hash: hash(index) }, { size: count, root: flip(root(count), other) }, proof),
        ).not.toBe('holds')
        fc.pre(wrong + 1 !== count)
        expect(await verifyInclusion(sha256, { index, hash: hash(index) }, { size: wrong + 1, root: root(wrong + 1) }, proof)).not.toBe(
          'holds',
        )
      }),
    )
  })

  test('by a changed earlier leaf is found between the checkpoints', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 120 }), fc.nat(), fc.nat(), async (later, which, changed) => {
        const earlier = 1 + (which % (later - 1))
        const at = changed % earlier
        const leaves = leavesOf(later).map((leaf, index) => (index === at ? Uint8Array.of(9, 9, 9) : leaf))
        const rewritten = grow(leaves)
        const proof = await prove(rewritten, 0, earlier, later)
        const now = { size: later, root: rootOf(sha256, rewritten.frontier) }
        expect(await verifyConsistency(sha256, { size: earlier, root: root(earlier) }, now, proof)).not.toBe('holds')
      }),
    )
  })

  test('that claims to begin from the empty tree, or to shrink, proves nothing', async () => {
    expect(await verifyConsistency(sha256, { size: 0, root: root(0) }, { size: 5, root: root(5) }, [])).toBe('out-of-range')
    expect(await verifyConsistency(sha256, { size: 6, root: root(6) }, { size: 5, root: root(5) }, [])).toBe('out-of-range')
    expect(await verifyConsistency(sha256, { size: 5, root: root(5) }, { size: 5, root: root(5) }, [])).toBe('holds')
    expect(await verifyConsistency(sha256, { size: 5, root: root(4) }, { size: 5, root: root(5) }, [])).not.toBe('holds')
  })
})
