import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cell, least, rounded, step, suppress } from './suppress.ts'

const cell = (value: string, count: number): Cell => ({ value, count })

/** A table as it may be: few or many values, most of them small, some reports with none of them. */
const tables = fc
  .record({
    counts: fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 100_000 })), {
      maxLength: 12,
    }),
    rest: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 5_000 })),
  })
  .map(({ counts, rest }) => ({
    cells: counts.map((count, at) => cell(`v${at}`, count)),
    rest,
    total: counts.reduce((sum, count) => sum + count, rest),
  }))

/**
 * What somebody can work out who knows the rounded total, the rounded figures that are shown, all values that there are, and how much of the total has none of them: between
 * which bounds a hidden cell lies. Each rounded figure stands for a count within half a step.
 */
function boundsOf(shown: readonly Cell[], total: number, hidden: number): { readonly from: number; readonly to: number } {
  const off = Math.floor(step / 2)
  const taken = (by: number) => shown.reduce((sum, { count }) => sum + Math.max(least, count + by), 0)
  const most = rounded(total) + off - taken(-off)
  const fewest = Math.max(0, rounded(total) - off - taken(off))
  // the others that are hidden may be all of what is missing, or none
  return { from: hidden > 1 ? 0 : fewest, to: Math.max(0, most) }
}

describe('suppression', () => {
  test('lets no small count be worked out from the total and what is shown', () => {
    fc.assert(
      fc.property(tables, ({ cells, rest, total }) => {
        const shown = suppress(cells, total)
        if (total < least) {
          expect(shown).toEqual([])
          return
        }
        const names = new Set(shown.map(({ value }) => value))
        const hidden = cells.filter(({ value, count }) => count > 0 && !names.has(value))
        for (const one of hidden.filter(({ count }) => count < least)) {
          const { from, to } = boundsOf(shown, total, hidden.length + (rest > 0 ? 1 : 0))
          // it may be none at all, and it may be large enough to be shown
          expect([one, from, to >= least]).toEqual([one, 0, true])
        }
        // nor that only a few have none of the values
        if (rest > 0 && rest < least) expect(boundsOf(shown, total, hidden.length + 1).from).toBe(0)
      }),
      { numRuns: 2_000 },
    )
  })

  test('hides beside each small count at least one that is not small, or shows nothing', () => {
    fc.assert(
      fc.property(tables, ({ cells, rest, total }) => {
        const shown = suppress(cells, total)
        const names = new Set(shown.map(({ value }) => value))
        const hidden = [
          ...cells.filter(({ value, count }) => count > 0 && !names.has(value)).map(({ count }) => count),
          ...(rest > 0 ? [rest] : []),
        ]
        if (shown.length > 0 && hidden.some((count) => count < least)) expect(Math.max(...hidden)).toBeGreaterThanOrEqual(least)
      }),
      { numRuns: 2_000 },
    )
  })

  test('shows rounded counts alone, none below the least, the largest first, and each near what it is', () => {
    fc.assert(
      fc.property(tables, ({ cells, total }) => {
        const shown = suppress(cells, total)
        const counts = new Map(cells.map(({ value, count }) => [value, count]))
        for (const { value, count } of shown) {
          expect(count % step).toBe(0)
          expect(count).toBeGreaterThanOrEqual(least)
          expect(Math.abs(count - (counts.get(value) ?? 0))).toBeLessThanOrEqual(step / 2)
        }
        expect(shown.map(({ count }) => count)).toEqual(shown.map(({ count }) => count).toSorted((a, b) => b - a))
      }),
    )
  })

  test.each([
    ['one small among large: the smallest large one goes too', [cell('a', 100), cell('b', 40), cell('c', 3)], 143, ['a']],
    ['two small ones are hidden by a large one as well', [cell('a', 100), cell('b', 40), cell('c', 3), cell('d', 4)], 147, ['a']],
    ['many with none of the values hide a small one', [cell('a', 100), cell('b', 3)], 153, ['a']],
    ['few with none of the values are themselves hidden', [cell('a', 100), cell('b', 40)], 144, ['a']],
    ['nothing small: all is shown', [cell('a', 100), cell('b', 12)], 112, ['a', 'b']],
    ['one large and one small: nothing is shown', [cell('a', 100), cell('b', 3)], 103, []],
    ['too few altogether', [cell('a', 9)], 9, []],
  ] as const)('%s', (_what, cells, total, expected) => {
    expect(suppress([...cells], total).map(({ value }) => value)).toEqual(expected)
  })

  test('of values that go together on one report shows the large ones', () => {
    expect(suppress([cell('a', 80), cell('b', 60), cell('c', 2)], 100).map(({ value }) => value)).toEqual(['a'])
  })
})
