import type { AnswerNote } from './answering.ts'

/** An assignment that covers an address at a moment, as far as is known. */
export type Session = {
  readonly source: 'radius' | 'dhcp' | 'nat'
  readonly net: string
  readonly low_port: number | null
  readonly high_port: number | null
  readonly subscriber: string
  readonly session: string | null
  readonly since: Date
  /** null: no end was told */
  readonly until: Date | null
  readonly seen_at: Date
}

export type Held = { readonly session: Session; readonly note: AnswerNote | null }

/**
 * Who had the address at the moment. With a port, those whose ports hold it; where ports are shared and none was said, all who shared it, each
 * marked so. A longer network is nearer. Of sessions without an end the one that began last counts, and says so when it was last heard
 * of before the moment: an end may have been lost, and then the address was somebody else's.
 */
export function heldAt(sessions: readonly Session[], port: number | null, at: Date): readonly Held[] {
  const fits = sessions.filter(
    ({ low_port: low, high_port: high }) => port === null || low === null || high === null || (low <= port && port <= high),
  )
  const [first] = [...fits].sort(nearestFirst)
  if (first === undefined) return []
  const same = fits.filter((one) => one.net === first.net).sort(nearestFirst)
  const shared = port === null ? onePer(same.filter((one) => one.low_port !== null)) : []
  if (shared.length > 1) return shared.slice(0, 20).map((session) => ({ session, note: 'shared-address' }))
  return [{ session: first, note: first.until === null && first.seen_at < at ? 'not-seen-since' : null }]
}

function bitsOf({ net }: Session): number {
  return Number(net.split('/')[1])
}

/** Longer networks, then those with ports, then those with a known end, then the latest. */
function nearestFirst(a: Session, b: Session): number {
  return (
    bitsOf(b) - bitsOf(a) ||
    Number(a.low_port === null) - Number(b.low_port === null) ||
    Number(a.until === null) - Number(b.until === null) ||
    b.since.getTime() - a.since.getTime()
  )
}

function onePer(sessions: readonly Session[]): readonly Session[] {
  return [...new Map([...sessions].reverse().map((one) => [one.subscriber, one])).values()].reverse()
}
