import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../base/actor.ts'
import type { OrganisationId } from '../base/id.ts'
import { isMalformed } from '../base/parsed.ts'
import { mailCallLater, stopLetters } from '../domain/cooperation/operations/network/call-mail.ts'
import { type Calendar, calendarPart, parseCalendar } from '../formats/icalendar/index.ts'
import { parseMessage, serialiseEntity } from '../formats/mime/index.ts'
import { perform } from '../platform/work.ts'
import { asked, done, read } from './testing/calls.ts'
import { type Client, firstRun, type House, openHouse, sendBySmtp } from './testing/house.ts'
import { type Joined, openNetwork, type TestNetwork } from './testing/network.ts'
import { openRelay, type Relay, type Relayed } from './testing/relay.ts'

// Invitations to calls by mail, and what calendar programs answer.

const marker = 'zanzibarmarker'
let relay: Relay
let house: House
let network: TestNetwork
let regulator: Joined
let police: Joined
let carrier: Joined
let bank: Joined

const today = new Date().toISOString().slice(0, 10)
const addressOf = (one: Joined) => `calls@${one.name.toLowerCase()}.example`

beforeAll(async () => {
  relay = await openRelay()
  house = await openHouse({ TOCSIN_RELAY: relay.url })
  network = await openNetwork(house, await firstRun(house))
  regulator = await network.join({ kind: 'agency', name: 'Regulator', country: 'NZ' })
  police = await network.join({ kind: 'agency', name: 'Police', country: 'FR' })
  carrier = await network.join({ kind: 'industry', name: 'Carrier', country: 'FR' })
  bank = await network.join({ kind: 'industry', name: 'Bank', country: 'SG' })
  for (const one of [regulator, carrier, bank])
    await done(one.client, 'POST', '/api/network/contacts', {
      ...{
        member: one.id,
        role: one.kind === 'agency' ? 'unit' : 'industry',
        audience: 'secretariat',
        designated: { on: today, by: 'Head' },
      },
      ...{ unit: 'Calls', person: `Ann of ${one.name}`, mail: addressOf(one), timeZone: 'Pacific/Auckland', languages: ['en'] },
    })
  await house.settle()
})
beforeEach(() => {
  relay.mails.length = 0
})
afterAll(async () => {
  await house?.close()
  await relay?.away()
})

async function inDatabase(text: string): Promise<Record<string, unknown>[]> {
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const { rows } = await root.query<Record<string, unknown>>(text)
  await root.end()
  return rows
}

/** What a mail says as text, and as a calendar; the whole of it is one of two alternatives. */
function opened({ raw }: Relayed) {
  const { parts, text } = parseMessage(raw, { bytes: 1_000_000, depth: 5, count: 100, time: 1_000 })
  const part = parts.find(({ type }) => type === 'text/calendar')
  const calendar = parseCalendar(part?.content ?? new Uint8Array())
  if (isMalformed(calendar)) throw new Error(calendar.malformed)
  const [event] = calendar.events
  if (event === undefined) throw new Error('no event')
  return {
    types: parts.map(({ type }) => type),
    text,
    calendar,
    event,
    whole: `${text}\n${Buffer.from(part?.content ?? []).toString()}\n${String(raw)}`,
  }
}
const mailsTo = (one: Joined) => relay.mails.filter(({ to }) => to === addressOf(one)).map(opened)
const lastTo = (one: Joined) => {
  const last = mailsTo(one).at(-1)
  if (last === undefined) throw new Error(`no mail to ${one.name}`)
  return last
}

