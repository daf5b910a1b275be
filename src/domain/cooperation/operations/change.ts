import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { ReleaseId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { type LetterTerms, termsOf } from '../letter-terms.ts'
import { contradicts } from '../network/tlp.ts'
import { mayDraft } from '../policy.ts'
import type { ReleaseFormat, ReleaseRow, Tlp } from '../release.ts'
import { findProfile } from '../store/forms.ts'
import { findSharedAmong } from '../store/network/shared.ts'
import { lockRelease, type ReleaseChange, termColumns, updateRelease } from '../store/releases.ts'
import { prepareNow } from './prepare.ts'

export type DraftChange = {
  /** null: as the template has it */
  readonly title?: string | null | undefined
  readonly text?: string | null | undefined
  readonly evidence?: boolean | undefined
  readonly language?: string | undefined
  readonly format?: ReleaseFormat | undefined
  readonly profile?: string | null | undefined
  readonly ground?: string | undefined
  readonly tlp?: Tlp | undefined
  readonly terms?: LetterTerms | undefined
  readonly restsOn?: readonly string[] | undefined
}

/** Changes a draft and makes its bytes anew at once, so that whoever changed it sees what they are to approve. Refuses `cooperation.release-state`. */
export async function changeDraft(ctx: Context, actor: Actor, id: ReleaseId, change: DraftChange): Promise<void> {
  await perform(ctx, actor, async (work) => {
    work.require(mayDraft(actor))
    const found = present(await lockRelease(work.tx, id), 'cooperation.no-release', `release ${id}`)
    if (found.state !== 'draft')
      throw new Failure('conflict', 'cooperation.release-state', `release ${id} is ${found.state}`, { detail: { state: found.state } })
    // it says where and when, and nobody adds to it
    if (found.kind === 'hotline') throw new Failure('conflict', 'cooperation.hotline-only', `release ${id} goes to a hotline`)
    const { profile } = change
    if (typeof profile === 'string' && (await findProfile(work.tx, profile))?.closed_at !== null)
      throw new Failure('missing', 'cooperation.no-profile', `profile ${profile}`)
    const wording = {
      title: change.title === undefined ? found.wording.title : (change.title ?? undefined),
      text: change.text === undefined ? found.wording.text : (change.text ?? undefined),
      evidence: change.evidence ?? found.wording.evidence,
    }
    await updateRelease(work.tx, id, {
      wording,
      ...(change.language === undefined ? {} : { language: change.language }),
      ...(change.format === undefined ? {} : { format: change.format }),
      ...(profile === undefined ? {} : { profile }),
      ...(change.ground === undefined ? {} : { ground: change.ground }),
      ...(change.tlp === undefined ? {} : { tlp: change.tlp }),
      ...(await changedTerms(work, found, change)),
    })
    work.record('cooperation.draft-changed', id, { what: Object.keys(change) })
  })
  await prepareNow(ctx, actor, id)
}

/** Other terms for a letter that bears any. Refuses `cooperation.marks-contradict`, `cooperation.share-over`, `cooperation.no-terms`, `cooperation.no-shared`. */
async function changedTerms(work: Work, found: ReleaseRow, { terms, restsOn }: DraftChange): Promise<Partial<ReleaseChange>> {
  if (terms === undefined && restsOn === undefined) return {}
  if (termsOf(found) === null) throw new Failure('conflict', 'cooperation.no-terms', `release ${found.id} bears no terms`)
  if (terms !== undefined) {
    if (contradicts(terms)) throw new Failure('conflict', 'cooperation.marks-contradict', 'the mark contradicts a rule')
    if (terms.until !== null && terms.until <= work.now) throw new Failure('conflict', 'cooperation.share-over', 'it would be over at once')
  }
  if (restsOn !== undefined && (await findSharedAmong(work.tx, restsOn)).length < new Set(restsOn).size)
    throw new Failure('missing', 'cooperation.no-shared', 'a source is not there')
  return { ...(terms === undefined ? {} : termColumns(terms)), ...(restsOn === undefined ? {} : { rests_on: [...restsOn] }) }
}
