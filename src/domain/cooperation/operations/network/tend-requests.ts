import { z } from 'zod'
import type { Actor } from '../../../../base/actor.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { notifyRole } from '../../../directory/index.ts'
import { listMarked } from '../../../evidence/index.ts'
import { overdue, stateAt } from '../../network/request-course.ts'
import { deleteAnswer, listHeld } from '../../store/network/request-answers.ts'
import { deleteForgotten } from '../../store/network/request-attachments.ts'
import { type FileRow, listRunning, setCourse, setReminded } from '../../store/network/request-files.ts'

const atOnce = 200
const first = '00000000-0000-0000-0000-000000000000'
/** how long before data is kept no more the asker is told */
const preservationEnds = 14 * 86_400_000

/**
 * Every hour, for each organisation and its own files, so that both sides are reminded: of what is overdue, once for each thing; of data that will soon be
 * kept no more; and that what nobody answered is over.
 */
export const tendRequestsJob = defineJob({
  name: 'cooperation.tend-requests',
  payload: z.object({}),
  async run(ctx, actor) {
    if (actor.organisation === null) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      await dropMarked(work)
      await deleteForgotten(work.tx, new Date(work.now.getTime() - 86_400_000))
    })
    for (let after: string | undefined = first; after !== undefined; ) after = await tendSome(ctx, actor, after)
  },
})

/** Child-abuse material is not held for an answer that nobody may say any more. */
async function dropMarked(work: Work): Promise<void> {
  const held = await listHeld(work.tx)
  const marked = await listMarked(work.tx, [...new Set(held.map(({ sha256 }) => sha256))])
  for (const request of new Set(held.flatMap((one) => (marked.has(one.sha256) ? [one.request] : [])))) {
    await deleteAnswer(work.tx, request)
    work.record('cooperation.request-answer-dropped', request)
  }
}

/** Tends so many after this id, in one unit of work; answers the last one's id, undefined at the end. */
async function tendSome(ctx: Context, actor: Actor, after: string): Promise<string | undefined> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const rows = await listRunning(work.tx, work.now, after, atOnce)
    for (const row of rows) await tend(work, row)
    return rows.length < atOnce ? undefined : rows.at(-1)?.id
  })
}

async function tend(work: Work, file: FileRow): Promise<void> {
  if (file.endedAt === null && stateAt(file, work.now) === 'expired') {
    await setCourse(work.tx, file.request, { ...file, state: 'expired', questionedAt: null, endedAt: file.expiresAt }, work.now)
    // nobody can say any more what waited
    await deleteAnswer(work.tx, file.request)
    work.record('cooperation.request-expired', file.request)
    return remind(work, file, 'cooperation.request-expired')
  }
  const due = overdue(file, work.now) ?? (endsSoon(file, work.now) ? 'preservation' : undefined)
  if (due === undefined || due === file.reminded) return
  await setReminded(work.tx, file.id, due)
  await remind(work, file, due === 'preservation' ? 'cooperation.preservation-ends' : `cooperation.request-overdue-${due}`)
}

function endsSoon({ side, kind, preserveUntil, state }: FileRow, now: Date): boolean {
  if (side !== 'asker' || kind !== 'preservation' || preserveUntil === null || state === 'refused' || state === 'withdrawn') return false
  return preserveUntil > now && preserveUntil.getTime() - now.getTime() < preservationEnds
}

async function remind(work: Work, { request, reference }: FileRow, kind: string): Promise<void> {
  work.announce('request', request)
  await notifyRole(work, 'analyst', { kind, subject: request, params: { reference } })
}
