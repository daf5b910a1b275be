/**
 * Of what is stated for a key, that which was in force at the moment. Where nothing was, that which was stated first since: a desk states its customers on
 * some day, and most of them were its customers before.
 */
export function inForce<T extends { readonly since: Date; readonly matched: string; readonly kind: string }>(
  stated: readonly T[],
  at: Date,
): readonly T[] {
  return stated.filter((one) => {
    const same = stated.filter((other) => other.matched === one.matched && other.kind === one.kind)
    if (same.some(({ since }) => since <= at)) return one.since <= at
    return same.every(({ since }) => since >= one.since)
  })
}
