import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import type { Context } from '../../../../platform/context.ts'
import { announceElsewhere, perform, type Work } from '../../../../platform/work.ts'
import { findOrganisation } from '../../../directory/index.ts'
import { mayDraftShare, mayLiftSecret, maySeeShares, type SharingRule } from '../../network/sharing.ts'
import { confirmTombstone, findShared, insertReceipt, type SharedRow } from '../../store/network/shared.ts'
import type { CopyLine } from '../../store/network/shares.ts'
import { setRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'

/** Reads a copy of another's. The first reading of an organisation leaves a receipt that the owner sees. Refuses `cooperation.no-shared`. */
export async function readShared(ctx: Context, actor: Actor, id: string): Promise<SharedRow> {
  if (!maySeeShares(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see what others share`)
  const seen = await ctx.read(actor, (tx) => findShared(tx, id))
  if (seen?.readAt !== null) return present(seen, 'cooperation.no-shared', `shared copy ${id}`)
  return perform(ctx, actor, async (work) => {
    work.require(maySeeShares(actor))
    // it may have been called back since
    const copy = present(await findShared(work.tx, id), 'cooperation.no-shared', `shared copy ${id}`)
    await noteReading(work, copy)
    return { ...copy, readAt: copy.readAt ?? work.now }
  })
}

/** The first time that an organisation takes a copy in hand, by reading, running or keeping it, leaves a receipt: whom a recall asks goes by it. */
export async function noteReading(work: Work, copy: CopyLine): Promise<void> {
  const reader = ownerOf(work)
  const { name } = present(await findOrganisation(work.tx, reader), 'cooperation.no-organisation', 'the organisation')
  if (!(await insertReceipt(work.tx, copy, reader, name, work.now))) return
  work.witness('cooperation.share-read', copy.id, { copy: copy.id, sha256: copy.sha256, reader })
  work.record('cooperation.share-read', copy.id, { sha256: copy.sha256 })
  work.announce('shared-copy', copy.id)
  // its owner reads who has read it
  await announceElsewhere(work.tx, copy.owner, [{ kind: 'share', id: '' }])
}

/** Says that what was kept of a recalled copy is deleted. Refuses `cooperation.no-tombstone`. */
export async function confirmDeleted(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  const found = present(await confirmTombstone(work.tx, id, work.now), 'cooperation.no-tombstone', `an open tombstone ${id}`)
  work.witness('cooperation.share-deleted', found.copy, { copy: found.copy, by: ownerOf(work) })
  work.record('cooperation.share-deleted', found.copy)
  work.announce('shared-copy', found.copy)
  await announceElsewhere(work.tx, found.owner, [{ kind: 'share', id: '' }])
}

export async function changeRule(work: Work, rule: SharingRule): Promise<void> {
  work.require(mayLiftSecret(work.actor))
  await setRule(work.tx, ownerOf(work), rule, work.now, work.actor.id)
  work.record('cooperation.sharing-rule-set', ownerOf(work), { ...rule })
  work.announce('sharing-rule', '')
}
