import { readings } from './fold.ts'
import type { Tally } from './profile.ts'
import { mark, type Secret } from './secrets.ts'

/** Everything that must not be found. */
export type Sought = { readonly secrets: readonly Secret[]; readonly digests: ReadonlySet<string> }

const encodedRun = /[A-Za-z0-9+/_-]{8,}={0,2}/g
const hexRun = /[0-9a-f]{10,}/gi
const mostRuns = 20_000
const deepest = 3

/** Takes the secrets out of a text, also where they stand in an encoding: then the whole run of characters goes. What is not found is left as it stands. */
export function redactWords(text: string, from: Sought, where: string, tally: Tally): string {
  let out = text
  const all = readings(text)
  for (const secret of from.secrets) {
    if (!all.some((one) => secret.parts.every((part) => one.folded.includes(part)))) continue
    out = out.replace(secret.pattern, () => {
      tally.add(secret.why, where)
      return secret.mark
    })
  }
  let runs = 0
  out = out.replace(encodedRun, (run) => {
    if (++runs > mostRuns || !tells(run, from, 0)) return run
    tally.add('address', where)
    return mark
  })
  if (all.length === 1 || !holds(out, from)) return out
  // written in more than one encoding at a time: the words that come to it go whole
  return out.replace(/\S+/g, (word) => {
    if (!holds(word, from)) return word
    tally.add('address', where)
    return mark
  })
}

/** Whether any of it can still be found in a text, whatever it was encoded in. */
export function holds(text: string, from: Sought): boolean {
  return holdsAt(text, from, 0)
}

function holdsAt(text: string, from: Sought, depth: number): boolean {
  for (const one of readings(text)) {
    for (const secret of from.secrets) {
      if (!secret.parts.every((part) => one.folded.includes(part))) continue
      if (depth > 0 ? secret.inside.test(one.text) : one.text.search(secret.pattern) >= 0) return true
    }
    if (depth >= deepest) continue
    let runs = 0
    for (const [run] of one.text.matchAll(encodedRun)) if (++runs <= mostRuns && tells(run, from, depth)) return true
  }
  return false
}

/** Whether a run of characters is an encoding of a secret, or of something that holds one: base64 at each of four beginnings, hexadecimal at each of two, a digest. */
function tells(run: string, from: Sought, depth: number): boolean {
  const trimmed = run.replace(/=+$/, '')
  if (from.digests.has(trimmed) || from.digests.has(trimmed.toLowerCase())) return true
  for (const [match] of trimmed.matchAll(hexRun)) {
    if (digestIn(match.toLowerCase(), from.digests)) return true
    for (let start = 0; start < 2; start++) {
      const hex = match.slice(start)
      if (holdsBytes(Buffer.from(hex.slice(0, hex.length - (hex.length % 2)), 'hex'), from, depth)) return true
    }
  }
  for (let start = 0; start < 4 && trimmed.length - start >= 4; start++)
    if (holdsBytes(Buffer.from(trimmed.slice(start), 'base64url'), from, depth)) return true
  return false
}

function digestIn(hex: string, digests: ReadonlySet<string>): boolean {
  if (digests.size === 0) return false
  for (const length of [32, 40, 64, 128]) {
    for (let start = 0; start + length <= hex.length && start < 256; start++) if (digests.has(hex.slice(start, start + length))) return true
  }
  return false
}

function holdsBytes(bytes: Buffer, from: Sought, depth: number): boolean {
  return holdsAt(bytes.toString('utf8'), from, depth + 1) || (bytes.includes(0) && holdsAt(bytes.toString('utf16le'), from, depth + 1))
}