/** What a calendar program sends back. */
async function reply(
  one: Joined,
  invitation: ReturnType<typeof opened>,
  more: Partial<Calendar['events'][number]> = {},
  method: Calendar['method'] = 'REPLY',
) {
  const { event } = invitation
  const answered = {
    ...event,
    stampedAt: new Date(),
    attendees: event.attendees.map((who) => ({ ...who, answer: 'ACCEPTED' as const })),
    alarms: [],
    ...more,
  }
  const bytes = serialiseEntity({
    fields: [
      { name: 'From', addresses: [{ address: addressOf(one) }] },
      { name: 'To', addresses: [{ address: event.organiser?.address ?? '' }] },
      { name: 'Subject', text: 'Accepted' },
      { name: 'Message-ID', raw: `<${crypto.randomUUID()}@program.example>` },
    ],
    type: 'multipart/alternative',
    parts: [
      { type: 'text/plain', parameters: { charset: 'utf-8' }, text: 'Accepted\n' },
      calendarPart({ method, product: '-//Program//EN', name: '', refreshMinutes: null, events: [answered] }),
    ],
  })
  expect(await sendBySmtp(house.smtpPort, { from: addressOf(one), to: event.organiser?.address ?? '', bytes })).toMatch(/^250/)
  await house.settle()
}

type Answers = {
  items: {
    member: { name: string } | null
    person: string | null
    answer: string
    comment: string
    ignored: string | null
    proposed: object | null
    way: string | null
    mail: string | null
  }[]
  own: { answer: string } | null
}
const answers = async (who: Client, call: string) => (await who.call('GET', `/api/calls/${call}/answers`)).body as Answers
const answerOf = async (who: Client, call: string, one: Joined) =>
  (await answers(who, call)).items.find(({ member }) => member?.name === one.name)

async function convene(more: object = {}, invite: readonly Joined[] = [carrier, bank]): Promise<string> {
  const { id } = await done(
    network.secretariat,
    'POST',
    '/api/calls',
    asked({ link: 'https://room.example/one', note: 'Please read', ...more }),
  )
  if (invite.length > 0) await done(regulator.client, 'POST', `/api/calls/${id}/invitations`, { members: invite.map((one) => one.id) })
  await done(network.secretariat, 'POST', `/api/calls/${id}/guests`, { name: 'Gus', body: 'University', mail: 'gus@university.example' })
  expect(relay.mails).toEqual([])
  await done(network.secretariat, 'POST', `/api/calls/${id}/move`, { to: 'convened' })
  await house.settle()
  return String(id)
}

