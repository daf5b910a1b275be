// The published probes of transparency-dev/merkle (testdata/, Apache-2.0): TOCSIN_MERKLE_PROBES names the folder they lie in. They are not
// part of this repository; the digests in tree.test.ts, published by the same people, are checked in every run.
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reportNotRun } from '../../platform/testing/not-run.ts'
import { fromBase64 } from './base64.ts'
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from './proof.ts'

type Probe = {
  readonly leafIdx: number
  readonly treeSize: number
  readonly start: number
  readonly end: number
  readonly size: number
  readonly size1: number
  readonly size2: number
  readonly root: string | null
  readonly root1: string | null
  readonly root2: string | null
  readonly leafHash: string | null
  readonly proof: readonly string[] | null
  readonly wantErr: boolean
}

const folder = process.env.TOCSIN_MERKLE_PROBES
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())

function bytes(text: string | null): Uint8Array {
  const read = fromBase64(text ?? '')
  if ('malformed' in read) throw new Error(`a probe holds ${read.malformed}`)
  return read
}

const verify: Record<string, (probe: Probe, proof: Uint8Array[]) => Promise<string>> = {
  inclusion: (probe, proof) =>
    verifyInclusion(
      sha256,
      { index: probe.leafIdx, hash: bytes(probe.leafHash) },
      { size: probe.treeSize, root: bytes(probe.root) },
      proof,
    ),
  subtreeinclusion: (probe, proof) =>
    verifySubtreeInclusion(
      sha256,
      { index: probe.leafIdx, hash: bytes(probe.leafHash) },
      { start: probe.start, end: probe.end, root: bytes(probe.root) },
      proof,
    ),
  consistency: (probe, proof) =>
    verifyConsistency(sha256, { size: probe.size1, root: bytes(probe.root1) }, { size: probe.size2, root: bytes(probe.root2) }, proof),
  subtreeconsistency: (probe, proof) =>
    verifySubtreeConsistency(
      sha256,
      { start: probe.start, end: probe.end, hash: bytes(probe.root1) },
      { size: probe.size, root: bytes(probe.root2) },
      proof,
    ),
}

if (folder === undefined) reportNotRun('the 518 probes of transparency-dev/merkle: TOCSIN_MERKLE_PROBES names no folder that holds them')

test.runIf(folder !== undefined)('every published probe gets the answer that it asks for', async () => {
  const files = globSync(`${folder}/*/**/*.json`)
  expect(files).toHaveLength(518)
  for (const file of files) {
    const kind = file.slice(`${folder}/`.length).split('/')[0] ?? ''
    const probe = JSON.parse(readFileSync(file, 'utf8')) as Probe
    const verdict = await verify[kind]?.(probe, (probe.proof ?? []).map(bytes))
    expect.soft({ file, wrong: verdict !== 'holds' }, verdict).toEqual({ file, wrong: probe.wantErr })
  }
})
