import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Context } from '../../../platform/context.ts'
import { type Gatherer, gatherer } from '../../../platform/gather.ts'
import { perform } from '../../../platform/work.ts'
import { dropBlobsSoon } from '../../evidence/index.ts'
import { mayAnalyse } from '../policy.ts'
import { type Read, recordReadings } from './record.ts'

type Waiting = { readonly actor: Actor; readonly read: Read }
type Outcome = { readonly error: unknown } | null

// what several jobs have read by the same moment is written in one unit of work; more would hold its locks for long
const atOnce = 32

const keepers = new WeakMap<Context, Gatherer<Waiting, Outcome>>()

/** Writes down what one reading found, together with what others found at the same moment; resolves once it is committed. */
export async function keepRead(ctx: Context, actor: Actor, read: Read): Promise<void> {
  const keep = keepers.get(ctx) ?? gatherer<Waiting, Outcome>(atOnce, 1, (group) => keepGroup(ctx, group))
  keepers.set(ctx, keep)
  const outcome = await keep({ actor, read })
  if (outcome !== null) throw outcome.error
}

async function keepGroup(ctx: Context, group: readonly Waiting[]): Promise<readonly Outcome[]> {
  const outcomes = new Map<Waiting, Outcome>()
  for (const mine of Map.groupBy(group, ({ actor }) => `${actor.kind} ${actor.id} ${actor.organisation}`).values()) {
    const done = await keepAll(ctx, mine)
    mine.forEach((one, at) => {
      outcomes.set(one, done[at] ?? null)
    })
  }
  return group.map((one) => outcomes.get(one) ?? null)
}

/** In one unit of work, or, where that fails, each in its own. */
async function keepAll(ctx: Context, mine: readonly Waiting[]): Promise<readonly Outcome[]> {
  const { actor, read } = present(mine[0], 'analysis.reading', 'a reading')
  const stored = ctx.blobs.put(mine.flatMap((one) => one.read.reading.derived.flatMap(({ bytes }) => bytes ?? [])))
  // whoever commits is told
  stored.catch(() => {})
  try {
    await perform(ctx, actor, async (work) => {
      await recordReadings(
        work,
        ctx,
        mine.map((one) => one.read),
      )
      await stored
    })
    return mine.map(() => null)
  } catch (error) {
    // what is to be dropped must not come after its removal
    await stored.catch(() => {})
    if (mine.length === 1) return [await settleFailure(ctx, actor, read, error)]
    const outcomes: Outcome[] = []
    for (const one of mine) outcomes.push(...(await keepAll(ctx, [one])))
    return outcomes
  }
}

/** What was taken out of an original that was destroyed meanwhile must not outlast it. */
async function settleFailure(ctx: Context, actor: Actor, { reading }: Read, error: unknown): Promise<Outcome> {
  if (!isGone(error)) return { error }
  await perform(ctx, actor, async (work) => {
    work.require(mayAnalyse(actor))
    dropBlobsSoon(
      work,
      reading.derived.map(({ sha256 }) => sha256),
    )
  })
  return null
}

/** Destroyed between its arrival and now: there is nothing to read any more, and nothing wrong. */
export function isGone(error: unknown): boolean {
  return error instanceof Failure && (error.code === 'evidence.destroyed' || error.code === 'evidence.missing')
}
