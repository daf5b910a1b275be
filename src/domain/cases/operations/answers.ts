import type { ActionId, CaseId, ReplyId, ReportId } from '../../../base/id.ts'
import type { Work } from '../../../platform/work.ts'
import { findReply, listRepliesIn, markReplies } from '../../intake/index.ts'
import { isLive } from '../case.ts'
import { mayWorkCases } from '../policy.ts'
import { rankOf } from '../queue.ts'
import { findAction } from '../store/actions.ts'
import { casesOfReports, findCase, lockCase, updateCase } from '../store/cases.ts'
import { countUnread, listThreads } from '../store/conversation.ts'
import { tell } from './acting.ts'
import { recordOutcome } from './actions.ts'
import { takenReports } from './attach.ts'
import { recur } from './close.ts'
import { notifyCase } from './people.ts'

export type Answer = { readonly reply: ReplyId; readonly aboutKind: string; readonly about: string; readonly automatic: boolean }

/**
 * Somebody answered what was written about a case, one of its actions or of the reports in it. It is counted and told of, the case waits for us again, and a closed one reopens; that
 * something was received automatically is written down, and disturbs nobody. What is about none is not ours.
 */
export async function takeAnswer(work: Work, answer: Answer): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const action = answer.aboutKind === 'action' ? await findAction(work.tx, answer.about as ActionId) : undefined
  const { id, campaign } = action === undefined ? await caseOf(work, answer) : { id: action.case }
  const row = id === undefined ? undefined : await lockCase(work.tx, await survivor(work, id))
  if (row === undefined) return
  await tell(work, row.id, answer.automatic ? 'answered-automatically' : 'answered', { reply: answer.reply, action: action?.id ?? null })
  await updateCase(work.tx, row.id, { last_at: work.now })
  if (answer.automatic) return
  if (action !== undefined && action.state !== 'proposed' && action.state !== 'declined' && action.state !== 'withdrawn')
    await recordOutcome(work, action.id, { kind: 'answered' })
  // one of many who reported the same may only say thanks: that it goes on is told by reports
  if (row.state === 'closed' && campaign === undefined) await recur(work, row)
  else if (isLive(row) && row.state === 'waiting')
    await updateCase(work.tx, row.id, { state: 'acting', since: work.now, rank: rankOf(row.harm, work.now) })
  await countUnread(work.tx, row.id)
  await notifyCase(work, row, 'cases.answered')
  work.record('cases.answered', row.id, { reply: answer.reply })
}

/** Of a report also by way of its campaign. */
async function caseOf(
  work: Work,
  { aboutKind, about }: Pick<Answer, 'aboutKind' | 'about'>,
): Promise<{ readonly id?: CaseId; readonly campaign?: true }> {
  if (aboutKind === 'case') return { id: about as CaseId }
  if (aboutKind !== 'report') return {}
  const report = about as ReportId
  const own = (await casesOfReports(work.tx, [report])).get(report)
  if (own !== undefined) return { id: own }
  const byWay = (await takenReports(work, [report])).get(report)
  return byWay === undefined ? {} : { id: byWay, campaign: true }
}

/** Where a case lives on: itself, or the last one that it was merged into. */
async function survivor(work: Work, id: CaseId): Promise<CaseId> {
  let at = id
  for (let steps = 0; steps < 20; steps++) {
    const row = await findCase(work.tx, at)
    if (row?.merged_into == null) return at
    at = row.merged_into
  }
  return at
}

const readAtOnce = 1_000

/** The answers of a case were read, all of them. */
export async function answersRead(work: Work, id: CaseId): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const row = await lockCase(work.tx, id)
  if (row === undefined) return
  const threads = (await listThreads(work.tx, id)).map((thread) => thread.id)
  const unread = await listRepliesIn(work.tx, threads, { state: 'unread', limit: readAtOnce })
  await markReplies(
    work,
    unread.map((reply) => reply.id),
    'read',
  )
  if (await countUnread(work.tx, id)) work.announce('case', id)
}

/** Replies were marked, or are gone: the cases that they answer count anew. */
export async function answersMarked(work: Work, ids: readonly ReplyId[]): Promise<void> {
  work.require(mayWorkCases(work.actor))
  const cases = new Set<CaseId>()
  for (const id of ids) {
    const reply = await findReply(work.tx, id)
    if (reply === undefined) continue
    const { about_kind: aboutKind, about } = reply
    const of = aboutKind === 'action' ? (await findAction(work.tx, about as ActionId))?.case : (await caseOf(work, { aboutKind, about })).id
    if (of !== undefined) cases.add(await survivor(work, of))
  }
  for (const id of [...cases].sort()) {
    if ((await lockCase(work.tx, id)) !== undefined && (await countUnread(work.tx, id))) work.announce('case', id)
  }
}
