import type { Limits, Malformed, Parsed } from '../../base/parsed.ts'
import { type Property, readLines, splitText, unescapeText } from '../content-lines.ts'
import {
  type Alarm,
  type Attendee,
  answers,
  type Calendar,
  type CalendarEvent,
  type CalendarUser,
  methods,
  roles,
  userTypes,
} from './event.ts'
import { type FileZone, fileOffset, readOffset, readYearly } from './observance.ts'
import { readDuration, readTime } from './time.ts'
import { isZone, momentOf } from './zone.ts'

export type CalendarLimits = Pick<Limits, 'bytes' | 'count' | 'depth'> & {
  readonly events: number
  readonly value: number
  readonly people: number
}
export const calendarLimits: CalendarLimits = { bytes: 2_000_000, count: 50_000, depth: 6, events: 1000, value: 100_000, people: 2000 }

/** The first calendar of what was sent; `cut` where it had more events or people than the limits allow. */
export type ReadCalendar = Calendar & { readonly cut: boolean }

type Component = { readonly name: string; readonly lines: Property[]; readonly parts: Component[] }
const statuses = ['TENTATIVE', 'CONFIRMED', 'CANCELLED'] as const
type Zones = ReadonlyMap<string, FileZone>

/**
 * Reads a calendar in UTF-8. What it does not know it passes over; an event without UID is none. Malformed: `too-large`, `too-many` (lines), `too-long` (a
 * line), `too-deep`, `open` (it never ends), `no-calendar`.
 */
export function parseCalendar(input: Uint8Array, limits: CalendarLimits = calendarLimits): Parsed<ReadCalendar> {
  if (input.byteLength > limits.bytes) return { malformed: 'too-large' }
  const lines = readLines(new TextDecoder().decode(unfolded(input)), limits)
  if ('malformed' in lines) return lines
  const found = calendarOf(lines, limits)
  return 'malformed' in found ? found : read(found, limits)
}

/** RFC 5545 §3.1: lines may be folded within a character, so bytes are put together before they are text. */
function unfolded(input: Uint8Array): Uint8Array {
  const out = new Uint8Array(input.byteLength)
  let length = 0
  for (let at = 0; at < input.byteLength; at++) {
    const byte = input[at] ?? 0
    const end = byte === 13 && input[at + 1] === 10 ? at + 2 : byte === 10 || byte === 13 ? at + 1 : at
    if (end > at && (input[end] === 32 || input[end] === 9)) at = end
    else out[length++] = byte
  }
  return out.subarray(0, length)
}

function calendarOf(lines: readonly Property[], limits: CalendarLimits): Component | Malformed {
  const open: Component[] = []
  for (const line of lines) {
    const top = open.at(-1)
    const name = line.value.trim().toUpperCase()
    if (line.name === 'BEGIN') {
      if (open.length >= limits.depth) return { malformed: 'too-deep' }
      if (top === undefined && name !== 'VCALENDAR') continue
      const component: Component = { name, lines: [], parts: [] }
      top?.parts.push(component)
      open.push(component)
    } else if (line.name === 'END') {
      if (top?.name !== name) continue
      open.pop()
      if (open.length === 0) return top
    } else top?.lines.push(line)
  }
  return { malformed: open.length > 0 ? 'open' : 'no-calendar' }
}

const linesIn = ({ lines }: Component, name: string) => lines.filter((line) => line.name === name)
const valueIn = ({ lines }: Component, name: string) => lines.find((line) => line.name === name)?.value ?? ''
const textIn = (component: Component, name: string) => unescapeText(valueIn(component, name)).trim()
const oneOf = <T extends string>(known: readonly T[], value: string | undefined): T | undefined => {
  const upper = value?.trim().toUpperCase()
  return known.find((one) => one === upper)
}

function read(component: Component, limits: CalendarLimits): ReadCalendar {
  const zones = zonesOf(component)
  const blocks = component.parts.filter(({ name, lines }) => name === 'VEVENT' && lines.some((line) => line.name === 'UID'))
  const refresh = readDuration(valueIn(component, 'REFRESH-INTERVAL'))
  return {
    method: oneOf(methods, valueIn(component, 'METHOD')) ?? null,
    product: textIn(component, 'PRODID'),
    name: textIn(component, 'NAME') || textIn(component, 'X-WR-CALNAME'),
    refreshMinutes: refresh === undefined ? null : Math.round(refresh / 60_000),
    events: blocks.slice(0, limits.events).map((block) => eventOf(block, zones, limits)),
    cut: blocks.length > limits.events || blocks.some((block) => linesIn(block, 'ATTENDEE').length > limits.people),
  }
}

