import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { logKey } from '../../platform/log/key.ts'
import { type Bundle, type BundleLine, formOf, parseBundle, parseConsistency, serialiseBundle, serialiseConsistency } from './bundle.ts'
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { webCrypto } from './crypto.ts'
import type { Entry } from './entry.ts'
import { type VerifierKey, verifierKey } from './keys.ts'
import { type SampleLog, sampleLog } from './testing/sample-log.ts'
import { compareCheckpoints, type Verification, verifyBundle } from './verify.ts'

const found = webCrypto()
if (found === undefined) throw new Error('no Web Crypto')
const crypto = found
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

const evidence = new TextEncoder().encode('From: someone@example.org\r\nSubject: an offer\r\n\r\nBuy.\r\n')
const hash = createHash('sha256').update(evidence).digest('hex')
const origin = 'tocsin.example/log/1234abcd'
const signing = logKey(new Uint8Array(32).fill(1))
const other = logKey(new Uint8Array(32).fill(2))

// Lines 1 to 4 of one item at leaves 2, 3, 5 and 11, among lines of others.
const places = [2, 3, 5, 11]
const entries: Omit<Entry, 'previous'>[] = Array.from({ length: 20 }, (_, at) => {
  const line = places.indexOf(at) + 1
  return {
    v: 1,
    id: `leaf-${at}`,
    kind: line === 1 ? 'evidence.received' : 'evidence.read',
    owner: 'organisation-1',
    subject: line > 0 ? 'item-1' : `item-${at + 100}`,
    line: Math.max(line, 1),
    at: `2026-03-01T12:00:${String(at).padStart(2, '0')}.000Z`,
    record: { sha256: line > 0 ? hash : 'cd'.repeat(32), actor: `person:${at}` },
  }
})

let key: VerifierKey
let otherKey: VerifierKey
let log: SampleLog
let bundle: Bundle

beforeAll(async () => {
  key = await verifierKey(origin, signing.publicKey, sha256)
  otherKey = await verifierKey(origin, other.publicKey, sha256)
  log = sampleLog(sha256, signing.signer(origin), entries)
  bundle = await log.bundle(places, 20, hash)
})

const codes = (verification: Verification) => [...new Set(verification.flaws.map((flaw) => flaw.code))]
const verified = (changed: Bundle, keys: readonly VerifierKey[] = [key], shown: Uint8Array | null = evidence) =>
  verifyBundle(serialiseBundle(changed), shown, keys)
const withLines = (change: (lines: BundleLine[]) => BundleLine[]): Bundle => ({ ...bundle, custody: change([...bundle.custody]) })
const editEntry = (line: BundleLine, change: Partial<Entry>): BundleLine => ({
  ...line,
  entry: line.entry === null ? null : { ...line.entry, ...change },
})
const edit = (number: number, change: (line: BundleLine) => BundleLine): Bundle =>
  withLines((lines) => lines.map((line, at) => (at === number - 1 ? change(line) : line)))

describe('a bundle', () => {
  test('is true with its evidence and the key', async () => {
    const answer = await verified(bundle)
    expect(answer).toMatchObject({
      verdict: 'true',
      flaws: [],
      signer: { kind: 'known', name: origin },
      evidence: { sha256: hash, bytes: 'same' },
    })
    expect(answer.lines.map(({ number, index }) => [number, index])).toEqual([
      [1, 2],
      [2, 3],
      [3, 5],
      [4, 11],
    ])
  })

  test('is true by the hash of its evidence alone, and says when none was shown', async () => {
    expect(await verifyBundle(serialiseBundle(bundle), { sha256: hash }, [key])).toMatchObject({
      verdict: 'true',
      evidence: { bytes: 'same' },
    })
    expect(await verified(bundle, [key], null)).toMatchObject({ verdict: 'true', evidence: { bytes: 'not-shown' } })
  })

  test('is only consistent without a key', async () => {
    expect(await verified(bundle, [])).toMatchObject({ verdict: 'consistent', flaws: [], signer: { kind: 'unknown' } })
  })

  test('is read back as it was written, also from bytes and with other white space', async () => {
    const text = serialiseBundle(bundle)
    expect(parseBundle(text)).toEqual(bundle)
    expect(parseBundle(text.replaceAll('\n', '\r\n'))).toEqual(bundle)
    expect(parseBundle(JSON.stringify(JSON.parse(text)))).toEqual(bundle)
    expect(formOf(text)).toBe('bundle')
    expect(await verifyBundle(new TextEncoder().encode(text), evidence, [key])).toMatchObject({ verdict: 'true' })
  })

  test('with an erased line is true and says which', async () => {
    const answer = await verified(edit(2, (line) => ({ ...line, entry: null, salt: null })))
    expect(answer.verdict).toBe('true')
    expect(answer.lines.map((line) => line.erased)).toEqual([false, true, false, false])
  })

  test('without evidence is true where its lines are about none', async () => {
    expect(await verified({ ...bundle, evidence: null }, [key], null)).toMatchObject({ verdict: 'true' })
  })
})

