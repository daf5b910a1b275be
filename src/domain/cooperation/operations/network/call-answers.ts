import { Failure, present } from '../../../../base/failure.ts'
import type { PersonId } from '../../../../base/id.ts'
import { storableText } from '../../../../base/storable.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findPerson } from '../../../directory/index.ts'
import { listItems, openListed } from '../../../evidence/index.ts'
import { findReply, replyReceived } from '../../../intake/index.ts'
import { type AnswerIgnored, type ReadAnswer, whyIgnored } from '../../network/call-answer.ts'
import { uidOf } from '../../network/call-calendar.ts'
import type { Standing } from '../../network/standing.ts'
import { type Attendee, findAttendee, listAttendees, lockAttendee, putAttendee, setAttendee } from '../../store/network/call-attendees.ts'
import { findCall } from '../../store/network/calls.ts'
import { readCallAnswerTask } from '../../tasks.ts'
import { isOpen, mailCallLater } from './call-mail.ts'
import { takeCall } from './calls.ts'

export type OwnAnswer = { readonly answer: 'accepted' | 'tentative' | 'declined'; readonly comment: string }

/**
 * A person says at the console whether they come, for the member that they act for. Where the invitation went to their own address, it is that one's answer; else they are sent
 * changes from now on, while they come. Refuses `cooperation.call-over`.
 */
export async function answerCall(work: Work, { actor, member }: Standing, id: string, { answer, comment }: OwnAnswer): Promise<void> {
  work.require(actor.kind === 'person' && member !== null)
  const call = await takeCall(work, id)
  if (call.state !== 'planned' && !isOpen(call.state)) throw new Failure('conflict', 'cooperation.call-over', `call ${id} is ${call.state}`)
  const person = present(await findPerson(work.tx, actor.id as PersonId), 'cooperation.attendee', 'a person')
  const { name, email: address } = person
  const at = { contact: null, person: person.id, guest: null, name, address }
  const invited = ownRow(await listAttendees(work.tx, id), member?.id ?? '', person)
  const row = invited?.id ?? (await putAttendee(work.tx, call.owner, id, { ...at, member: member?.id ?? null }, work.now))
  await keepAnswer(work, row, { answer, comment, way: 'console', stamp: work.now })
  await setAttendee(work.tx, row, { wants: answer !== 'declined' })
  mailCallLater(work, id)
  work.record('cooperation.call-answered', id, { answer, way: 'console' })
  work.announce('call', id)
  work.tell('call-inside', id)
}

/** What a person is invited by: their own row, or that of their member's contact with their address. */
export function ownRow(
  rows: readonly Attendee[],
  member: string,
  person: { readonly id: string; readonly email: string },
): Attendee | undefined {
  const own = rows.filter((row) => row.member === member && row.outAt === null)
  return (
    own.find((row) => row.person === person.id) ??
    own.find((row) => row.contact !== null && row.address.toLowerCase() === person.email.toLowerCase())
  )
}

type Kept = Pick<Attendee, 'answer' | 'comment'> & {
  readonly way: 'mail' | 'console'
  readonly stamp: Date
  readonly delegate?: string | null
}

async function keepAnswer(work: Work, id: string, { answer, comment, way, stamp, delegate = null }: Kept): Promise<void> {
  const said = { answer, comment: storableText(comment, 2000), way, delegate: delegate === null ? null : storableText(delegate, 320) }
  const settled = {
    answeredAt: work.now,
    answeredStamp: stamp,
    proposedStartsAt: null,
    proposedEndsAt: null,
    ignored: null,
    ignoredAt: null,
  }
  await setAttendee(work.tx, id, { ...said, ...settled })
}

/** milliseconds of work that one mail may cost before its reader is stopped */
const readTime = 10_000

