import { escapeText, type Property, writeLine } from '../content-lines.ts'
import type { Alarm, Attendee, Calendar, CalendarEvent, CalendarUser } from './event.ts'
import { timezoneLines } from './observance.ts'
import { localText, utcText } from './time.ts'
import { isTwice, isZone, wallOf } from './zone.ts'

type Parameters = Property['parameters']

/**
 * A calendar as text: CRLF, no line past 75 bytes, no character torn, nothing that a value brings along can begin a line. Times stand in the zone that
 * they were planned in, with what its clocks do; in UTC where the runtime does not know that zone, and in the hour that its clocks show twice, which programs
 * read as either.
 */
export function serialiseCalendar(calendar: Calendar): string {
  return [
    plain('BEGIN', 'VCALENDAR'),
    plain('VERSION', '2.0'),
    text('PRODID', calendar.product),
    plain('CALSCALE', 'GREGORIAN'),
    ...(calendar.method === null ? [] : [plain('METHOD', calendar.method)]),
    // RFC 7986, and the names that programs had for it before
    ...(calendar.name === '' ? [] : [text('NAME', calendar.name), text('X-WR-CALNAME', calendar.name)]),
    ...(calendar.refreshMinutes === null ? [] : refresh(calendar.refreshMinutes)),
    ...zonesOf(calendar.events),
    ...calendar.events.flatMap(eventLines),
    plain('END', 'VCALENDAR'),
  ].join('')
}

const plain = (name: string, value: string, parameters: Parameters = {}) => writeLine({ name, parameters, value })
const text = (name: string, value: string, parameters: Parameters = {}) => plain(name, escapeText(value), parameters)
const said = (name: string, value: string) => (value === '' ? [] : [text(name, value)])
/** An address stands bare: what would end or open something has no place in one. */
const uri = (value: string) => value.replaceAll(/\s/g, '')

function refresh(minutes: number): readonly string[] {
  return [plain('REFRESH-INTERVAL', `PT${minutes}M`, { VALUE: ['DURATION'] }), plain('X-PUBLISHED-TTL', `PT${minutes}M`)]
}

const zoned = (zone: string) => zone !== 'UTC' && isZone(zone)

function zonesOf(events: readonly CalendarEvent[]): readonly string[] {
  const spans = new Map<string, { from: number; to: number }>()
  for (const { zone, startsAt, endsAt } of events) {
    if (!zoned(zone) || startsAt === null) continue
    const from = startsAt.getTime()
    const to = (endsAt ?? startsAt).getTime()
    const known = spans.get(zone)
    spans.set(zone, { from: Math.min(from, known?.from ?? from), to: Math.max(to, known?.to ?? to) })
  }
  return [...spans].map(([zone, { from, to }]) => timezoneLines(zone, from, to))
}

function eventLines(event: CalendarEvent): readonly string[] {
  const time = (name: string, at: Date | null) => (at === null ? [] : [timeLine(name, at, event.zone)])
  const moment = (name: string, at: Date | null) => (at === null ? [] : [plain(name, utcText(at))])
  return [
    plain('BEGIN', 'VEVENT'),
    text('UID', event.uid),
    ...moment('DTSTAMP', event.stampedAt),
    plain('SEQUENCE', String(event.sequence)),
    ...time('DTSTART', event.startsAt),
    ...time('DTEND', event.endsAt),
    ...said('SUMMARY', event.summary),
    ...said('DESCRIPTION', event.description),
    ...said('LOCATION', event.location),
    ...(event.url === '' ? [] : [plain('URL', uri(event.url))]),
    ...event.conferences.map(({ uri: address, label }) =>
      plain('CONFERENCE', uri(address), { VALUE: ['URI'], ...(label === '' ? {} : { LABEL: [label] }) }),
    ),
    ...(event.categories.length === 0 ? [] : [plain('CATEGORIES', event.categories.map(escapeText).join(','))]),
    ...(event.status === null ? [] : [plain('STATUS', event.status)]),
    ...(event.classification === 'PUBLIC' ? [] : [plain('CLASS', event.classification)]),
    ...(event.free ? [plain('TRANSP', 'TRANSPARENT')] : []),
    ...(event.organiser === null ? [] : [userLine('ORGANIZER', event.organiser)]),
    ...event.attendees.map(attendeeLine),
    ...event.comments.map((comment) => text('COMMENT', comment)),
    ...moment('LAST-MODIFIED', event.changedAt),
    ...event.alarms.flatMap(alarmLines),
    plain('END', 'VEVENT'),
  ]
}

function timeLine(name: string, at: Date, zone: string): string {
  const wall = zoned(zone) ? wallOf(zone, at.getTime()) : undefined
  return wall === undefined || isTwice(zone, wall) ? plain(name, utcText(at)) : plain(name, localText(wall), { TZID: [zone] })
}

function userLine(name: string, { address, name: who }: CalendarUser, parameters: Parameters = {}): string {
  return plain(name, `mailto:${uri(address)}`, { ...parameters, ...(who === '' ? {} : { CN: [who] }) })
}

function attendeeLine(attendee: Attendee): string {
  return userLine('ATTENDEE', attendee, {
    CUTYPE: [attendee.type],
    ROLE: [attendee.role],
    PARTSTAT: [attendee.answer],
    ...(attendee.rsvp ? { RSVP: ['TRUE'] } : {}),
    ...(attendee.delegatedTo === null ? {} : { 'DELEGATED-TO': [`mailto:${uri(attendee.delegatedTo)}`] }),
  })
}

function alarmLines({ minutesBefore, text: shown }: Alarm): readonly string[] {
  return [
    plain('BEGIN', 'VALARM'),
    plain('ACTION', 'DISPLAY'),
    plain('TRIGGER', `-PT${minutesBefore}M`),
    text('DESCRIPTION', shown),
    plain('END', 'VALARM'),
  ]
}
