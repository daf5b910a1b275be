import shipped from './background.json' with { type: 'json' }
import { commonDomains, networkShare } from './great-places.ts'
import { keyOf, type Mark } from './mark.ts'

/** How many of so many reports have a mark. */
export type Share = { readonly seen: number; readonly of: number }

/** How common a mark is among an organisation's own reports. */
export type Frequency = (mark: Mark) => Share

/** The file that bench/cluster writes: keys (hexadecimal, 16 digits each, sorted) by the number of messages that have them. Hashes alone. */
export type PackedBackground = { readonly of: number; readonly source: string; readonly seen: Readonly<Record<string, string>> }

/** How much of the world's mail has a mark, 0 where nothing is known of it. */
export type Background = (mark: Mark) => number

/** Reads a background; what the great places of today weigh is added to whatever was measured. */
export function openBackground(packed: PackedBackground): Background {
  const shares = new Map<bigint, number>()
  for (const [count, keys] of Object.entries(packed.seen))
    for (let at = 0; at + 16 <= keys.length; at += 16)
      shares.set(BigInt.asIntN(64, BigInt(`0x${keys.slice(at, at + 16)}`)), Number(count) / Math.max(1, packed.of))
  for (const [name, share] of commonDomains)
    for (const key of [keyOf('domain', name), keyOf('sender', `domain ${name}`)]) shares.set(key, Math.max(share, shares.get(key) ?? 0))
  return (mark) => {
    const known = shares.get(mark.key) ?? 0
    return mark.kind === 'network' ? Math.max(known, networkShare(Number(mark.say?.match(/^AS(\d+)/)?.[1]))) : known
  }
}

/** Packs counts as the file has them; marks that one message alone has are not kept. */
export function packBackground(counts: ReadonlyMap<bigint, number>, of: number, source: string): PackedBackground {
  const byCount = new Map<number, string[]>()
  for (const [key, count] of counts) {
    if (count < 2) continue
    byCount.set(count, [...(byCount.get(count) ?? []), BigInt.asUintN(64, key).toString(16).padStart(16, '0')])
  }
  const seen = [...byCount].sort(([a], [b]) => a - b).map(([count, keys]) => [String(count), keys.sort().join('')] as const)
  return { of, source, seen: Object.fromEntries(seen) }
}

let opened: Background | undefined

/** The background that ships. */
export function shippedBackground(): Background {
  opened ??= openBackground(shipped as PackedBackground)
  return opened
}