describe('whoever may come to a call', () => {
  test('is invited by a mail that calendar programs answer; the answer is seen by the organiser whole, by agencies that it is there, by others of industry not', async () => {
    const id = await convene()
    expect(relay.mails.map(({ to }) => to).sort()).toEqual([
      'calls@bank.example',
      'calls@carrier.example',
      'calls@regulator.example',
      'gus@university.example',
    ])
    const invitation = lastTo(regulator)
    expect(invitation.types.slice(0, 3)).toEqual(['multipart/alternative', 'text/plain', 'text/calendar'])
    expect(invitation.whole).toMatch(/Content-Type: text\/calendar;\s+charset="utf-8";\s+method="REQUEST"/)
    expect(invitation.calendar.method).toBe('REQUEST')
    expect(invitation.event).toMatchObject({
      summary: 'Quarterly call',
      location: 'https://room.example/one',
      attendees: [{ address: 'calls@regulator.example', rsvp: true, answer: 'NEEDS-ACTION' }],
      organiser: { address: expect.stringMatching(/^case\+[0-9a-f]{40}@/), name: 'Action Network' },
      alarms: [{ minutesBefore: 15 }],
    })
    expect(new Set(relay.mails.map((mail) => opened(mail).event.organiser?.address)).size).toBe(4)
    await reply(regulator, invitation, { comments: ['Gladly'] })
    expect(await answerOf(network.secretariat, id, regulator)).toMatchObject({
      answer: 'accepted',
      comment: 'Gladly',
      way: 'mail',
      person: 'Ann of Regulator',
      mail: 'sent',
    })
    expect(await answerOf(police.client, id, regulator)).toMatchObject({ answer: 'accepted', comment: '', person: null, mail: null })
    expect((await answers(carrier.client, id)).items.map(({ member }) => member?.name)).toEqual(['Carrier'])
    expect((await network.secretariat.call('GET', `/api/calls/${id}/sent`)).body).toMatchObject({
      mailed: expect.arrayContaining([expect.objectContaining({ person: 'Ann of Bank', taken: true })]),
    })
  })

  test('answers at the console too, and is then sent changes; what they said holds until the moment is another', async () => {
    const id = await convene({}, [])
    expect((await police.client.call('POST', `/api/calls/${id}/answer`, { answer: 'tentative', comment: 'Perhaps' })).body).toMatchObject({
      own: { answer: 'tentative' },
    })
    await reply(regulator, lastTo(regulator))
    await house.settle()
    const own = relay.mails.filter(({ to }) => to === 'admin@police.example').map(opened)
    expect(own.map(({ event }) => event.attendees[0]?.answer)).toEqual(['TENTATIVE'])
    const before = lastTo(regulator)
    await done(network.secretariat, 'PUT', `/api/calls/${id}`, asked({ title: 'Other words' }))
    await house.settle()
    expect(await answerOf(network.secretariat, id, regulator)).toMatchObject({ answer: 'accepted' })
    await done(network.secretariat, 'PUT', `/api/calls/${id}`, asked({ title: 'Other words', startsAt: '2027-03-09T10:00:00.000Z' }))
    await house.settle()
    const after = lastTo(regulator)
    expect(after.event.sequence).toBeGreaterThan(before.event.sequence)
    expect([after.event.uid, after.event.startsAt, after.event.attendees[0]?.answer]).toEqual([
      before.event.uid,
      new Date('2027-03-09T10:00:00Z'),
      'NEEDS-ACTION',
    ])
    expect(await answerOf(network.secretariat, id, police)).toMatchObject({ answer: 'waiting' })
    // an answer to the old moment that comes late
    await reply(regulator, before)
    expect(await answerOf(network.secretariat, id, regulator)).toMatchObject({ answer: 'waiting', ignored: 'stale' })
    await reply(regulator, after, { attendees: after.event.attendees.map((who) => ({ ...who, answer: 'DECLINED' })) })
    expect(await answerOf(network.secretariat, id, regulator)).toMatchObject({ answer: 'declined', ignored: null })
    await done(network.secretariat, 'POST', `/api/calls/${id}/move`, { to: 'cancelled' })
    await house.settle()
    expect(lastTo(regulator)).toMatchObject({ calendar: { method: 'CANCEL' }, event: { uid: before.event.uid, status: 'CANCELLED' } })
    expect(lastTo(regulator).event.sequence).toBeGreaterThan(after.event.sequence)
  })

  test('may propose another time; what is of another person, or of another call, changes nothing and says so', async () => {
    const id = await convene({ title: 'First' })
    const invitation = lastTo(carrier)
    const times = { startsAt: new Date('2027-03-03T10:00:00Z'), endsAt: new Date('2027-03-03T11:00:00Z') }
    await reply(carrier, invitation, { ...times, attendees: invitation.event.attendees }, 'COUNTER')
    expect(await answerOf(network.secretariat, id, carrier)).toMatchObject({
      answer: 'waiting',
      proposed: { startsAt: '2027-03-03T10:00:00.000Z' },
    })
    await reply(carrier, invitation, { attendees: lastTo(bank).event.attendees.map((who) => ({ ...who, answer: 'DECLINED' })) })
    expect(await answerOf(network.secretariat, id, carrier)).toMatchObject({ answer: 'waiting', ignored: 'other-person' })
    expect(await answerOf(network.secretariat, id, bank)).toMatchObject({ answer: 'waiting' })
    await reply(carrier, invitation, { uid: 'call-0@elsewhere.example' })
    expect(await answerOf(network.secretariat, id, carrier)).toMatchObject({ answer: 'waiting', ignored: 'other-call' })
    const words = Buffer.from('From: calls@carrier.example\r\nSubject: Re\r\n\r\nWe send two.\r\n')
    expect(
      await sendBySmtp(house.smtpPort, { from: 'calls@carrier.example', to: invitation.event.organiser?.address ?? '', bytes: words }),
    ).toMatch(/^250/)
    await house.settle()
    expect(await answerOf(network.secretariat, id, carrier)).toMatchObject({ answer: 'waiting', ignored: 'words', words: 'We send two.' })
    expect(await answerOf(carrier.client, id, carrier)).toMatchObject({ words: null })
    await reply(carrier, invitation)
    expect(await answerOf(network.secretariat, id, carrier)).toMatchObject({ answer: 'accepted', ignored: null, proposed: null })
    // the address that the invitation was given is another's now: what comes by it is not theirs, whatever it says
    const [own] = invitation.event.attendees
    await inDatabase(
      `update cooperation.call_attendee set address = 'new@carrier.example' where call = '${id}' and address = '${own?.address}'`,
    )
    await reply(carrier, invitation, {
      attendees: invitation.event.attendees.map((who) => ({ ...who, address: 'new@carrier.example', answer: 'DECLINED' })),
    })
    expect(await answerOf(network.secretariat, id, carrier)).toMatchObject({ answer: 'accepted', ignored: 'other-person' })
  })
})

