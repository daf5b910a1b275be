import { beforeAll, describe, expect, test } from 'vitest'
import { sealedZip } from '../archive/index.ts'
import { readCertificates } from '../rfc3161/index.ts'
import { openAuthority } from '../rfc3161/testing/authority.ts'
import { verifierKey } from '../tlog/keys.ts'
import { places } from './layout.ts'
import {
  authority,
  type Files,
  hex,
  originals,
  pack,
  packageId,
  refit,
  sampleKey,
  samplePackage,
  sha256,
  sourceOf,
  unpack,
} from './testing/sample-package.ts'
import { verifyPackage } from './verify.ts'

const trusted = readCertificates(Buffer.from(authority.root)) ?? []
let sealed: Buffer
let plain: Buffer
let files: Files

beforeAll(async () => {
  sealed = await samplePackage()
  plain = await samplePackage({ form: 'plain' })
})

async function codesOf(zip: Buffer, keys = [sampleKey], roots = trusted) {
  const verification = await verifyPackage(sourceOf(zip), { keys, trusted: roots })
  return { ...verification, codes: [...new Set(verification.flaws.map(({ code }) => code))].sort() }
}

/** What is said of the sealed package after a change; `refitted`: with all manifests made to fit. */
async function tampered(change: (files: Files) => void, { refitted = false, from = sealed } = {}) {
  files = await unpack(from)
  change(files)
  return codesOf(await pack(refitted ? refit(files) : files))
}

const edit = (path: string, how: (text: string) => string) => (all: Files) =>
  void all.set(path, Buffer.from(how(all.get(path)?.toString() ?? '')))
const custody = (number: number) => `${places.custody}00000000-0000-7000-8000-0000000000${String(number).padStart(2, '0')}.json`
const item = (number: number) => `${places.items}${hex(originals[number] ?? Buffer.alloc(0))}`

describe('a package', () => {
  test('that nobody touched is true, sealed or plain, with or without a time stamp', async () => {
    for (const zip of [sealed, plain, await samplePackage({ stamped: false })]) {
      const { verdict, flaws, signer } = await codesOf(zip)
      expect({ verdict, flaws, signer }).toEqual({ verdict: 'true', flaws: [], signer: { kind: 'known', name: 'sample.example/log' } })
    }
  })

  test('says what is in it and when it was stamped', async () => {
    const { description, lines, timestamp, checkpoints } = await codesOf(sealed)
    expect(description?.items.map(({ leftOut }) => leftOut)).toEqual([null, null, null, 'destroyed'])
    expect({ lines, timestamp }).toMatchObject({ lines: 7, timestamp: { time: '2026-03-01T12:00:00.000Z', signer: 'trusted' } })
    expect(checkpoints.map(({ size }) => size)).toEqual([7, 8])
  })

  test('is consistent and no more without a key, and stays so when it was packed again', async () => {
    expect(await codesOf(sealed, [], [])).toMatchObject({ verdict: 'consistent', flaws: [], signer: { kind: 'unknown' } })
    expect(await codesOf(await pack(await unpack(sealed)))).toMatchObject({ verdict: 'true' })
  })

  test('keeps hostile bytes from whoever looks through the archive', () => {
    for (const original of originals) expect(sealed.includes(original)).toBe(false)
  })
})

