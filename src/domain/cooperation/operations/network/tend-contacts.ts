import { z } from 'zod'
import type { Actor } from '../../../../base/actor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform } from '../../../../platform/work.ts'
import { notifyElsewhere, notifyRole } from '../../../directory/index.ts'
import { isConsentOver, isTestDue, troublesOf } from '../../network/contact.ts'
import type { ListedContact } from '../../network/contact-view.ts'
import { officeDuty } from '../../network/duty.ts'
import { listConvened } from '../../store/network/call-attendees.ts'
import { findPeriods, settleUnanswered } from '../../store/network/contact-tests.ts'
import { listForTending } from '../../store/network/contacts.ts'
import { findMember } from '../../store/network/members.ts'
import { findOfficeContact } from '../../store/network/office.ts'
import { mailCallLater } from './call-mail.ts'
import { beginTest } from './contact-tests.ts'
import { announceContact, endByConsent } from './contacts.ts'
import { remindOfTerms } from './office.ts'

const atOnce = 200
const first = '00000000-0000-0000-0000-000000000000'

/**
 * Every day: ends what a person's consent covers no longer, sends the tests that are due, notes those that nobody answered, and reminds the members and the
 * secretariat of what is overdue.
 */
export const tendContactsJob = defineJob({
  name: 'cooperation.tend-contacts',
  payload: z.object({}),
  async run(ctx, actor) {
    if (actor.organisation === null) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      for (const id of await settleUnanswered(work.tx, work.now)) announceContact(work, id)
    })
    const troubled = new Map<string, number>()
    for (let after: string | undefined = first; after !== undefined; ) after = await tendSome(ctx, actor, after, troubled)
    await remind(ctx, actor, troubled)
    await remindOffice(ctx, actor)
    await tendInvitations(ctx, actor)
  },
})

/** Contacts come and go: who is one now has the invitations that stand, and who is none any more is told that there is nothing for them. */
async function tendInvitations(ctx: Context, actor: Actor): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    for (const id of await listConvened(work.tx, actor.organisation as OrganisationId)) mailCallLater(work, id)
  })
}

/** Tends so many after this id, in one unit of work; answers the last one's id, undefined at the end. */
async function tendSome(ctx: Context, actor: Actor, after: string, troubled: Map<string, number>): Promise<string | undefined> {
  return perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const periods = await findPeriods(work.tx, actor.organisation as OrganisationId)
    const rows = await listForTending(work.tx, after, atOnce)
    for (const row of rows) {
      if (isConsentOver(row, work.now)) {
        await endByConsent(work, row)
        continue
      }
      if (ctx.config.TOCSIN_RELAY !== null && isTestDue(row, row.last, periods, work.now)) await beginTest(work, ctx, row, periods)
      if (troublesOf(row, row.last, periods, work.now).length > 0) troubled.set(row.member, (troubled.get(row.member) ?? 0) + 1)
    }
    return rows.length < atOnce ? undefined : (rows.at(-1) as ListedContact).id
  })
}

/** Those who act for the network, of its office: of a term's end, and of a contact that nobody confirmed in time. */
async function remindOffice(ctx: Context, actor: Actor): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    const network = actor.organisation as OrganisationId
    await remindOfTerms(work, { network })
    const contact = await findOfficeContact(work.tx, network)
    const { confirmDays } = await findPeriods(work.tx, network)
    if (contact !== undefined && officeDuty(contact.confirmedAt, confirmDays, work.now).state !== 'done')
      await notifyRole(work, 'manager', { kind: 'cooperation.office-contact-due', subject: contact.id })
  })
}

async function remind(ctx: Context, actor: Actor, troubled: ReadonlyMap<string, number>): Promise<void> {
  if (troubled.size === 0) return
  await perform(ctx, actor, async (work) => {
    work.require(actor.kind === 'system')
    let all = 0
    for (const [id, count] of troubled) {
      all += count
      const member = await findMember(work.tx, id)
      if (member === undefined || member.organisation === null) continue
      const notice = { kind: 'cooperation.own-contacts-due', subject: id, params: { contacts: count } }
      await notifyElsewhere(work, member.organisation, 'manager', notice, [{ kind: 'contact', id: '' }])
    }
    const subject = actor.organisation as OrganisationId
    await notifyRole(work, 'manager', { kind: 'cooperation.contacts-due', subject, params: { contacts: all } })
  })
}
