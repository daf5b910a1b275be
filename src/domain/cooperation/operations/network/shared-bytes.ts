import { type Actor, systemActor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { sealArchiveTask } from '../../../../forensics/tasks.ts'
import type { Context } from '../../../../platform/context.ts'
import { announceElsewhere, perform } from '../../../../platform/work.ts'
import { findOrganisation } from '../../../directory/index.ts'
import { type Forget, listItems, openEvidence } from '../../../evidence/index.ts'
import { reportsOf } from '../../../intake/index.ts'
import { mayTakeBytes } from '../../network/sharing.ts'
import { findShared } from '../../store/network/shared.ts'
import {
  deleteFilesUnder,
  findOwnFile,
  findShownFile,
  insertFetch,
  listSharesOf,
  type SharedFile,
} from '../../store/network/shared-files.ts'
import { emptyCopies, findShare } from '../../store/network/shares.ts'
import { ownerOf } from '../note.ts'
import { callBack, dropDraft } from './share.ts'

// as everywhere in the house: keeps scanners and double clicks away, and no secret
const password = 'infected'

/** A ZIP and what it is called. */
export type Handed = { readonly name: string; readonly archive: Uint8Array }

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
    await insertFetch(work.tx, copy, sha256, reader, name, work.now)
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

/** Read as their owner's, which is told where they are not what they were. */
async function pack(ctx: Context, { owner, item, sha256, mediaType }: SharedFile): Promise<Handed> {
  const bytes = await openEvidence(ctx, systemActor('cooperation.share', owner), item).catch((error: unknown) => {
    if (error instanceof Failure && error.code.startsWith('evidence.'))
      throw new Failure('missing', 'cooperation.bytes-gone', `item ${item}: ${error.code}`, { cause: error })
    throw error
  })
  const name = `${sha256}.${mediaType.startsWith('message/') ? 'eml' : 'bin'}`
  const answer = await ctx.sandbox.run(sealArchiveTask, { files: [{ name, bytes }], password })
  if (!('ok' in answer)) throw new Failure('unavailable', 'cooperation.archive', 'the archive could not be made')
  return { name: `${sha256.slice(0, 16)}.zip`, archive: answer.ok.archive }
}

/**
 * With what is destroyed go the bytes that were given of it. What turns out to be child-abuse material is called back whole in the same unit of work, with what was
 * found in it, and its words go.
 */
export const forgetShared: Forget = async (work, roots) => {
  await deleteFilesUnder(work.tx, roots)
  const marked = (await listItems(work.tx, roots)).filter(({ destroyedWhy }) => destroyedWhy === 'child-material').map(({ id }) => id)
  if (marked.length === 0) return
  for (const { id, copy, state } of await listSharesOf(work.tx, marked, await reportsOf(work.tx, marked))) {
    if (state === 'draft') await dropDraft(work, id)
    else {
      await callBack(work, id)
      await emptyCopies(work.tx, [copy], work.now)
    }
  }
}
