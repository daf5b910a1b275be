import { leastDays, mostDays, type retentionKinds } from './contract.ts'

export type RetentionKind = (typeof retentionKinds)[number]

/** `days` null: kept until someone removes it. */
export type RetentionRule = {
  readonly kind: RetentionKind
  readonly days: number | null
  /** set by the organisation; false: the default */
  readonly own: boolean
  readonly setAt: Date | null
  readonly setBy: string | null
}

/** Whether an organisation may set this period; `null` (kept) always. */
export function isPeriod(kind: RetentionKind, days: number | null): boolean {
  return days === null || (Number.isInteger(days) && days >= leastDays[kind] && days <= mostDays)
}

const day = 86_400_000

/** The moment before which data of a kind is due; null when it is kept. */
export function dueBefore(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() - days * day)
}

/** What will go: `count` things of the kind and `items` pieces of evidence with them; `held` are due and stay, because a hold is in force. */
export type RetentionPreview = {
  readonly count: number
  readonly items: number
  readonly bytes: number
  readonly held: number
  readonly oldest: Date | null
  /** up to `sampleSize` ids, oldest first */
  readonly samples: readonly string[]
  /** all of this is of the oldest `mostPreviewed` that are due, and there are more */
  readonly more?: boolean
}

/** So many are looked at to say what would go: a million are not counted while somebody waits. Purging is not bounded by it. */
export const mostPreviewed = 5_000

export const sampleSize = 5
