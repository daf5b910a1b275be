import { z } from 'zod'
import { present } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import { calendarPart } from '../../../../formats/icalendar/index.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { dropLetters, queueLetter } from '../../../../platform/mail/outgoing.ts'
import { mailSettled } from '../../../../platform/mail/settled.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findOrganisation, findPerson, membershipsOf } from '../../../directory/index.ts'
import { openThread } from '../../../intake/index.ts'
import type { Call } from '../../network/call.ts'
import { audienceOf } from '../../network/call-audience.ts'
import { sequenceOf } from '../../network/call-calendar.ts'
import {
  type Addressee,
  endingLetter,
  endingOf,
  invitationLetter,
  invitationOf,
  type Spoken,
  type Stamp,
  tellingOf,
} from '../../network/call-invitation.ts'
import { type OfficeContact, officeLines } from '../../network/office.ts'
import {
  type Attendee,
  type Expected,
  findAttendeeOfMail,
  forgetLetters,
  listAttendees,
  listComing,
  listConvened,
  listExpected,
  listLettersOf,
  lockAttendee,
  putAttendee,
  setAttendee,
} from '../../store/network/call-attendees.ts'
import { lockAudiences, readInvited } from '../../store/network/call-audience.ts'
import { findCall } from '../../store/network/calls.ts'
import { findOfficeContact } from '../../store/network/office.ts'

type Mailing = Pick<Context, 'config' | 'mac'>

/**
 * Makes what everybody was told of a call by mail what it is now: a REQUEST to whoever may come and was told another thing, a CANCEL to whoever was told and may come no more, nothing to
 * all others. Idempotent. Nobody changes who may come while it runs. Without a relay it keeps who is asked, and writes nothing.
 */
export const mailCallJob = defineJob({
  name: 'cooperation.mail-call',
  payload: z.object({ id: z.uuid() }),
  async run(ctx, actor, { id }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      await mailCall(work, ctx, actor.organisation as OrganisationId, id)
    })
  },
})

export function mailCallLater(work: Work, id: string): void {
  work.enqueue(mailCallJob, { id }, { key: id })
}

async function mailCall(work: Work, ctx: Mailing, network: OrganisationId, id: string): Promise<void> {
  await lockAudiences(work.tx, network)
  const call = await findCall(work.tx, id)
  const invited = await readInvited(work.tx, network, id)
  if (call === undefined || invited === undefined || call.state === 'planned') return
  const industry = audienceOf(invited).call
  const expected = await listExpected(work.tx, network, id, [...industry])
  const rows = await listAttendees(work.tx, id)
  const people = await expectedPeople(work, rows, await listComing(work.tx, network, [...industry]))
  const name = (await findOrganisation(work.tx, network))?.name ?? ''
  const known = new Map(rows.map((row) => [keyOf(row), row]))
  const mailing: MailingCall = {
    sent: [],
    work,
    ctx,
    call,
    network: name,
    office: await findOfficeContact(work.tx, network),
    sends: ctx.config.TOCSIN_RELAY !== null,
  }
  for (const one of [...expected, ...people]) {
    const row = known.get(keyOf(one)) ?? (await addAttendee(work, call, one))
    known.delete(keyOf(one))
    if (row !== undefined) await tell(mailing, row, one)
  }
  for (const row of known.values()) await tellOut(mailing, row)
  // ids alone: names can be erased, the log can not be changed
  if (mailing.sent.length > 0) work.witness('cooperation.mailed-of-call', id, { mailed: mailing.sent })
  work.announce('call', id)
}

const keyOf = ({ contact, person, guest, member }: Pick<Attendee, 'contact' | 'person' | 'guest' | 'member'>) =>
  `${contact ?? person ?? guest ?? ''} ${member ?? ''}`

/** A row for somebody who is to be told for the first time; none where there is nothing to tell them any more. */
async function addAttendee(work: Work, { owner, id, state }: Call, one: Expected): Promise<Attendee | undefined> {
  if (!isOpen(state)) return undefined
  return lockAttendee(work.tx, await putAttendee(work.tx, owner, id, one, work.now))
}

export function isOpen(state: Call['state']): boolean {
  return state === 'convened' || state === 'under-way'
}

