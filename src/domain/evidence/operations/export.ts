import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import { sealedZip } from '../../../formats/archive/index.ts'
import { serialiseBundle } from '../../../formats/tlog/bundle.ts'
import type { Context } from '../../../platform/context.ts'
import { proveBundle } from '../../../platform/log/prove.ts'
import { perform } from '../../../platform/work.ts'
import type { Item } from '../item.ts'
import { mayExport, mayHold, mayRead, mayVerify } from '../policy.ts'
import { custodyOf } from '../store/custody.ts'
import { findItem } from '../store/items.ts'
import { addCustody } from './custody.ts'
import { openItem } from './open.ts'

/** The customary password of archives that hold hostile files: it keeps scanners and double clicks away, and no secret. */
export const archivePassword = 'infected'

/** What is handed out: a file's name and bytes. */
export type Handout = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }

/**
 * The original inside a ZIP under the password `infected`, recorded in custody and audit before it is given. The name in the archive is
 * the hash, for the sender's own name may be part of the attack. Fails as `openEvidence`; with `evidence.forbidden` below analyst.
 */
export async function exportItem(ctx: Context, actor: Actor, id: ItemId): Promise<Handout> {
  if (!mayExport(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'originals are handed to analysts')
  const { item, bytes } = await openItem(ctx, actor, id)
  await recordHandout(ctx, actor, [item], 'original')
  const zip = await sealedZip([{ name: `${item.sha256}${endingOf(item)}`, bytes }], archivePassword)
  return { name: `${item.sha256.slice(0, 16)}.zip`, mediaType: 'application/zip', bytes: zip }
}

function endingOf(item: Item): string {
  return item.mediaType === 'message/rfc822' ? '.eml' : '.bin'
}

/** The encrypted bytes of a sealed item, for the authority that holds the key. Managers only. Fails with `evidence.not-sealed`. */
export async function exportSealed(ctx: Context, actor: Actor, id: ItemId): Promise<Handout> {
  if (!mayHold(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'sealed material is handed out by managers')
  const item = present(await ctx.read(actor, (tx) => findItem(tx, id)), 'evidence.missing', `item ${id}`)
  if (item.sealedSha256 === null) throw new Failure('conflict', 'evidence.not-sealed', `item ${id} is ${item.state}`)
  const bytes = present(await ctx.blobs.read(item.sealedSha256), 'evidence.missing', 'the sealed blob')
  await recordHandout(ctx, actor, [item], 'sealed')
  return { name: `${item.sha256.slice(0, 16)}.sealed`, mediaType: 'application/octet-stream', bytes }
}

/** The custody lines and the audit line of a hand-out, committed before the bytes leave. */
export async function recordHandout(ctx: Context, actor: Actor, items: readonly Item[], form: string): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(mayExport(actor))
    await addCustody(
      work,
      items.map((item) => ({ item, act: 'exported', detail: { form } })),
    )
    for (const item of items) {
      work.record('evidence.exported', item.id, { form })
      work.announce('item', item.id)
    }
  })
}

export type Verification = { readonly sha256: string; readonly size: number; readonly at: Date }

/** Reads the bytes of an item again and records that they are what they were. Fails as `openEvidence`: altered ones raise the alarm. */
export async function verifyItem(ctx: Context, actor: Actor, id: ItemId): Promise<Verification> {
  if (!mayVerify(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not verify evidence')
  const { item, bytes } = await openItem(ctx, actor, id)
  return perform(ctx, actor, async (work) => {
    work.require(mayVerify(actor))
    await addCustody(work, [{ item, act: 'verified' }])
    work.announce('item', id)
    return { sha256: item.sha256, size: bytes.length, at: work.now }
  })
}

/**
 * The item's custody lines with their places in the node's log, as a proof bundle (`formats/tlog`). Undefined while the first line is
 * waiting for its place: seconds.
 */
export async function proveItem(ctx: Context, actor: Actor, id: ItemId): Promise<string | undefined> {
  if (!mayRead(actor)) throw new Failure('forbidden', 'evidence.forbidden', 'this actor may not read evidence')
  return ctx.read(actor, async (tx) => {
    present(await findItem(tx, id), 'evidence.missing', `item ${id}`)
    const [first] = await custodyOf(tx, id)
    const proof = await proveBundle(tx, present(first, 'evidence.missing', 'a line of custody').leaf)
    return proof.kind === 'pending' ? undefined : serialiseBundle(proof.bundle)
  })
}
