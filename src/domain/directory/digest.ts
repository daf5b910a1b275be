/** How a person wants to be told of notices by mail. `hour` is of the day, in their zone. */
export type DigestWish = { readonly digest: 'off' | 'hourly' | 'daily'; readonly hour: number; readonly timeZone: string }

// a job that runs every hour is never exactly an hour after the last
const nearlyAnHour = 55 * 60_000

/** Whether a digest is due at `now`, when the last went at `last`. Daily: from the wished hour on, once a calendar day of the person's zone. */
export function isDigestDue(wish: DigestWish, last: Date | null, now: Date): boolean {
  if (wish.digest === 'off') return false
  if (wish.digest === 'hourly') return last === null || now.getTime() - last.getTime() >= nearlyAnHour
  const today = localTime(now, wish.timeZone)
  return today.hour >= wish.hour && (last === null || localTime(last, wish.timeZone).date < today.date)
}

function localTime(at: Date, timeZone: string): { date: string; hour: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  })
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return { date: `${part.get('year')}-${part.get('month')}-${part.get('day')}`, hour: Number(part.get('hour')) }
}
