import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { serialiseEntity } from '../mime/index.ts'
import {
  type Attendee,
  answers,
  type Calendar,
  type CalendarEvent,
  calendarLimits,
  calendarPart,
  isZone,
  momentOf,
  parseCalendar,
  plainEvent,
  serialiseCalendar,
  transitionsOf,
} from './index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => {
  const found = parseCalendar(bytes(text))
  if (isMalformed(found)) throw new Error(found.malformed)
  return found
}

const ann: Attendee = {
  address: 'ann@regulator.example',
  name: 'Lee; Ann "A." ^ 安',
  answer: 'NEEDS-ACTION',
  role: 'REQ-PARTICIPANT',
  type: 'INDIVIDUAL',
  rsvp: true,
  delegatedTo: null,
}
const call: CalendarEvent = {
  uid: '01890a5d-ac96-774b-bcce-b302099a8057@node.example',
  sequence: 3,
  stampedAt: new Date('2026-03-01T09:30:00Z'),
  startsAt: new Date('2026-03-31T12:00:00Z'),
  endsAt: new Date('2026-03-31T13:30:00Z'),
  zone: 'Europe/Paris',
  summary: 'Quarterly call, spring; 春季会议 😀',
  description: 'Item one\nItem two: back\\slash, comma',
  location: 'Video room',
  url: 'https://node.example/network/calls/1?a=1;b=2,3',
  conferences: [{ uri: 'https://video.example/room', label: 'Video: room, one' }],
  categories: ['network', 'a,b;c'],
  status: 'CONFIRMED',
  classification: 'CONFIDENTIAL',
  free: false,
  organiser: { address: 'calls@node.example', name: 'Secretariat' },
  attendees: [
    ann,
    {
      ...ann,
      address: 'bo@industry.example',
      answer: 'DECLINED',
      role: 'OPT-PARTICIPANT',
      rsvp: false,
      delegatedTo: 'cy@industry.example',
    },
  ],
  comments: ['Only until 14:00'],
  alarms: [{ minutesBefore: 15, text: 'Call in 15 minutes' }],
  changedAt: new Date('2026-03-01T09:29:00Z'),
}
const invitation: Calendar = { method: 'REQUEST', product: '-//Tocsin//Tocsin//EN', name: '', refreshMinutes: null, events: [call] }

describe('a calendar', () => {
  test('is written in lines of 75 bytes at most that end with CRLF, each character whole', () => {
    const text = serialiseCalendar({ ...invitation, events: [{ ...call, summary: '😀'.repeat(200), description: '会'.repeat(300) }] })
    expect(
      text.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tocsin//Tocsin//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:REQUEST\r\n'),
    ).toBe(true)
    expect(text.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true)
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(line.isWellFormed()).toBe(true)
    }
  })

  test('says who is asked, in which role, and that an answer is wanted', () => {
    const text = serialiseCalendar(invitation).replaceAll('\r\n ', '')
    expect(text).toContain(
      'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="Lee; Ann ^\'A.^\' ^^ 安":mailto:ann@regulator.example\r\n',
    )
    expect(text).toContain('ORGANIZER;CN=Secretariat:mailto:calls@node.example\r\n')
    expect(text).toContain('DTSTART;TZID=Europe/Paris:20260331T140000\r\nDTEND;TZID=Europe/Paris:20260331T153000\r\n')
    expect(text).toContain('SEQUENCE:3\r\n')
    expect(text).toContain('TRIGGER:-PT15M\r\n')
  })

  test('that was written is read as it was', () => {
    const { cut, ...found } = read(serialiseCalendar({ ...invitation, name: 'Calls, all', refreshMinutes: 60 }))
    expect(cut).toBe(false)
    expect(found).toEqual({ ...invitation, name: 'Calls, all', refreshMinutes: 60 })
  })

  test('holds whatever characters, and none of them begins a line', () => {
    const word = fc
      .string({ unit: 'binary', maxLength: 80 })
      .map((text) => text.replaceAll(/[\0-\x09\x0b-\x1f\x7f]/g, '').trim())
      .filter((text) => text.isWellFormed())
    const zone = fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Africa/Casablanca')
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }).map((at) => {
      at.setUTCSeconds(0, 0)
      return at
    })
    const event = fc.record({
      summary: word,
      description: word,
      zone,
      startsAt: moment,
      uid: fc.uuid(),
      answer: fc.constantFrom(...answers),
      name: word,
    })
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 3 }), (some) => {
        const events = some.map(({ answer, name, ...one }) => ({ ...call, ...one, endsAt: null, attendees: [{ ...ann, answer, name }] }))
        const text = serialiseCalendar({ ...invitation, events })
        const { cut, ...found } = read(text)
        // an hour that clocks show twice stands in UTC
        const meant = events.map((one, at) => ({ ...one, zone: found.events[at]?.zone === 'UTC' ? 'UTC' : one.zone }))
        expect(found).toEqual({ ...invitation, events: meant })
        expect(cut).toBe(false)
        expect(text.match(/^BEGIN:VEVENT\r$/gm)).toHaveLength(events.length)
      }),
      { numRuns: 60 },
    )
  })

  test('has no line that a name or an address brought along', () => {
    const hostile = { ...ann, name: 'A\r\nATTENDEE:mailto:b@x.example', address: 'a@x.example\r\nX-A:1' }
    const text = serialiseCalendar({ ...invitation, events: [{ ...call, attendees: [hostile], url: 'https://x.example/\r\nX-B:2' }] })
    expect(text.match(/^ATTENDEE/gm)).toHaveLength(1)
    expect(text).not.toMatch(/^X-/m)
  })

  test('goes as a part of a message that names its method', () => {
    const message = Buffer.from(serialiseEntity(calendarPart(invitation))).toString()
    expect(message).toMatch(/^Content-Type: text\/calendar;\r\n charset="utf-8";\r\n method="REQUEST"/)
  })
})

