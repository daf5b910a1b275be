import { isMalformed, type Limits } from '../../../base/parsed.ts'
import {
  type Answer,
  type CalendarEvent,
  type CalendarLimits,
  calendarLimits,
  parseCalendar,
  type ReadCalendar,
} from '../../../formats/icalendar/index.ts'
import { parseMessage } from '../../../formats/mime/index.ts'
import type { answersIgnored, callAnswers } from '../contract/network/call-names.ts'

export type CallAnswer = (typeof callAnswers)[number]
export type AnswerIgnored = (typeof answersIgnored)[number]

/** Milliseconds of the epoch. */
type Proposed = { readonly startsAt: number; readonly endsAt: number }

/** What somebody's calendar program answers (RFC 5546 §3.2.3 and §3.2.7). */
export type MailedAnswer = {
  /** null where it proposes another time and says nothing else */
  readonly answer: Exclude<CallAnswer, 'waiting'> | null
  readonly sequence: number
  /** DTSTAMP, milliseconds of the epoch; null where it says none */
  readonly stamp: number | null
  readonly comment: string
  /** address of whom they send */
  readonly delegate: string | null
  readonly proposed: Proposed | null
}
export type ReadAnswer = { readonly said: MailedAnswer } | { readonly ignored: AnswerIgnored }

const messageLimits: Limits = { bytes: 2_000_000, depth: 8, count: 200, time: 2_000 }
const smallCalendar: CalendarLimits = { ...calendarLimits, bytes: 200_000, count: 5_000, events: 5, value: 20_000, people: 200 }
/** parts of a mail that are looked at */
const mostParts = 5
const mostComment = 2000

const meanings: Readonly<Record<Answer, MailedAnswer['answer']>> = {
  'NEEDS-ACTION': null,
  ACCEPTED: 'accepted',
  TENTATIVE: 'tentative',
  DECLINED: 'declined',
  DELEGATED: 'delegated',
}

/**
 * What a mail answers to the invitation of this UID that went to this address. Total on any bytes: what is no such answer says why it is none. Of several calendars in one
 * mail the first that answers counts.
 */
export function readAnswer(bytes: Uint8Array, invited: { readonly uid: string; readonly address: string }): ReadAnswer {
  const parts = parseMessage(bytes, messageLimits).parts.filter(({ type }) => type === 'text/calendar' || type === 'application/ics')
  if (parts.length === 0) return { ignored: 'words' }
  const calendars = parts.slice(0, mostParts).map(({ content }) => parseCalendar(content, smallCalendar))
  const answering = calendars.filter(
    (one): one is ReadCalendar => !isMalformed(one) && (one.method === 'REPLY' || one.method === 'COUNTER'),
  )[0]
  if (answering === undefined) return { ignored: calendars.some(isMalformed) ? 'unreadable' : 'words' }
  const event = answering.events.find(({ uid }) => uid === invited.uid)
  return event === undefined ? { ignored: 'other-call' } : answerIn(event, answering.method === 'COUNTER', invited.address)
}

function answerIn(event: CalendarEvent, counters: boolean, address: string): ReadAnswer {
  const own = event.attendees.find((one) => one.address.trim().toLowerCase() === address.toLowerCase())
  if (own === undefined) return { ignored: 'other-person' }
  const proposed = counters ? proposalIn(event) : null
  const answer = meanings[own.answer]
  if (answer === null && proposed === null) return { ignored: 'unreadable' }
  return {
    said: {
      ...{ answer, sequence: event.sequence, stamp: event.stampedAt?.getTime() ?? null, proposed },
      comment: event.comments.join('\n').trim().slice(0, mostComment),
      delegate: answer === 'delegated' ? (own.delegatedTo?.slice(0, 320) ?? null) : null,
    },
  }
}

/** a day: longer is no call */
const longest = 86_400_000

function proposalIn({ startsAt, endsAt }: CalendarEvent): Proposed | null {
  if (startsAt === null || endsAt === null) return null
  const length = endsAt.getTime() - startsAt.getTime()
  return length > 0 && length <= longest ? { startsAt: startsAt.getTime(), endsAt: endsAt.getTime() } : null
}

export type Answered = {
  readonly out: boolean
  /** the call is to come, or goes on */
  readonly open: boolean
  /** the SEQUENCE from which on answers are of the moment that stands */
  readonly asked: number
  /** milliseconds of the epoch: of the answer that stands */
  readonly stamp: number | null
}

/** Why an answer does not count: RFC 5546 §2.1.5 has the higher SEQUENCE before the lower, and of one SEQUENCE the later DTSTAMP before the earlier. */
export function whyIgnored(
  { out, open, asked, stamp }: Answered,
  said: Pick<MailedAnswer, 'sequence' | 'stamp'>,
): AnswerIgnored | undefined {
  if (out) return 'out'
  if (!open) return 'over'
  if (said.sequence < asked) return 'stale'
  return stamp !== null && said.stamp !== null && said.stamp < stamp ? 'stale' : undefined
}
