import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed, type Malformed } from '../../base/parsed.ts'
import { fromBase64, toBase64, toHex } from './base64.ts'
import { parseCheckpoint, parseCheckpointText, serialiseCheckpoint } from './checkpoint.ts'
import { webCrypto } from './crypto.ts'
import { parseSignerKey, parseVerifierKey, serialiseSignerKey, serialiseVerifierKey, type VerifierKey, verifierKey } from './keys.ts'
import { type Note, parseNote, type Signer, serialiseNote, signNote, verifyNote } from './note.ts'

const found = webCrypto()
if (found === undefined) throw new Error('no Web Crypto')
const crypto = found

const good = <T>(value: T | Malformed): T => {
  if (isMalformed(value)) throw new Error(value.malformed)
  return value
}

async function signerOf(name: string, seed: number): Promise<{ signer: Signer; key: VerifierKey }> {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  const privateKey = createPrivateKey({ key: Buffer.concat([prefix, Buffer.alloc(32, seed)]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  const key = await verifierKey(name, publicKey, crypto.sha256)
  return { key, signer: { name, id: key.id, sign: (message) => sign(null, message, privateKey) } }
}

// The example of https://c2sp.org/signed-note, "Verifier keys".
const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const note =
  'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'

describe('a signed note', () => {
  test('of the specification is read, verified and written again as it was', async () => {
    const key = good(await parseVerifierKey(vkey, crypto.sha256))
    expect(serialiseVerifierKey(key)).toBe(vkey)
    const parsed = good(parseNote(note))
    expect(parsed.text).toBe('This is an example message.\n')
    expect(await verifyNote(parsed, [key], crypto)).toEqual({ kind: 'signed', by: [key] })
    expect(serialiseNote(parsed)).toBe(note)
    expect(good(parseNote(new TextEncoder().encode(note)))).toEqual(parsed)
  })

  test('does not verify with any character of its text or signature changed', async () => {
    const key = good(await parseVerifierKey(vkey, crypto.sha256))
    for (let at = 0; at < note.length; at++) {
      const changed = `${note.slice(0, at)}${note[at] === 'x' ? 'y' : 'x'}${note.slice(at + 1)}`
      const parsed = parseNote(changed)
      if (!isMalformed(parsed)) expect((await verifyNote(parsed, [key], crypto)).kind, `at ${at}`).not.toBe('signed')
    }
  })

  test('may be signed by several; unknown ones are passed over, one bad one of a known key spoils it', async () => {
    const [a, b, c] = await Promise.all([signerOf('a.example', 1), signerOf('b.example', 2), signerOf('c.example', 3)])
    const signed = good(parseNote(signNote('text\n', a.signer, b.signer)))
    expect(await verifyNote(signed, [b.key], crypto)).toEqual({ kind: 'signed', by: [b.key] })
    expect(await verifyNote(signed, [c.key, b.key, a.key], crypto)).toEqual({ kind: 'signed', by: [a.key, b.key] })
    expect(await verifyNote(signed, [c.key], crypto)).toEqual({ kind: 'unknown' })
    expect(await verifyNote(signed, [], crypto)).toEqual({ kind: 'unknown' })
    const bad: Signer = { ...b.signer, sign: () => new Uint8Array(64) }
    expect(await verifyNote(good(parseNote(signNote('text\n', a.signer, bad))), [a.key, b.key], crypto)).toEqual({
      kind: 'forged',
      by: b.key,
    })
  })

  test('by a key of the same name or the same id, but not both, is by an unknown key', async () => {
    const [a, other] = await Promise.all([signerOf('a.example', 1), signerOf('a.example', 9)])
    expect(await verifyNote(good(parseNote(signNote('text\n', a.signer))), [other.key], crypto)).toEqual({ kind: 'unknown' })
    const renamed = { ...a.signer, name: 'b.example' }
    expect(await verifyNote(good(parseNote(signNote('text\n', renamed))), [a.key], crypto)).toEqual({ kind: 'unknown' })
  })

  test('may hold empty lines: the last one separates', () => {
    expect(good(parseNote('a\n\nb\n\n— k AAAAAAA=\n')).text).toBe('a\n\nb\n')
  })

  test('of 16 large signatures is accepted, of more than the limit not', () => {
    const line = `— k ${toBase64(new Uint8Array(4999))}\n`
    expect(good(parseNote(`a\n\n${line.repeat(16)}`)).signatures).toHaveLength(16)
    expect(parseNote(`a\n\n${'— k AAAAAAA=\n'.repeat(65)}`)).toEqual({ malformed: 'too many signatures' })
    expect(parseNote(`${'a'.repeat(300_000)}\n\n— k AAAAAAA=\n`)).toHaveProperty('malformed')
  })

  test.each([
    ['nothing', ''],
    ['no signature', 'text\n'],
    ['no signature after the empty line', 'text\n\n'],
    ['a cut last line', 'text\n\n— k AAAAAAA='],
    ['a hyphen for the dash', 'text\n\n- k AAAAAAA=\n'],
    ['no name', 'text\n\n—  AAAAAAA=\n'],
    ['a plus in the name', 'text\n\n— k+k AAAAAAA=\n'],
    ['a space in the name', 'text\n\n— k\u2003k AAAAAAA=\n'],
    ['too short a signature', 'text\n\n— k AAAAAA==\n'],
    ['base64 without padding', 'text\n\n— k AAAAAAA\n'],
    ['base64 with stray bits', 'text\n\n— k AAAAAAB=\n'],
    ['base64 of URLs', 'text\n\n— k AA_-AAA=\n'],
    ['a space at the end', 'text\n\n— k AAAAAAA= \n'],
    ['a tab', 'te\txt\n\n— k AAAAAAA=\n'],
    ['a carriage return', 'text\r\n\r\n— k AAAAAAA=\r\n'],
    ['a NUL', 'te\0xt\n\n— k AAAAAAA=\n'],
    ['text after the signatures', 'text\n\n— k AAAAAAA=\nmore\n'],
    ['an empty line at the end', 'text\n\n— k AAAAAAA=\n\n'],
    ['a lone surrogate', 'te\ud800xt\n\n— k AAAAAAA=\n'],
  ])('with %s is malformed', (_, text) => {
    expect(parseNote(text)).toHaveProperty('malformed')
  })

  test('that is not UTF-8 is malformed', () => {
    expect(parseNote(Uint8Array.of(0xff, ...new TextEncoder().encode(note)))).toEqual({ malformed: 'not UTF-8' })
  })

  test('keeps a byte order mark as part of its text', () => {
    expect(good(parseNote(new TextEncoder().encode(`\ufeff${note}`))).text).toBe('\ufeffThis is an example message.\n')
  })

  test('comes back from any text and signatures', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\p{White_Space}+\p{Cc}]/u.test(text))
    const signature = fc.record({
      name,
      id: fc.uint8Array({ minLength: 4, maxLength: 4 }).map(toHex),
      signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
    })
    const text = fc.string({ unit: 'grapheme' }).filter((line) => !/[\u0000-\u001f]/.test(line))
    const notes = fc.record({
      text: fc.array(text, { minLength: 1 }).map((lines) => `${lines.join('\n')}\n`),
      signatures: fc.array(signature, { minLength: 1, maxLength: 5 }),
    })
    fc.assert(
      fc.property(notes, (one: Note) => {
        expect(parseNote(serialiseNote(one))).toEqual(one)
      }),
    )
  })

  test('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(note.length), (bytes, at) => {
        const encoded = new TextEncoder().encode(note)
        parseNote(bytes)
        parseNote(new Uint8Array([...encoded.slice(0, at), ...bytes, ...encoded.slice(at)]))
      }),
    )
  })
})

