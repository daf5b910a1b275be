import { randomBy } from '../../fixtures/generate/random.ts'
import { openGatherer } from '../../src/domain/analysis/campaign/gather.ts'
import { type Mark, markOf } from '../../src/domain/analysis/campaign/mark.ts'

/** Prints how long one report takes to be placed in memory, when so many are there already: half of them in campaigns, some marks everybody's. */
export function measureSpeed(): void {
  const random = randomBy('speed')
  const gatherer = openGatherer()
  const times: number[] = []
  for (let count = 1; count <= 100_000; count++) {
    const marks = madeMarks(count)
    const start = process.hrtime.bigint()
    gatherer.add(`report ${count}`, marks)
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
    if (![1_000, 10_000, 100_000].includes(count)) continue
    const last = times.slice(-1_000).sort((a, b) => a - b)
    const at = (part: number) => (last[Math.floor((last.length - 1) * part)] ?? 0).toFixed(3)
    console.log(`${count} signatures: median ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms for a report (the last thousand)`)
  }
  function madeMarks(count: number): Mark[] {
    const campaign = random.chance(0.5) ? Math.floor(random.unit() ** 3 * Math.max(1, count / 20)) : undefined
    const name = (kind: string, at: number) =>
      campaign !== undefined && random.chance(0.6) ? `${kind} ${campaign} ${at}` : `${kind} ${random.token(12)}`
    const many = (kind: 'text' | 'html' | 'link-pattern' | 'domain' | 'header' | 'template' | 'link', most: number) =>
      Array.from({ length: most }, (_, at) => markOf(kind, random.chance(0.15) ? `common ${random.below(200)}` : name(kind, at)))
    return [
      ...many('text', 14),
      ...many('template', 7),
      ...many('html', 10),
      ...many('link', 4),
      ...many('domain', 3),
      ...many('link-pattern', 5),
      ...many('header', 5),
    ]
  }
}
