import { Failure, present } from '../../../base/failure.ts'
import type { ItemId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import type { CaseRow } from '../../cases/index.ts'
import { lineageOf } from '../../evidence/index.ts'
import { type TermedKind, termedAs } from '../contract/letter-terms-names.ts'
import { letterLanguage } from '../letter.ts'
import {
  type FirstTerms,
  firstOf,
  type LetterTerms,
  shippedTerms,
  statedIn,
  termsFaults,
  termsHash,
  termsOf,
  whyFurther,
} from '../letter-terms.ts'
import { contradicts, type Tlp } from '../network/tlp.ts'
import type { Outline } from '../outline.ts'
import { maySetForms } from '../policy.ts'
import type { ReleaseRecipient, ReleaseRow } from '../release.ts'
import { deleteTerms, listOwnTerms, putTerms } from '../store/letter-terms.ts'
import { listGivenMarks } from '../store/network/secrecy.ts'
import { findSharedAmong } from '../store/network/shared.ts'
import { listFetchedTerms } from '../store/network/shared-files.ts'
import type { ThingLine } from '../thing.ts'
import { marksKeeping } from './network/secrets.ts'
import { ownerOf } from './note.ts'

/** What a letter of this kind to this recipient bears at first; null where it bears nothing. `tlp`: a mark that was asked for by name. */
export async function firstTerms(
  work: Work,
  kind: string,
  { kind: reachedBy, role }: Pick<ReleaseRecipient, 'kind' | 'role'>,
  tlp?: Tlp | undefined,
): Promise<LetterTerms | null> {
  const termed = termedAs(kind, role)
  // nothing of them could stand in a form, or on a page
  if (termed === undefined || reachedBy === 'vendor') return null
  const own = (await listOwnTerms(work.tx, ownerOf(work))).find((one) => one.kind === termed)
  const { kind: _, ...first } = own ?? { kind: termed, ...shippedTerms[termed] }
  return firstOf(first, tlp, work.now)
}

/** Sets what letters of a kind bear at first: those that are asked for from now on. Refuses `cooperation.marks-contradict`. */
export async function setTerms(work: Work, kind: TermedKind, terms: FirstTerms): Promise<void> {
  work.require(maySetForms(work.actor))
  if (contradicts(terms)) throw new Failure('conflict', 'cooperation.marks-contradict', 'the mark contradicts a rule')
  await putTerms(work.tx, ownerOf(work), kind, terms, work.now, work.actor.id)
  work.record('cooperation.terms-set', kind, { tlp: terms.tlp, permitted: terms.permitted, onward: terms.onward })
  work.announce('form', '')
}

export async function resetTerms(work: Work, kind: TermedKind): Promise<void> {
  work.require(maySetForms(work.actor))
  await deleteTerms(work.tx, ownerOf(work), kind)
  work.record('cooperation.terms-reset', kind)
  work.announce('form', '')
}

/** What a letter rests on: cases with their campaigns, evidence that goes along, copies of others. */
export type Resting = {
  readonly cases: readonly CaseRow[]
  readonly items: readonly string[]
  readonly restsOn: readonly string[]
  readonly things: readonly Pick<ThingLine, 'kind' | 'value'>[]
}

const hashesUnder = async (tx: Tx, items: readonly string[]) =>
  items.length === 0 ? [] : [...new Set((await lineageOf(tx, items as readonly ItemId[])).map(({ sha256 }) => sha256))]

/** Marks of secrecy that keep it in, its organisation's own and those of others, each once: an outside body is nobody's owner. */
async function marksUnder(tx: Tx, { cases, items, restsOn, things }: Resting): Promise<readonly string[]> {
  const lineage = items.length === 0 ? [] : await lineageOf(tx, items as readonly ItemId[])
  const given = await listGivenMarks(
    tx,
    lineage.map(({ sha256 }) => sha256),
  )
  const objects = [...cases, ...lineage].map(({ id }): string => id)
  return marksKeeping(tx, { objects, body: { kind: 'case' }, given, restsOn, named: things })
}

/** Why the mark goes further than what it rests on allows; `gone` where a copy was called back or has ended. */
async function whyWider(tx: Tx, { items, restsOn }: Resting, tlp: Tlp) {
  const copies = restsOn.length === 0 ? [] : await findSharedAmong(tx, restsOn)
  if (copies.length < new Set(restsOn).size) return 'gone'
  const hashes = await hashesUnder(tx, items)
  return whyFurther([...copies, ...(hashes.length === 0 ? [] : await listFetchedTerms(tx, hashes))], tlp)
}

/** Whether it takes what it rests on to a body outside: by a letter that bears terms, or as a file to a vendor's form or page. */
const goesOut = (release: ReleaseRow) => termsOf(release) !== null || release.recipient.kind === 'vendor'

/** What of terms and marks keeps a letter from being approved, by code: shown with its draft, so that no rule approves it either. */
export async function termsDoubts(tx: Tx, release: ReleaseRow, words: string, resting: Resting, now: Date): Promise<readonly string[]> {
  const terms = termsOf(release)
  if (!goesOut(release)) return []
  const wider = await whyWider(tx, resting, release.tlp)
  return [
    ...(terms === null ? [] : termsFaults(terms, release.kind, words, now)),
    ...((await marksUnder(tx, resting)).length > 0 ? ['marked-secret'] : []),
    ...(wider === undefined ? [] : [`wider-${wider}`]),
  ]
}

/** Whether it was made under the terms that the release bears by now; what was drafted before that was kept says them in its words. */
function isUnder({ terms, stated }: Outline, release: ReleaseRow): boolean {
  if (terms === undefined) return (stated ?? null) === statedIn(release, letterLanguage(release.recipient.language))
  return terms === termsHash(termsOf(release))
}

/**
 * Refuses `cooperation.secret`, `cooperation.wider` with why, `cooperation.no-shared`, `cooperation.marks-contradict`, `cooperation.share-over`, `cooperation.terms-ground`, and `cooperation.draft-stale` where the bytes bear other terms: what holds by now, whatever held when it
 * was drafted.
 */
export async function refuseTerms(work: Work, release: ReleaseRow, outline: Outline | undefined, cases: readonly CaseRow[]): Promise<void> {
  const terms = termsOf(release)
  if (!goesOut(release)) return
  const draft = present(outline, 'cooperation.no-draft', `a draft of release ${release.id}`)
  if (!isUnder(draft, release))
    throw new Failure('conflict', 'cooperation.draft-stale', `release ${release.id} bears other terms`, {
      detail: { why: 'terms-changed' },
    })
  const { title, text, items, things } = draft
  const [fault] = terms === null ? [] : termsFaults(terms, release.kind, `${title}\n${text}`, work.now)
  if (fault !== undefined) throw new Failure('conflict', `cooperation.${fault}`, `the terms of release ${release.id}: ${fault}`)
  const resting = { cases, items, things, restsOn: release.restsOn }
  const marks = await marksUnder(work.tx, resting)
  if (marks.length > 0) throw new Failure('conflict', 'cooperation.secret', 'a mark of secrecy stands on it', { detail: { marks } })
  const why = await whyWider(work.tx, resting, release.tlp)
  if (why === 'gone') throw new Failure('missing', 'cooperation.no-shared', 'a source is not there')
  if (why !== undefined)
    throw new Failure('conflict', 'cooperation.wider', `against the mark of what it rests on: ${why}`, { detail: { why } })
}
