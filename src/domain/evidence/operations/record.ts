import { Failure, present } from '../../../base/failure.ts'
import { type ItemId, newId } from '../../../base/id.ts'
import { type Statement, sendTogether } from '../../../platform/db/scope.ts'
import type { Work } from '../../../platform/work.ts'
import type { Item, NewItem } from '../item.ts'
import { type ItemRow, insertDerivations, insertItems, listDerivations, lockItems } from '../store/items.ts'
import { ownerOf, witnessCustody } from './custody.ts'

/**
 * Records what was handed in, as evidence of the acting organisation: one item for each, in the order given, with its first line of custody, by statements
 * for the caller to send in their order in the same unit of work. The bytes must be in the blob store before this commits, put there within the last
 * minutes (removal waits that long for it). Asks no permission of its own: the caller has asked whether this actor may hand in.
 */
export function draftItems(
  work: Work,
  items: readonly NewItem[],
): { readonly ids: readonly ItemId[]; readonly statements: readonly Statement[] } {
  if (items.length === 0) return { ids: [], statements: [] }
  const rows = items.map((item) => {
    const id = newId<'item'>(work.now.getTime())
    return { id, root: id, item }
  })
  const lines = rows.map(({ id, item }) => ({ item: { ...item, id }, act: 'received' as const, detail: { channel: item.channel } }))
  return { ids: rows.map(({ id }) => id), statements: [insertItems(work.tx, ownerOf(work), work.now, rows), witnessCustody(work, lines)] }
}

/** What came out of one item: `how` names the place. */
export type DerivedFrom = { readonly parent: ItemId; readonly items: readonly (NewItem & { readonly how: string })[] }

/** As `deriveAll`, of one item. */
export async function deriveItems(work: Work, parent: ItemId, items: DerivedFrom['items']): Promise<readonly ItemId[]> {
  return (await deriveAll(work, [{ parent, items }]))[0] ?? []
}

/**
 * Records what came out of items. The same bytes out of the same parent are one item, however often and from wherever this is called; answers the
 * ids in the order given. Fails with `evidence.missing` where a parent is not ours, and with `evidence.destroyed` where it is gone: nothing is derived
 * from what must no longer exist. Five statements, however many.
 */
export async function deriveAll(work: Work, all: readonly DerivedFrom[]): Promise<readonly (readonly ItemId[])[]> {
  const given = all.filter(({ items }) => items.length > 0)
  if (given.length === 0) return all.map(() => [])
  const parents = await lockParents(
    work,
    given.map(({ parent }) => parent),
  )
  const known = new Map<string, ItemId>()
  const hashes = [...new Set(given.flatMap(({ items }) => items.map(({ sha256 }) => sha256)))]
  for (const { parent, sha256, child } of await listDerivations(work.tx, [...parents.keys()], hashes))
    known.set(`${parent} ${sha256}`, child)
  const fresh: (ItemRow & { parent: ItemId; how: string })[] = []
  for (const { parent, items } of given) {
    for (const item of items) {
      const key = `${parent} ${item.sha256}`
      if (known.has(key)) continue
      const id = newId<'item'>(work.now.getTime())
      known.set(key, id)
      fresh.push({ id, root: parents.get(parent)?.root ?? parent, item, parent, how: item.how })
    }
  }
  if (fresh.length > 0) await addDerived(work, fresh)
  return all.map(({ parent, items }) =>
    items.map((item) => present(known.get(`${parent} ${item.sha256}`), 'evidence.missing', 'a derived item')),
  )
}

async function lockParents(work: Work, ids: readonly ItemId[]): Promise<ReadonlyMap<ItemId, Item>> {
  const locked = new Map((await lockItems(work.tx, ids)).map((item) => [item.id, item]))
  for (const id of ids) {
    const { state } = present(locked.get(id), 'evidence.missing', `item ${id}`)
    if (state !== 'kept') throw new Failure('missing', 'evidence.destroyed', `item ${id} is ${state}`)
  }
  return locked
}

async function addDerived(work: Work, fresh: readonly (ItemRow & { parent: ItemId; how: string })[]): Promise<void> {
  const owner = ownerOf(work)
  const rows = fresh.map(({ parent, id, item, how }) => ({ parent, child: id, sha256: item.sha256, how }))
  const lines = fresh.map(({ id, item, parent, how }) => ({ item: { ...item, id }, act: 'derived' as const, detail: { parent, how } }))
  await sendTogether(work.tx, [
    insertItems(work.tx, owner, work.now, fresh),
    insertDerivations(work.tx, owner, work.now, rows),
    witnessCustody(work, lines),
  ])
}
