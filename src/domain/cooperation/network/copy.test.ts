import { expect, test } from 'vitest'
import type { CopiedEvidence, CopiedFindings, CopyContent } from '../contract/network/copied.ts'
import { changeTexts, placesOf, wordsOf } from './copy.ts'
import { sealIn } from './seal.ts'

const terms = {
  ...{ tlp: 'amber' as const, permitted: 'none' as const, onward: 'none' as const },
  ...{ ground: 'law', purpose: 'inquiry', until: null },
}
const of = (body: CopyContent['body']): CopyContent => ({ form: 1, from: { name: 'Agency', country: 'NZ' }, terms, body })

const item: CopiedEvidence = {
  ...{ kind: 'evidence', title: 'for ann.eml', mediaType: 'message/rfc822', size: 5, sha256: 'a'.repeat(64) },
  ...{ receivedAt: '2026-01-01T00:00:00.000Z', channel: 'mail', parent: { sha256: 'b'.repeat(64), how: 'attachment 1' } },
  custody: [{ at: '2026-01-01T00:00:00.000Z', act: 'received', by: 'channel' }],
  seal: { form: 'tocsin-proof/1' },
  bytes: { sha256: 'c'.repeat(64), size: 4, mediaType: 'message/rfc822', redacted: true, removed: [{ why: 'name', count: 1 }], left: 0 },
}
const found: CopiedFindings = {
  ...{ kind: 'finding', title: 'desk-R-1', receivedAt: '2026-01-01T00:00:00.000Z', sha256: 'a'.repeat(64) },
  findings: [
    { code: 'link.shown', severity: 'high', params: { host: 'ann.example', count: 2, by: null }, at: null, analyser: null },
    { code: 'from.alike', severity: 'low', params: { brand: 'Ann Bank' }, at: '2026-01-01T00:00:00.000Z', analyser: 'report/1' },
  ],
}
const withoutAnn = (text: string) => text.replaceAll(/ann/gi, '…')

test('words that were drawn from what was reported are changed, and nothing that proves or counts', () => {
  expect(changeTexts(item, withoutAnn)).toEqual({ ...item, title: 'for ….eml' })
  expect(changeTexts(found, withoutAnn)).toEqual({
    ...found,
    findings: [
      { ...found.findings[0], params: { host: '….example', count: 2, by: null } },
      { ...found.findings[1], params: { brand: '… Bank' } },
    ],
  })
})

test('an item is found by its name and hashes, findings by their codes and what they are explained by', () => {
  expect(wordsOf(of(item)).split('\n')).toEqual(['Agency', 'for ann.eml', item.sha256, 'message/rfc822', 'c'.repeat(64)])
  expect(wordsOf(of(found)).split('\n')).toEqual(expect.arrayContaining(['desk-R-1', 'link.shown', 'ann.example', 'Ann Bank']))
})

test('places that findings name are looked for', () => {
  expect(placesOf(found).texts).toEqual(['desk-R-1', 'ann.example', 'Ann Bank'])
  expect(placesOf(item).texts).toEqual(['for ann.eml'])
})

test('a seal is the first line of custody, to the checkpoint that it is proven to', () => {
  const line = (index: number, checkpoint: number) => ({
    ...{ entry: null, salt: null, hash: new Uint8Array(32).fill(index), checkpoint, index, proof: [] },
  })
  const bundle = { subject: 's', evidence: item.sha256, lines: 2, checkpoints: ['old', 'new'], custody: [line(7, 1), line(9, 0)] }
  expect(sealIn(bundle)).toMatchObject({
    ...{ form: 'tocsin-proof/1', lines: 1, checkpoints: ['new'] },
    custody: [{ index: 7, checkpoint: 0 }],
  })
  expect(sealIn({ ...bundle, custody: [] })).toBeUndefined()
})
