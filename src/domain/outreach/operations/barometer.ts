import type { Actor } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import type { Barometer } from '../contract.ts'
import { mayPublish, maySetParticipation } from '../policy.ts'
import { countWeek, insertWeek, listPublished, listWeeksDue, putParticipation } from '../store/barometer.ts'
import { least, step } from '../suppress.ts'
import { figuresOf, publishedBefore, weekOf } from '../week.ts'

/** Publishes the weeks whose time has come, once and for all; nothing where the operator publishes no barometer. */
export async function publishBarometer(ctx: Context, actor: Actor): Promise<void> {
  if (ctx.config.TOCSIN_BAROMETER === 'off') return
  await perform(ctx, actor, async (work) => {
    work.require(mayPublish(actor))
    for (const week of await listWeeksDue(work.tx, publishedBefore(work.now))) {
      await insertWeek(work.tx, week, figuresOf(await countWeek(work.tx, week)), work.now)
      work.record('outreach.barometer-published', week)
    }
  })
}

/** What anybody may read; undefined where the operator publishes none. */
export async function readPublished(ctx: Context, weeks: number): Promise<Barometer | undefined> {
  if (ctx.config.TOCSIN_BAROMETER === 'off') return undefined
  const published = await ctx.db.transaction().execute((tx) => listPublished(tx, weeks))
  return { least, step, weeks: published.map(({ week, figures }) => weekOf(week, figures)) }
}

export async function setParticipation(work: Work, counted: boolean): Promise<void> {
  work.require(maySetParticipation(work.actor))
  const owner = work.actor.organisation as OrganisationId
  await putParticipation(work.tx, owner, counted, work.now, work.actor.id)
  work.record(counted ? 'outreach.barometer-joined' : 'outreach.barometer-left', owner)
}
