import { createHash } from 'node:crypto'
import { type Answer, type Calendar, type CalendarEvent, plainEvent } from '../../../formats/icalendar/index.ts'
import { type Language, letterLanguage } from '../letter.ts'
import ar from '../texts/ar.json' with { type: 'json' }
import en from '../texts/en.json' with { type: 'json' }
import zhCN from '../texts/zh-CN.json' with { type: 'json' }
import type { Call } from './call.ts'
import type { CallAnswer } from './call-answer.ts'
import { eventOf, type Place, uidOf } from './call-calendar.ts'

// What is said by mail of a call: its envelope, which everybody sees who may come to any of it. Of agenda, papers and who else comes not a word, so that nothing has to be taken back
// from a mail when an item is.

const texts: Readonly<Record<Language, (typeof en)['call']>> = { en: en.call, 'zh-CN': zhCN.call, ar: ar.call }

/** `ended`: for them alone; nobody else need know. */
export type Spoken = 'invited' | 'changed' | 'cancelled' | 'ended'

/** Whom a letter goes to. */
export type Addressee = {
  readonly name: string
  readonly address: string
  /** BCP 47 */
  readonly language: string | null
  readonly timeZone: string
  /** whether they can look at the console's page */
  readonly reader: boolean
  readonly answer: CallAnswer
}
export type Organiser = { readonly name: string; readonly address: string }
/** SEQUENCE and DTSTAMP. */
export type Stamp = { readonly sequence: number; readonly at: Date }

/** What a mail tells, as a hash: told again where it differs. */
export function tellingOf({ title, note, startsAt, timeZone, duration, link }: Call): string {
  return createHash('sha256')
    .update(JSON.stringify([title, note, startsAt.toISOString(), timeZone, duration, link]))
    .digest('hex')
}

const partstats: Readonly<Record<CallAnswer, Answer>> = {
  waiting: 'NEEDS-ACTION',
  accepted: 'ACCEPTED',
  tentative: 'TENTATIVE',
  declined: 'DECLINED',
  delegated: 'DELEGATED',
}

/** REQUEST (RFC 5546 §3.2.2), or CANCEL of the whole call (§3.2.5), to one person: nobody else is named in it. */
export function invitationOf(call: Call, to: Addressee, organiser: Organiser, { sequence, at }: Stamp, place: Place): Calendar {
  const event = eventOf(call, place)
  return calendarOf(call.state === 'cancelled' ? 'CANCEL' : 'REQUEST', {
    ...event,
    ...addressed(to, organiser),
    sequence,
    stampedAt: at,
    url: to.reader ? event.url : '',
  })
}

/** CANCEL for somebody who may come no more: the UID, the moment that they were told, and not a word beside. It reads as if the call were off, which tells least. */
export function endingOf(
  call: Pick<Call, 'id'>,
  toldStartsAt: Date | null,
  to: Addressee,
  organiser: Organiser,
  { sequence, at }: Stamp,
  domain: string,
): Calendar {
  return calendarOf('CANCEL', {
    ...plainEvent,
    ...addressed(to, organiser),
    uid: uidOf(call, domain),
    sequence,
    stampedAt: at,
    startsAt: toldStartsAt,
    status: 'CANCELLED',
    free: true,
  })
}

function calendarOf(method: 'REQUEST' | 'CANCEL', event: CalendarEvent): Calendar {
  return { method, product: '-//Tocsin//Tocsin//EN', name: '', refreshMinutes: null, events: [event] }
}

function addressed({ name, address, answer, reader }: Addressee, organiser: Organiser): Pick<CalendarEvent, 'organiser' | 'attendees'> {
  const role = reader ? 'REQ-PARTICIPANT' : 'OPT-PARTICIPANT'
  return { organiser, attendees: [{ address, name, answer: partstats[answer], role, type: 'INDIVIDUAL', rsvp: true, delegatedTo: null }] }
}

const clock = {
  weekday: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const

/** The words of an invitation, of a change, or of the end for everybody: in the language and by the clock of whom it goes to; `office` is how the network's office is reached. */
export function invitationLetter(
  spoken: Exclude<Spoken, 'ended'>,
  call: Call,
  to: Addressee,
  network: string,
  page: string,
  office = '',
): { readonly title: string; readonly text: string } {
  const language = letterLanguage(to.language)
  const words = texts[language]
  const when = (zone: string) => new Intl.DateTimeFormat(language, { ...clock, timeZone: zone }).format(call.startsAt)
  const clocks = [...new Set([when(to.timeZone), when(call.timeZone)])]
  const values = { network, title: call.title, day: dayIn(language, call.startsAt, to.timeZone) }
  const ahead = spoken !== 'cancelled'
  const lines = [
    filled(words[spoken].lead, values),
    [call.title, ...clocks, ...(ahead ? [filled(words.duration, { minutes: String(call.duration) })] : [])].join('\n'),
    ...(ahead && call.link !== null ? [call.link] : []),
    ...(ahead && call.note !== '' ? [call.note] : []),
    ...(ahead ? [to.reader ? filled(words.answer, { page }) : words['answer-guest']] : []),
    office === '' ? network : `${network}\n${office}`,
  ]
  return { title: filled(words[spoken].title, values).slice(0, 200), text: lines.join('\n\n') }
}

/** The words for somebody who may come no more: a day, and neither of what nor why. */
export function endingLetter(
  day: Date | null,
  { language: tag, timeZone }: Pick<Addressee, 'language' | 'timeZone'>,
  network: string,
): { readonly title: string; readonly text: string } {
  const language = letterLanguage(tag)
  const { title, lead } = texts[language].ended
  const values = { network, day: day === null ? '' : dayIn(language, day, timeZone) }
  return { title: filled(title, values).slice(0, 200), text: `${filled(lead, values)}\n\n${network}` }
}

function dayIn(language: Language, at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(at)
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}
