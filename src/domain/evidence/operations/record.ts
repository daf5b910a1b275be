import { Failure, present } from '../../../base/failure.ts'
import { type ItemId, newId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import type { NewItem } from '../item.ts'
import { insertDerivations, insertItems, listDerivations, lockItem } from '../store/items.ts'
import { addCustody, ownerOf } from './custody.ts'

/**
 * Records what was handed in, as evidence of the acting organisation: one item for each, in the order given, with its first line of custody.
 * The bytes must have been put into the blob store within the last minutes (removal waits that long for this commit). Asks no
 * permission of its own: the caller has asked whether this actor may hand in.
 */
export async function recordItems(work: Work, items: readonly NewItem[]): Promise<ItemId[]> {
  if (items.length === 0) return []
  const rows = items.map((item) => {
    const id = newId<'item'>(work.now.getTime())
    return { id, root: id, item }
  })
  await insertItems(work.tx, ownerOf(work), work.now, rows)
  await addCustody(
    work,
    rows.map(({ id, item }) => ({ item: { ...item, id }, act: 'received', detail: { channel: item.channel } })),
  )
  return rows.map(({ id }) => id)
}

/**
 * Records what came out of an item, `how` naming the place. The same bytes out of the same parent are one item, however often and
 * from wherever this is called; answers the ids in the order given. Fails with `evidence.missing` where the parent is not ours, and
 * with `evidence.destroyed` where it is gone: nothing is derived from what must no longer exist.
 */
export async function deriveItems(work: Work, parent: ItemId, items: readonly (NewItem & { how: string })[]): Promise<ItemId[]> {
  if (items.length === 0) return []
  const from = present(await lockItem(work.tx, parent), 'evidence.missing', `item ${parent}`)
  if (from.state !== 'kept') throw new Failure('missing', 'evidence.destroyed', `item ${parent} is ${from.state}`)
  const owner = ownerOf(work)
  const hashes = [...new Set(items.map((item) => item.sha256))]
  const known = new Map(await listDerivations(work.tx, parent, hashes))
  const fresh = hashes
    .filter((sha256) => !known.has(sha256))
    .map((sha256) => ({
      id: newId<'item'>(work.now.getTime()),
      root: from.root,
      item: present(
        items.find((item) => item.sha256 === sha256),
        'evidence.missing',
        'an item',
      ),
    }))
  if (fresh.length > 0) {
    await insertItems(work.tx, owner, work.now, fresh)
    const rows = fresh.map(({ id, item }) => ({ child: id, sha256: item.sha256, how: item.how }))
    await insertDerivations(work.tx, owner, parent, work.now, rows)
    await addCustody(
      work,
      fresh.map(({ id, item }) => ({ item: { ...item, id }, act: 'derived', detail: { parent, how: item.how } })),
    )
  }
  for (const { id, item } of fresh) known.set(item.sha256, id)
  return items.map((item) => present(known.get(item.sha256), 'evidence.missing', 'a derived item'))
}
