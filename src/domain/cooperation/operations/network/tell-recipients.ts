import { z } from 'zod'
import type { OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation, type NewNotice, notifyElsewhere } from '../../../directory/index.ts'
import { findOwnGroup, listGroupMembers } from '../../store/network/own-groups.ts'
import { listAsked } from '../../store/network/shared.ts'
import { findShare, listReaders } from '../../store/network/shares.ts'

// Notices to the people of recipients, who may act on them. They name who shares and never what: a notice outlives a recall, and what was shared must not.

/**
 * Tells those who see a copy that it is there, or those who were asked to delete one that it was called back: after the act, which is not kept waiting by how
 * many hear of it. Whoever sees it no more when the job runs is not told of it.
 */
export const tellRecipientsJob = defineJob({
  name: 'cooperation.tell-recipients',
  payload: z.object({ share: z.uuid(), what: z.enum(['shared', 'recalled']) }),
  async run(ctx, actor, { share, what }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const found = await findShare(work.tx, share)
      if (found === undefined || found.state !== what) return
      const { copy } = found
      const notice: NewNotice = { kind: `cooperation.copy-${what}`, subject: copy, params: { from: found.byName } }
      const told = what === 'shared' ? await listReaders(work.tx, copy) : (await listAsked(work.tx, [copy])).map((one) => one.organisation)
      for (const organisation of told) await notifyElsewhere(work, organisation, 'analyst', notice, [])
    })
  },
})

/** Tells members that they were put into a group, as far as they are in it still. */
export const tellEnteredJob = defineJob({
  name: 'cooperation.tell-entered',
  payload: z.object({ group: z.uuid(), organisations: z.array(z.uuid()) }),
  async run(ctx, actor, { group, organisations }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system' && actor.organisation !== null)
      const [found, network] = [await findOwnGroup(work.tx, group), await findNetwork(work.tx)]
      const owner = await findOrganisation(work.tx, actor.organisation as OrganisationId)
      if (found === undefined || network === undefined || owner === undefined) return
      const inside = new Set((await listGroupMembers(work.tx, network, [group])).map(({ organisation }) => organisation as string))
      const notice: NewNotice = { kind: 'cooperation.group-entered', subject: group, params: { from: owner.name } }
      for (const organisation of organisations)
        if (inside.has(organisation)) await notifyElsewhere(work, organisation as OrganisationId, 'analyst', notice, [])
    })
  },
})
