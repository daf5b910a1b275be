import { z } from 'zod'
import { systemActor } from '../../../../base/actor.ts'
import { Failure } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { hashToken } from '../../../../platform/auth/index.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { queueLetter } from '../../../../platform/mail/outgoing.ts'
import { mailSettled } from '../../../../platform/mail/settled.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation, notifyRole } from '../../../directory/index.ts'
import { openThread, replyReceived } from '../../../intake/index.ts'
import { testLetter } from '../../contact-letter.ts'
import type { Contact, Periods } from '../../network/contact.ts'
import type { ListedContact } from '../../network/contact-view.ts'
import { officeLines } from '../../network/office.ts'
import type { Standing } from '../../network/standing.ts'
import {
  type ContactTest,
  findPeriods,
  findTestByHash,
  insertTest,
  lockTest,
  lockTestOfMail,
  setTestMail,
  settleTest,
} from '../../store/network/contact-tests.ts'
import { findContact, lockContact, setConfirmed, setDoubted } from '../../store/network/contacts.ts'
import { findOfficeContact } from '../../store/network/office.ts'
import { announceContact, takeContact } from './contacts.ts'

const dayLong = 86_400_000

/** The secret of a test's link: made from its id under the node's secret, so that it need not be kept to be said again. */
function tokenOf(ctx: Pick<Context, 'mac'>, id: string): string {
  return ctx.mac('contact-test', id).toString('base64url')
}

/** Refuses `cooperation.contact-over`, `cooperation.contact-mailless`, `cooperation.contact-no-relay`, `cooperation.contact-tested`. */
export async function testContact(work: Work, ctx: Pick<Context, 'mac' | 'config'>, standing: Standing, id: string): Promise<void> {
  const { contact } = await takeContact(work, standing, id)
  if (contact.mail === null) throw new Failure('conflict', 'cooperation.contact-mailless', `contact ${id} has no address`)
  if (ctx.config.TOCSIN_RELAY === null) throw new Failure('conflict', 'cooperation.contact-no-relay', 'no mail leaves this node')
  if (!(await beginTest(work, ctx, contact, await findPeriods(work.tx, standing.network))))
    throw new Failure('conflict', 'cooperation.contact-tested', `contact ${id} is being tested`)
}

/** Asks for the letter. False while one waits for its answer. The caller has asked for leave. */
export async function beginTest(work: Work, ctx: Pick<Context, 'mac'>, contact: Contact, { answerDays }: Periods): Promise<boolean> {
  const id = newId(work.now.getTime())
  const test = {
    id,
    owner: contact.owner,
    contact: contact.id,
    sentAt: work.now,
    sentTo: contact.mail ?? '',
    dueAt: new Date(work.now.getTime() + answerDays * dayLong),
    hash: hashToken(tokenOf(ctx, id)),
  }
  if (!(await insertTest(work.tx, test))) return false
  work.enqueue(sendContactTestJob, { testId: id }, { key: id })
  work.record('cooperation.contact-tested', contact.id, { test: id })
  announceContact(work, contact.id)
  return true
}

/** Writes the letter of a test, of fixed text; an answer to it comes back as one to the test. */
export const sendContactTestJob = defineJob({
  name: 'cooperation.send-contact-test',
  payload: z.object({ testId: z.uuid() }),
  async run(ctx, actor, { testId }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const test = await lockTest(work.tx, testId)
      const contact = test === undefined ? undefined : await findContact(work.tx, test.contact)
      if (test === undefined || contact === undefined || test.result !== 'waiting' || test.mail !== null) return
      const network = await findOrganisation(work.tx, actor.organisation as OrganisationId)
      const thread = await openThread(work, ctx, { aboutKind: 'contact-test', about: test.id, correspondent: test.sentTo })
      const domain = ctx.config.TOCSIN_MAIL_DOMAIN
      const link = `${ctx.config.TOCSIN_PUBLIC_URL}/contact/${tokenOf(ctx, test.id)}`
      const tag = contact.languages[0] ?? null
      const office = officeLines(tag, await findOfficeContact(work.tx, contact.owner))
      const letter = {
        kind: 'contact-test' as const,
        about: contact.id,
        from: { name: network?.name ?? '', address: `noreply@${domain}` },
        to: test.sentTo,
        replyTo: thread.address,
        auto: true,
        ...testLetter(tag, { network: network?.name ?? '', member: contact.memberName, link, until: test.dueAt, office }),
      }
      await setTestMail(work.tx, test.id, await queueLetter(work, letter, domain))
    })
  },
})

