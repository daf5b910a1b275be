import { z } from 'zod'
import { systemActor } from '../../base/actor.ts'
import { defineJob, type Job } from '../../platform/events.ts'
import { sweepMadeFiles } from '../../platform/made-files.ts'
import { perform } from '../../platform/work.ts'
import { listAllOrganisations } from '../directory/index.ts'
import { packageFiles } from './adapters/package-files.ts'
import { dropBlobsJob, sweepBlobs } from './operations/drop-blobs.ts'
import { sweepPackages } from './operations/package/discard.ts'
import { dropPackagesJob } from './operations/package/drop.ts'
import { makePackage } from './operations/package/make.ts'
import { originals, runRetention } from './operations/retain.ts'
import type { PackageId } from './package/package.ts'
import type { EvidenceSources, RetentionSource } from './sources.ts'
import { listLivingPackages } from './store/packages.ts'

const nothing = z.object({})

/** Daily, for the node as a whole (no organisation). */
export const sweepBlobsJob = defineJob({
  name: 'evidence.sweep-blobs',
  payload: nothing,
  queue: 'evidence.sweep-blobs',
  async run(ctx) {
    const removed = await sweepBlobs(ctx)
    const organisations = (await ctx.read(systemActor('sweep', null), listAllOrganisations)).map(({ id }) => id)
    const packages = await sweepMadeFiles(ctx, packageFiles, organisations, listLivingPackages)
    ctx.log.info({ removed, packages }, 'evidence.swept')
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

/** One package at a time on the whole node: each reads much, and none is urgent to the second. */
export function makePackageJob(sources: EvidenceSources): Job<{ package: string }> {
  return defineJob({
    name: 'evidence.make-package',
    payload: z.object({ package: z.uuid() }),
    queue: 'evidence.make-package',
    async run(ctx, actor, payload) {
      await makePackage(ctx, actor, payload.package as PackageId, sources.packages)
    },
  })
}

/** Hourly in each organisation. */
export const sweepPackagesJob = defineJob({
  name: 'evidence.sweep-packages',
  payload: nothing,
  async run(ctx, actor) {
    await perform(ctx, actor, sweepPackages)
  },
})

/** All jobs of the room, for the runner. */
export function evidenceJobs(sources: EvidenceSources): readonly Job<never>[] {
  const jobs: readonly unknown[] = [
    dropBlobsJob,
    sweepBlobsJob,
    runRetentionJob(sources),
    makePackageJob(sources),
    sweepPackagesJob,
    dropPackagesJob,
  ]
  return jobs as readonly Job<never>[]
}
