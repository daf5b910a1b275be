/** How long one notice took: a number and one until it happened, or less than nothing, by which it was watched in vain. */
export type Waits = Int32Array

/** Waits from four bytes each, the highest first. */
export function waitsOf(bytes: Uint8Array): Waits {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const waits = new Int32Array(bytes.length / 4)
  for (let at = 0; at < waits.length; at++) waits[at] = view.getInt32(at * 4)
  return waits
}

/**
 * By when the given shares (0 to 1) of notices had come to it, in the unit of the waits, counting those that still wait for as long as they were watched: Kaplan and Meier
 * 1958 (DOI 10.1080/01621459.1958.10501452). Null where not so many did while anybody looked. Those who wait are at risk at the moment at which somebody else is done.
 */
export function reachedBy(waits: Waits, shares: readonly number[]): (number | null)[] {
  const reached: (number | null)[] = shares.map(() => null)
  // one number each: by time, and of the same time what happened before what only waited, which is at risk still
  const sorted = new Int32Array(waits.length)
  let happened = 0
  for (let at = 0; at < waits.length; at++) {
    const wait = waits[at] ?? 0
    sorted[at] = wait > 0 ? wait * 2 : -wait * 2 + 1
    if (wait > 0) happened++
  }
  if (happened === 0) return reached
  sorted.sort()
  let left = 1
  for (let at = 0, end = 0; at < sorted.length; at = end) {
    const wait = sorted[at] ?? 0
    while (end < sorted.length && sorted[end] === wait) end++
    if (wait % 2 === 1) continue
    left *= 1 - (end - at) / (sorted.length - at)
    for (const [i, share] of shares.entries()) {
      // what adds up in binary fractions: 1 - 0.9 is not 0.1
      if (reached[i] === null && 1 - left >= share - 1e-9) reached[i] = wait / 2 - 1
    }
    if (!reached.includes(null)) break
  }
  return reached
}
