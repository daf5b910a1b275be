import { z } from 'zod'
import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ActionId, ReleaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { defineJob } from '../../../platform/events.ts'
import { perform } from '../../../platform/work.ts'
import { ruleFor } from '../../cases/index.ts'
import { mayDecide } from '../policy.ts'
import { nextAllowed } from '../release.ts'
import { lastTo, listActions, lockRelease } from '../store/releases.ts'
import { isGrave } from '../warn.ts'
import { decideRelease } from './decide.ts'

/** Asks again whether a rule approves, when the recipient may hear from us again. */
export const askRules = defineJob({
  name: 'cooperation.ask-rules',
  payload: z.object({ releaseId: z.string() }),
  run: (ctx, actor, { releaseId }) => decideByRule(ctx, actor, releaseId as ReleaseId),
})

/**
 * Approves a draft where a manager's rule approves each of its actions and nothing about it is doubtful; else it waits for a person. While the recipient does not
 * wish another letter yet it stays a draft, so that what comes until then goes along.
 */
export async function decideByRule(ctx: Context, actor: Actor, id: ReleaseId): Promise<void> {
  if (actor.kind !== 'system') return
  try {
    await perform(ctx, actor, async (work) => {
      work.require(mayDecide(actor))
      const found = await lockRelease(work.tx, id)
      if (found === undefined || found.state !== 'draft' || found.sha256 === null || found.fault !== null) return
      if (found.warnings.some(isGrave)) return
      const actions = await listActions(work.tx, id)
      if (actions.length === 0) return
      const rules = new Map<ActionId, string>()
      for (const { action } of actions) {
        const rule = await ruleFor(work, action)
        if (rule === undefined) return
        rules.set(action, rule)
      }
      const next = nextAllowed(await lastTo(work.tx, found.owner, found.recipient.value), found.atMostEvery, work.now)
      if (next !== null) work.enqueue(askRules, { releaseId: id }, { key: id, runAt: next })
      else await decideRelease(work, id, { sha256: found.sha256, rules })
    })
  } catch (error) {
    // a limit that another action used up in between, a draft that changed: a person decides
    if (!(error instanceof Failure) || error.kind !== 'conflict') throw error
  }
}
