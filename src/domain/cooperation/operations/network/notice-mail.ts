import { z } from 'zod'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { queueLetter } from '../../../../platform/mail/outgoing.ts'
import { mailSettled } from '../../../../platform/mail/settled.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { findOrganisation, notifyRole } from '../../../directory/index.ts'
import { openThread, replyReceived } from '../../../intake/index.ts'
import { type Noticed, noticeLetter } from '../../network/notice-letter.ts'
import { officeLines } from '../../network/office.ts'
import { noticeKindOf } from '../../network/proposal.ts'
import { findEditionOf } from '../../store/network/editions.ts'
import { findOfficeContact } from '../../store/network/office.ts'
import { findProposal, type ProposalRow } from '../../store/network/proposals.ts'
import {
  findTelling,
  lockTellingOfMail,
  lockUnmailed,
  type NoticeMailState,
  setNoticeMail,
  settleNoticeMail as settleRow,
  type Unmailed,
} from '../../store/network/tellings.ts'

/** letters in one unit of work */
const atOnce = 50

/**
 * Writes to the designated contact of each member that is asked and does not work on this node, once, in the language of the contact. Whoever has none with an address is
 * shown to the secretariat as not reached, as is everybody where no mail leaves the node.
 */
export const mailNoticeJob = defineJob({
  name: 'cooperation.mail-notice',
  payload: z.object({ id: z.uuid() }),
  async run(ctx, actor, { id }) {
    for (let more = true; more; ) {
      await perform(ctx, actor, async (work) => {
        work.require(actor.kind === 'system' && actor.organisation !== null)
        const proposal = await findProposal(work.tx, id)
        const rows = proposal?.state === 'open' ? await lockUnmailed(work.tx, noticeKindOf(proposal.kind), id, atOnce) : []
        if (proposal !== undefined && rows.length > 0) await mailAll(work, ctx, proposal, rows)
        more = rows.length === atOnce
      })
    }
  },
})

type Mailing = Pick<Context, 'config' | 'mac'>

async function mailAll(work: Work, ctx: Mailing, proposal: ProposalRow, rows: readonly Unmailed[]): Promise<void> {
  const { id, kind, owner, application, reason, closesAt } = proposal
  const network = (await findOrganisation(work.tx, owner as OrganisationId))?.name ?? ''
  const edition = application === null ? await findEditionOf(work.tx, id) : undefined
  const office = await findOfficeContact(work.tx, owner)
  const said = {
    ...{ kind, network, closesAt: closesAt ?? work.now, applicant: application },
    change: edition === undefined ? null : { reason, title: edition.title, text: edition.text },
  }
  for (const row of rows) {
    if (row.address === null) await unreached(work, proposal, row, 'unnamed')
    else if (ctx.config.TOCSIN_RELAY === null) await unreached(work, proposal, row, 'no-relay')
    else {
      const letter = { ...said, member: row.name, office: officeLines(row.language, office) }
      const mail = await mailOne(work, ctx, id, row, row.address, letter)
      await setNoticeMail(work.tx, row.id, { contact: row.contact, mail, state: 'waiting' }, work.now)
    }
  }
  work.announce('proposal', id)
}

/** What is answered to it comes back as an answer to this notice. */
async function mailOne(work: Work, ctx: Mailing, about: string, row: Unmailed, to: string, said: Noticed): Promise<string> {
  const domain = ctx.config.TOCSIN_MAIL_DOMAIN
  const thread = await openThread(work, ctx, { aboutKind: 'network-notice', about: row.id, correspondent: to })
  const from = { name: said.network, address: `noreply@${domain}` }
  const letter = { kind: 'network-notice' as const, about, from, to, replyTo: thread.address, auto: true }
  return queueLetter(work, { ...letter, ...noticeLetter(row.language, said) }, domain)
}

async function unreached(
  work: Work,
  proposal: ProposalRow,
  { id, member, contact }: Unmailed,
  state: 'unnamed' | 'no-relay',
): Promise<void> {
  await setNoticeMail(work.tx, id, { contact, mail: null, state }, work.now)
  prove(work, { kind: noticeKindOf(proposal.kind), subject: proposal.id, member, contact }, state)
}

/** What the relay said of it: one leaf says what became of the letter to one member. */
export const settleNoticeMail = defineJob({
  name: 'cooperation.settle-notice-mail',
  payload: mailSettled.payload,
  async run(ctx, actor, { mailId, release, state }) {
    if (release !== null) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const row = await lockTellingOfMail(work.tx, mailId)
      if (row?.mailState !== 'waiting') return
      const became = state === 'sent' ? 'sent' : 'failed'
      await settleRow(work.tx, row.id, became, work.now)
      prove(work, row, became)
      work.announce('proposal', row.subject)
    })
  },
})

type Proven = { readonly kind: string; readonly subject: string; readonly member: string; readonly contact: string | null }

function prove(work: Work, { kind, subject, member, contact }: Proven, state: NoticeMailState): void {
  work.witness('cooperation.notice-mailed', subject, { notice: kind, member, contact, state })
}

/** An answer to it is for people of the secretariat to read: an objection is written down by them. */
export const hearNoticeAnswer = defineJob({
  name: 'cooperation.hear-notice-answer',
  payload: replyReceived.payload,
  async run(ctx, actor, { aboutKind, about, automatic }) {
    if (aboutKind !== 'network-notice' || automatic) return
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const telling = await findTelling(work.tx, about)
      if (telling !== undefined) await notifyRole(work, 'manager', { kind: 'cooperation.notice-answered', subject: telling.subject })
    })
  },
})
