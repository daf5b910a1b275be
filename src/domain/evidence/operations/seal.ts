import { createHash } from 'node:crypto'
import { systemActor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { ItemId, OrganisationId } from '../../../base/id.ts'
import { seal } from '../../../formats/sealed/index.ts'
import type { Context } from '../../../platform/context.ts'
import { findSealKey } from '../adapters/seal-key.ts'
import { itemsUnder, listItems } from '../store/items.ts'
import { openItem } from './open.ts'

/**
 * What was sealed, by the hash of the clear bytes: the blob of the encrypted ones, or null where the clear ones could no longer be read.
 * As a whole null where the node destroys child material instead of sealing it.
 */
export type SealedBlobs = ReadonlyMap<string, string | null> | null

/** Seals bytes that are not evidence yet, so that the clear ones need never touch the disk; the encrypted ones are in the blob store afterwards. */
export async function sealBytes(ctx: Context, blobs: readonly Uint8Array[]): Promise<SealedBlobs> {
  const key = await findSealKey(ctx.config)
  if (key === null) return null
  const stored = await ctx.blobs.put(blobs.map((bytes) => seal(bytes, key)))
  return new Map(blobs.map((bytes, at) => [createHash('sha256').update(bytes).digest('hex'), stored[at] ?? null]))
}

/**
 * Seals the bytes of these items of an organisation and of all that came out of them: to be done before the unit of work that destroys
 * them, which is given the answer.
 */
export async function sealItems(ctx: Context, owner: OrganisationId, roots: readonly ItemId[]): Promise<SealedBlobs> {
  const key = await findSealKey(ctx.config)
  if (key === null) return null
  const actor = systemActor('evidence', owner)
  const trees = await ctx.read(actor, async (tx) => {
    const under: (readonly { id: ItemId; sha256: string; state: string }[])[] = []
    for (const root of roots) under.push(await itemsUnder(tx, root))
    return [...(await listItems(tx, roots)), ...under.flat()]
  })
  const sealed = new Map<string, string | null>()
  for (const { id, sha256 } of trees.filter((item) => item.state === 'kept')) {
    if (sealed.has(sha256)) continue
    const bytes = await openItem(ctx, actor, id).then(
      (opened) => opened.bytes,
      (error: unknown) => {
        if (error instanceof Failure && error.kind !== 'unavailable') return null
        throw error
      },
    )
    const [stored] = bytes === null ? [null] : await ctx.blobs.put([seal(bytes, key)])
    sealed.set(sha256, stored ?? null)
  }
  return sealed
}