/** What a link stands for, for its page. */
export type Linked = { readonly test: ContactTest; readonly contact: ListedContact; readonly network: string }

/** Undefined for a secret of none. */
export async function findLinked(ctx: Context, token: string): Promise<Linked | undefined> {
  const door = await linkDoor(ctx)
  if (door === undefined || token.length > 100) return undefined
  return ctx.read(door, async (tx) => {
    const test = await findTestByHash(tx, hashToken(token))
    const contact = test === undefined ? undefined : await findContact(tx, test.contact)
    if (test === undefined || contact === undefined) return undefined
    return { test, contact, network: (await findOrganisation(tx, contact.owner))?.name ?? '' }
  })
}

/** Whoever holds the link acts for the network in this one thing. */
async function linkDoor(ctx: Context) {
  const network = await ctx.read(systemActor('contact-link', null), findNetwork)
  return network === undefined ? undefined : systemActor('contact-link', network)
}

/** Somebody opened the link and said so; late is better than never. `right`: what is kept of the contact is right. */
export async function answerTest(ctx: Context, { test: { id }, contact }: Linked, right: boolean): Promise<void> {
  const door = systemActor('contact-link', contact.owner)
  await perform(ctx, door, async (work) => {
    work.require(door.kind === 'system')
    await settleAnswered(work, id, right, { way: 'link' })
  })
}

async function settleAnswered(
  work: Work,
  id: string,
  right: boolean | null,
  how: { readonly way: 'link' | 'reply'; readonly reply?: string },
): Promise<void> {
  const test = await lockTest(work.tx, id)
  const contact = test === undefined ? undefined : await lockContact(work.tx, test.contact)
  if (test === undefined || contact === undefined || contact.endedAt !== null) return
  if (test.result === 'answered' || test.result === 'doubted') return
  await settleTest(work.tx, id, { result: right === false ? 'doubted' : 'answered', at: work.now, ...how })
  // whoever reads an address that is not the contact's any more can say nothing of it
  if (right === true && contact.mail === test.sentTo) await setConfirmed(work.tx, contact.id, work.now, work.actor.id)
  if (right === false) await setDoubted(work.tx, contact.id, work.now)
  work.record('cooperation.contact-answered', contact.id, { test: id, way: how.way, right })
  announceContact(work, contact.id)
  if (right !== true) await notifyRole(work, 'manager', { kind: 'cooperation.contact-answered', subject: contact.member })
}

/** An answer by mail: the letter arrived. What it says is for people to read. */
export const hearContactAnswer = defineJob({
  name: 'cooperation.hear-contact-answer',
  payload: replyReceived.payload,
  async run(ctx, actor, { replyId, aboutKind, about, automatic }) {
    if (aboutKind !== 'contact-test' || automatic) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      await settleAnswered(work, about, null, { way: 'reply', reply: replyId })
    })
  },
})

/** The relay refused the letter for good: there is no such address. */
export const settleContactMail = defineJob({
  name: 'cooperation.settle-contact-mail',
  payload: mailSettled.payload,
  async run(ctx, actor, { mailId, release, state }) {
    if (release !== null || state !== 'failed') return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const test = await lockTestOfMail(work.tx, mailId)
      if (test?.result !== 'waiting') return
      await settleTest(work.tx, test.id, { result: 'undelivered', at: work.now })
      announceContact(work, test.contact)
    })
  },
})