/** A mail came to an invitation's own address: what a calendar program answers in it is kept, by the rules of RFC 5546; of all else is noted why it changes nothing. */
export const hearCallAnswer = defineJob({
  name: 'cooperation.hear-call-answer',
  payload: replyReceived.payload,
  async run(ctx, actor, { replyId, aboutKind, about }) {
    if (aboutKind !== 'call-attendee' || actor.organisation === null) return
    const found = await ctx.read(actor, async (tx) => {
      const [reply, row] = [await findReply(tx, replyId), await findAttendee(tx, about)]
      const gone = reply === undefined || reply.state === 'withheld' || reply.state === 'expired'
      const [item] = gone ? [] : await listItems(tx, [reply.item])
      return item === undefined || row === undefined || reply === undefined ? undefined : { reply, row, item }
    })
    if (found === undefined || found.reply.automatic === 'loop') return
    const { reply, row, item } = found
    const read =
      reply.automatic === 'bounce' ? undefined : await readMail(ctx, reply.authenticated, await openListed(ctx, actor, item), row)
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const current = await lockAttendee(work.tx, about)
      if (current === undefined) return
      // what comes to the address of somebody whose place another has taken says nothing of that one
      const own = reply.correspondent?.toLowerCase() === current.address.toLowerCase()
      if (!own && read === undefined) return
      await setAttendee(work.tx, about, { reply: replyId })
      if (read === undefined) await setAttendee(work.tx, about, { returnedAt: work.now })
      else if (!own) await ignore(work, current, 'other-person')
      else await takeAnswer(work, current, read, reply.received_at)
      work.announce('call', current.call)
      work.tell('call-inside', current.call)
    })
  },
})

async function readMail(
  ctx: Pick<Context, 'sandbox' | 'config' | 'log'>,
  authenticated: string,
  bytes: Uint8Array,
  { id, call, address }: Attendee,
): Promise<ReadAnswer> {
  // the domain that it names says that it is not theirs
  if (authenticated === 'fail') return { ignored: 'forged' }
  const invited = { uid: uidOf({ id: call }, ctx.config.TOCSIN_MAIL_DOMAIN), address }
  const outcome = await ctx.sandbox.run(readCallAnswerTask, { bytes, invited }, { time: readTime })
  if ('ok' in outcome) return outcome.ok
  ctx.log.warn({ attendee: id, died: outcome.died }, 'cooperation.reader-died')
  return { ignored: 'unreadable' }
}

async function takeAnswer(work: Work, row: Attendee, read: ReadAnswer, receivedAt: Date): Promise<void> {
  const call = await findCall(work.tx, row.call)
  if ('ignored' in read) return ignore(work, row, read.ignored)
  const { answer, comment, delegate, proposed, sequence, stamp: said } = read.said
  // a clock that is ahead must neither keep later answers out nor come before them
  const stamp = Math.min(said ?? receivedAt.getTime(), receivedAt.getTime())
  const ignored = whyIgnored(answered(row, call !== undefined && isOpen(call.state)), { sequence, stamp })
  if (ignored !== undefined) return ignore(work, row, ignored)
  const stampedAt = new Date(stamp)
  if (answer !== null) await keepAnswer(work, row.id, { answer, comment, way: 'mail', stamp: stampedAt, delegate })
  if (proposed !== null) {
    const times = { proposedStartsAt: new Date(proposed.startsAt), proposedEndsAt: new Date(proposed.endsAt) }
    await setAttendee(work.tx, row.id, {
      ...times,
      comment: storableText(comment, 2000),
      answeredStamp: stampedAt,
      ignored: null,
      ignoredAt: null,
    })
  }
  work.record('cooperation.call-answered', row.call, { answer, way: 'mail', proposed: proposed !== null })
}

function answered({ outAt, asked, answeredStamp }: Attendee, open: boolean) {
  return { out: outAt !== null, open, asked, stamp: answeredStamp?.getTime() ?? null }
}

async function ignore(work: Work, { id, call }: Attendee, why: AnswerIgnored): Promise<void> {
  await setAttendee(work.tx, id, { ignored: why, ignoredAt: work.now })
  work.record('cooperation.call-answer-ignored', call, { why })
}
