import { createHash } from 'node:crypto'
import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { safeName } from '../../../../formats/archive/index.ts'
import type { Context } from '../../../../platform/context.ts'
import { sendTogether } from '../../../../platform/db/scope.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findOrganisation } from '../../../directory/index.ts'
import { draftItems, type Forget, listMarked } from '../../../evidence/index.ts'
import { mostAttachmentBytes, mostAttachments } from '../../contract/network/request-attachment-names.ts'
import { mayAct, type RequestAct } from '../../network/request-course.ts'
import type { AttachedFile } from '../../network/request-view.ts'
import { mayDraftShare } from '../../network/sharing.ts'
import { grant } from '../../store/network/groups.ts'
import {
  type AttachmentRow,
  deleteUnsaid,
  deleteWithItems,
  findAttachment,
  insertAttachment,
  insertFetched,
  listAttachments,
  listUnsaid,
  setSaid,
} from '../../store/network/request-attachments.ts'
import { type FileRow, findFile } from '../../store/network/request-files.ts'
import { lockRequest } from '../../store/network/requests.ts'
import { listGivenMarks, listMarksOnBytes } from '../../store/network/secrecy.ts'
import { ownerOf } from '../note.ts'
import { hotlineOnly } from './copy-source.ts'

/** acts whose message carries files */
export const carriers: readonly RequestAct[] = ['question', 'reply', 'partial', 'answer']

/**
 * Puts in a file that is to go with a message: nobody else sees it, and its bytes go with the daily sweep unless it is said. Refuses `cooperation.no-request`,
 * `cooperation.request-state` where nothing can be said now, `cooperation.attachment-size`, `cooperation.attachments-many`, `cooperation.hotline-only` where it
 * is known as child-abuse material.
 */
export async function addAttachment(ctx: Context, actor: Actor, request: string, name: string, bytes: Uint8Array): Promise<string> {
  await ctx.read(actor, async (tx) => refuseMany(await take(tx, actor, request, ctx.now()), await listAttachments(tx, request)))
  const known = createHash('sha256').update(bytes).digest('hex')
  if (bytes.length === 0 || bytes.length > mostAttachmentBytes)
    throw new Failure('invalid', 'cooperation.attachment-size', `${bytes.length} bytes`, { detail: { most: mostAttachmentBytes } })
  await ctx.read(actor, (tx) => refuseMarked(tx, [known]))
  const [sha256 = ''] = await ctx.blobs.put([bytes])
  return perform(ctx, actor, async (work) => {
    work.require(mayDraftShare(work.actor))
    await lockRequest(work.tx, request)
    refuseMany(await take(work.tx, actor, request, work.now), await listAttachments(work.tx, request))
    const id = newId(work.now.getTime())
    const row = { id, owner: ownerOf(work), request, name: safeName(name).replaceAll('/', '_').slice(0, 200), sha256, size: bytes.length }
    await insertAttachment(work.tx, row, work.now, work.actor.id)
    work.record('cooperation.request-attachment-added', request, { sha256, size: bytes.length })
    return id
  })
}

async function take(tx: Work['tx'], actor: Actor, request: string, now: Date): Promise<FileRow> {
  const file = present(await findFile(tx, request), 'cooperation.no-request', `a file of request ${request}`)
  if (!mayDraftShare(actor) || !carriers.some((act) => mayAct(file.side, file, act, now)))
    throw new Failure('conflict', 'cooperation.request-state', `request ${request} is ${file.state}`)
  return file
}

function refuseMany({ owner }: FileRow, held: readonly AttachmentRow[]): void {
  if (held.filter((one) => one.owner === owner && one.message === null).length >= mostAttachments)
    throw new Failure('limited', 'cooperation.attachments-many', 'too many files wait to be said', { detail: { most: mostAttachments } })
}

/** What is known as child-abuse material goes to a hotline alone. */
async function refuseMarked(tx: Work['tx'], hashes: readonly string[]): Promise<void> {
  if ((await listMarked(tx, hashes)).size > 0) throw hotlineOnly()
}

export async function discardAttachment(work: Work, id: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  if (!(await deleteUnsaid(work.tx, id))) throw new Failure('missing', 'cooperation.no-attachment', `attachment ${id}`)
}

