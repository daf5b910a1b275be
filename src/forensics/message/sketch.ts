// Sketches of sets after A. Broder, "On the resemblance and containment of documents" (1997): of a set of strings the few whose hashes are
// smallest are kept. Two sets that share much keep the same few, whatever else is mixed into either, and nobody has to compare the sets.

/** Two 32-bit lanes over the UTF-16 code units, each finished by MurmurHash3's mixer. Not secret and not for integrity. */
export function hashOf(text: string): { readonly high: number; readonly low: number } {
  let high = 0x811c9dc5
  let low = 0x9747b28c
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ unit, 0x5bd1e995)
    low ^= low >>> 15
  }
  high = finish(high ^ text.length)
  return { high, low: finish((low + high) | 0) }
}

function finish(lane: number): number {
  let mixed = lane
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** The `most` strings of a set with the smallest hashes, smallest first, each once. Costs one hash a string. */
export function sketchOf(strings: Iterable<string>, most: number): string[] {
  const kept: { readonly text: string; readonly rank: number }[] = []
  const seen = new Set<string>()
  for (const text of strings) {
    const { high, low } = hashOf(text)
    const rank = high * 0x200000 + (low >>> 11)
    const last = kept.at(-1)
    if (kept.length >= most && last !== undefined && rank >= last.rank) continue
    if (seen.has(text)) continue
    seen.add(text)
    let place = kept.length
    while (place > 0 && (kept[place - 1]?.rank ?? 0) > rank) place--
    kept.splice(place, 0, { text, rank })
    if (kept.length > most) kept.pop()
  }
  return kept.map(({ text }) => text)
}
