import { Failure, present } from '../../../base/failure.ts'
import { type ItemId, newId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import type { Hold, HoldId } from '../item.ts'
import { mayHold } from '../policy.ts'
import { endHold, insertHold } from '../store/holds.ts'
import { findItem, lockItem } from '../store/items.ts'
import { addCustody, ownerOf } from './custody.ts'

/**
 * Puts an item under hold: it and all that came out of it, and whatever it came out of, cannot be destroyed until the hold is lifted.
 * Fails with `evidence.missing`, and with `evidence.destroyed` where there is nothing left to hold.
 */
export async function setHold(work: Work, id: ItemId, reason: string): Promise<Hold> {
  work.require(mayHold(work.actor))
  const item = present(await lockItem(work.tx, id), 'evidence.missing', `item ${id}`)
  if (item.state !== 'kept') throw new Failure('conflict', 'evidence.destroyed', `item ${id} is ${item.state}`)
  const hold: Hold = {
    id: newId<'hold'>(work.now.getTime()),
    item: id,
    reason,
    since: work.now,
    setBy: work.actor.id,
    endedAt: null,
    endedBy: null,
    endedWhy: null,
  }
  await insertHold(work.tx, ownerOf(work), hold)
  await addCustody(work, [{ item, act: 'held', detail: { hold: hold.id } }])
  work.record('evidence.held', id, { hold: hold.id })
  work.announce('item', id)
  return hold
}

/** Lifts one hold; others on the same item stay. Fails with `evidence.no-hold` where it is not in force, or not ours. */
export async function liftHold(work: Work, id: HoldId, why: string): Promise<Hold> {
  work.require(mayHold(work.actor))
  const hold = present(await endHold(work.tx, id, work.now, work.actor.id, why), 'evidence.no-hold', `hold ${id}`)
  const item = present(await findItem(work.tx, hold.item), 'evidence.missing', `item ${hold.item}`)
  await addCustody(work, [{ item, act: 'released-hold', detail: { hold: id } }])
  work.record('evidence.released-hold', hold.item, { hold: id })
  work.announce('item', hold.item)
  return hold
}
