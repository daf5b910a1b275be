import { z } from 'zod'
import type { OrganisationId } from '../../../../base/id.ts'
import { defineJob } from '../../../../platform/events.ts'
import { perform, type Work } from '../../../../platform/work.ts'
import { notifyElsewhere } from '../../../directory/index.ts'
import { answeringOf, isReminderDue, type Round } from '../../network/questionnaire.ts'
import { listAudienceMembers } from '../../store/network/members.ts'
import { listOpenRounds, setReminded } from '../../store/network/questionnaires.ts'
import { listRoundSheets } from '../../store/network/sheets.ts'

/** Every day: reminds the agencies that have not answered, so many days before a round ends (`reminderDays`). */
export const remindRoundsJob = defineJob({
  name: 'cooperation.remind-rounds',
  payload: z.object({}),
  async run(ctx, actor) {
    const { organisation } = actor
    if (organisation === null) return
    for (const round of await ctx.read(actor, (tx) => listOpenRounds(tx, organisation, ctx.now())))
      await perform(ctx, actor, async (work) => {
        work.require(actor.kind === 'system')
        if (isReminderDue(round, work.now)) await remind(work, organisation, round)
      })
  },
})

async function remind(work: Work, network: OrganisationId, { id, title, closesAt }: Round): Promise<void> {
  const sheets = await listRoundSheets(work.tx, id)
  const reminded: string[] = []
  for (const agency of await listAudienceMembers(work.tx, network, 'agencies')) {
    const state = answeringOf(agency, sheets)
    if (agency.organisation === null || state === 'submitted' || state === 'joint') continue
    const params = { title, until: closesAt.toISOString().slice(0, 10) }
    await notifyElsewhere(work, agency.organisation, 'manager', { kind: 'cooperation.round-reminder', subject: id, params }, [
      { kind: 'round', id },
    ])
    reminded.push(agency.id)
  }
  await setReminded(work.tx, id, work.now)
  work.record('cooperation.round-reminded', id, { members: reminded.length })
  work.witness('cooperation.round-reminded', id, { members: reminded })
}
