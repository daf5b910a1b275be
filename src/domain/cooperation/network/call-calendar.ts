import { type Calendar, type CalendarEvent, plainEvent } from '../../../formats/icalendar/index.ts'
import type { Call, CallState } from './call.ts'
import type { Training, TrainingState } from './training.ts'

export type Place = { readonly publicUrl: string; readonly domain: string }

const statuses: Readonly<Record<CallState, CalendarEvent['status']>> = {
  planned: 'TENTATIVE',
  convened: 'CONFIRMED',
  'under-way': 'CONFIRMED',
  held: 'CONFIRMED',
  reported: 'CONFIRMED',
  cancelled: 'CANCELLED',
}

/** Minutes before a call at which programs remind of it. */
const remindBefore = 15

/**
 * The calls that somebody may see, and the training sessions that they signed up for, as a calendar that programs subscribe to. What is not among them is not in it, and nothing says so. Who else comes is not told.
 */
export function callCalendar(
  name: string,
  { calls, trainings }: { readonly calls: readonly Call[]; readonly trainings: readonly Session[] },
  place: Place,
): Calendar {
  return {
    method: 'PUBLISH',
    product: '-//Tocsin//Tocsin//EN',
    name,
    refreshMinutes: 60,
    events: [...calls.map((call) => eventOf(call, place)), ...trainings.flatMap((one) => sessionOf(one, place))],
  }
}

type Session = Pick<Training, 'id' | 'title' | 'note' | 'startsAt' | 'timeZone' | 'duration' | 'link' | 'state' | 'madeAt' | 'changedAt'>

/** The name that a call has in every calendar, for good. */
export function uidOf({ id }: Pick<Call, 'id'>, domain: string): string {
  return `call-${id}@${domain}`
}

/** Grows with each change, and tells of nothing that the reader does not see. */
export function sequenceOf({ madeAt, changedAt }: Pick<Call, 'madeAt' | 'changedAt'>): number {
  return Math.max(0, Math.floor((changedAt.getTime() - madeAt.getTime()) / 1000))
}

export function eventOf(call: Call, { publicUrl, domain }: Place): CalendarEvent {
  const { id, title, note, startsAt, timeZone, duration, link, state, changedAt } = call
  const ahead = state === 'planned' || state === 'convened'
  return {
    ...plainEvent,
    uid: uidOf(call, domain),
    sequence: sequenceOf(call),
    stampedAt: changedAt,
    changedAt,
    startsAt,
    endsAt: new Date(startsAt.getTime() + duration * 60_000),
    zone: timeZone,
    summary: title,
    description: note,
    location: link ?? '',
    url: `${publicUrl}/calls/${id}`,
    conferences: link === null ? [] : [{ uri: link, label: title }],
    status: statuses[state],
    classification: 'CONFIDENTIAL',
    free: state === 'cancelled',
    alarms: ahead ? [{ minutesBefore: remindBefore, text: title }] : [],
  }
}

const sessionStatuses: Readonly<Record<TrainingState, CalendarEvent['status']>> = {
  open: 'CONFIRMED',
  over: 'CONFIRMED',
  cancelled: 'CANCELLED',
}

/** Nothing for what has no time. */
function sessionOf(
  { id, title, note, startsAt, timeZone, duration, link, state, madeAt, changedAt }: Session,
  { publicUrl, domain }: Place,
) {
  if (startsAt === null) return []
  const event: CalendarEvent = {
    ...plainEvent,
    uid: `training-${id}@${domain}`,
    sequence: Math.max(0, Math.floor((changedAt.getTime() - madeAt.getTime()) / 1000)),
    stampedAt: changedAt,
    changedAt,
    startsAt,
    endsAt: new Date(startsAt.getTime() + (duration ?? 0) * 60_000),
    zone: timeZone,
    summary: title,
    description: note,
    location: link ?? '',
    url: `${publicUrl}/network/trainings/${id}`,
    conferences: link === null ? [] : [{ uri: link, label: title }],
    status: sessionStatuses[state],
    classification: 'CONFIDENTIAL',
    free: state === 'cancelled',
    alarms: state === 'open' ? [{ minutesBefore: remindBefore, text: title }] : [],
  }
  return [event]
}
