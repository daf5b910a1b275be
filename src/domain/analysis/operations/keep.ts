import { type Actor, keyOf } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Context } from '../../../platform/context.ts'
import { type Gatherer, gatherer } from '../../../platform/gather.ts'
import { perform } from '../../../platform/work.ts'
import { dropBlobsSoon } from '../../evidence/index.ts'
import { mayAnalyse } from '../policy.ts'
import { type Read, recordReadings } from './record.ts'

type Waiting = { readonly actor: Actor; readonly read: Read }

// what several jobs have read by the same moment is written in one unit of work; more would hold its locks for long
const atOnce = 32

const keepers = new WeakMap<Context, Gatherer<Waiting, undefined>>()

/** Writes down what one reading found, together with what others found at the same moment; resolves once it is committed. */
export async function keepRead(ctx: Context, actor: Actor, read: Read): Promise<void> {
  const keep =
    keepers.get(ctx) ??
    gatherer<Waiting, undefined>(
      atOnce,
      1,
      (group) => keepGroup(ctx, group),
      (one) => keyOf(one.actor),
    )
  keepers.set(ctx, keep)
  await keep({ actor, read })
}

async function keepGroup(ctx: Context, group: readonly Waiting[]): Promise<readonly undefined[]> {
  const { actor, read } = present(group[0], 'analysis.reading', 'a reading')
  const stored = ctx.blobs.put(group.flatMap((one) => one.read.reading.derived.flatMap(({ bytes }) => bytes ?? [])))
  // whoever commits is told
  stored.catch(() => {})
  try {
    await perform(ctx, actor, async (work) => {
      await recordReadings(
        work,
        ctx,
        group.map((one) => one.read),
      )
      await stored
    })
  } catch (error) {
    // what is to be dropped must not come after its removal
    await stored.catch(() => {})
    // of several each is tried alone
    if (group.length > 1 || !isGone(error)) throw error
    await dropDerived(ctx, actor, read)
  }
  return group.map(() => undefined)
}

/** What was taken out of an original that was destroyed meanwhile must not outlast it. */
async function dropDerived(ctx: Context, actor: Actor, { reading }: Read): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(mayAnalyse(actor))
    dropBlobsSoon(
      work,
      reading.derived.map(({ sha256 }) => sha256),
    )
  })
}

/** Destroyed between its arrival and now: there is nothing to read any more, and nothing wrong. */
export function isGone(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'evidence.destroyed' || error.code === 'evidence.missing')
}
