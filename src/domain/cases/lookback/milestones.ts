import { type Looked, standingOf } from './look.ts'

// How a notice goes on, from what was seen of it.

/** How one thing of a notice stands. */
export type ThingState = { readonly seenAt: Date | null; readonly goneAt: Date | null; readonly goneSure: boolean }

const hour = 3_600_000
const day = 24 * hour

/** A host that is down for less than this may only be down. */
const passing = 3 * hour

/** How it stands after a look at `at`. Gone is what does not answer any more, or says so; what is down is so for sure once a later look finds it down still. */
export function stateAfterLook(before: ThingState, { found }: Looked, at: Date): ThingState {
  const standing = standingOf(found)
  if (standing === 'there') return { seenAt: before.seenAt ?? at, goneAt: null, goneSure: false }
  if (standing === 'unclear' || standing === 'unseen') return before
  const goneAt = before.goneAt ?? at
  const sure = before.goneSure || standing === 'gone' || at.getTime() - goneAt.getTime() >= passing
  return { seenAt: before.seenAt, goneAt, goneSure: sure }
}

/**
 * When a notice's things were all seen to be gone, of those that were ever seen to be there: the moment of the last of them. Null while one may be there, where none
 * was ever seen, and where they were gone before the notice went: nobody's doing then.
 */
export function goneOf(things: readonly ThingState[], sentAt: Date | null): Date | null {
  const seen = things.filter(({ seenAt }) => seenAt !== null)
  if (sentAt === null || seen.length === 0 || seen.some(({ goneAt, goneSure }) => goneAt === null || !goneSure)) return null
  const last = new Date(Math.max(...seen.map(({ goneAt }) => goneAt?.getTime() ?? 0)))
  return last > sentAt ? last : null
}

/** The last report (or the notice, where none came after it), once none came for so many days since; null until then. */
export function silentOf(sentAt: Date | null, lastReportAt: Date | null, silenceDays: number, now: Date): Date | null {
  if (sentAt === null) return null
  const last = lastReportAt !== null && lastReportAt > sentAt ? lastReportAt : sentAt
  return now.getTime() - last.getTime() >= silenceDays * day ? last : null
}

/** Hours after the notice at which it is looked at: soon at first, ever more seldom, for three months. */
export const pace: readonly number[] = [6, 24, 48, 96, 168, 336, 720, 1_080, 1_440, 2_160]

/** When to look next; null once three months went by. `doubt`: something is down, which a look soon will settle. */
export function nextLook(sentAt: Date | null, begunAt: Date, now: Date, doubt: boolean): Date | null {
  if (sentAt === null) {
    // it waits to be sent: asked again and again, ever more seldom
    const waited = now.getTime() - begunAt.getTime()
    return waited > 60 * day ? null : new Date(now.getTime() + Math.min(day, Math.max(hour, waited / 2)))
  }
  const hours = pace.find((one) => sentAt.getTime() + one * hour > now.getTime())
  if (hours === undefined) return null
  const next = new Date(sentAt.getTime() + hours * hour)
  const soon = new Date(now.getTime() + passing)
  return doubt && soon < next ? soon : next
}
