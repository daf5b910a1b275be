/** The secret of a one-time link: what stands after `#`, which browsers send nowhere. Undefined when it cannot be one. */
export function tokenOf(hash: string): string | undefined {
  const text = hash.replace(/^#/, '')
  return /^[\w.~-]{20,100}$/.test(text) ? text : undefined
}
