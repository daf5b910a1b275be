/**
 * Statistical disclosure control for tables of frequencies: cells below a least count are suppressed (primary), further ones so that no suppressed cell can be had by taking the
 * shown ones from their total (secondary), and what is shown is rounded. Hundepool and others, Statistical Disclosure Control (2012), chapter 5; Eurostat,
 * Guidelines for SDC methods for census 2021.
 */

/** reports or cases: a smaller count is not shown */
export const least = 10
/** shown counts are multiples of this */
export const step = 5

export type Cell = { readonly value: string; readonly count: number }

/** To the nearest multiple of the step. */
export function rounded(count: number): number {
  return Math.round(count / step) * step
}

/**
 * What may be shown of a table with its total, largest first. Where anything is hidden that is smaller than the least, at least two cells are, one of them not small: so
 * what is missing from the total tells nothing of a small one. Reports that have none of the values are a hidden cell too.
 */
export function suppress(cells: readonly Cell[], total: number): readonly Cell[] {
  if (total < least) return []
  const there = cells.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  const shown = there.filter(({ count }) => count >= least)
  const rest = total - there.reduce((sum, { count }) => sum + count, 0)
  const hidden = [...there.filter(({ count }) => count < least).map(({ count }) => count), ...(rest > 0 ? [rest] : [])]
  while (tells(hidden)) {
    const last = shown.pop()
    if (last === undefined) break
    hidden.push(last.count)
  }
  return shown.map(({ value, count }) => ({ value, count: rounded(count) }))
}

/** Whether what is hidden could be guessed from what is missing: a small cell is among it, and no other large enough to hide it. */
function tells(hidden: readonly number[]): boolean {
  return hidden.some((count) => count < least) && (hidden.length < 2 || Math.max(...hidden) < least)
}
