/** How long one notice took: hours until it happened, or, where it has not, hours that it was watched in vain. */
export type Wait = { readonly hours: number; readonly happened: boolean }

/**
 * The hours by which the given shares (0 to 1) of notices had come to it, counting those that still wait for as long as they were watched: Kaplan and Meier 1958
 * (DOI 10.1080/01621459.1958.10501452). Null where not so many did while anybody looked. Those who wait are at risk at the moment at which somebody else is done.
 */
export function reachedBy(waits: readonly Wait[], shares: readonly number[]): (number | null)[] {
  const sorted = waits.toSorted((a, b) => a.hours - b.hours)
  const reached: (number | null)[] = shares.map(() => null)
  let left = 1
  for (let at = 0, end = 0; at < sorted.length; at = end) {
    const hours = sorted[at]?.hours ?? 0
    let done = 0
    for (end = at; end < sorted.length && sorted[end]?.hours === hours; end++) if (sorted[end]?.happened === true) done += 1
    left *= 1 - done / (sorted.length - at)
    for (const [i, share] of shares.entries()) {
      // what adds up in binary fractions: 1 - 0.9 is not 0.1
      if (done > 0 && reached[i] === null && 1 - left >= share - 1e-9) reached[i] = hours
    }
  }
  return reached
}
