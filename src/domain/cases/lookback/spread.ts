/** How long one notice took: a number and one until it happened, or less than nothing, by which it was watched in vain. */
export type Waits = Int32Array

/**
 * By when the given shares (0 to 1) of notices had come to it, in the unit of the waits, counting those that still wait for as long as they were watched: Kaplan and Meier
 * 1958 (DOI 10.1080/01621459.1958.10501452). Null where not so many did while anybody looked. Those who wait are at risk at the moment at which somebody else is done.
 */
export function reachedBy(waits: Waits, shares: readonly number[]): (number | null)[] {
  const sorted = waits.map((one) => Math.abs(one)).sort()
  const happened = waits.filter((one) => one > 0).sort()
  const reached: (number | null)[] = shares.map(() => null)
  let left = 1
  let watched = 0
  for (let at = 0, end = 0; at < happened.length; at = end) {
    const wait = happened[at] ?? 0
    while (end < happened.length && happened[end] === wait) end++
    // those who were done or not watched any more by then are not at risk
    while (watched < sorted.length && (sorted[watched] ?? 0) < wait) watched++
    left *= 1 - (end - at) / (sorted.length - watched)
    for (const [i, share] of shares.entries()) {
      // what adds up in binary fractions: 1 - 0.9 is not 0.1
      if (reached[i] === null && 1 - left >= share - 1e-9) reached[i] = wait - 1
    }
    if (reached.every((one) => one !== null)) break
  }
  return reached
}
