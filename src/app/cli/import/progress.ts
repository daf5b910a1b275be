/** A bar with rate and time left on a terminal, a line every ten seconds elsewhere. */
export type Progress = {
  step(bytes: number): void
  end(): void
}

const width = 28

/** `total` bytes are expected, 0 where nobody knows; `now` in milliseconds. */
export function openProgress(
  out: { write(text: string): unknown; isTTY?: boolean; columns?: number },
  total: number,
  now: () => number = Date.now,
): Progress {
  const start = now()
  let bytes = 0
  let count = 0
  let drawn = 0
  const draw = (last: boolean) => {
    const at = now()
    if (!last && at - drawn < (out.isTTY === true ? 200 : 10_000)) return
    drawn = at
    const text = progressLine({ count, bytes, total, seconds: (at - start) / 1000 })
    if (out.isTTY === true) out.write(`\r\x1b[K${text.slice(0, (out.columns ?? 100) - 1)}${last ? '\n' : ''}`)
    else out.write(`${text}\n`)
  }
  return {
    step(more) {
      bytes += more
      count++
      draw(false)
    },
    end: () => draw(true),
  }
}

/** `[███████·····] 45 %  1,234 messages  210/s  about 2 min left` */
export function progressLine({ count, bytes, total, seconds }: { count: number; bytes: number; total: number; seconds: number }): string {
  const rate = seconds > 0 ? count / seconds : 0
  const words = [`${count.toLocaleString('en')} messages`, `${rate.toFixed(rate < 10 ? 1 : 0)}/s`]
  if (total === 0) return words.join('  ')
  const share = Math.min(1, bytes / total)
  const filled = Math.round(share * width)
  const left = share > 0 && share < 1 ? [`about ${readable((seconds / share) * (1 - share))} left`] : []
  return [`[${'█'.repeat(filled)}${'·'.repeat(width - filled)}]`, `${Math.floor(share * 100)} %`, ...words, ...left].join('  ')
}

function readable(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}