describe('whoever is taken out of a call', () => {
  test('is told a day and nothing else, once, and not a byte of it from then on', async () => {
    const id = await convene({ title: `${marker} call`, note: marker, link: `https://room.example/${marker}` })
    const invitation = lastTo(bank)
    relay.mails.length = 0
    await done(police.client, 'POST', '/api/call-objections', { call: id, members: [bank.id], reason: marker })
    await house.settle()
    const [ended, ...none] = mailsTo(bank)
    expect(none).toEqual([])
    expect(ended).toMatchObject({
      calendar: { method: 'CANCEL' },
      event: { uid: invitation.event.uid, summary: '', description: '', location: '', status: 'CANCELLED' },
    })
    expect(ended?.event.sequence).toBeGreaterThan(invitation.event.sequence)
    expect(ended?.whole).not.toContain(marker)
    expect(ended?.text).toContain('March 2, 2027')
    expect(mailsTo(carrier)).toEqual([])
    await done(
      network.secretariat,
      'PUT',
      `/api/calls/${id}`,
      asked({ title: `${marker} call`, link: `https://room.example/${marker}-two`, startsAt: '2027-03-05T10:00:00.000Z' }),
    )
    await done(network.secretariat, 'POST', `/api/calls/${id}/move`, { to: 'cancelled' })
    await house.settle()
    expect(mailsTo(bank)).toHaveLength(1)
    expect(lastTo(carrier).calendar.method).toBe('CANCEL')
    // they answer what they have had: nobody is told
    await reply(bank, invitation)
    expect(await answerOf(network.secretariat, id, bank)).toBeUndefined()
    expect((await bank.client.call('GET', `/api/calls/${id}/answers`)).status).toBe(404)
    expect((await bank.client.call('POST', `/api/calls/${id}/answer`, { answer: 'accepted' })).status).toBe(404)
  })

  test('before a letter has gone is sent none: it is dropped in the same transaction', async () => {
    await relay.away()
    const id = await convene({ title: `${marker} waiting` })
    await done(police.client, 'POST', '/api/call-objections', { call: id, members: [bank.id] })
    await relay.back()
    await house.settle()
    await done(network.secretariat, 'PUT', `/api/calls/${id}`, asked({ title: `${marker} waiting`, startsAt: '2027-03-06T10:00:00.000Z' }))
    await house.settle()
    expect(mailsTo(bank)).toEqual([])
    expect(lastTo(carrier).event.summary).toBe(`${marker} waiting`)
  })

  test('is called back though they leave before the letter has gone; a letter that was dropped is written anew to whoever may come after all', async () => {
    const courier = await network.join({ kind: 'industry', name: 'Courier', country: 'SG' })
    const contact = { member: courier.id, role: 'industry', audience: 'secretariat', designated: { on: today, by: 'Head' } }
    const reached = { unit: 'Calls', person: 'Ann', mail: addressOf(courier), timeZone: 'UTC', languages: ['en'] }
    await done(courier.client, 'POST', '/api/network/contacts', { ...contact, ...reached })
    await house.settle()
    // what its joining wrote
    relay.mails.length = 0
    const id = await convene({ title: 'Once more' }, [courier, bank])
    expect([mailsTo(courier).length, mailsTo(bank).length]).toEqual([1, 1])
    await relay.away()
    await done(police.client, 'POST', '/api/call-objections', { call: id, members: [courier.id] })
    await house.settle()
    await done(network.secretariat, 'POST', `/api/network/members/${courier.id}/leave`, {})
    await house.settle()
    const letters = await inDatabase(
      `select state from platform.outgoing_mail where kind = 'call-invitation' and recipient = '${addressOf(courier)}' order by id`,
    )
    expect(letters.map(({ state }) => state)).toEqual(['sent', expect.not.stringMatching('dropped')])
    relay.mails.length = 0
    await done(network.secretariat, 'PUT', `/api/calls/${id}`, asked({ title: 'Once more', startsAt: '2027-03-08T10:00:00.000Z' }))
    await house.settle()
    await relay.back()
    // taken out and let in before the job has looked
    await perform(house.ctx, systemActor('cooperation.test', network.id as OrganisationId), async (work) => {
      work.require(true)
      await stopLetters(work, id, [bank.id])
      mailCallLater(work, id)
    })
    await house.settle()
    expect(lastTo(bank)).toMatchObject({ calendar: { method: 'REQUEST' }, event: { startsAt: new Date('2027-03-08T10:00:00Z') } })
  })

  test('of an item hears nothing by mail of it, before or after: mails speak of the call alone', async () => {
    const id = await convene({ title: 'Plain' })
    const { id: item } = await done(network.secretariat, 'POST', `/api/calls/${id}/items`, { title: `${marker} item`, note: marker })
    await done(network.secretariat, 'POST', `/api/call-items/${String(item)}/papers`, {
      kind: 'paper',
      title: `${marker} paper`,
      text: marker,
    })
    await done(police.client, 'POST', '/api/call-objections', { item, members: [bank.id] })
    await done(network.secretariat, 'PUT', `/api/calls/${id}`, asked({ title: 'Plain', startsAt: '2027-03-07T10:00:00.000Z' }))
    await house.settle()
    expect(mailsTo(bank).map(({ calendar }) => calendar.method)).toEqual(['REQUEST', 'REQUEST'])
    for (const { whole } of mailsTo(bank)) expect(whole).not.toContain(marker)
    expect((await read(bank.client, id)).items).toHaveLength(6)
  })

  test('and let in again is invited anew, under the same name and a higher number', async () => {
    const id = await convene({ title: 'Again' })
    await done(police.client, 'POST', '/api/call-objections', { call: id, members: [bank.id] })
    await house.settle()
    const ended = lastTo(bank)
    const objection = (await read(police.client, id)).inside?.objections[0]?.id
    await done(police.client, 'POST', `/api/call-objections/${String(objection)}/withdraw`)
    await house.settle()
    expect(lastTo(bank)).toMatchObject({ calendar: { method: 'REQUEST' }, event: { uid: ended.event.uid, summary: 'Again' } })
    expect(lastTo(bank).event.sequence).toBeGreaterThan(ended.event.sequence)
    await reply(bank, lastTo(bank))
    expect(await answerOf(network.secretariat, id, bank)).toMatchObject({ answer: 'accepted' })
  })
})
