import { z } from 'zod'
import { present } from '../../../../base/failure.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { mayWithdraw } from '../../network/joining.ts'
import { noticeKindOf, type Step } from '../../network/proposal.ts'
import type { Standing } from '../../network/standing.ts'
import { findEditionOf } from '../../store/network/editions.ts'
import { listApplicationsOf, listDueProposals, listObjecting, type ProposalRow, updateEnded } from '../../store/network/proposals.ts'
import { endApplication } from './applications.ts'
import { enforceEdition } from './editions.ts'
import { taken, takeProposal } from './proposals.ts'
import { tellLater } from './telling.ts'

/** Refuses `cooperation.window-closed` once the window is over, `cooperation.proposal-ended`. */
export async function withdrawProposal(work: Work, standing: Standing, id: string): Promise<void> {
  const proposal = await takeProposal(work, id)
  work.require(mayWithdraw(standing, proposal, proposal.application?.organisation ?? null))
  await end(work, proposal, { what: 'withdraw' })
}

/** Whoever leaves the node asks for nothing any more, even where the window is over and nothing was decided yet. */
export async function dropApplications(work: Work, { network }: Standing, organisation: OrganisationId): Promise<void> {
  work.require(work.actor.kind === 'system')
  for (const { id, decidedAt } of await listApplicationsOf(work.tx, network, organisation)) {
    if (decidedAt !== null) continue
    const proposal = await takeProposal(work, id)
    if (proposal.decidedAt === null) await end(work, proposal, { what: 'leave' })
  }
}

/** By the clock: decides what ran its time. It alone admits and refuses. */
export const closeWindowsJob = defineJob({
  name: 'cooperation.close-windows',
  payload: z.object({}),
  async run(ctx, actor) {
    const { organisation } = actor
    if (organisation === null) return
    const now = ctx.now()
    for (const id of await ctx.read(actor, (tx) => listDueProposals(tx, organisation, now))) {
      await perform(ctx, actor, async (work) => {
        work.require(actor.kind === 'system')
        const proposal = await takeProposal(work, id)
        if (proposal.state === 'open') await end(work, proposal, { what: 'close', objecting: await listObjecting(work.tx, id) })
      })
    }
  },
})

async function end(work: Work, proposal: ProposalRow, how: Extract<Step, { what: 'withdraw' | 'leave' | 'close' }>): Promise<void> {
  const { id, owner, kind, application } = proposal
  const { state } = taken(proposal, how, work.now)
  await updateEnded(work.tx, id, state, work.now)
  work.record('cooperation.proposal-ended', id, { kind, state })
  const objections = how.what === 'close' ? how.objecting.length : null
  work.witness('cooperation.proposal-ended', id, { kind, state, objections })
  work.announce('proposal', id)
  if (application !== null) await endApplication(work, proposal, application, state)
  const { audience } = proposal.terms ?? {}
  if (application === null && state === 'accepted') await putTextInForce(work, proposal)
  else if (audience !== undefined && state !== 'accepted') {
    const params = application === null ? {} : { name: application.name }
    tellLater(work, audience, { kind: `${noticeKindOf(kind)}-${state}`, subject: id, params })
  }
  work.announce('member', owner)
}

async function putTextInForce(work: Work, { id, kind }: ProposalRow): Promise<void> {
  const edition = present(await findEditionOf(work.tx, id), 'cooperation.no-edition', `the text of proposal ${id}`)
  const number = await enforceEdition(work, edition)
  tellLater(work, 'members', { kind: `cooperation.${kind}-in-force`, subject: edition.id, params: { number } })
}