/** People who answered at the console, for a member that may still come and that they still work for. */
async function expectedPeople(
  work: Work,
  rows: readonly Attendee[],
  coming: ReadonlyMap<string, OrganisationId>,
): Promise<readonly Expected[]> {
  const found: Expected[] = []
  for (const { person: id, member } of rows) {
    const organisation = coming.get(member ?? '')
    if (id === null || organisation === undefined) continue
    const held = (await membershipsOf(work.tx, id)).find(({ owner }) => owner === organisation)
    const person = held === undefined || held.suspended ? undefined : await findPerson(work.tx, id)
    if (person === undefined) continue
    const { name, email: address, locale: language, time_zone: timeZone } = person
    found.push({ member, contact: null, person: id, guest: null, name, address, language, timeZone })
  }
  return found
}

type MailingCall = {
  readonly work: Work
  readonly ctx: Mailing
  readonly call: Call
  readonly network: string
  /** how its office is reached, which letters end with */
  readonly office: OfficeContact | undefined
  /** what was written to whom in this run */
  readonly sent: { readonly what: Spoken; readonly attendee: string; readonly member: string | null }[]
  /** false: no mail leaves this node */
  readonly sends: boolean
}

async function tell(mailing: MailingCall, row: Attendee, one: Expected): Promise<void> {
  const { work, call } = mailing
  const moved = row.address.toLowerCase() !== one.address.toLowerCase()
  // who reads an address that it is sent to no more keeps no entry of it
  if (moved) await tellOut(mailing, row)
  const fresh = moved || row.outAt !== null
  if (fresh || row.name !== one.name)
    await setAttendee(work.tx, row.id, {
      ...{ name: one.name, address: one.address },
      ...(fresh ? { told: null, mail: null, reachedAt: null, returnedAt: null, outAt: null, cancelledAt: null } : {}),
    })
  const current = fresh ? present(await lockAttendee(work.tx, row.id), 'cooperation.attendee', 'an attendee') : row
  if (call.state === 'cancelled')
    return (current.told === null && current.reachedAt === null) || current.cancelledAt !== null
      ? undefined
      : sendCancel(mailing, current, one)
  // who said at the console that they do not come, and was never asked by mail, is not written to
  if (!mailing.sends || (current.person !== null && !current.wants)) return
  const telling = tellingOf(call)
  if (isOpen(call.state) && current.told !== telling) await sendRequest(mailing, current, one, telling)
}

/** Somebody may come no more. What has not gone does not go; only whom a letter had reached is told that there is nothing for them. */
async function tellOut(mailing: MailingCall, row: Attendee): Promise<void> {
  const { work, call, ctx, network } = mailing
  let { cancelledAt } = row
  if (row.outAt === null) {
    const dropped = await dropLetters(work, row.mail === null ? [] : [row.mail])
    // that the call is off, by its title, was not said after all
    if (dropped.length > 0) cancelledAt = null
    await setAttendee(work.tx, row.id, { outAt: work.now, cancelledAt })
  }
  if (row.reachedAt === null || cancelledAt !== null || !row.address.includes('@')) return
  const to = { ...addresseeOf(row, { language: call.language, timeZone: call.timeZone }), answer: 'waiting' as const }
  const stamp = { sequence: row.sequence + 1, at: work.now }
  const address = await addressOf(mailing, row)
  const calendar = endingOf(call, row.toldStartsAt, to, { name: network, address }, stamp, ctx.config.TOCSIN_MAIL_DOMAIN)
  const mail = await send(mailing, row, address, { ...endingLetter(row.toldStartsAt, to, network), calendar })
  mailing.sent.push({ what: 'ended', attendee: row.id, member: row.member })
  await setAttendee(work.tx, row.id, { mail, sequence: stamp.sequence, cancelledAt: work.now })
}

async function sendCancel(mailing: MailingCall, row: Attendee, one: Expected): Promise<void> {
  const { work } = mailing
  if (row.mail !== null) await dropLetters(work, [row.mail])
  const stamp = { sequence: row.sequence + 1, at: work.now }
  const mail = await sendWords(mailing, row, addresseeOf(row, one), stamp, 'cancelled')
  await setAttendee(work.tx, row.id, { mail, sequence: stamp.sequence, cancelledAt: work.now })
}

