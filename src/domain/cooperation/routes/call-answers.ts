import { type Actor, systemActor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { PersonId, ReplyId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { findPerson } from '../../directory/index.ts'
import { findReply } from '../../intake/index.ts'
import type { CallAnswersView } from '../contract/network/call-answers.ts'
import * as contract from '../contract.ts'
import { isAhead } from '../network/call.ts'
import { answerView } from '../network/call-answer-view.ts'
import { mayKeepCall, maySeeCalls } from '../network/call-standing.ts'
import { answerCall, ownRow } from '../operations/network/call-answers.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { type Attendee, listAttendees } from '../store/network/call-attendees.ts'
import { findCall } from '../store/network/calls.ts'
import { namesOfMembers } from '../store/network/members.ts'
import { isInside, mustSeeCall } from './call-reading.ts'

/** What those who are invited answer. */
export function callAnswerRoutes(http: Http): void {
  serve(http, contract.readCallAnswers, ({ actor, params }) => answersOf(http, actor, params.id))
  serve(http, contract.answerCall, async ({ actor, params, body }) => {
    await mustSeeCall(http, actor, params.id)
    await performInNetwork(http.ctx, actor, (work, standing) => answerCall(work, standing, params.id, body))
    return answersOf(http, actor, params.id)
  })
}

/** The rows are the network's own: what of them the reader may know is said here, once it is sure that they see the call. */
async function answersOf({ ctx }: Http, actor: Actor, id: string): Promise<CallAnswersView> {
  const { standing, call } = await ctx.read(actor, async (tx) => {
    const standing = await readStanding(tx, actor)
    if (!maySeeCalls(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not see calls')
    return { standing, call: present(await findCall(tx, id), 'cooperation.no-call', `call ${id}`) }
  })
  const { network, member } = standing
  const organises = mayKeepCall(standing, call)
  return ctx.read(systemActor('cooperation.answers', network), async (tx) => {
    const all = await listAttendees(tx, id)
    const rows = all.filter((row) => row.outAt === null && (isInside(standing) || row.member === member?.id))
    const names = await namesOfMembers(tx, [...new Set(rows.flatMap((row) => row.member ?? []))])
    const person = actor.kind === 'person' ? await findPerson(tx, actor.id as PersonId) : undefined
    const own = person === undefined || member === null ? undefined : ownRow(all, member.id, person)
    const depth = (of: string | null) => (organises ? 'all' : of !== null && of === member?.id ? 'own' : 'that')
    const words = organises ? await wordsOf(tx, rows) : new Map<string, string>()
    return {
      items: rows.map((row) => answerView(row, names, depth(row.member), words.get(row.id) ?? null)),
      own: own === undefined ? null : { answer: own.answer, comment: own.comment },
      may: { answer: member !== null && person !== undefined && (isAhead(call.state) || call.state === 'under-way') },
    }
  })
}

/** characters of what somebody wrote that are shown */
const mostWords = 2_000

/** Of those who wrote back and answered nothing that a program can read: what they wrote. */
async function wordsOf(tx: Tx, rows: readonly Attendee[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const { id, ignored, reply } of rows) {
    if (ignored !== 'words' || reply === null) continue
    const said = await findReply(tx, reply as ReplyId)
    if (said !== undefined && said.state !== 'withheld' && said.state !== 'spam') found.set(id, said.text.slice(0, mostWords))
  }
  return found
}
