/** How tries that have something in common are slowed down: `free` refused ones, then a pause that doubles with each, up to `longest` (ms). */
export type Pace = { readonly free: number; readonly pause: number; readonly longest: number; readonly forget: number }

/** What refused tries have in common, and its pace. An attacker from one network can't lock a person out who comes from another. */
export const paces = {
  'account-network': { free: 5, pause: 30_000, longest: 900_000, forget: 3_600_000 },
  account: { free: 40, pause: 30_000, longest: 900_000, forget: 3_600_000 },
  network: { free: 80, pause: 30_000, longest: 900_000, forget: 3_600_000 },
} as const satisfies Record<string, Pace>
export type Common = keyof typeof paces

/** The state of one thing in common: refused tries so far, when the last was, until when no more are heard. */
export type Tries = { readonly failures: number; readonly at: number; readonly blockedUntil: number | null }

/** Milliseconds until a try is heard; 0: now. */
export function waitFor(tries: Tries | undefined, now: number): number {
  return Math.max(0, (tries?.blockedUntil ?? 0) - now)
}

/**
 * The state with one more refused try at `now`. A try is counted before it is looked at and taken back when it was right: many at
 * once gain nothing by it.
 */
export function withTry(tries: Tries | undefined, pace: Pace, now: number): Tries {
  const failures = tries === undefined || now - tries.at > pace.forget ? 1 : tries.failures + 1
  const over = failures - pace.free
  return { failures, at: now, blockedUntil: over < 0 ? null : now + Math.min(pace.longest, pace.pause * 2 ** Math.min(over, 30)) }
}
