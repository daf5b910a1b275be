import { z } from 'zod'
import { Failure, present } from '../../../../base/failure.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { announceElsewhere, perform, type Work } from '../../../../platform/work.ts'
import type { NewNotice } from '../../../directory/index.ts'
import { mayPropose } from '../../network/joining.ts'
import { type Course, noticeKindOf, type Rules, type Step, step, termsOf } from '../../network/proposal.ts'
import type { Standing } from '../../network/standing.ts'
import { findEditionOf, findInForce } from '../../store/network/editions.ts'
import { grant, listStandingGroups } from '../../store/network/groups.ts'
import { insertProposal, lockProposal, type ProposalRow, updateNoticed } from '../../store/network/proposals.ts'
import { draftEdition, type Wording } from './editions.ts'
import { mailNoticeJob } from './notice-mail.ts'
import { tellAudience } from './telling.ts'

/** Proposes a new text of the procedures or the work plan. Refuses `cooperation.under-way` while another change of it is. */
export async function proposeChange(
  work: Work,
  standing: Standing,
  kind: 'procedures' | 'work-plan',
  wording: Wording,
  reason: string,
): Promise<string> {
  const { rules } = await readProcedures(work, standing.network)
  work.require(mayPropose(standing, termsOf(kind, rules).audience))
  const id = await beginProposal(work, standing.network, kind, standing.member?.id ?? null, reason)
  const edition = await draftEdition(work, standing.network, kind, wording, id)
  const own = standing.actor.organisation
  // whoever proposes it sees it before the others do
  if (standing.member !== null && own !== null) {
    await grant(work.tx, standing.network, 'proposal', id, own, work.now)
    await grant(work.tx, standing.network, 'edition', edition.id, own, work.now)
  }
  return id
}

/** Writes a proposal down and asks for its notice. */
export async function beginProposal(
  work: Work,
  owner: OrganisationId,
  kind: ProposalRow['kind'],
  proposer: string | null,
  reason: string,
): Promise<string> {
  const id = newId(work.now.getTime())
  if (!(await insertProposal(work.tx, { id, owner, kind, proposer, reason, proposedAt: work.now, proposedBy: work.actor.id })))
    throw new Failure('conflict', 'cooperation.under-way', `another change of ${kind} is under way`)
  work.record('cooperation.proposed', id, { kind })
  work.witness('cooperation.proposed', id, { kind, proposer, reason }, true)
  work.enqueue(noticeProposalJob, { id }, { key: id })
  work.announce('proposal', id)
  return id
}

/** Shows a proposal to whom it is to be shown, tells each of them, and opens its window: all by the procedures in force at this moment. */
export const noticeProposalJob = defineJob({
  name: 'cooperation.notice-proposal',
  payload: z.object({ id: z.uuid() }),
  async run(ctx, actor, { id }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const proposal = await takeProposal(work, id)
      // told already, or withdrawn meanwhile
      if (proposal.state === 'proposed') await noticeProposal(work, proposal)
    })
  },
})

async function noticeProposal(work: Work, proposal: ProposalRow): Promise<void> {
  const { id, owner, kind, application } = proposal
  const { rules, edition } = await readProcedures(work, owner)
  const { terms, noticedAt, closesAt } = taken(proposal, { what: 'notice', rules }, work.now)
  if (terms === null || noticedAt === null || closesAt === null) throw new Error('a proposal was noticed without terms')
  await updateNoticed(work.tx, id, terms, edition, noticedAt, closesAt)
  const group = present(
    (await listStandingGroups(work.tx, owner)).find(({ standing }) => standing === terms.audience),
    'cooperation.no-group',
    terms.audience,
  )
  await grant(work.tx, owner, 'proposal', id, group.id, work.now)
  const text = application === null ? await findEditionOf(work.tx, id) : undefined
  if (text !== undefined) await grant(work.tx, owner, 'edition', text.id, group.id, work.now)
  if (application !== null) await grant(work.tx, owner, 'member', application.member, group.id, work.now)
  if (application?.organisation != null) await announceElsewhere(work.tx, application.organisation, [{ kind: 'proposal', id }])
  work.witness('cooperation.proposal-noticed', id, { kind, ...terms, procedures: edition, closesAt: closesAt.toISOString() })
  await tellAudience(work, owner, terms.audience, noticeOf(proposal, closesAt))
  work.enqueue(mailNoticeJob, { id }, { key: id })
  work.announce('proposal', id)
}

/** What those who are asked are told of it. */
export function noticeOf(
  { id, kind, application }: Pick<ProposalRow, 'id' | 'kind' | 'application'>,
  closesAt: Date,
): NewNotice & { params: Record<string, string> } {
  const until = closesAt.toISOString().slice(0, 10)
  return { kind: noticeKindOf(kind), subject: id, params: application === null ? { until } : { name: application.name, until } }
}

/** The course after this step; refuses with the code of `step`. */
export function taken(course: Course, what: Step, at: Date): Course {
  const after = step(course, what, at)
  if (typeof after === 'string') throw new Failure('conflict', after, `${what.what} of a proposal that is ${course.state}`)
  return after
}

/** A proposal that is about to change, locked. */
export async function takeProposal({ tx }: Work, id: string): Promise<ProposalRow> {
  return present(await lockProposal(tx, id), 'cooperation.no-proposal', `proposal ${id}`)
}

async function readProcedures({ tx }: Work, network: OrganisationId): Promise<{ readonly rules: Rules; readonly edition: string }> {
  const found = present(await findInForce(tx, network, 'procedures'), 'cooperation.no-procedures', 'the procedures in force')
  if (found.rules === null) throw new Error('procedures without rules')
  return { rules: found.rules, edition: found.id }
}