/** Writes the bytes of what is about to be said once more, so that no sweep takes them before the message is committed. Refuses `cooperation.attachment-gone`, `cooperation.hotline-only`. */
export async function renewAttachments(ctx: Context, actor: Actor, request: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await ctx.read(actor, async (tx) => {
    const unsaid = await listUnsaid(tx, request, ids)
    await refuseMarked(
      tx,
      unsaid.map(({ sha256 }) => sha256),
    )
    return unsaid
  })
  for (const { sha256, id } of rows)
    await ctx.blobs.put([present(await ctx.blobs.read(sha256), 'cooperation.attachment-gone', `the bytes of attachment ${id}`)])
}

/**
 * What is to be said with a message, as it stands in the message's own hash; nobody says or discards it meanwhile. Refuses `cooperation.no-attachment` where one of
 * them is not there or was said, `cooperation.hotline-only`.
 */
export async function attachedTo(work: Work, request: string, ids: readonly string[]): Promise<readonly AttachedFile[]> {
  if (ids.length === 0) return []
  const rows = await listUnsaid(work.tx, request, ids, true)
  if (rows.length !== new Set(ids).size) throw new Failure('missing', 'cooperation.no-attachment', 'a file is not there, or was said')
  const hashes = rows.map(({ sha256 }) => sha256)
  await refuseMarked(work.tx, hashes)
  await refuseKept(work, request, hashes)
  return rows.map(({ id, name, sha256, size }) => ({ id, name, sha256, size }))
}

/** Refuses `cooperation.secret` for bytes that a mark keeps here: the organisation's own, or that of somebody else than who gets them. */
async function refuseKept(work: Work, request: string, hashes: readonly string[]): Promise<void> {
  const other = (await findFile(work.tx, request))?.other
  const given = (await listGivenMarks(work.tx, hashes)).filter(({ owner }) => owner !== other)
  const marks = [...new Set([...(await listMarksOnBytes(work.tx, hashes)), ...given.flatMap(({ secrecy }) => secrecy)])]
  if (marks.length > 0) throw new Failure('conflict', 'cooperation.secret', 'a mark of secrecy stands on a file', { detail: { marks } })
}

/** From now on they are evidence of whoever says them, and the other side sees them, until then. */
export async function sayAttachments(
  work: Work,
  message: string,
  files: readonly AttachedFile[],
  to: FileRow['other'],
  until: Date | null,
): Promise<void> {
  if (files.length === 0) return
  const common = { mediaType: 'application/octet-stream', channel: null, handedBy: null, receivedAt: work.now }
  const { ids, statements } = draftItems(
    work,
    files.map(({ name, sha256, size }) => ({ name, sha256, size, ...common })),
  )
  await sendTogether(work.tx, statements)
  for (const [at, { id }] of files.entries()) {
    if (!(await setSaid(work.tx, id, message, present(ids[at], 'cooperation.no-attachment', 'an item'))))
      throw new Failure('missing', 'cooperation.no-attachment', `attachment ${id} is not there, or was said`)
    await grant(work.tx, ownerOf(work), 'request-attachment', id, to, work.now, until)
  }
}

export type Fetched = { readonly row: AttachmentRow; readonly bytes: Uint8Array }

/** The bytes of a file that the reader may see; that the other side fetched it is receipted before they leave. Refuses `cooperation.no-attachment`, `cooperation.attachment-gone`. */
export async function fetchAttachment(ctx: Context, actor: Actor, id: string): Promise<Fetched> {
  const row = present(await ctx.read(actor, (tx) => findAttachment(tx, id)), 'cooperation.no-attachment', `attachment ${id}`)
  const bytes = row.emptiedAt === null ? await ctx.blobs.read(row.sha256) : undefined
  const kept = present(bytes, 'cooperation.attachment-gone', `the bytes of attachment ${id}`)
  await perform(ctx, actor, async (work) => {
    work.require(mayDraftShare(actor) || actor.role !== null)
    const reader = ownerOf(work)
    work.record('cooperation.request-attachment-fetched', row.request, { sha256: row.sha256 })
    if (row.owner === reader) return
    const own = await findOrganisation(work.tx, reader)
    await insertFetched(work.tx, row, reader, own?.name ?? '…', work.now)
    work.witness('cooperation.request-attachment-fetched', row.request, {
      request: row.request,
      attachment: id,
      sha256: row.sha256,
      reader,
    })
  })
  return { row, bytes: kept }
}

/** With what is destroyed goes what was given of it. */
export const forgetAttachments: Forget = (work, items) => deleteWithItems(work.tx, items)
