import type { ItemId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { mayRead } from '../policy.ts'
import { listItems } from '../store/items.ts'
import { addCustody } from './custody.ts'

/** A line of custody that these items were given to somebody outside, under that release; or to others on the node, under that share. */
export async function recordGiven(work: Work, ids: readonly ItemId[], under: string, form: 'release' | 'share' = 'release'): Promise<void> {
  work.require(mayRead(work.actor))
  const items = await listItems(work.tx, ids)
  await addCustody(
    work,
    items.map((item) => ({ item, act: 'exported', detail: { form, [form]: under } })),
  )
}
