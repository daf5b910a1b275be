/**
 * How often a registry may be asked. Each has its own: a few at once, then one at a time; and what it says itself (429 or 503, Retry-After)
 * is kept to. LACNIC allows ten a minute, others do not say; this asks each less than that for long.
 */
export type Pace = {
  /** Milliseconds to wait before asking, or undefined when that would be too long: then the registry is busy. Counts as asked. */
  ask(server: string, now: number): number | undefined
  /** What it answered. `retryAfter` as the header has it: seconds or a date (RFC 9110 §10.2.3). */
  told(server: string, status: number, retryAfter: string | undefined, now: number): void
}

export type PaceOptions = {
  /** asked at once, before it goes by the interval */
  readonly burst?: number
  /** milliseconds for one more */
  readonly interval?: number
  /** milliseconds that anybody waits at most */
  readonly patience?: number
}

type Kept = { tokens: number; at: number; until: number; refusals: number }
const longest = 3_600_000
const mostServers = 2_000

export function createPace({ burst = 5, interval = 6_000, patience = 3_000 }: PaceOptions = {}): Pace {
  const servers = new Map<string, Kept>()
  const of = (server: string, now: number): Kept => {
    const found = servers.get(server) ?? { tokens: burst, at: now, until: 0, refusals: 0 }
    if (servers.size >= mostServers) servers.delete(servers.keys().next().value ?? '')
    servers.set(server, found)
    return found
  }
  return {
    ask(server, now) {
      const kept = of(server, now)
      kept.tokens = Math.min(burst, kept.tokens + Math.max(0, now - kept.at) / interval)
      kept.at = now
      const wait = Math.max(kept.until - now, kept.tokens >= 1 ? 0 : (1 - kept.tokens) * interval)
      if (wait > patience) return undefined
      kept.tokens -= 1
      return wait
    },
    told(server, status, retryAfter, now) {
      const kept = of(server, now)
      if (status !== 429 && status !== 503) {
        kept.refusals = 0
        return
      }
      kept.refusals += 1
      kept.until = now + Math.min(longest, readDelay(retryAfter, now) ?? 30_000 * 2 ** Math.min(6, kept.refusals - 1))
    },
  }
}

function readDelay(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
