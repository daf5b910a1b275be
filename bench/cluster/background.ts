import { marksOf } from '../../src/domain/analysis/campaign/marks.ts'
import type { Mail } from './truth.ts'

/** How many messages have each mark. Copies of one message (the same subject from the same domain) count once: what one sender repeats is no habit of the world. */
export function countMarks(mails: readonly Mail[]): Map<bigint, number> {
  const counts = new Map<bigint, number>()
  const seen = new Set<string>()
  for (const { reading } of mails) {
    const copy = `${(reading.subject ?? '')
      .toLowerCase()
      .replace(/^(?:re|fwd?)\s*:\s*/i, '')
      .replace(/[^\p{L}]+/gu, ' ')}\n${reading.from?.address.split('@')[1] ?? ''}`
    if (seen.has(copy)) continue
    seen.add(copy)
    for (const { key } of marksOf({ kind: 'message', message: reading })) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
