/** The kinds of data that have a period of their own. */
export const retentionKinds = ['original', 'analysis', 'correspondence', 'notice', 'audit'] as const
export type RetentionKind = (typeof retentionKinds)[number]

/**
 * Days that are in force without anyone having set them. Originals and what was found in them go together after about sixteen months:
 * long enough for a season of abuse and the year after it to be compared. The audit outlasts them by the five years within which most
 * claims come.
 */
export const defaultDays: Readonly<Record<RetentionKind, number>> = {
  original: 500,
  analysis: 500,
  correspondence: 500,
  notice: 90,
  audit: 1_825,
}

/** Nobody shortens the audit below a year: it must outlive what it tells of a wrongful act being noticed. */
export const leastDays: Readonly<Record<RetentionKind, number>> = { original: 1, analysis: 1, correspondence: 1, notice: 1, audit: 365 }

export const mostDays = 36_500

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
}

export const sampleSize = 5