describe('a zone', () => {
  const blockOf = (zone: string, at: string) => {
    const text = serialiseCalendar({ ...invitation, events: [{ ...call, zone, startsAt: new Date(at), endsAt: null }] })
    return text.slice(text.indexOf('BEGIN:VTIMEZONE'), text.indexOf('END:VTIMEZONE'))
  }

  test('whose clocks follow a rule is written as the rule', () => {
    const paris = blockOf('Europe/Paris', '2026-06-01T10:00:00Z')
    expect(paris).toContain(
      'BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    )
    expect(paris).toContain('BYMONTH=10;BYDAY=-1SU')
    expect(blockOf('America/New_York', '2026-06-01T10:00:00Z')).toContain('FREQ=YEARLY;BYMONTH=3;BYDAY=2SU')
    expect(blockOf('Pacific/Auckland', '2026-06-01T10:00:00Z')).toContain('FREQ=YEARLY;BYMONTH=4;BYDAY=1SU')
  })

  test('without changes has one block, and UTC none', () => {
    const kolkata = blockOf('Asia/Kolkata', '2026-06-01T10:00:00Z')
    expect(kolkata.match(/BEGIN:STANDARD/g)).toHaveLength(1)
    expect(kolkata).toContain('TZOFFSETTO:+0530')
    expect(blockOf('UTC', '2026-06-01T10:00:00Z')).toBe('')
    expect(blockOf('Nowhere/Atall', '2026-06-01T10:00:00Z')).toBe('')
  })

  test('read back from its own block under a name that nobody knows tells every hour of a year as the runtime does', () => {
    for (const zone of [
      'Europe/Paris',
      'America/New_York',
      'Pacific/Auckland',
      'Africa/Casablanca',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ]) {
      const hours = Array.from({ length: 366 * 3 }, (_, at) => Date.UTC(2026, 0, 1, at * 8, 30))
      const events = hours.map((at) => ({ ...plainEvent, uid: String(at), zone, startsAt: new Date(at) }))
      const text = serialiseCalendar({ ...invitation, events }).replaceAll(zone, 'Somebody Standard Time')
      const found = parseCalendar(bytes(text), { ...calendarLimits, events: 2000 })
      if (isMalformed(found)) throw new Error(found.malformed)
      const wrong = found.events.filter(({ startsAt, uid }) => startsAt?.getTime() !== Number(uid))
      expect(wrong.map(({ uid }) => `${zone} ${new Date(Number(uid)).toISOString()}`)).toEqual([])
    }
  })

  test('has a moment for each clock, also for those that it skips and those that it shows twice', () => {
    const at = (wall: string) => new Date(momentOf('Europe/Paris', Date.parse(`${wall}Z`))).toISOString()
    expect(at('2026-03-29T01:59:00')).toBe('2026-03-29T00:59:00.000Z')
    expect(at('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00.000Z')
    expect(at('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00.000Z')
    expect(at('2026-10-25T03:30:00')).toBe('2026-10-25T02:30:00.000Z')
    expect(transitionsOf('Europe/Paris', Date.UTC(2026, 0), Date.UTC(2027, 0)).map((one) => new Date(one.at).toISOString())).toEqual([
      '2026-03-29T01:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ])
    expect(isZone('Nowhere/Atall')).toBe(false)
  })
})

describe('what others send', () => {
  test('is read as an answer: from Outlook, with a zone of its own name, an address in capitals, and a proposal of another time', () => {
    const found = read(
      [
        'BEGIN:VCALENDAR',
        'PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN',
        'VERSION:2.0',
        'METHOD:COUNTER',
        'BEGIN:VTIMEZONE',
        'TZID:W. Europe Standard Time',
        'BEGIN:STANDARD',
        'DTSTART:16011028T030000',
        'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0100',
        'END:STANDARD',
        'BEGIN:DAYLIGHT',
        'DTSTART:16010325T020000',
        'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
        'TZOFFSETFROM:+0100',
        'TZOFFSETTO:+0200',
        'END:DAYLIGHT',
        'END:VTIMEZONE',
        'BEGIN:VEVENT',
        'ATTENDEE;PARTSTAT=TENTATIVE;CN="Ann Lee";X-NUM-GUESTS=0:MAILTO:Ann@Regulator.example',
        'COMMENT;LANGUAGE=en:Later\\, please',
        'DTSTART;TZID="W. Europe Standard Time":20260401T160000',
        'DURATION:PT1H30M',
        'DTSTAMP:20260315T101500Z',
        'UID:abc',
        'SEQUENCE:2',
        'BEGIN:VALARM',
        'TRIGGER;RELATED=START:-PT1H',
        'ACTION:DISPLAY',
        'DESCRIPTION:REMINDER',
        'END:VALARM',
        'END:VEVENT',
        'END:VCALENDAR',
      ].join('\r\n'),
    )
    expect(found.method).toBe('COUNTER')
    expect(found.events[0]).toMatchObject({
      uid: 'abc',
      sequence: 2,
      startsAt: new Date('2026-04-01T14:00:00Z'),
      endsAt: new Date('2026-04-01T15:30:00Z'),
      comments: ['Later, please'],
      attendees: [{ address: 'Ann@Regulator.example', name: 'Ann Lee', answer: 'TENTATIVE' }],
      alarms: [{ minutesBefore: 60, text: 'REMINDER' }],
    })
  })

  test('may be folded within a character', () => {
    const whole = bytes('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:会议\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n')
    const at = Buffer.from(whole).indexOf(Buffer.from('议')) + 1
    const torn = Buffer.concat([whole.subarray(0, at), Buffer.from('\r\n '), whole.subarray(at)])
    expect(parseCalendar(torn)).toMatchObject({ events: [{ summary: '会议' }] })
  })

  test('that is no calendar is said to be none, with why', () => {
    expect(parseCalendar(bytes(''))).toEqual({ malformed: 'no-calendar' })
    expect(parseCalendar(bytes('END:VCALENDAR'))).toEqual({ malformed: 'no-calendar' })
    expect(parseCalendar(bytes('BEGIN:VCALENDAR\nBEGIN:VEVENT\n'))).toEqual({ malformed: 'open' })
    expect(parseCalendar(bytes(`BEGIN:VCALENDAR\n${'BEGIN:VEVENT\n'.repeat(20_000)}`))).toEqual({ malformed: 'too-deep' })
    expect(parseCalendar(new Uint8Array(calendarLimits.bytes + 1))).toEqual({ malformed: 'too-large' })
    expect(parseCalendar(bytes(`BEGIN:VCALENDAR\n${'A:1\n'.repeat(calendarLimits.count)}`))).toMatchObject({ malformed: 'too-many' })
    expect(parseCalendar(bytes(`BEGIN:VCALENDAR\nA:${'1'.repeat(calendarLimits.value)}`))).toMatchObject({ malformed: 'too-long' })
  })

  test('never throws, whatever it is', () => {
    const lines = serialiseCalendar(invitation).split('\r\n')
    const odd = fc.constantFrom(
      'DTSTART:99999999T999999',
      'DTSTART;TZID=:20260101T000000',
      'DTSTART;TZID=../../etc/passwd:20260101T000000',
      'DTEND;TZID=Europe/Paris:00010101T000000',
      'DURATION:-P99999W',
      'TRIGGER:P',
      'RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=9SU',
      'SEQUENCE:99999999999999999999',
      'ATTENDEE;CN="open:mailto:%E0%A4%A',
      'UID',
      'BEGIN:VTIMEZONE',
      'END:VEVENT',
      ';;;:::',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...lines), odd, fc.string({ unit: 'binary' })), { maxLength: 80 }), (some) => {
        parseCalendar(bytes(`BEGIN:VCALENDAR\r\n${some.join('\r\n')}\r\nEND:VCALENDAR`))
      }),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (input) => void parseCalendar(input)))
  })
})