describe('tampering is named:', () => {
  test('a changed byte of the evidence', async () => {
    for (let at = 0; at < evidence.length; at++) {
      const changed = evidence.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(codes(await verified(bundle, [key], changed))).toEqual(['evidence-changed'])
    }
    expect(codes(await verified(bundle, [key], evidence.slice(1)))).toEqual(['evidence-changed'])
    expect(codes(await verified({ ...bundle, evidence: null }, [key], evidence))).toEqual(['evidence-changed'])
  })

  test('evidence swapped together with the hash in the bundle', async () => {
    const swapped = new TextEncoder().encode('something else')
    const answer = await verified({ ...bundle, evidence: createHash('sha256').update(swapped).digest('hex') }, [key], swapped)
    expect(codes(answer)).toEqual(['evidence-not-logged'])
  })

  test.each<[string, Partial<Entry>]>([
    ['its time', { at: '2026-03-01T13:00:00.000Z' }],
    ['its kind', { kind: 'evidence.exported' }],
    ['its id', { id: 'leaf-99' }],
    ['its record', { record: { sha256: hash, actor: 'person:0' } }],
    ['a member added', { record: { sha256: hash, actor: 'person:3', more: true } }],
  ])('a changed line: %s', async (_, change) => {
    const answer = await verified(edit(2, (line) => editEntry(line, change)))
    expect(codes(answer)).toEqual(['line-changed'])
    expect(answer.flaws[0]?.line).toBe(2)
  })

  test('a changed salt', async () => {
    expect(codes(await verified(edit(2, (line) => ({ ...line, salt: new Uint8Array(16) }))))).toEqual(['line-changed'])
  })

  test('a changed line whose hash was made to fit', async () => {
    const made = await sampleLog(
      sha256,
      signing.signer(origin),
      entries.map((entry) => ({ ...entry, kind: 'made.up' })),
    ).bundle(places, 20, hash)
    const answer = await verified(
      withLines((lines) => lines.map((line, at) => (at === 1 ? { ...(made.custody[1] ?? line), proof: line.proof } : line))),
    )
    expect(codes(answer)).toEqual(['line-not-in-log', 'line-replaced'])
    expect(answer.flaws[0]?.line).toBe(2)
  })

  test.each([1, 2, 3, 4])('a dropped line %d', async (number) => {
    const answer = await verified(withLines((lines) => lines.filter((_, at) => at !== number - 1)))
    expect(answer.flaws.map(({ code, line }) => [code, line])).toEqual([['line-dropped', number]])
  })

  test('several dropped lines', async () => {
    const answer = await verified(withLines((lines) => lines.slice(3)))
    expect(answer.flaws).toMatchObject([{ code: 'line-dropped', line: 1, detail: 'custody lines 1 to 3 of 4 were dropped' }])
    expect(
      codes(
        await verified(
          withLines(() => []),
          [key],
          evidence,
        ),
      ),
    ).toEqual(['evidence-not-logged', 'line-dropped'])
    expect(codes(await verified({ ...bundle, lines: 0, custody: [], evidence: null }, [key], null))).toEqual(['line-dropped'])
  })

  test('a dropped line with the count made to fit, unless it is the last', async () => {
    for (const number of [1, 2, 3]) {
      const answer = await verified({ ...withLines((lines) => lines.filter((_, at) => at !== number - 1)), lines: 3 })
      expect(codes(answer)).toContain('line-dropped')
    }
  })

  test('a dropped line with the numbers made to fit', async () => {
    const answer = await verified({
      ...withLines((lines) => lines.filter((_, at) => at !== 1).map((line, at) => editEntry(line, { line: at + 1 }))),
      lines: 3,
    })
    expect(codes(answer)).toEqual(['line-changed', 'line-replaced'])
  })

  test('a leaf of something else passed off as a line that was erased', async () => {
    const foreign = (await log.bundle([4], 20, null)).custody.map((line) => ({ ...line, entry: null, salt: null }))
    const answer = await verified(withLines((lines) => lines.flatMap((line, at) => (at === 1 ? foreign : [line]))))
    expect(answer.flaws).toMatchObject([{ code: 'line-replaced', line: 2 }])
  })

  test('reordered lines, whatever the order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        fc.pre(order.some((place, at) => place !== at))
        expect(codes(await verified(withLines((lines) => order.flatMap((place) => lines[place] ?? []))))).toEqual(['line-reordered'])
      }),
    )
  })

  test('a line given twice, and lines past the count', async () => {
    expect(codes(await verified(withLines((lines) => [...lines.slice(0, 2), ...lines.slice(1)])))).toEqual(['line-repeated'])
    expect(codes(await verified({ ...bundle, lines: 3 }))).toEqual(['bundle-malformed'])
  })

  test('a line of something else', async () => {
    const foreign = await log.bundle([4], 20, hash)
    const answer = await verified({ ...withLines((lines) => [...foreign.custody, ...lines.slice(1)]) })
    expect(codes(answer)).toContain('line-foreign')
  })

  test('a proof or place that was changed', async () => {
    const proof = (line: BundleLine) => line.proof.map((one, at) => (at === 1 ? one.map((byte) => byte ^ 1) : one))
    expect(codes(await verified(edit(3, (line) => ({ ...line, proof: proof(line) }))))).toEqual(['line-not-in-log'])
    expect(codes(await verified(edit(3, (line) => ({ ...line, proof: line.proof.slice(1) }))))).toEqual(['line-not-in-log'])
    expect(codes(await verified(edit(3, (line) => ({ ...line, index: line.index + 1 }))))).toEqual(['line-not-in-log'])
    expect(codes(await verified(edit(3, (line) => ({ ...line, hash: new Uint8Array(32) }))))).toEqual([
      'line-changed',
      'line-not-in-log',
      'line-replaced',
    ])
  })

  test('a forged signature', async () => {
    const forged = log.checkpoint(20, { ...signing.signer(origin), sign: () => new Uint8Array(64).fill(3) })
    expect(codes(await verified({ ...bundle, checkpoints: [forged] }))).toEqual(['signature-forged'])
  })

  test('a checkpoint changed after it was signed', async () => {
    const [note = ''] = bundle.checkpoints
    expect(codes(await verified({ ...bundle, checkpoints: [note.replace('\n20\n', '\n21\n')] }))).toContain('signature-forged')
    const [, , root = ''] = note.split('\n')
    const made = await verified({
      ...bundle,
      checkpoints: [note.replace(root, root.split('').reverse().join('').replace('=', 'A').replace(/.$/, '='))],
    })
    expect(made.verdict).toBe('untrue')
  })

  test('the signature of another key', async () => {
    expect(codes(await verified(bundle, [otherKey]))).toEqual(['wrong-key'])
    expect(codes(await verified({ ...bundle, checkpoints: [log.checkpoint(20, other.signer(origin))] }))).toEqual(['wrong-key'])
  })

  test('a whole log made up and signed by another', async () => {
    const made = await sampleLog(sha256, other.signer(origin), entries).bundle(places, 20, hash)
    expect(codes(await verified(made))).toEqual(['wrong-key'])
    expect(await verified(made, [])).toMatchObject({ verdict: 'consistent' })
  })

  test('the log of another name under the same key', async () => {
    const name = `${origin}/restored-20260301-00000000`
    const moved = await sampleLog(sha256, signing.signer(name), entries).bundle(places, 20, hash)
    expect(codes(await verified(moved))).toEqual(['other-log'])
    const renamed = await verifierKey('another.example/log', signing.publicKey, sha256)
    expect(
      codes(await verified({ ...bundle, checkpoints: [log.checkpoint(20, signing.signer('another.example/log'))] }, [renamed])),
    ).toEqual(['other-log'])
  })

  test('a truncated bundle, wherever it was cut', async () => {
    const text = serialiseBundle(bundle)
    for (let length = 0; length < text.length - 2; length += 7) {
      expect(codes(await verifyBundle(text.slice(0, length), evidence, [key])), `at ${length}`).toEqual(['bundle-truncated'])
    }
    expect(codes(await verifyBundle(text.slice(0, -2), evidence, [key]))).toEqual(['bundle-truncated'])
  })

  test('any single character of a bundle changed, removed or doubled', async () => {
    const text = serialiseBundle(bundle)
    const space = (at: number) => /\s/.test(text[at] ?? '')
    let changes = 0
    for (let at = 0; at < text.length - 1; at += 3) {
      if (space(at)) continue
      for (const instead of [text[at] === 'x' ? 'y' : 'x', '', (text[at] ?? '').repeat(2), '1']) {
        if (instead === text[at]) continue
        const answer = await verifyBundle(text.slice(0, at) + instead + text.slice(at + 1), evidence, [key])
        expect(answer.verdict, `${instead} at ${at}: ${text.slice(at - 20, at + 20)}`).toBe('untrue')
        changes += 1
      }
    }
    expect(changes).toBeGreaterThan(3000)
  })

  test('a member given twice or added', async () => {
    const text = serialiseBundle(bundle)
    expect(
      codes(await verifyBundle(text.replace('"actor": "person:3"', '"actor": "mallory", "actor": "person:3"'), evidence, [key])),
    ).toEqual(['bundle-malformed'])
    expect(codes(await verifyBundle(text.replace('"lines": 4', '"lines": 4, "note": "checked"'), evidence, [key]))).toEqual([
      'bundle-malformed',
    ])
    expect(
      codes(await verifyBundle(text.replace('"actor": "person:3"', '"actor": "person:3", "__proto__": {"a": 1}'), evidence, [key])),
    ).toEqual(['line-changed'])
    expect(codes(await verifyBundle(text.replace('"v": 1', '"__proto__": 1'), evidence, [key]))).toEqual(['bundle-malformed'])
  })

  test('anything at all, without an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.uint8Array(), fc.json()), async (input) => {
        expect(await verifyBundle(input, evidence, [key])).toMatchObject({ verdict: 'untrue' })
      }),
    )
    for (const text of ['['.repeat(500_000), '{"form":"tocsin-proof/1",'.repeat(100_000), `{"form":"${'x'.repeat(1_000_000)}`]) {
      expect((await verifyBundle(text, evidence, [key])).verdict).toBe('untrue')
    }
  })
})

