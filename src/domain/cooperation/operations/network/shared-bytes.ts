import { createHash } from 'node:crypto'
import { type Actor, systemActor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { sealArchiveTask } from '../../../../forensics/tasks.ts'
import type { Context } from '../../../../platform/context.ts'
import { announceElsewhere, perform } from '../../../../platform/work.ts'
import { findOrganisation } from '../../../directory/index.ts'
import { type Forget, itemsUnder, listItems, listMarked, openEvidence } from '../../../evidence/index.ts'
import { mayTakeBytes } from '../../network/sharing.ts'
import { listSharesMarked } from '../../store/network/lineage.ts'
import { findShared } from '../../store/network/shared.ts'
import { deleteFilesUnder, findOwnFile, findShownFile, insertFetch, type SharedFile } from '../../store/network/shared-files.ts'
import { findShare } from '../../store/network/shares.ts'
import { ownerOf } from '../note.ts'
import { hashesOf } from './copy-evidence.ts'
import { withdrawShare } from './recall.ts'
import { noteReading } from './shared.ts'

// as everywhere in the house: keeps scanners and double clicks away, and no secret
const password = 'infected'

/** A ZIP and what it is called. */
export type Handed = { readonly name: string; readonly archive: Uint8Array }
/** With the hashes of what lies in the file: its mark holds for that too. */
type Packed = Handed & { readonly inside: readonly string[] }

/**
 * The bytes that go with a copy of another's, as a protected archive. That they were fetched is receipted and in the log before they leave. Refuses
 * `cooperation.no-shared` where the copy is not shown (any more), and `cooperation.bytes-gone`.
 */
export async function fetchShared(ctx: Context, actor: Actor, id: string): Promise<Handed> {
  refuseUnfit(actor)
  const file = await ctx.read(actor, async (tx) => {
    present(await findShared(tx, id), 'cooperation.no-shared', `shared copy ${id}`)
    return present(await findShownFile(tx, id), 'cooperation.bytes-gone', `the bytes of shared copy ${id}`)
  })
  const handed = await pack(ctx, file)
  await perform(ctx, actor, async (work) => {
    work.require(mayTakeBytes(actor))
    // it may have been called back since
    const copy = present(await findShared(work.tx, id), 'cooperation.no-shared', `shared copy ${id}`)
    const { sha256 } = present(await findShownFile(work.tx, id), 'cooperation.bytes-gone', `the bytes of shared copy ${id}`)
    if (sha256 !== file.sha256) throw new Failure('conflict', 'cooperation.share-changed', `the bytes of shared copy ${id} are others now`)
    const reader = ownerOf(work)
    const { name } = present(await findOrganisation(work.tx, reader), 'cooperation.no-organisation', 'the organisation')
    // whoever has the bytes has read the copy: a recall asks them
    await noteReading(work, copy)
    const archive = createHash('sha256').update(handed.archive).digest('hex')
    await insertFetch(work.tx, copy, { sha256, inside: [archive, ...handed.inside] }, reader, name, work.now)
    work.witness('cooperation.share-fetched', id, { copy: id, sha256, reader })
    work.record('cooperation.share-fetched', id, { sha256 })
    await announceElsewhere(work.tx, copy.owner, [{ kind: 'share', id: '' }])
  })
  return handed
}

/** The same of a share of one's own, for whoever decides on it. Refuses `cooperation.no-share`, `cooperation.bytes-gone`. */
export async function previewShared(ctx: Context, actor: Actor, id: string): Promise<Handed> {
  refuseUnfit(actor)
  const file = await ctx.read(actor, async (tx) => {
    const { copy } = present(await findShare(tx, id), 'cooperation.no-share', `share ${id}`)
    return present(await findOwnFile(tx, copy), 'cooperation.bytes-gone', `the bytes of share ${id}`)
  })
  const handed = await pack(ctx, file)
  await perform(ctx, actor, async (work) => {
    work.require(mayTakeBytes(actor))
    work.record('cooperation.share-previewed', id, { sha256: file.sha256 })
  })
  return handed
}

function refuseUnfit(actor: Actor): void {
  if (!mayTakeBytes(actor)) throw new Failure('forbidden', 'platform.forbidden', 'bytes of evidence are handed to analysts')
}

/** Read as their owner's, which is told where they are not what they were. What is marked as child-abuse material anywhere at their owner is not given. */
async function pack(ctx: Context, { owner, item, sha256, mediaType }: SharedFile): Promise<Packed> {
  const node = systemActor('cooperation.share', owner)
  const { inside, marked } = await ctx.read(node, async (tx) => {
    const hashes = hashesOf(await itemsUnder(tx, item))
    return { inside: hashes, marked: await listMarked(tx, [sha256, ...hashes]) }
  })
  if (marked.size > 0) throw new Failure('missing', 'cooperation.bytes-gone', `item ${item} is marked`)
  const bytes = await openEvidence(ctx, node, item).catch((error: unknown) => {
    if (error instanceof Failure && error.code.startsWith('evidence.'))
      throw new Failure('missing', 'cooperation.bytes-gone', `item ${item}: ${error.code}`, { cause: error })
    throw error
  })
  const name = `${sha256}.${mediaType.startsWith('message/') ? 'eml' : 'bin'}`
  const answer = await ctx.sandbox.run(sealArchiveTask, { files: [{ name, bytes }], password })
  if (!('ok' in answer)) throw new Failure('unavailable', 'cooperation.archive', 'the archive could not be made')
  return { name: `${sha256.slice(0, 16)}.zip`, archive: answer.ok.archive, inside }
}

/**
 * With what is destroyed go the bytes that were given of it. What turns out to be child-abuse material is called back whole in the same unit of work, wherever else
 * it was shared from, with what was found in it, and the words go, also of what was called back before.
 */
export const forgetShared: Forget = async (work, roots) => {
  await deleteFilesUnder(work.tx, roots)
  if ((await listItems(work.tx, roots)).every(({ destroyedWhy }) => destroyedWhy !== 'child-material')) return
  for (;;) {
    const shares = await listSharesMarked(work.tx, roots)
    for (const id of shares) await withdrawShare(work, id)
    if (shares.length === 0) return
  }
}