describe('tampering with files is named:', () => {
  test('a changed byte in an original, its hash as it was or made to fit', async () => {
    const changed = (all: Files) => void all.set(`${item(0)}.eml`, Buffer.from('Subject: one\r\n\r\nfirsT'))
    expect((await tampered(changed, { from: plain })).codes).toEqual(['evidence-changed', 'file-changed', 'item-changed'])
    expect((await tampered(changed, { from: plain, refitted: true })).codes).toEqual([
      'evidence-changed',
      'item-changed',
      'manifest-changed',
      'tag-changed',
      'timestamp-other-bytes',
    ])
  })

  test('a changed byte in an original under the password', async () => {
    const other = Buffer.from(await sealedZip([{ name: 'x.eml', bytes: Buffer.from('Subject: one\r\n\r\nfirsT') }], 'infected'))
    expect((await tampered((all) => void all.set(`${item(0)}.zip`, other), { refitted: true })).codes).toContain('item-changed')
    const damaged = (all: Files) => {
      const bytes = all.get(`${item(0)}.zip`) ?? Buffer.alloc(0)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    }
    expect((await tampered(damaged)).codes).toContain('file-changed')
  })

  test('an archive under another password, with two files, or larger than the item', async () => {
    const first = { name: 'x.eml', bytes: originals[0] ?? Buffer.alloc(0) }
    const replace = async (zip: Uint8Array) =>
      (await tampered((all) => void all.set(`${item(0)}.zip`, Buffer.from(zip)), { refitted: true })).codes
    expect(await replace(await sealedZip([first], 'other'))).toContain('archive-malformed')
    expect(await replace(await sealedZip([first, { ...first, name: 'y.eml' }], 'infected'))).toContain('archive-malformed')
    expect(await replace(await sealedZip([{ ...first, bytes: Buffer.alloc(5_000_000) }], 'infected'))).toContain('archive-malformed')
  })

  test('a changed byte in a finding or a page', async () => {
    for (const path of ['data/findings/r-1.json', 'data/readable/part-1.html', places.guide('en')]) {
      expect((await tampered(edit(path, (text) => text.replace(/\w/, 'X')))).codes, path).toEqual(['file-changed'])
      expect(
        (
          await tampered(
            edit(path, (text) => text.replace(/\w/, 'X')),
            { refitted: true },
          )
        ).codes,
        path,
      ).toContain('manifest-changed')
    }
  })

  test('a changed manifest, tag manifest or tag', async () => {
    const flip = (text: string) => text.replace(/[0-9a-f]/, (digit) => (digit === '0' ? '1' : '0'))
    expect((await tampered(edit(places.manifests.sha256, flip))).codes).toEqual([
      'file-changed',
      'manifest-changed',
      'timestamp-other-bytes',
    ])
    expect((await tampered(edit(places.manifests.sha512, flip))).codes).toEqual(['file-changed', 'tag-changed'])
    expect((await tampered(edit(places.tagManifests.sha256, flip))).codes).toEqual(['file-changed'])
    const lie = edit(places.info, (text) => text.replace(packageId, packageId.replace('9', '8')))
    expect((await tampered(lie)).codes).toEqual(['file-changed', 'tag-changed'])
    expect((await tampered(lie, { refitted: true })).codes).toEqual(['tag-changed'])
  })

  test('a file added, dropped, renamed, or swapped between items', async () => {
    const add = (all: Files) => void all.set('data/findings/more.json', Buffer.from('{}'))
    expect((await tampered(add)).codes).toEqual(['bag-malformed', 'file-added', 'file-unlisted'])
    expect((await tampered(add, { refitted: true })).codes).toContain('manifest-changed')
    expect((await tampered((all) => void all.set('note.txt', Buffer.from('x')), { refitted: true })).codes).toEqual(['file-added'])
    expect((await tampered((all) => void all.delete('data/findings/r-1.json'))).codes).toEqual(['bag-malformed', 'file-missing'])
    expect((await tampered((all) => void all.delete(`${item(1)}.zip`))).codes).toEqual(['bag-malformed', 'file-missing', 'item-missing'])
    const rename = (all: Files) => {
      all.set('data/findings/r-2.json', all.get('data/findings/r-1.json') ?? Buffer.alloc(0))
      all.delete('data/findings/r-1.json')
    }
    expect((await tampered(rename)).codes).toEqual(['file-added', 'file-missing', 'file-unlisted'])
    const swap = (one: string, other: string) => (all: Files) => {
      const [a, b] = [all.get(one), all.get(other)]
      if (a !== undefined && b !== undefined) all.set(one, b).set(other, a)
    }
    expect((await tampered(swap(`${item(0)}.zip`, `${item(1)}.zip`), { refitted: true })).codes).toContain('item-changed')
    expect((await tampered(swap(custody(0), custody(1)), { refitted: true })).codes).toContain('custody-foreign')
  })

  test('a package without a manifest, with one that disagrees, or with files to be fetched', async () => {
    expect((await tampered((all) => void all.delete(places.manifests.sha256))).codes).toContain('bag-without-manifest')
    expect((await tampered((all) => void all.delete(places.manifests.sha512))).codes).toContain('bag-without-manifest')
    const shorter = edit(places.manifests.sha512, (text) => text.slice(text.indexOf('\n') + 1))
    expect((await tampered(shorter)).codes).toContain('manifests-disagree')
    expect((await tampered((all) => void all.set('fetch.txt', Buffer.from('http://x.example 1 data/x')))).codes).toContain('bag-malformed')
    expect((await tampered(edit(places.declaration, (text) => text.replace('1.0', '0.9')))).codes).toContain('bag-malformed')
    expect(
      (
        await tampered(
          edit(places.hashes, (text) => text.replace(/^./, 'x')),
          { refitted: true },
        )
      ).codes,
    ).toContain('manifests-disagree')
  })
})

