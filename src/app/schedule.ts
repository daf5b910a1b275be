import { systemActor } from '../base/actor.ts'
import { countRecentDays, silenceCampaigns } from '../domain/analysis/jobs.ts'
import { askDueLooksJob, tendCasesJob } from '../domain/cases/index.ts'
import {
  closeWindowsJob,
  proposeAgain,
  remindRoundsJob,
  remindTrainingsJob,
  sweepTakeoutFilesJob,
  tendContactsJob,
  tendLeavingJob,
  tendRequestsJob,
} from '../domain/cooperation/jobs.ts'
import { findNetwork, forgetRegistrations, listAllOrganisations, refreshRegistries, sendDigests } from '../domain/directory/index.ts'
import { runRetentionJob, sweepBlobsJob, sweepPackagesJob } from '../domain/evidence/jobs.ts'
import { tellEndingsJob } from '../domain/intake/jobs.ts'
import { publishBarometerJob } from '../domain/outreach/index.ts'
import { sweepAuth } from '../platform/auth/index.ts'
import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/db/pools.ts'
import type { Job } from '../platform/events.ts'
import { forgetAnswers } from '../platform/http/idempotency.ts'
import { describeError } from '../platform/logger.ts'
import { perform } from '../platform/work.ts'
import { evidenceSources } from './sources.ts'

/** a job that needs to be told nothing */
type Idle = Job<Record<string, never>>

export type Schedule = { stop(): void }
export type Turn = { readonly name: string; readonly every: number; run(): Promise<void> }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const node = systemActor('schedule', null)

/** What happens by the clock. Turns enqueue jobs under a key, so that several processes, or a restart, ask for the same one once. `auth` acts as tocsin_auth. */
export function turnsOf(ctx: Context, auth: Database): readonly Turn[] {
  const forNode = (job: Idle) => () => ask(ctx, node, job)
  const forEach = (job: Idle) => async () => {
    for (const { id, left_at } of await ctx.read(node, listAllOrganisations))
      if (left_at === null || job === tendLeavingJob) await ask(ctx, systemActor('schedule', id), job)
  }
  const forNetwork = (job: Idle) => async () => {
    const network = await ctx.read(node, findNetwork)
    if (network !== undefined) await ask(ctx, systemActor('schedule', network), job)
  }
  return [
    { name: 'sweep-blobs', every: day, run: forNode(sweepBlobsJob) },
    { name: 'sweep-packages', every: hour, run: forEach(sweepPackagesJob) },
    { name: 'send-digests', every: hour, run: forNode(sendDigests) },
    { name: 'refresh-registries', every: day, run: forNode(refreshRegistries) },
    { name: 'forget-registrations', every: day, run: forEach(forgetRegistrations) },
    { name: 'retention', every: day, run: forEach(runRetentionJob(evidenceSources)) },
    { name: 'silence-campaigns', every: hour, run: forEach(silenceCampaigns) },
    { name: 'count-days', every: hour, run: forEach(countRecentDays) },
    { name: 'propose-again', every: hour, run: forEach(proposeAgain) },
    { name: 'tend-cases', every: hour, run: forEach(tendCasesJob) },
    { name: 'look-back', every: hour, run: forEach(askDueLooksJob) },
    { name: 'tell-endings', every: hour, run: forEach(tellEndingsJob) },
    { name: 'publish-barometer', every: day, run: forNode(publishBarometerJob) },
    { name: 'tend-contacts', every: day, run: forNetwork(tendContactsJob) },
    { name: 'tend-requests', every: hour, run: forEach(tendRequestsJob) },
    { name: 'tend-leaving', every: hour, run: forEach(tendLeavingJob) },
    { name: 'sweep-takeout-files', every: day, run: forNode(sweepTakeoutFilesJob) },
    { name: 'remind-rounds', every: day, run: forNetwork(remindRoundsJob) },
    { name: 'remind-trainings', every: hour, run: forNetwork(remindTrainingsJob) },
    { name: 'close-windows', every: 5 * minute, run: forNetwork(closeWindowsJob) },
    { name: 'forget-answers', every: hour, run: forEach(forgetAnswers) },
    { name: 'sweep-auth', every: hour, run: async () => void (await sweepAuth(auth, ctx.now())) },
  ]
}

async function ask(ctx: Context, actor: typeof node, job: Idle): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    work.enqueue(job, {}, { key: 'scheduled' })
  })
}

/** Runs each turn soon after the start and then at its interval; a failure is logged and the next turn comes all the same. */
export function startSchedule(ctx: Context, turns: readonly Turn[]): Schedule {
  const timers: NodeJS.Timeout[] = []
  for (const turn of turns) {
    const go = () =>
      void turn.run().catch((error: unknown) => ctx.log.error({ turn: turn.name, error: describeError(error) }, 'schedule.failed'))
    timers.push(setTimeout(go, minute).unref(), setInterval(go, turn.every).unref())
  }
  return { stop: () => timers.forEach(clearTimeout) }
}
