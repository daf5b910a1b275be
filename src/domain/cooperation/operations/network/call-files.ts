import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from '../../../../base/actor.ts'
import { Failure, present } from '../../../../base/failure.ts'
import { type ItemId, newId } from '../../../../base/id.ts'
import { safeName } from '../../../../formats/archive/index.ts'
import type { Context } from '../../../../platform/context.ts'
import { sendTogether } from '../../../../platform/db/scope.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { destroyItems, draftItems, type Forget, listMarked } from '../../../evidence/index.ts'
import { mostPaperBytes, mostPaperFiles } from '../../contract/network/call-file-names.ts'
import { mayContribute, mayKeepCall } from '../../network/call-standing.ts'
import type { Standing } from '../../network/standing.ts'
import { type CallFile, deleteFilesOf, deleteFilesWith, findCallFile, insertCallFile, listFilesOf } from '../../store/network/call-files.ts'
import { findItem, findPaper } from '../../store/network/call-items.ts'
import { paperTypeTask } from '../../tasks.ts'
import { takeCall } from './calls.ts'
import { hotlineOnly } from './copy-source.ts'
import { performInNetwork } from './standing.ts'

/** milliseconds of work that the look at one file may cost */
const lookTime = 10_000

/**
 * Puts a file to a paper that the actor sees. Refuses `cooperation.no-paper`, `cooperation.paper-withdrawn`, `cooperation.paper-size`, `cooperation.paper-files`, `cooperation.paper-type`,
 * `cooperation.call-over`, `cooperation.hotline-only` where it is known as child-abuse material.
 */
export async function addFile(ctx: Context, actor: Actor, paper: string, name: string, bytes: Uint8Array): Promise<CallFile> {
  const mustSee = async () => present(await ctx.read(actor, (tx) => findPaper(tx, paper)), 'cooperation.no-paper', `paper ${paper}`)
  await mustSee()
  // whoever may not is told so before anything is kept
  await performInNetwork(ctx, actor, (work, standing) => takePaper(work, standing, paper))
  if (bytes.length === 0 || bytes.length > mostPaperBytes)
    throw new Failure('invalid', 'cooperation.paper-size', `${bytes.length} bytes`, { detail: { most: mostPaperBytes } })
  const looked = await ctx.sandbox.run(paperTypeTask, { bytes }, { time: lookTime })
  const mediaType = 'ok' in looked ? looked.ok : null
  if (mediaType === null) throw new Failure('invalid', 'cooperation.paper-type', 'these bytes are none of what papers may be')
  const known = createHash('sha256').update(bytes).digest('hex')
  const refuseMarked = async (tx: Work['tx']) => {
    if ((await listMarked(tx, [known])).size > 0) throw hotlineOnly()
  }
  await ctx.read(actor, refuseMarked)
  const [sha256 = ''] = await ctx.blobs.put([bytes])
  // it may have been taken from their sight meanwhile, and what follows is done in the network's name
  await mustSee()
  return performInNetwork(ctx, actor, async (work, standing) => {
    const { item, call } = await takePaper(work, standing, paper)
    // the network may know what the member does not
    await refuseMarked(work.tx)
    const said = safeName(name).replaceAll('/', '_').slice(0, 200)
    const draft = { name: said, sha256, size: bytes.length, mediaType, channel: null, handedBy: null, receivedAt: work.now }
    const { ids, statements } = draftItems(work, [draft])
    await sendTogether(work.tx, statements)
    const evidence: ItemId = present(ids[0], 'cooperation.no-paper', 'an item')
    const file = { id: newId(work.now.getTime()), item, paper, evidence, name: said, mediaType, sha256, size: bytes.length }
    await insertCallFile(work.tx, standing.network, file, work.now, work.actor.id)
    work.record('cooperation.paper-file-added', call, { item, sha256 })
    work.announce('call', call)
    work.tell('call-item', item)
    return file
  })
}

async function takePaper(work: Work, standing: Standing, id: string): Promise<{ readonly item: string; readonly call: string }> {
  const paper = present(await findPaper(work.tx, id), 'cooperation.no-paper', `paper ${id}`)
  const found = present(await findItem(work.tx, paper.item), 'cooperation.no-call-item', `item ${paper.item}`)
  const call = await takeCall(work, found.call)
  const own = standing.member !== null && standing.member.id === paper.member && mayContribute(standing)
  work.require(own || mayKeepCall(standing, call))
  if (paper.withdrawnAt !== null) throw new Failure('conflict', 'cooperation.paper-withdrawn', `paper ${id} was withdrawn`)
  if (call.state === 'cancelled' || call.state === 'reported')
    throw new Failure('conflict', 'cooperation.call-over', `call ${call.id} is ${call.state}`)
  if ((await listFilesOf(work.tx, id)).length >= mostPaperFiles)
    throw new Failure('limited', 'cooperation.paper-files', 'a paper has so many files at most', { detail: { most: mostPaperFiles } })
  return { item: paper.item, call: call.id }
}

/** The bytes of a file that the reader sees. Refuses `cooperation.no-paper-file`. */
export async function fetchFile(ctx: Context, actor: Actor, id: string): Promise<{ readonly file: CallFile; readonly bytes: Uint8Array }> {
  const file = present(await ctx.read(actor, (tx) => findCallFile(tx, id)), 'cooperation.no-paper-file', `file ${id}`)
  return { file, bytes: present(await ctx.blobs.read(file.sha256), 'cooperation.no-paper-file', `the bytes of file ${id}`) }
}

/** A paper was taken back: its files are nobody's from this commit on, and their bytes go by a job. */
export async function dropFilesOf(work: Work, paper: string): Promise<void> {
  const files = await listFilesOf(work.tx, paper)
  if (files.length === 0) return
  await deleteFilesOf(work.tx, paper)
  work.enqueue(destroyPaperJob, { items: files.map(({ evidence }) => evidence) })
}

export const destroyPaperJob = defineJob({
  name: 'cooperation.destroy-paper',
  payload: z.object({ items: z.array(z.string().transform((text) => text as ItemId)).max(mostPaperFiles) }),
  async run(ctx, actor, { items }) {
    await perform(ctx, actor, async (work) => {
      await destroyItems(work, items, 'erasure')
    })
  },
})

/** With what is destroyed goes what was given of it. */
export const forgetPaperFiles: Forget = (work, items) => deleteFilesWith(work.tx, items)
