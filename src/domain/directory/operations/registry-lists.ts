import { z } from 'zod'
import { systemActor } from '../../../base/actor.ts'
import type { Job } from '../../../platform/events.ts'
import { perform } from '../../../platform/work.ts'
import { fetchList, listNames } from '../adapters/registries.ts'
import { deleteOldRegistrations, findServices, putServices } from '../store/registrations.ts'
import { forgetLists } from './registry-answers.ts'

const week = 7 * 86_400_000
const node = systemActor('directory.registries', null)

/** Fetches IANA's lists of registries once a week, where the operator allows asking outside. What can't be had stays as it is. */
export const refreshRegistries: Job<Record<string, never>> = {
  name: 'directory.refresh-registries',
  payload: z.object({}).strict(),
  attempts: 3,
  async run(ctx) {
    if (!ctx.outside.allowed) return
    for (const list of listNames) {
      const before = await ctx.read(node, (tx) => findServices(tx, list))
      if (before !== undefined && ctx.now().getTime() - before.at.getTime() < week) continue
      const services = await fetchList(ctx, list)
      if (services === undefined) continue
      await perform(ctx, node, async (work) => {
        work.require(work.actor.kind === 'system')
        await putServices(work.tx, list, services, work.now)
      })
      forgetLists(ctx)
    }
  },
}

/** Removes what registries answered a month after it was too old, in each organisation. */
export const forgetRegistrations: Job<Record<string, never>> = {
  name: 'directory.forget-registrations',
  payload: z.object({}).strict(),
  async run(ctx, actor) {
    const before = new Date(ctx.now().getTime() - 30 * 86_400_000)
    for (;;) {
      const gone = await perform(ctx, actor, (work) => {
        work.require(work.actor.kind === 'system')
        return deleteOldRegistrations(work.tx, before)
      })
      if (gone === 0) return
    }
  },
}