function eventOf(block: Component, zones: Zones, limits: CalendarLimits): CalendarEvent {
  const time = (name: string) => timeOf(linesIn(block, name)[0], zones)
  const startsAt = time('DTSTART')
  const length = readDuration(valueIn(block, 'DURATION'))
  const sequence = Number(/^\d{1,9}$/.exec(valueIn(block, 'SEQUENCE').trim())?.[0] ?? 0)
  return {
    uid: textIn(block, 'UID'),
    sequence,
    stampedAt: time('DTSTAMP'),
    startsAt,
    endsAt: time('DTEND') ?? (startsAt === null || length === undefined ? null : new Date(startsAt.getTime() + length)),
    zone: zoneOf(linesIn(block, 'DTSTART')[0]) ?? 'UTC',
    summary: textIn(block, 'SUMMARY'),
    description: textIn(block, 'DESCRIPTION'),
    location: textIn(block, 'LOCATION'),
    url: valueIn(block, 'URL').trim(),
    conferences: linesIn(block, 'CONFERENCE').map(({ value, parameters }) => ({ uri: value.trim(), label: parameters.LABEL?.[0] ?? '' })),
    categories: linesIn(block, 'CATEGORIES').flatMap(({ value }) => splitText(value, ',')),
    status: oneOf(statuses, valueIn(block, 'STATUS')) ?? null,
    classification: classOf(valueIn(block, 'CLASS')),
    free: oneOf(['TRANSPARENT'], valueIn(block, 'TRANSP')) !== undefined,
    organiser: linesIn(block, 'ORGANIZER').map(userOf)[0] ?? null,
    attendees: linesIn(block, 'ATTENDEE').slice(0, limits.people).map(attendeeOf),
    comments: linesIn(block, 'COMMENT').map(({ value }) => unescapeText(value)),
    alarms: block.parts.filter(({ name }) => name === 'VALARM').flatMap(alarmOf),
    changedAt: time('LAST-MODIFIED'),
  }
}

/** RFC 5545 §3.8.1.3: what nobody knows is treated as private. */
function classOf(value: string): CalendarEvent['classification'] {
  return value.trim() === '' ? 'PUBLIC' : (oneOf(['PUBLIC', 'PRIVATE', 'CONFIDENTIAL'], value) ?? 'PRIVATE')
}

const bareAddress = (value: string) => value.trim().replace(/^mailto:/i, '')

function userOf({ value, parameters }: Property): CalendarUser {
  const bare = bareAddress(value)
  // RFC 7986 §6.2: the address, where what identifies somebody is none
  const address = bare === value.trim() && parameters.EMAIL?.[0] !== undefined ? parameters.EMAIL[0] : bare
  return { address: decoded(address), name: parameters.CN?.[0] ?? '' }
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    // a per cent sign that encodes nothing
    return address
  }
}

function attendeeOf(line: Property): Attendee {
  const { PARTSTAT, ROLE, CUTYPE, RSVP } = line.parameters
  const delegate = line.parameters['DELEGATED-TO']?.[0]
  return {
    ...userOf(line),
    answer: oneOf(answers, PARTSTAT?.[0]) ?? 'NEEDS-ACTION',
    role: oneOf(roles, ROLE?.[0]) ?? 'REQ-PARTICIPANT',
    type: oneOf(userTypes, CUTYPE?.[0]) ?? 'INDIVIDUAL',
    rsvp: oneOf(['TRUE'], RSVP?.[0]) !== undefined,
    delegatedTo: delegate === undefined ? null : decoded(bareAddress(delegate)),
  }
}

/** Alarms before the beginning; those at a moment, or by the end, are another's business. */
function alarmOf(block: Component): readonly Alarm[] {
  const [trigger] = linesIn(block, 'TRIGGER')
  const before = readDuration(trigger?.value ?? '')
  if (before === undefined || before > 0 || oneOf(['END'], trigger?.parameters.RELATED?.[0]) !== undefined) return []
  return [{ minutesBefore: Math.round(Math.abs(before) / 60_000), text: textIn(block, 'DESCRIPTION') }]
}

/** A name of IANA's, also where a program put its own before it (`/mozilla.org/20050126_1/Europe/Berlin`). */
function zoneOf(line: Property | undefined): string | undefined {
  const said = line?.parameters.TZID?.[0] ?? ''
  const known = [said, said.split('/').slice(-2).join('/'), said.split('/').slice(-3).join('/')]
  return said === '' ? undefined : known.find(isZone)
}

/** The moment of a value; a day is its beginning in UTC, a clock of no zone is read as UTC. */
function timeOf(line: Property | undefined, zones: Zones): Date | null {
  const found = readTime(line?.value ?? '')
  if (found === undefined) return null
  const zone = zoneOf(line)
  const local = zones.get(line?.parameters.TZID?.[0] ?? '')
  if (found.utc || found.date) return new Date(found.wall)
  if (zone !== undefined) return new Date(momentOf(zone, found.wall))
  return new Date(found.wall - (local === undefined ? 0 : fileOffset(local, found.wall)) * 60_000)
}

const mostChanges = 500

function zonesOf(calendar: Component): Zones {
  const blocks = calendar.parts.filter(({ name }) => name === 'VTIMEZONE').slice(0, 50)
  return new Map(blocks.map((block) => [valueIn(block, 'TZID').trim(), block.parts.slice(0, mostChanges).flatMap(changeOf)]))
}

function changeOf(part: Component): FileZone {
  const start = readTime(valueIn(part, 'DTSTART'))
  if (start === undefined || (part.name !== 'STANDARD' && part.name !== 'DAYLIGHT')) return []
  const [before, after] = [readOffset(valueIn(part, 'TZOFFSETFROM')), readOffset(valueIn(part, 'TZOFFSETTO'))]
  return [{ wall: start.wall, before, after, rule: readYearly(linesIn(part, 'RRULE')[0]) }]
}
