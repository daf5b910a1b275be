import { Failure, present } from '../../../base/failure.ts'
import type { ReleaseId, ReportId } from '../../../base/id.ts'
import { defineJob } from '../../../platform/events.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { type ActionRow, actionProposed, declineAction, findAction, findCase, outsideCodeOf } from '../../cases/index.ts'
import { findOrganisation } from '../../directory/index.ts'
import { findReport } from '../../intake/index.ts'
import { mayDraft } from '../policy.ts'
import type { ObjectKind } from '../release.ts'
import { findReleaseOf } from '../store/releases.ts'
import type { Way } from '../ways/way.ts'
import { askRelease } from './draft.ts'
import { recipientOf } from './draft-sample.ts'
import { findHotline, takeWay } from './find-way.ts'
import { ownerOf } from './note.ts'
import { prepareRelease } from './prepare.ts'

/**
 * Asks for the referral of a withheld report to a hotline: that asked for, or that of the organisation's country. It holds where the material lay and when it
 * was reported, and nothing else of it. Asked again it is the same draft. Refuses `cooperation.not-withheld`, `cooperation.no-way`.
 */
export async function referReport(work: Work, report: ReportId, hotline: string | undefined): Promise<ReleaseId> {
  work.require(mayDraft(work.actor))
  const owner = ownerOf(work)
  const found = await findReport(work.tx, report)
  if (found === undefined || found.owner !== owner) throw new Failure('missing', 'intake.no-report', `report ${report}`)
  if (found.state !== 'withheld') throw new Failure('conflict', 'cooperation.not-withheld', `report ${report} is ${found.state}`)
  const way = present(await choose(work, hotline), 'cooperation.no-way', 'a hotline')
  return ask(work, way, { objectKind: 'report', object: report, code: found.reference, action: undefined })
}

/** An action that refers a case to a hotline was proposed: drafts it. */
export const draftReferral = defineJob({
  name: 'cooperation.draft-referral',
  payload: actionProposed.payload,
  async run(ctx, actor, { actionId }) {
    await perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'system')
      const action = await findAction(work.tx, actionId)
      if (action?.kind !== 'hotline' || action.state !== 'proposed') return
      const known = await findReleaseOf(work.tx, ownerOf(work), action.id)
      if (known !== undefined) return work.enqueue(prepareRelease, { releaseId: known }, { key: known })
      const named = action.options['hotline']
      const way = await choose(work, typeof named === 'string' && /^[0-9a-f-]{36}$/i.test(named) ? named : undefined)
      if (way === undefined) return declineAction(work, action.id, 'no-hotline')
      const found = present(await findCase(work.tx, action.case), 'cooperation.no-case', `case ${action.case}`)
      const organisation = present(await findOrganisation(work.tx, action.owner), 'cooperation.no-organisation', 'the organisation')
      await ask(work, way, { objectKind: 'case', object: action.case, code: outsideCodeOf(organisation.code, found.code), action })
    })
  },
})

async function choose(work: Work, asked: string | undefined): Promise<Way | undefined> {
  const owner = ownerOf(work)
  const organisation = present(await findOrganisation(work.tx, owner), 'cooperation.no-organisation', 'the organisation')
  return findHotline(work.tx, owner, organisation.country, asked)
}

type About = { readonly objectKind: ObjectKind; readonly object: string; readonly code: string; readonly action: ActionRow | undefined }

async function ask(work: Work, way: Way, { objectKind, object, code, action }: About): Promise<ReleaseId> {
  await takeWay(work, way.id)
  const release = await askRelease(work, {
    ...{ kind: 'hotline', objectKind, object },
    case: action?.case ?? null,
    recipient: recipientOf(way),
    purpose: 'hotline',
    ground: 'children-at-risk',
    tlp: 'amber-strict',
    profile: null,
    way: way.id,
    title: code,
    mediaType: way.kind === 'mail' ? 'message/rfc822' : 'text/csv',
    grouping: action === undefined ? `hotline ${object} ${way.id}` : null,
    codes: [code],
    atMostEvery: null,
    actions: action === undefined ? [] : [{ action: action.id, case: action.case }],
  })
  work.enqueue(prepareRelease, { releaseId: release }, { key: release })
  return release
}
