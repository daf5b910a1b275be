import { z } from 'zod'
import { type Actor, systemActor } from '../../../../base/actor.ts'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Context } from '../../../../platform/context.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform } from '../../../../platform/work.ts'
import { findNetwork, findOrganisation, type NewNotice, notifyElsewhere, notifyRole } from '../../../directory/index.ts'
import { listOnwardShares } from '../../store/network/onward.ts'
import { findOwnGroup, listGroupMembers } from '../../store/network/own-groups.ts'
import { listAsked } from '../../store/network/shared.ts'
import { findShare, listReaders, listShareEvents } from '../../store/network/shares.ts'
import { noteShare } from './share-note.ts'

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
    if (what === 'recalled') await tellPassedOn(ctx, actor, share)
  },
})

/** What others passed on with the owner's consent has ended with it: each is told, and noted in its log, and so are those who got it. */
async function tellPassedOn(ctx: Context, actor: Actor, share: string): Promise<void> {
  const ended = await ctx.read(actor, async (tx) => {
    const found = await findShare(tx, share)
    return found === undefined ? [] : (await listOnwardShares(tx, found.copy)).map((one) => ({ ...one, from: found.byName }))
  })
  for (const { owner, share: onward, from } of ended)
    await perform(ctx, systemActor('cooperation.onward', owner), async (work) => {
      work.require(true)
      const found = await findShare(work.tx, onward)
      const noted = (await listShareEvents(work.tx, onward)).some(({ what }) => what === 'recalled')
      if (found?.state !== 'recalled' || noted) return
      const asked = await listAsked(work.tx, [found.copy])
      await noteShare(work, found, 'recalled', { asked: asked.length, read: asked.filter(({ hadRead }) => hadRead).length })
      const notice: NewNotice = { kind: 'cooperation.copy-recalled', subject: found.copy, params: { from: found.byName } }
      for (const { organisation } of asked) await notifyElsewhere(work, organisation, 'analyst', notice, [])
      await notifyRole(work, 'analyst', { kind: 'cooperation.onward-recalled', subject: onward, params: { from } })
    })
}

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
