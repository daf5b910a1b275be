/** Calendars (RFC 5545) as they are sent between people (RFC 5546) and subscribed to (RFC 7986). */

export const methods = ['PUBLISH', 'REQUEST', 'REPLY', 'ADD', 'CANCEL', 'REFRESH', 'COUNTER', 'DECLINECOUNTER'] as const
/** RFC 5546 §1.4 */
export type Method = (typeof methods)[number]

export const answers = ['NEEDS-ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'DELEGATED'] as const
/** PARTSTAT of an event, RFC 5545 §3.2.12 */
export type Answer = (typeof answers)[number]

export const roles = ['CHAIR', 'REQ-PARTICIPANT', 'OPT-PARTICIPANT', 'NON-PARTICIPANT'] as const
/** RFC 5545 §3.2.16 */
export type Role = (typeof roles)[number]

export const userTypes = ['INDIVIDUAL', 'GROUP', 'RESOURCE', 'ROOM', 'UNKNOWN'] as const
/** CUTYPE, RFC 5545 §3.2.3 */
export type UserType = (typeof userTypes)[number]

/** A person by mail address; the name may be empty. */
export type CalendarUser = { readonly address: string; readonly name: string }

export type Attendee = CalendarUser & {
  readonly answer: Answer
  readonly role: Role
  readonly type: UserType
  /** whether an answer is asked for */
  readonly rsvp: boolean
  /** address of whom they send in their place (DELEGATED-TO, RFC 5545 §3.2.5) */
  readonly delegatedTo: string | null
}

/** A display alarm, RFC 5545 §3.6.6, whole minutes before the beginning. */
export type Alarm = { readonly minutesBefore: number; readonly text: string }

export type CalendarEvent = {
  readonly uid: string
  /** counts changes that matter: RFC 5546 §2.1.4 */
  readonly sequence: number
  /** DTSTAMP: when this was written. Null only where what was read does not say. */
  readonly stampedAt: Date | null
  /** null only where what was read does not say: an answer need not (RFC 5546 §3.2.3) */
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  /** the zone that it was planned in, by IANA's name; 'UTC' where none is said */
  readonly zone: string
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly url: string
  /** RFC 7986 §5.11: where to join, in a browser or by telephone */
  readonly conferences: readonly { readonly uri: string; readonly label: string }[]
  readonly categories: readonly string[]
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED' | null
  readonly classification: 'PUBLIC' | 'PRIVATE' | 'CONFIDENTIAL'
  /** takes no time of anybody's (TRANSP) */
  readonly free: boolean
  readonly organiser: CalendarUser | null
  readonly attendees: readonly Attendee[]
  /** COMMENT: what somebody says with an answer */
  readonly comments: readonly string[]
  readonly alarms: readonly Alarm[]
  readonly changedAt: Date | null
}

export type Calendar = {
  readonly method: Method | null
  /** PRODID, RFC 5545 §3.7.3 */
  readonly product: string
  /** RFC 7986 §5.1; empty where it has none */
  readonly name: string
  /** REFRESH-INTERVAL in minutes, RFC 7986 §5.7 */
  readonly refreshMinutes: number | null
  readonly events: readonly CalendarEvent[]
}

/** An event that says nothing beyond this: what is not known is empty. */
export const plainEvent: Omit<CalendarEvent, 'uid'> = {
  sequence: 0,
  stampedAt: null,
  startsAt: null,
  endsAt: null,
  zone: 'UTC',
  summary: '',
  description: '',
  location: '',
  url: '',
  conferences: [],
  categories: [],
  status: null,
  classification: 'PUBLIC',
  free: false,
  organiser: null,
  attendees: [],
  comments: [],
  alarms: [],
  changedAt: null,
}
