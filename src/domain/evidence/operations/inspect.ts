import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { CustodyLine, DerivedItem, Hold, Item } from '../item.ts'
import { mayRead } from '../policy.ts'
import { custodyOf } from '../store/custody.ts'
import { listHoldsOn, listHoldsOver } from '../store/holds.ts'
import { findItem, findParent, itemsUnder } from '../store/items.ts'

export type Inspected = {
  readonly item: Item
  readonly parent: { readonly item: Item; readonly how: string } | null
  readonly under: readonly DerivedItem[]
  readonly custody: readonly CustodyLine[]
  readonly holds: readonly Hold[]
  readonly heldBy: readonly Hold[]
}

/** An item with its tree, custody and holds, as far as the acting organisation sees them. Fails with `evidence.missing`. */
export async function inspectItem(ctx: Context, actor: Actor, id: ItemId): Promise<Inspected> {
  if (!mayRead(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not read evidence')
  return ctx.read(actor, async (tx) => {
    const item = present(await findItem(tx, id), 'evidence.missing', `item ${id}`)
    const from = await findParent(tx, id)
    const parent = from === undefined ? undefined : await findItem(tx, from.parent)
    return {
      item,
      parent: from === undefined || parent === undefined ? null : { item: parent, how: from.how },
      under: await itemsUnder(tx, id),
      custody: await custodyOf(tx, id),
      holds: await listHoldsOn(tx, id),
      heldBy: await listHoldsOver(tx, [id]),
    }
  })
}
