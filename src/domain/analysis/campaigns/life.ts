/** How a campaign lives: when others are told of it, when it fell silent, when it bursts. Pure: times are given. */

const milestones = [2, 3, 5]

/** The number of reports at which a campaign of so many was last told of: 2, 3, 5, 10, 20, 50, 100, 200, 500 … */
export function milestoneOf(reports: number): number {
  if (reports < 10) return milestones.findLast((one) => one <= reports) ?? 0
  const power = 10 ** Math.floor(Math.log10(reports))
  return [5, 2, 1].map((one) => one * power).find((one) => one <= reports) ?? power
}

const hour = 3_600_000
/** days of which the usual is taken */
export const usualDays = 7
/** a burst is told once in this time, in milliseconds */
export const burstRest = 24 * hour

/** fewer reports in an hour are no burst, whatever was usual */
const burstAtLeast = 10
const timesOwn = 5
const timesDesk = 3

export type Rate = {
  /** reports of the campaign in the last hour */
  readonly lastHour: number
  /** those of the week before that hour, and how many hours of it the campaign has existed */
  readonly before: number
  readonly hours: number
  /** what campaigns of this desk have in an hour in which they have any */
  readonly desk: number
}

/** Whether so many in an hour are far above the campaign's own usual rate and above what campaigns of this desk usually bring. */
export function isBurst({ lastHour, before, hours, desk }: Rate): boolean {
  const own = before / Math.max(1, hours)
  return lastHour >= burstAtLeast && lastHour >= timesOwn * own && lastHour >= timesDesk * desk
}

/** What a change of its number of reports is told as, if at all. */
export function toldOf(was: { readonly state: string; readonly told: number }, reports: number): 'started' | 'grew' | 'back' | null {
  if (was.told === 0 && reports >= 2) return 'started'
  if (was.state === 'silent') return 'back'
  return milestoneOf(reports) > was.told ? 'grew' : null
}
