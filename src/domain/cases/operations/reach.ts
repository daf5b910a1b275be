import type { Actor } from '../../../base/actor.ts'
import type { CaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { type Answering, type Thing, whoAnswersFor } from '../../directory/index.ts'
import { mayWorkCases } from '../policy.ts'
import { reachOf } from '../reach.ts'
import { findCase, lockCase } from '../store/cases.ts'
import { listCampaignParts } from '../store/parts.ts'
import { sayHarm } from './harm.ts'
import { thingsOf } from './suggest.ts'

/** things of a case by which is looked who answers, the most reported first */
const thingsAtMost = 3

/**
 * Says in the harm of a case how far action could reach. Registries are asked as by a look-up, only where the operator allows it and outside of any unit of work;
 * a case whose campaigns point at nothing that somebody could answer for is left as it is.
 */
export async function sayReach(ctx: Context, actor: Actor, id: CaseId): Promise<void> {
  const things = await ctx.read(actor, async (tx) => {
    const row = await findCase(tx, id)
    const campaigns = row === undefined ? [] : await listCampaignParts(tx, row.owner, id, undefined, thingsAtMost)
    return thingsOf(
      tx,
      campaigns.map(({ campaign }) => campaign),
    )
  })
  const asked = things.flatMap(({ kind, value }): Thing[] =>
    kind === 'address' ? [{ kind, value, port: null, at: null }] : kind === 'url' || kind === 'domain' ? [{ kind, value }] : [],
  )
  if (asked.length === 0) return
  const answers: Answering[] = []
  for (const thing of asked.slice(0, thingsAtMost)) answers.push(...(await whoAnswersFor(ctx, actor, thing)))
  await perform(ctx, actor, async (work) => {
    work.require(mayWorkCases(actor))
    const row = await lockCase(work.tx, id)
    if (row !== undefined && row.state !== 'merged') await sayHarm(work, row, new Map([['reach', reachOf(answers)]]))
  })
}