describe('two checkpoints', () => {
  const at = (size: number): SignedCheckpoint => read(log.checkpoint(size))
  const read = (note: string): SignedCheckpoint => {
    const checkpoint = parseCheckpoint(note)
    if (isMalformed(checkpoint)) throw new Error(checkpoint.malformed)
    return checkpoint
  }
  const rewritten = () =>
    sampleLog(
      sha256,
      signing.signer(origin),
      entries.map((entry, index) => (index === 4 ? { ...entry, kind: 'made.up' } : entry)),
    )

  test('of one history agree, with the proof', async () => {
    for (const [from, to] of [
      [1, 20],
      [7, 8],
      [8, 20],
      [19, 20],
      [20, 20],
      [0, 20],
      [0, 0],
    ] as const) {
      const proof = from === 0 ? [] : [await log.consistency(from, to)]
      expect(await compareCheckpoints(at(from), at(to), proof, crypto)).toBeNull()
    }
  })

  test('without the proof are not proved', async () => {
    expect(await compareCheckpoints(at(7), at(20), [await log.consistency(8, 20)], crypto)).toMatchObject({ code: 'proof-missing' })
  })

  test('of the same size and different roots are a fork', async () => {
    expect(await compareCheckpoints(at(20), read(rewritten().checkpoint(20)), [], crypto)).toMatchObject({ code: 'log-forked' })
  })

  test('of which the later is smaller show a log that shrank', async () => {
    expect(await compareCheckpoints(at(20), at(19), [], crypto)).toMatchObject({ code: 'log-shrunk' })
  })

  test('of a rewritten history do not agree, whichever proof is shown', async () => {
    const later = read(rewritten().checkpoint(20))
    for (const proof of [await rewritten().consistency(7, 20), await log.consistency(7, 20)]) {
      expect(await compareCheckpoints(at(7), later, [proof], crypto)).toMatchObject({ code: 'log-rewritten' })
    }
    // leaf 4 is not yet in a tree of 4 leaves
    expect(await compareCheckpoints(at(4), later, [await rewritten().consistency(4, 20)], crypto)).toBeNull()
  })

  test('of a dropped or reordered leaf do not agree', async () => {
    const dropped = sampleLog(
      sha256,
      signing.signer(origin),
      entries.filter((_, index) => index !== 3),
    )
    const turned = sampleLog(sha256, signing.signer(origin), [
      ...entries.slice(0, 3),
      ...entries.slice(3, 5).reverse(),
      ...entries.slice(5),
    ])
    for (const changed of [dropped, turned]) {
      expect(await compareCheckpoints(at(7), read(changed.checkpoint(15)), [await changed.consistency(7, 15)], crypto)).toMatchObject({
        code: 'log-rewritten',
      })
    }
  })

  test('of two logs are not compared', async () => {
    const elsewhere = sampleLog(sha256, signing.signer('b.example/log'), entries)
    expect(await compareCheckpoints(at(7), read(elsewhere.checkpoint(20)), [], crypto)).toMatchObject({ code: 'other-log' })
  })

  test('have a proof that is read back as it was written', async () => {
    const proof = await log.consistency(7, 20)
    expect(parseConsistency(serialiseConsistency(proof))).toEqual(proof)
    expect(parseConsistency(serialiseConsistency(proof).slice(0, -5))).toEqual({ malformed: 'truncated', at: expect.any(Number) })
    expect(formOf(serialiseConsistency(proof))).toBe('consistency')
    expect(parseConsistency(serialiseBundle(bundle))).toHaveProperty('malformed')
  })
})
