import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import type { ItemId } from '../../../../base/id.ts'
import { isMalformed } from '../../../../base/parsed.ts'
import { type Bundle, serialiseBundle, serialiseConsistency } from '../../../../formats/tlog/bundle.ts'
import { parseCheckpoint } from '../../../../formats/tlog/checkpoint.ts'
import type { Context } from '../../../../platform/context.ts'
import { latestCheckpoints, type Pinned, proveBundle, proveConsistency } from '../../../../platform/log/prove.ts'
import { custodyOf } from '../../store/custody.ts'

const moment = 100
const patience = 60_000

/** Waits until the log has given a line its place: a second or two. Fails with `evidence.log-late` (unavailable) where it stands still. */
export async function untilPlaced(ctx: Context, actor: Actor, leaf: string): Promise<Bundle> {
  for (let waited = 0; waited < patience; waited += moment) {
    const proof = await ctx.read(actor, (tx) => proveBundle(tx, leaf))
    if (proof.kind === 'bundle') return proof.bundle
    await sleep(moment)
  }
  throw new Failure('unavailable', 'evidence.log-late', 'the log gives no line its place')
}

/** The checkpoints that all custody lines of a package are proved to, once every line so far has its place. */
export async function pinCheckpoints(ctx: Context, actor: Actor, items: readonly ItemId[]): Promise<Pinned> {
  for (const item of items) await untilPlaced(ctx, actor, await lastLeaf(ctx, actor, item))
  return ctx.read(actor, latestCheckpoints)
}

function lastLeaf(ctx: Context, actor: Actor, item: ItemId): Promise<string> {
  return ctx.read(actor, async (tx) => present((await custodyOf(tx, item)).at(-1), 'evidence.missing', 'a line of custody').leaf)
}

/** An item's custody lines as far as the pinned checkpoints reach, with their proofs. */
export async function proveCustody(ctx: Context, actor: Actor, item: ItemId, pinned: Pinned): Promise<Buffer> {
  const bundle = await ctx.read(actor, async (tx) => {
    const [first] = await custodyOf(tx, item)
    const proof = await proveBundle(tx, present(first, 'evidence.missing', 'a line of custody').leaf, pinned)
    return proof.kind === 'bundle' ? proof.bundle : undefined
  })
  return Buffer.from(serialiseBundle(present(bundle, 'evidence.missing', 'the place of a line of custody')))
}

/** The proof of the seal, and that its log continues the pinned one; the second is null where the log is a new one or has not grown. */
export async function proveSeal(
  ctx: Context,
  actor: Actor,
  leaf: string,
  pinned: Pinned,
): Promise<{ readonly proof: Buffer; readonly consistency: Buffer | null }> {
  const bundle = await untilPlaced(ctx, actor, leaf)
  const checkpoint = parseCheckpoint(bundle.checkpoints[0] ?? '')
  if (isMalformed(checkpoint)) throw new Error('a checkpoint of our own cannot be read')
  const earlier = [...pinned.values()]
    .map(({ note }) => parseCheckpoint(note))
    .find((one) => !isMalformed(one) && one.origin === checkpoint.origin)
  const proof = Buffer.from(serialiseBundle(bundle))
  if (earlier === undefined || isMalformed(earlier) || earlier.size === checkpoint.size || earlier.size === 0)
    return { proof, consistency: null }
  const { size, origin } = checkpoint
  const consistency = await ctx.read(actor, (tx) => proveConsistency(tx, earlier.size, size, origin))
  return { proof, consistency: Buffer.from(serialiseConsistency(consistency)) }
}
