/** One answer: when it came and how long it took, in milliseconds since the start. */
export type Answer = { readonly at: number; readonly took: number }

/** So many answers in a row: their rate a second, and how long the middle, the slow and the slowest took. */
export type Window = {
  readonly from: number
  readonly to: number
  readonly rate: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

const quantile = (sorted: Float64Array, part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

/** Gathers answers in the order they come; windows of `size` make visible whether the thousandth is served like the first. */
export function answerWindows(size = 1000) {
  const at: number[] = []
  const took: number[] = []

  const windowOf = (from: number, to: number): Window => {
    const sorted = Float64Array.from(took.slice(from, to)).sort()
    const begin = from === 0 ? 0 : (at[from - 1] ?? 0)
    const length = Math.max(0.001, (at[to - 1] ?? 0) - begin)
    return {
      from,
      to,
      rate: ((to - from) / length) * 1000,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
      max: sorted.at(-1) ?? 0,
    }
  }

  return {
    add: (answer: Answer): void => {
      at.push(answer.at)
      took.push(answer.took)
    },
    count: (): number => at.length,
    /** All full windows and, at the end, what is left if it is at least half of one. */
    windows: (): Window[] => {
      const all: Window[] = []
      for (let from = 0; from < at.length; from += size) {
        const to = Math.min(at.length, from + size)
        if (to - from >= size / 2 || all.length === 0) all.push(windowOf(from, to))
      }
      return all
    },
    whole: (): Window => windowOf(0, at.length),
  }
}

/** A window in one line. */
export function windowLine(name: string, window: Window): string {
  const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`
  return `${name.padEnd(18)} ${String(Math.round(window.rate)).padStart(6)}/s   p50 ${ms(window.p50)}  p95 ${ms(window.p95)}  p99 ${ms(window.p99)}  max ${ms(window.max)}`
}
