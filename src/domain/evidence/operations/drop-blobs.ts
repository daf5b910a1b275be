import { z } from 'zod'
import { systemActor } from '../../../base/actor.ts'
import type { Context } from '../../../platform/context.ts'
import { defineJob } from '../../../platform/events.ts'
import { perform } from '../../../platform/work.ts'
import { listUnreferenced } from '../store/items.ts'

/** How long after a put a blob is left alone, in milliseconds: whoever put it has that long to commit what refers to it. */
export const restAfterPut = 15 * 60_000
/** The same for child material, which must not lie there a quarter of an hour; a put and its commit are far closer together. */
export const restAfterPutOfChildMaterial = 5_000

const payload = z.object({ sha256s: z.array(z.string()), prompt: z.boolean() })

/** Removes the blobs of destroyed items. One that was put a moment ago is asked for again later. */
export const dropBlobsJob = defineJob({
  name: 'evidence.drop-blobs',
  payload,
  async run(ctx, actor, { sha256s, prompt }) {
    const rest = prompt ? restAfterPutOfChildMaterial : restAfterPut
    const left = await dropBlobs(ctx, sha256s, rest)
    if (left.length === 0) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      work.enqueue(dropBlobsJob, { sha256s: [...left], prompt }, { runAt: new Date(ctx.now().getTime() + rest) })
    })
  },
})

/**
 * Removes those of the blobs that no organisation refers to, unless they were put within the last `rest` milliseconds; answers the
 * ones that stayed for that reason. What another organisation still holds is passed over in silence.
 */
export async function dropBlobs(ctx: Context, sha256s: readonly string[], rest: number = restAfterPut): Promise<readonly string[]> {
  const free = await findUnreferenced(ctx, 'evidence.drop-blobs', sha256s)
  const left: string[] = []
  for (const sha256 of free) if ((await ctx.blobs.remove(sha256, rest)) === 'in-use') left.push(sha256)
  return left
}

const day = 24 * 60 * 60_000
const atOnce = 500

/** Removes blobs that nothing refers to and nobody put for a day: what a crash left between a put and its commit. Answers how many. */
export async function sweepBlobs(ctx: Context, olderThan: number = day): Promise<number> {
  let removed = 0
  let waiting: string[] = []
  const flush = async () => {
    for (const sha256 of await findUnreferenced(ctx, 'evidence.sweep-blobs', waiting)) {
      if ((await ctx.blobs.remove(sha256, olderThan)) === 'removed') removed += 1
    }
    waiting = []
  }
  for await (const { sha256, age } of ctx.blobs.list()) {
    if (age < olderThan) continue
    waiting.push(sha256)
    if (waiting.length === atOnce) await flush()
  }
  await flush()
  return removed
}

function findUnreferenced(ctx: Context, job: string, sha256s: readonly string[]): Promise<readonly string[]> {
  return sha256s.length === 0 ? Promise.resolve([]) : ctx.read(systemActor(job, null), (tx) => listUnreferenced(tx, sha256s))
}