async function sendRequest(mailing: MailingCall, row: Attendee, one: Expected, told: string): Promise<void> {
  const { work, call } = mailing
  // what it says is said better by the one that follows
  if (row.mail !== null) await dropLetters(work, [row.mail])
  const stamp = {
    sequence: row.told === null && row.sequence === 0 ? sequenceOf(call) : Math.max(sequenceOf(call), row.sequence + 1),
    at: work.now,
  }
  const mail = await sendWords(mailing, row, addresseeOf(row, one), stamp, row.told === null ? 'invited' : 'changed')
  await setAttendee(work.tx, row.id, { mail, sequence: stamp.sequence, told, toldAt: work.now, toldStartsAt: call.startsAt })
}

function addresseeOf(
  { name, address, answer, guest }: Attendee,
  { language, timeZone }: Pick<Expected, 'language' | 'timeZone'>,
): Addressee {
  return { name, address, language, timeZone, reader: guest === null, answer }
}

/** The address of this person's own that takes their answers: nobody can guess it. */
async function addressOf({ work, ctx }: MailingCall, { id, address }: Attendee): Promise<string> {
  return (await openThread(work, ctx, { aboutKind: 'call-attendee', about: id, correspondent: address })).address
}

async function sendWords(
  mailing: MailingCall,
  row: Attendee,
  to: Addressee,
  stamp: Stamp,
  spoken: 'invited' | 'changed' | 'cancelled',
): Promise<string> {
  const { ctx, call, network, office } = mailing
  const place = { publicUrl: ctx.config.TOCSIN_PUBLIC_URL, domain: ctx.config.TOCSIN_MAIL_DOMAIN }
  const address = await addressOf(mailing, row)
  const letter = invitationLetter(spoken, call, to, network, `${place.publicUrl}/calls/${call.id}`, officeLines(to.language, office))
  mailing.sent.push({ what: spoken, attendee: row.id, member: row.member })
  return send(mailing, row, address, { ...letter, calendar: invitationOf(call, to, { name: network, address }, stamp, place) })
}

type Said = { readonly title: string; readonly text: string; readonly calendar: Parameters<typeof calendarPart>[0] }

/** From the organiser's address, which takes answers and what could not be delivered (RFC 6047 §2.2). */
async function send(
  { work, ctx, network }: MailingCall,
  { id, address: to }: Attendee,
  address: string,
  { title, text, calendar }: Said,
): Promise<string> {
  const letter = { kind: 'call-invitation' as const, about: id, from: { name: network, address }, to, title, text, auto: false }
  return queueLetter(work, { ...letter, alternatives: [calendarPart(calendar)] }, ctx.config.TOCSIN_MAIL_DOMAIN)
}

/** Letters to people of these members that have not gone do not go: from this commit on, and not from the next run of a job. Whoever may come again is written to anew. */
export async function stopLetters(work: Work, call: string, members: readonly string[]): Promise<void> {
  await forgetLetters(work.tx, await dropLetters(work, await listLettersOf(work.tx, call, members)))
}

/** The same for all calls to come, of a member that has left; those that had gone are called back. */
export async function endInvitationsByMail(work: Work, network: OrganisationId, member: string): Promise<void> {
  for (const call of await listConvened(work.tx, network)) {
    await stopLetters(work, call, [member])
    mailCallLater(work, call)
  }
}

/** A letter was taken by the relay, or refused for good. One that was on its way as its reader was taken out is followed by a CANCEL. */
export const settleCallMail = defineJob({
  name: 'cooperation.settle-call-mail',
  payload: mailSettled.payload,
  async run(ctx, actor, { mailId, release, state }) {
    if (release !== null || state === 'dropped') return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const id = await findAttendeeOfMail(work.tx, mailId)
      const row = id === undefined ? undefined : await lockAttendee(work.tx, id)
      if (row === undefined) return
      await setAttendee(work.tx, row.id, state === 'sent' ? { reachedAt: work.now, returnedAt: null } : { returnedAt: work.now })
      if (row.outAt !== null && row.cancelledAt === null && state === 'sent') mailCallLater(work, row.call)
      work.announce('call', row.call)
    })
  },
})
