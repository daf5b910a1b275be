/** How much waited at a moment, in milliseconds since the watch began. */
export type Sample = { readonly at: number; readonly waiting: number }

/** Asks how much waits. */
export type Backlog = () => Promise<number>

/**
 * Asks every so often until nothing waits and `over` says that no more will come. Refuses to go on when nothing has moved for
 * `patience` milliseconds: then nobody works.
 */
export async function untilDrained(
  backlog: Backlog,
  options: { readonly over?: () => boolean; readonly every?: number; readonly patience?: number } = {},
): Promise<Sample[]> {
  const { over = () => true, every = 250, patience = 60_000 } = options
  const start = performance.now()
  const samples: Sample[] = []
  let moved = start
  while (true) {
    const ended = over()
    const waiting = await backlog()
    const now = performance.now()
    if (waiting !== samples.at(-1)?.waiting) moved = now
    samples.push({ at: now - start, waiting })
    if (ended && waiting === 0) return samples
    if (ended && now - moved > patience)
      throw new Error(`${waiting} still wait, and nothing has moved for ${Math.round(patience / 1000)} s`)
    await new Promise((resolve) => setTimeout(resolve, every))
  }
}

/** From so many waiting to none: the rate over all, and in each tenth of the way, first to last. */
export function drainRates(samples: readonly Sample[]): {
  readonly from: number
  readonly seconds: number
  readonly rate: number
  readonly tenths: readonly number[]
} {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || first.waiting === 0) throw new Error('nothing waited: there was nothing to measure')
  /** When no more than so many waited, between two looks in proportion. */
  const reached = (waiting: number): number => {
    const i = samples.findIndex((sample) => sample.waiting <= waiting)
    const [before, after] = [samples[i - 1], samples[i]]
    if (after === undefined) return last.at
    if (before === undefined || before.waiting === after.waiting) return after.at
    return before.at + ((before.waiting - waiting) / (before.waiting - after.waiting)) * (after.at - before.at)
  }
  const tenths = Array.from({ length: 10 }, (_, i) => {
    const [high, low] = [first.waiting * (1 - i / 10), first.waiting * (1 - (i + 1) / 10)]
    return (high - low) / (Math.max(1, reached(low) - reached(high)) / 1000)
  })
  const seconds = Math.max(0.001, (last.at - first.at) / 1000)
  return { from: first.waiting, seconds, rate: first.waiting / seconds, tenths }
}
