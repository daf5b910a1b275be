import type { Limits } from '../../base/parsed.ts'
import { type Budget, startBudget } from '../../forensics/file/index.ts'

/** A budget that is used up at that moment (`performance.now`) too. */
export function timedBudget(limits: Limits, end: number): Budget {
  const budget = startBudget(limits)
  let { bytes } = budget
  return Object.defineProperty(budget, 'bytes', {
    get: () => (performance.now() > end ? 0 : bytes),
    set: (left: number) => {
      bytes = left
    },
  })
}
