import type { ReleaseId } from '../../base/id.ts'
import { defineJob } from '../../platform/events.ts'
import { perform, type Work } from '../../platform/work.ts'
import { type ActionRow, actionProposed, findAction, findCase, outsideCodeOf } from '../cases/index.ts'
import { findContact, findOrganisation } from '../directory/index.ts'
import { addressedKinds, tlps } from './contract.ts'
import { askRelease } from './operations/draft.ts'
import { ownerOf } from './operations/note.ts'
import { prepareRelease } from './operations/prepare.ts'
import { type ProposedRecipient, proposeRecipient } from './operations/propose-recipient.ts'
import { groupingOf, type ReleaseKind, type ReleaseRecipient } from './release.ts'
import { findReleaseOf, updateRelease } from './store/releases.ts'

export { proposeAgain } from './operations/again.ts'
export { askRules } from './operations/by-rule.ts'
export { deliverRelease, hearAnswer, settleReleasedMail } from './operations/deliver.ts'
export { draftBlock } from './operations/draft-block.ts'
export { draftSample } from './operations/draft-sample.ts'
export { eraseOrganisationJob } from './operations/leaving/erase.ts'
export { dropTakeoutsJob, makeTakeoutJob, sweepTakeoutFilesJob } from './operations/leaving/take-out.ts'
export { tendLeavingJob } from './operations/leaving/tend.ts'
export { tellAnnouncementJob } from './operations/network/announcing.ts'
export { hearCallAnswer } from './operations/network/call-answers.ts'
export { destroyPaperJob } from './operations/network/call-files.ts'
export { mailCallJob, settleCallMail } from './operations/network/call-mail.ts'
export { tellCallJob } from './operations/network/call-telling.ts'
export { hearContactAnswer, sendContactTestJob, settleContactMail } from './operations/network/contact-tests.ts'
export { tellCountryJob } from './operations/network/country-contacts.ts'
export { closeWindowsJob } from './operations/network/ending.ts'
export { remindTrainingsJob } from './operations/network/enrolments.ts'
export { hearNoticeAnswer, mailNoticeJob, settleNoticeMail } from './operations/network/notice-mail.ts'
export { noticeProposalJob } from './operations/network/proposals.ts'
export { remindRoundsJob } from './operations/network/reminding.ts'
export { runTechniqueJob } from './operations/network/technique-runs.ts'
export { tellEnteredJob, tellRecipientsJob } from './operations/network/tell-recipients.ts'
export { tellMembersJob } from './operations/network/telling.ts'
export { tendContactsJob } from './operations/network/tend-contacts.ts'
export { tendRequestsJob } from './operations/network/tend-requests.ts'
export { prepareRelease } from './operations/prepare.ts'
export { draftReferral } from './operations/refer.ts'
export { submitSample } from './operations/submit.ts'

/** An action that is a letter was proposed: asks for its release, and for the bytes to be made. */
export const draftProposed = defineJob({
  name: 'cooperation.draft-proposed',
  payload: actionProposed.payload,
  async run(ctx, actor, { actionId }) {
    const waiting = await ctx.read(actor, (tx) => findAction(tx, actionId))
    const named = waiting?.state === 'proposed' ? await proposeRecipient(ctx, actor, waiting) : undefined
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const action = await findAction(work.tx, actionId)
      if (action === undefined || action.state !== 'proposed' || !addressedKinds.some((one) => one === action.kind)) return
      const id = (await findReleaseOf(work.tx, ownerOf(work), action.id)) ?? (await ask(work, action, named))
      if (id !== undefined) work.enqueue(prepareRelease, { releaseId: id }, { key: id })
    })
  },
})

async function ask(work: Work, action: ActionRow, named: ProposedRecipient | undefined): Promise<ReleaseId | undefined> {
  const found = await findCase(work.tx, action.case)
  const organisation = await findOrganisation(work.tx, action.owner)
  if (found === undefined || organisation === undefined) return undefined
  const to = action.recipient
  const contact = to?.contact == null ? undefined : await findContact(work.tx, to.contact)
  const recipient: ReleaseRecipient = named?.recipient ?? {
    kind: 'address',
    value: (to?.address ?? '').trim().toLowerCase(),
    name: to?.name ?? null,
    role: to?.role ?? null,
    party: to?.party ?? null,
    contact: to?.contact ?? null,
    language: to?.language ?? contact?.language ?? null,
    format: to?.format ?? 'text',
  }
  const option = (name: string) => action.options[name]
  const profile = option('profile')
  const chosen = typeof profile === 'string' && /^[0-9a-f-]{36}$/i.test(profile) ? profile : null
  const every = option('atMostEvery') ?? named?.atMostEvery ?? contact?.at_most_every
  const kind: ReleaseKind = action.kind
  const id = await askRelease(work, {
    kind,
    case: action.case,
    objectKind: 'case',
    object: action.case,
    recipient,
    purpose: kind,
    ground: typeof option('ground') === 'string' ? String(option('ground')).slice(0, 500) : (action.ground ?? 'by-hand'),
    tlp: tlps.find((one) => one === option('tlp')),
    profile: chosen,
    title: found.title,
    mediaType: 'message/rfc822',
    grouping: recipient.value === '' ? null : groupingOf(kind, recipient, chosen),
    codes: [outsideCodeOf(organisation.code, found.code)],
    atMostEvery: typeof every === 'number' && every > 0 ? Math.min(every, 31 * 86_400) : null,
    actions: [{ action: action.id, case: action.case }],
  })
  // who says that they answer for it, and of when that is: shown to whoever approves
  if (named !== undefined) await updateRelease(work.tx, id, { receipt: { proposed: named.from } })
  return id
}
