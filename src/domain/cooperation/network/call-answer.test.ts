import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Calendar, calendarPart, plainEvent } from '../../../formats/icalendar/index.ts'
import { serialiseEntity } from '../../../formats/mime/index.ts'
import type { Call } from './call.ts'
import { readAnswer, whyIgnored } from './call-answer.ts'
import { endingOf, invitationLetter, invitationOf } from './call-invitation.ts'

const uid = 'call-1@node.example'
const invited = { uid, address: 'ann@agency.example' }
const ann = {
  address: 'Ann@Agency.example',
  name: 'Ann',
  answer: 'ACCEPTED',
  role: 'REQ-PARTICIPANT',
  type: 'INDIVIDUAL',
  rsvp: false,
  delegatedTo: null,
} as const
const at = new Date('2027-03-01T08:00:00Z')
const event = { ...plainEvent, uid, sequence: 4, stampedAt: at, attendees: [ann], comments: ['Gladly'] }
const mail = (calendar: Partial<Calendar>) =>
  serialiseEntity({
    fields: [{ name: 'From', addresses: [{ address: 'ann@agency.example' }] }],
    type: 'multipart/alternative',
    parts: [
      { type: 'text/plain', parameters: { charset: 'utf-8' }, text: 'Accepted\n' },
      calendarPart({ method: 'REPLY', product: 'x', name: '', refreshMinutes: null, events: [event], ...calendar }),
    ],
  })

describe('a mail that answers an invitation', () => {
  test('says whether they come, to which SEQUENCE, when, and with what words', () => {
    expect(readAnswer(mail({}), invited)).toEqual({
      said: { answer: 'accepted', sequence: 4, stamp: at.getTime(), comment: 'Gladly', delegate: null, proposed: null },
    })
    expect(
      readAnswer(mail({ events: [{ ...event, attendees: [{ ...ann, answer: 'DELEGATED', delegatedTo: 'bo@agency.example' }] }] }), invited),
    ).toMatchObject({
      said: { answer: 'delegated', delegate: 'bo@agency.example' },
    })
  })

  test('may propose another time, and say nothing beside', () => {
    const times = { startsAt: new Date('2027-03-02T09:00:00Z'), endsAt: new Date('2027-03-02T10:00:00Z') }
    const waiting = { ...event, ...times, attendees: [{ ...ann, answer: 'NEEDS-ACTION' as const }] }
    expect(readAnswer(mail({ method: 'COUNTER', events: [waiting] }), invited)).toMatchObject({
      said: { answer: null, proposed: { startsAt: times.startsAt.getTime(), endsAt: times.endsAt.getTime() } },
    })
    // a time that is none, or longer than a day
    for (const endsAt of [null, times.startsAt, new Date('2027-03-04T09:00:00Z')])
      expect(readAnswer(mail({ method: 'COUNTER', events: [{ ...waiting, endsAt }] }), invited)).toEqual({ ignored: 'unreadable' })
  })

  test('changes nothing where it is of another person, of another call, our own invitation come back, or mere words', () => {
    expect(readAnswer(mail({ events: [{ ...event, attendees: [{ ...ann, address: 'bo@agency.example' }] }] }), invited)).toEqual({
      ignored: 'other-person',
    })
    expect(readAnswer(mail({ events: [{ ...event, uid: 'call-2@node.example' }] }), invited)).toEqual({ ignored: 'other-call' })
    expect(readAnswer(mail({ method: 'REQUEST' }), invited)).toEqual({ ignored: 'words' })
    expect(readAnswer(Buffer.from('Subject: yes\r\n\r\nI come.\r\n'), invited)).toEqual({ ignored: 'words' })
    expect(
      readAnswer(Buffer.from('Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n'), invited),
    ).toEqual({ ignored: 'unreadable' })
  })

  test('never throws, whatever it is', () => {
    const head = Buffer.from('Content-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\n')
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void readAnswer(Buffer.concat([head, bytes]), invited)))
  })

  test('counts by SEQUENCE before DTSTAMP', () => {
    const standing = { out: false, open: true, asked: 3, stamp: at.getTime() }
    expect(whyIgnored(standing, { sequence: 3, stamp: at.getTime() })).toBeUndefined()
    expect(whyIgnored(standing, { sequence: 2, stamp: at.getTime() + 9 })).toBe('stale')
    expect(whyIgnored(standing, { sequence: 9, stamp: at.getTime() - 1 })).toBe('stale')
    expect(whyIgnored(standing, { sequence: 3, stamp: null })).toBeUndefined()
    expect(whyIgnored({ ...standing, open: false }, { sequence: 3, stamp: null })).toBe('over')
    expect(whyIgnored({ ...standing, out: true, open: false }, { sequence: 3, stamp: null })).toBe('out')
  })
})

const call: Call = {
  ...{
    id: '1',
    series: null,
    title: 'Spring\r\nBcc: all@industry.example',
    note: 'A note',
    language: 'en',
    link: 'https://room.example/1',
    linkAt: at,
  },
  ...{
    owner: '2' as Call['owner'],
    startsAt: new Date('2027-03-02T10:00:00Z'),
    timeZone: 'Asia/Singapore',
    duration: 90,
    state: 'convened',
  },
  ...{ chair: null, chairName: '', adoptedAt: null, madeAt: at, changedAt: at },
}
const to = {
  name: 'Ann',
  address: 'ann@agency.example',
  language: 'en',
  timeZone: 'Pacific/Auckland',
  reader: true,
  answer: 'waiting' as const,
}
const organiser = { name: 'Network', address: 'case+1@node.example' }
const place = { publicUrl: 'https://node.example', domain: 'node.example' }

describe('an invitation', () => {
  test('says when by both clocks, and where, in the language of whom it goes to', () => {
    const { title, text } = invitationLetter('invited', call, to, 'Network', 'https://node.example/network/calls/1')
    expect(title).toContain('March 2, 2027')
    for (const said of ['11:00', '6:00', '90 minutes', 'https://room.example/1', 'https://node.example/network/calls/1'])
      expect(text).toContain(said)
    expect(invitationLetter('changed', call, { ...to, language: 'zh-TW' }, 'Network', '').title).toContain('2027年3月2日')
    expect(invitationLetter('cancelled', call, { ...to, language: 'ar' }, 'Network', '').text).not.toContain('https://room.example/1')
  })

  test('is to one person, who sees nobody else in it; a guest is led to no page', () => {
    const { method, events } = invitationOf(call, to, organiser, { sequence: 7, at }, place)
    expect([method, events[0]]).toMatchObject([
      'REQUEST',
      {
        uid: 'call-1@node.example',
        sequence: 7,
        organiser,
        attendees: [{ address: 'ann@agency.example', rsvp: true }],
        alarms: [{ minutesBefore: 15 }],
      },
    ])
    expect(invitationOf(call, { ...to, reader: false }, organiser, { sequence: 7, at }, place).events[0]?.url).toBe('')
    expect(invitationOf({ ...call, state: 'cancelled' }, to, organiser, { sequence: 8, at }, place)).toMatchObject({
      method: 'CANCEL',
      events: [{ status: 'CANCELLED' }],
    })
  })

  test('that is called back for one person says a moment and not a word beside', () => {
    const ended = endingOf(call, call.startsAt, to, organiser, { sequence: 9, at }, 'node.example')
    expect(ended).toMatchObject({
      method: 'CANCEL',
      events: [{ uid: 'call-1@node.example', sequence: 9, summary: '', description: '', location: '', url: '', conferences: [] }],
    })
    expect(JSON.stringify(ended)).not.toMatch(/Spring|note|room/)
  })
})
