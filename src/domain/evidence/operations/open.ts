import { type Actor, systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { notifyRole } from '../../directory/index.ts'
import type { Item } from '../item.ts'
import { mayRead } from '../policy.ts'
import { wasDoneSince } from '../store/custody.ts'
import { findItem } from '../store/items.ts'
import { addCustody } from './custody.ts'

// a page that shows a message asks for its parts many times: one line of custody a sitting tells as much
const sitting = 15 * 60_000
const alarmAgainAfter = 60 * 60_000

/**
 * The bytes of an item, their hash checked at this moment. What a person or a key reads is a line of custody, one a sitting; the node's
 * own reading for analysis is none. Fails with `evidence.missing` (also where it is another's), `evidence.destroyed`, and
 * `evidence.altered`: then the alarm has been raised, and the bytes are not given.
 */
export async function openEvidence(ctx: Context, actor: Actor, id: ItemId): Promise<Uint8Array> {
  if (!mayRead(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not read evidence')
  const { bytes } = await openItem(ctx, actor, id)
  if (actor.kind !== 'system') await recordReading(ctx, actor, id)
  return bytes
}

/** As `openEvidence`, without asking who reads, and without a line of custody: the caller does both. */
export async function openItem(ctx: Context, actor: Actor, id: ItemId): Promise<{ item: Item; bytes: Uint8Array }> {
  const item = await readKept(ctx, actor, id)
  return { item, bytes: await openListed(ctx, actor, item) }
}

/** The bytes of an item that the caller has listed under this actor and accounts for; fails as `openEvidence`. */
export async function openListed(ctx: Context, actor: Actor, item: Item): Promise<Uint8Array> {
  const { id } = refuseGone(item)
  const looked = await look(ctx, item.sha256)
  if (typeof looked !== 'string') return looked
  // it may have been destroyed since its row was read, or be on its way back from a removal that was called off
  await readKept(ctx, actor, id)
  const again = await look(ctx, item.sha256)
  if (typeof again !== 'string') return again
  await raiseAlarm(ctx, item, again)
  throw new Failure('conflict', 'evidence.altered', `the bytes of item ${id} are ${again}`)
}

async function readKept(ctx: Context, actor: Actor, id: ItemId): Promise<Item> {
  return refuseGone(present(await ctx.read(actor, (tx) => findItem(tx, id)), 'evidence.missing', `item ${id}`))
}

function refuseGone(item: Item): Item {
  if (item.state !== 'kept') throw new Failure('missing', 'evidence.destroyed', `item ${item.id} is ${item.state}`)
  return item
}

async function look(ctx: Context, sha256: string): Promise<Uint8Array | 'altered' | 'absent'> {
  try {
    return (await ctx.blobs.read(sha256)) ?? 'absent'
  } catch (error) {
    if (error instanceof Failure && error.code === 'platform.blob-altered') return 'altered'
    throw error
  }
}

async function recordReading(ctx: Context, actor: Actor, id: ItemId): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(mayRead(actor))
    const since = new Date(work.now.getTime() - sitting)
    if (await wasDoneSince(work.tx, id, 'read', actor.id, since)) return
    const item = await findItem(work.tx, id)
    if (item !== undefined) await addCustody(work, [{ item, act: 'read' }])
  })
}

/** A line of custody, an audit line and a notice to the owner's managers, whoever met the damage; once an hour, for a page is read again and again. */
async function raiseAlarm(ctx: Context, item: Item, found: 'altered' | 'absent'): Promise<void> {
  ctx.log.error({ item: item.id, found }, 'evidence.altered')
  await perform(ctx, systemActor('evidence', item.owner), async (work) => {
    work.require(true)
    if (await wasDoneSince(work.tx, item.id, 'altered', null, new Date(work.now.getTime() - alarmAgainAfter))) return
    await addCustody(work, [{ item, act: 'altered', detail: { found } }])
    work.record('evidence.altered', item.id, { found })
    await notifyRole(work, 'manager', { kind: 'evidence.altered', subject: item.id })
    work.announce('item', item.id)
  })
}
