/** The whole product on one page: what happens, and who hears of it. */
import { analyseReport } from '../domain/analysis/jobs.ts'
import { reportReceived } from '../domain/intake/index.ts'
import { type Job, on } from '../platform/events.ts'
import { sendMail } from '../platform/mail/outgoing.ts'

const flow = [on(reportReceived, analyseReport)]

/** Jobs that no event starts: rooms enqueue them by themselves. */
const others: readonly Job<never>[] = [sendMail as unknown as Job<never>]

export function subscribers(): ReadonlyMap<string, readonly Job<never>[]> {
  return new Map(flow.map(({ event, jobs }) => [event, jobs]))
}

/** Every job that a worker must know. */
export function allJobs(): readonly Job<never>[] {
  const found = [...flow.flatMap(({ jobs }) => jobs), ...others]
  return [...new Map(found.map((job) => [job.name, job])).values()]
}