describe('keys', () => {
  test('of verifiers have the id that the name and the key give', async () => {
    const key = good(await parseVerifierKey(vkey, crypto.sha256))
    const digest = createHash('sha256').update('example.com/foo\n').update(Uint8Array.of(1)).update(key.publicKey).digest('hex')
    expect(key.id).toBe(digest.slice(0, 8))
  })

  test.each([
    ['', 'nothing'],
    ['example.com/foo+530d903a', 'no key'],
    ['example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'capitals'],
    ['example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'another id'],
    ['example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'another name'],
    ['example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'another type'],
    ['example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2', 'a cut key'],
    [' example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', 'a space'],
    ['example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n', 'a newline'],
  ])('%s is refused: %s', async (text) => {
    expect(await parseVerifierKey(text, crypto.sha256)).toHaveProperty('malformed')
  })

  test('of signers come back as they were written, and are no verifier keys', async () => {
    const signer = { name: 'a.example/log', id: '0a0b0c0d', seed: new Uint8Array(32).fill(7) }
    const text = serialiseSignerKey(signer)
    expect(text).toBe(`PRIVATE+KEY+a.example/log+0a0b0c0d+${toBase64(Uint8Array.of(1, ...signer.seed))}`)
    expect(parseSignerKey(text)).toEqual(signer)
    expect(parseSignerKey(vkey)).toHaveProperty('malformed')
    expect(await parseVerifierKey(text, crypto.sha256)).toHaveProperty('malformed')
  })

  test('that are no point of the curve verify nothing', async () => {
    expect(await crypto.verify(new Uint8Array(32).fill(0xff), new Uint8Array(1), new Uint8Array(64))).toBe(false)
    expect(await crypto.verify(new Uint8Array(31), new Uint8Array(1), new Uint8Array(64))).toBe(false)
    expect(await crypto.verify(new Uint8Array(32), new Uint8Array(1), new Uint8Array(63))).toBe(false)
  })
})

describe('a checkpoint', () => {
  const root = new Uint8Array(32).fill(5)
  const text = `example.com/log\n20852163\n${toBase64(root)}\n`

  test('is origin, size and root, a line each', () => {
    expect(serialiseCheckpoint({ origin: 'example.com/log', size: 20852163, root, extensions: [] })).toBe(text)
    expect(parseCheckpointText(text)).toEqual({ origin: 'example.com/log', size: 20852163, root, extensions: [] })
  })

  test('keeps the extension lines that others add', () => {
    expect(parseCheckpointText(`${text}more\nand more\n`)).toMatchObject({ extensions: ['more', 'and more'] })
  })

  test('is read with its signatures', async () => {
    const { signer, key } = await signerOf('example.com/log', 4)
    const signed = good(parseCheckpoint(signNote(text, signer)))
    expect(signed).toMatchObject({ origin: 'example.com/log', size: 20852163 })
    expect(await verifyNote(signed.note, [key], crypto)).toMatchObject({ kind: 'signed' })
  })

  test.each([
    ['two lines', 'o\n1\n'],
    ['a cut last line', text.slice(0, -1)],
    ['no origin', text.replace('example.com/log', '')],
    ['a leading zero', text.replace('2085', '02085')],
    ['a sign', text.replace('2085', '+2085')],
    ['a negative size', text.replace('2085', '-2085')],
    ['hex', text.replace('20852163', '0x10')],
    ['a size past 2^53', text.replace('20852163', '9007199254740993')],
    ['a short root', text.replace(toBase64(root), toBase64(root.slice(1)))],
    ['a root without padding', text.replace('=\n', '\n')],
    ['an empty extension line', `${text}\nmore\n`],
  ])('with %s is malformed', (_, wrong) => {
    expect(parseCheckpointText(wrong)).toHaveProperty('malformed')
  })

  test('of an empty tree has the size 0', () => {
    expect(parseCheckpointText(text.replace('20852163', '0'))).toMatchObject({ size: 0 })
  })
})

test('base64 has one spelling for each value', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes)
    }),
  )
  fc.assert(
    fc.property(fc.base64String(), (text) => {
      const bytes = fromBase64(text)
      if (!isMalformed(bytes)) expect(toBase64(bytes)).toBe(text)
    }),
  )
})
