import { isMalformed } from '../../../src/base/parsed.ts'
import { readProof, verifyEvidence } from '../../../src/domain/evidence/contract.ts'
import { webCrypto } from '../../../src/formats/tlog/crypto.ts'
import { parseVerifierKey, serialiseVerifierKey, type VerifierKey } from '../../../src/formats/tlog/keys.ts'
import { type FlawCode, type Shown, type Verification, verifyBundle } from '../../../src/formats/tlog/verify.ts'
import { listLogs, readBundle as readLeafProof } from '../../../src/platform/log/contract.ts'
import { ApiFailure, addressOf, call, failureOf } from '../app/api.ts'

/** What was checked, in the order a person would ask. Each flaw belongs to one of them. */
export const checks = ['bytes', 'lines', 'order', 'place', 'signature'] as const
export type Check = (typeof checks)[number]

const checkOf: Readonly<Record<FlawCode, Check>> = {
  'bundle-truncated': 'lines',
  'bundle-malformed': 'lines',
  'evidence-changed': 'bytes',
  'evidence-not-logged': 'bytes',
  'line-changed': 'lines',
  'line-foreign': 'lines',
  'line-replaced': 'lines',
  'line-dropped': 'order',
  'line-reordered': 'order',
  'line-repeated': 'order',
  'line-not-in-log': 'place',
  'checkpoint-malformed': 'signature',
  'signature-forged': 'signature',
  'wrong-key': 'signature',
  'other-log': 'signature',
  'log-forked': 'signature',
  'log-shrunk': 'signature',
  'log-rewritten': 'signature',
  'proof-missing': 'signature',
}

export type Checked = { readonly check: Check; readonly holds: boolean; readonly flaws: Verification['flaws'] }

/** The outcome of each check. */
export function checkedOf(verification: Verification): readonly Checked[] {
  return checks.map((check) => {
    const flaws = verification.flaws.filter((flaw) => checkOf[flaw.code] === check)
    return { check, holds: flaws.length === 0, flaws }
  })
}

/** Whether the key that the node names is the one that this browser met first. */
export type KeyMemory = 'first' | 'same' | 'changed'

export type VerifyOutcome =
  /** the log has not given the first line its place yet: seconds */
  | { readonly kind: 'pending' }
  /** the stored bytes are not what they were, or are gone */
  | { readonly kind: 'altered' }
  | {
      readonly kind: 'checked'
      readonly verification: Verification
      /** null where there are no bytes any more */
      readonly reread: { readonly sha256: string; readonly size: number } | null
      readonly keys: readonly string[]
      readonly memory: KeyMemory
    }

/** What of keys is remembered: a store of texts by name. */
export type Memory = { get(): string | null; set(text: string): void }

/**
 * Proves an item here in the browser: the server reads the bytes again and tells their hash, gives the proof and the public keys of its
 * logs; everything else is computed here. Rejects with `ApiFailure`, or where the browser has no Web Crypto.
 */
export async function verifyItem(id: string, kept: boolean, memory: Memory): Promise<VerifyOutcome> {
  const crypto = webCrypto()
  if (crypto === undefined) throw new ApiFailure(0, 'console.no-crypto')
  let reread: { sha256: string; size: number } | null = null
  if (kept) {
    try {
      reread = await call(verifyEvidence, { params: { id } })
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.code === 'evidence.altered') return { kind: 'altered' }
      throw failure
    }
  }
  const bundle = await readBundle(id)
  return bundle === undefined ? { kind: 'pending' } : checkBundle(bundle, reread, crypto, memory)
}

/** Proves one leaf of the log, of an act that has no bytes, in the same way. */
export async function verifyLeaf(id: string, memory: Memory): Promise<VerifyOutcome> {
  const crypto = webCrypto()
  if (crypto === undefined) throw new ApiFailure(0, 'console.no-crypto')
  const bundle = await readLeafBundle(id)
  return bundle === undefined ? { kind: 'pending' } : checkBundle(bundle, null, crypto, memory)
}

type Reread = { readonly sha256: string; readonly size: number } | null
type WebCrypto = NonNullable<ReturnType<typeof webCrypto>>

async function checkBundle(bundle: string, reread: Reread, crypto: WebCrypto, memory: Memory): Promise<VerifyOutcome> {
  const texts = (await call(listLogs, {})).items.map((log) => log.key)
  const keys: VerifierKey[] = []
  for (const text of texts) {
    const key = await parseVerifierKey(text, crypto.sha256)
    if (!isMalformed(key)) keys.push(key)
  }
  const shown: Shown | null = reread === null ? null : { sha256: reread.sha256 }
  const verification = await verifyBundle(bundle, shown, keys, crypto)
  return { kind: 'checked', verification, reread, keys: keys.map(serialiseVerifierKey), memory: remember(texts, memory) }
}

/** The file that proves a leaf; undefined while the log has not given it its place. */
export async function readLeafBundle(id: string): Promise<string | undefined> {
  const answer = await fetch(addressOf(readLeafProof.path, { id }, {}), { credentials: 'same-origin' }).catch((cause: unknown) => {
    throw new ApiFailure(0, 'console.offline', undefined, { cause })
  })
  if (!answer.ok) throw failureOf(answer.status, await answer.text())
  return answer.status === 202 ? undefined : answer.text()
}

async function readBundle(id: string): Promise<string | undefined> {
  const answer = await fetch(addressOf(readProof.path, { id }, {}), { credentials: 'same-origin' }).catch((cause: unknown) => {
    throw new ApiFailure(0, 'console.offline', undefined, { cause })
  })
  if (answer.ok) return answer.text()
  const failure = failureOf(answer.status, await answer.text())
  if (failure.code === 'evidence.proof-pending') return undefined
  throw failure
}

/** Keys are trusted at first sight; one that takes the place of another later is told. A log that is added is no change. */
export function remember(texts: readonly string[], memory: Memory): KeyMemory {
  const before =
    memory
      .get()
      ?.split('\n')
      .filter((line) => line !== '') ?? []
  if (before.length === 0) {
    memory.set(texts.join('\n'))
    return 'first'
  }
  const changed = before.some((line) => !texts.includes(line))
  if (!changed && texts.length > before.length) memory.set(texts.join('\n'))
  return changed ? 'changed' : 'same'
}
