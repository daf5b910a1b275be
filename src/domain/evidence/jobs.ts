import { z } from 'zod'
import { defineJob, type Job } from '../../platform/events.ts'
import { dropBlobsJob, sweepBlobs } from './operations/drop-blobs.ts'
import { originals, runRetention } from './operations/retain.ts'
import type { EvidenceSources, RetentionSource } from './sources.ts'

const nothing = z.object({})

/** Daily, for the node as a whole (no organisation). */
export const sweepBlobsJob = defineJob({
  name: 'evidence.sweep-blobs',
  payload: nothing,
  queue: 'evidence.sweep-blobs',
  async run(ctx) {
    const removed = await sweepBlobs(ctx)
    ctx.log.info({ removed }, 'evidence.swept')
  },
})

/** What retention runs on: the originals are evidence's own, the rest comes from the rooms that hold it. */
export function retentionSources(sources: EvidenceSources): readonly RetentionSource[] {
  return [originals(sources.forget), ...sources.retention]
}

/** Daily in each organisation, and when a manager asks. */
export function runRetentionJob(sources: EvidenceSources): Job<Record<string, never>> {
  return defineJob({
    name: 'evidence.run-retention',
    payload: nothing,
    queue: 'evidence.run-retention',
    async run(ctx, actor) {
      await runRetention(ctx, actor, retentionSources(sources))
    },
  })
}

/** All jobs of the room, for the runner. */
export function evidenceJobs(sources: EvidenceSources): readonly Job<never>[] {
  const jobs: readonly unknown[] = [dropBlobsJob, sweepBlobsJob, runRetentionJob(sources)]
  return jobs as readonly Job<never>[]
}