describe('tampering with the log is named:', () => {
  type Bundle = { lines: number; checkpoints: string[]; custody: { hash: string; proof: string[]; entry: { at: string } }[] }
  const bundle = (number: number, how: (bundle: Bundle) => void) =>
    edit(custody(number), (text) => {
      const read = JSON.parse(text) as Bundle
      how(read)
      return JSON.stringify(read)
    })
  const refitted = { refitted: true }

  test('a custody line dropped, reordered or edited', async () => {
    expect(
      (
        await tampered(
          bundle(0, (one) => void one.custody.shift()),
          refitted,
        )
      ).codes,
    ).toContain('line-dropped')
    expect(
      (
        await tampered(
          bundle(0, (one) => void one.custody.reverse()),
          refitted,
        )
      ).codes,
    ).toContain('line-reordered')
    const edited = bundle(0, (one) => void Object.assign(one.custody[0]?.entry ?? {}, { at: '2025-01-01T00:00:00.000Z' }))
    expect((await tampered(edited, refitted)).codes).toContain('line-changed')
    const shorter = bundle(0, (one) => {
      one.custody.pop()
      one.lines = 1
    })
    expect((await tampered(shorter, refitted)).codes).toContain('export-not-logged')
  })

  test('a custody file dropped, a proof or a checkpoint replaced', async () => {
    expect((await tampered((all) => void all.delete(custody(2)), refitted)).codes).toContain('custody-missing')
    const proof = bundle(0, (one) => void one.custody[0]?.proof.splice(0, 1, Buffer.alloc(32).toString('base64')))
    expect((await tampered(proof, refitted)).codes).toContain('line-not-in-log')
    const other = await unpack(await samplePackage({ dropExport: true }))
    const checkpoint = (all: Files) => void all.set(places.checkpoint(1), other.get(places.checkpoint(1)) ?? Buffer.alloc(0))
    const { codes } = await tampered(checkpoint, refitted)
    expect(codes).toEqual(expect.arrayContaining(['checkpoint-replaced', 'manifest-changed']))
    expect((await tampered((all) => void all.delete(places.consistency), refitted)).codes).toEqual(['proof-missing'])
  })

  test('a package whose items were never logged as put into it', async () => {
    expect((await codesOf(await samplePackage({ dropExport: true }))).codes).toEqual(['export-not-logged'])
  })

  test('a forged signature, another key, the key of another log', async () => {
    expect((await codesOf(await samplePackage({ forgedSignature: true }))).codes).toEqual(['signature-forged'])
    const stranger = await verifierKey('sample.example/log', sha256(Buffer.from('no key')), sha256)
    expect((await codesOf(sealed, [stranger])).codes).toEqual(['wrong-key'])
    const renamed = await verifierKey('b.example/log', sampleKey.publicKey, sha256)
    expect((await codesOf(sealed, [renamed])).codes).toEqual(['other-log'])
  })

  test('a seal that is missing, edited, or of another package', async () => {
    expect((await tampered((all) => void all.delete(places.proof), refitted)).codes).toEqual(['seal-missing'])
    const edited = edit(places.proof, (text) => text.replace('"timestamp": true', '"timestamp": false'))
    expect((await tampered(edited, refitted)).codes).toContain('line-changed')
    const custodyAsSeal = (all: Files) => void all.set(places.proof, all.get(custody(0)) ?? Buffer.alloc(0))
    expect((await tampered(custodyAsSeal, refitted)).verdict).toBe('untrue')
    const foreign = edit(places.description, (text) => text.replace(packageId, packageId.replace('90', '91')))
    expect((await tampered(foreign, refitted)).codes).toContain('seal-foreign')
  })
})

describe('tampering with the time stamp is named:', () => {
  test('dropped, of other bytes, or not in its form', async () => {
    const drop = (all: Files) => void all.delete(places.timestamp)
    expect((await tampered(drop, { refitted: true })).codes).toContain('timestamp-malformed')
    const other = await unpack(await samplePackage({ form: 'plain' }))
    const swap = (all: Files) => void all.set(places.timestamp, other.get(places.timestamp) ?? Buffer.alloc(0))
    expect((await tampered(swap, { refitted: true })).codes).toEqual(['tag-changed', 'timestamp-other-bytes'])
    expect(
      (
        await tampered(
          edit(places.timestamp, (text) => text.slice(0, 20)),
          { refitted: true },
        )
      ).codes,
    ).toContain('timestamp-malformed')
  })

  test('of an authority that leads to none of the certificates given', async () => {
    const roots = readCertificates(Buffer.from(openAuthority('Another').root)) ?? []
    expect((await codesOf(sealed, [sampleKey], roots)).codes).toEqual(['timestamp-untrusted'])
    expect(await codesOf(sealed, [sampleKey], [])).toMatchObject({ verdict: 'true', timestamp: { signer: 'unknown' } })
  })
})

test('limits are kept: more files than may be, and a manifest that names the same file twice', async () => {
  const limits = { entries: 5, directory: 1e6, total: 1e9, ratio: 200, small: 1e6 }
  const few = await verifyPackage(sourceOf(sealed), { keys: [], trusted: [] }, { limits })
  expect(few.flaws.map(({ code }) => code)).toEqual(['zip-bomb'])
  const twice = await tampered(edit(places.manifests.sha256, (text) => text + text))
  expect(twice.codes).toContain('manifest-malformed')
})
