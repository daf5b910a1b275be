import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import type { DestroyedWhy, Item } from '../item.ts'
import { mayDestroy } from '../policy.ts'
import type { Forget } from '../sources.ts'
import { listHoldsOver } from '../store/holds.ts'
import { dropJobsAbout, lockTrees, setDestroyed, setSealed } from '../store/items.ts'
import { addCustody, ownerOf } from './custody.ts'
import { dropBlobsJob } from './drop-blobs.ts'
import { dropPackagesWith } from './package/discard.ts'
import { type SealedBlobs, sealItems } from './seal.ts'

export type Destroying = {
  /** from `sealItems` or `sealBytes`; a node that seals child material must give it, or the bytes are lost */
  readonly sealed?: SealedBlobs
}

/**
 * Destroys items and all that came out of them. Hash, place in the tree and the custody lines stay, one more among them; names go. The
 * blobs go after the commit, by a job, where no other organisation refers to them; answers their hashes. What is destroyed already is passed over.
 *
 * Refuses with `evidence.missing` what is not ours, and with `evidence.held` a tree of which any part is under hold, `held` in its detail;
 * child material is destroyed all the same. With `sealed`, fails with `evidence.not-sealed` where something was derived since: seal again.
 */
export async function destroyItems(
  work: Work,
  roots: readonly ItemId[],
  why: DestroyedWhy,
  { sealed = null }: Destroying = {},
): Promise<readonly string[]> {
  work.require(mayDestroy(work.actor, why))
  ownerOf(work)
  if (roots.length === 0) return []
  const tree = await lockTrees(work.tx, roots)
  const known = new Set(tree.map((item) => item.id))
  if (!roots.every((root) => known.has(root))) throw new Failure('missing', 'evidence.missing', 'an item to be destroyed is not there')
  const held = await findHeld(work, tree, why)
  const going = tree.filter((item) => item.state === 'kept')
  if (going.length === 0) return []
  await markGone(work, going, why, sealed)
  await dropPackagesWith(
    work,
    going.map((item) => item.id),
  )
  const notwithstanding = held ? { notwithstandingHold: true } : {}
  await addCustody(
    work,
    going.map((item) => ({ item, act: isSealed(item, sealed) ? 'sealed' : 'destroyed', detail: { why, ...notwithstanding } })),
  )
  for (const root of roots) {
    work.record('evidence.destroyed', root, { why, ...notwithstanding })
    work.announce('item', root)
  }
  const hashes = [...new Set(going.map((item) => item.sha256))]
  if (why === 'child-material') {
    await dropJobsAbout(
      work.tx,
      tree.map((item) => item.id),
    )
  }
  work.enqueue(dropBlobsJob, { sha256s: hashes, prompt: why === 'child-material' })
  return hashes
}

/** Lets blobs go that were put for something that must not be kept after all: at once, unless some item refers to them. */
export function dropBlobsSoon(work: Work, sha256s: readonly string[]): void {
  if (sha256s.length > 0) work.enqueue(dropBlobsJob, { sha256s: [...sha256s], prompt: true })
}

/** Fails with `evidence.held` where a hold protects any of these, or what they came out of. */
export async function refuseHeld(tx: Tx, items: readonly ItemId[]): Promise<void> {
  const holds = await listHoldsOver(tx, items)
  if (holds.length === 0) return
  const held = [...new Set(holds.map((hold) => hold.item))]
  throw new Failure('conflict', 'evidence.held', `${held.length} items are under hold`, { detail: { held: held.slice(0, 20) } })
}

async function findHeld(work: Work, tree: readonly Item[], why: DestroyedWhy): Promise<boolean> {
  const ids = tree.map((item) => item.id)
  if (why === 'child-material') return (await listHoldsOver(work.tx, ids)).length > 0
  await refuseHeld(work.tx, ids)
  return false
}

function isSealed(item: Item, sealed: SealedBlobs): boolean {
  return typeof sealed?.get(item.sha256) === 'string'
}

async function markGone(work: Work, going: readonly Item[], why: DestroyedWhy, sealed: SealedBlobs): Promise<void> {
  if (sealed !== null && going.some((item) => !sealed.has(item.sha256)))
    throw new Failure('conflict', 'evidence.not-sealed', 'something came out of an item since it was sealed')
  const toSeal = going.flatMap((item) => {
    const sha256 = sealed?.get(item.sha256)
    return typeof sha256 === 'string' ? [{ id: item.id, sha256 }] : []
  })
  const toDestroy = going.filter((item) => !isSealed(item, sealed)).map((item) => item.id)
  if (toSeal.length > 0) await setSealed(work.tx, toSeal, why, work.now)
  if (toDestroy.length > 0) await setDestroyed(work.tx, toDestroy, why, work.now)
}

// an analysis that is under way may derive something between the sealing and the locks
const tries = 3

/**
 * Suspected child-abuse material, marked: sealed first where the node is set so, then destroyed with all that came out of it, in one
 * unit of work with what the other rooms forget of it. Answers the hashes that are destroyed.
 */
export async function destroyChildMaterial(
  ctx: Context,
  actor: Actor,
  roots: readonly ItemId[],
  forget: readonly Forget[],
): Promise<readonly string[]> {
  const { organisation } = actor
  if (organisation === null || !mayDestroy(actor, 'child-material'))
    throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not destroy evidence')
  for (let left = tries; ; left--) {
    const sealed = await sealItems(ctx, organisation, roots)
    try {
      return await perform(ctx, actor, async (work) => {
        const hashes = await destroyItems(work, roots, 'child-material', { sealed })
        for (const one of forget) await one(work, roots)
        return hashes
      })
    } catch (error) {
      if (left === 1 || !mayPass(error)) throw error
    }
  }
}

// 40P01: an analysis under way had locked the same trees in another order, and this one gave way
function mayPass(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'evidence.not-sealed' || error.code === '40P01')
}
