/** Figures that are the same for the same seed. */
export type Random = {
  /** in [0, 1) */
  unit(): number
  /** a whole number from `low` to `high`, both among them */
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  /** true so often out of one */
  chance(share: number): boolean
}

/** SplitMix32: G. L. Steele et al., Fast splittable pseudorandom number generators, 2014, with a state of 32 bits. For show, not for secrets. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  const unit = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1))
  return {
    unit,
    between,
    pick<T>(list: readonly T[]): T {
      const found = list[between(0, list.length - 1)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    chance: (share) => unit() < share,
  }
}
