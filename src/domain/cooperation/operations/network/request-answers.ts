import { Failure } from '../../../../base/failure.ts'
import type { Work } from '../../../../platform/work.ts'
import { hashText } from '../../network/request-content.ts'
import type { RequestAct } from '../../network/request-course.ts'
import type { AnswerTerms, MessageDetail } from '../../network/request-view.ts'
import { aboveCeiling, mayDraftShare } from '../../network/sharing.ts'
import { contradicts, marksIn } from '../../network/tlp.ts'
import { holdCopies } from '../../store/network/onward.ts'
import { deleteAnswer, putAnswer } from '../../store/network/request-answers.ts'
import type { FileRow } from '../../store/network/request-files.ts'
import { listFetchedTerms } from '../../store/network/shared-files.ts'
import { findRule } from '../../store/network/sharing.ts'
import { ownerOf } from '../note.ts'
import { refuseWithheldIn } from './copy.ts'
import { attachedTo } from './request-attachments.ts'
import { restingOn, sourcesOf } from './resting-on.ts'
import { refuseSecret } from './secrets.ts'

/** What either side does once a request has gone. */
export type Act = {
  readonly act: RequestAct
  readonly text: string
  readonly member?: string
  /** ids of what was put in before */
  readonly files?: readonly string[]
  /** copies of others that an answer rests on; the other side is not told */
  readonly restsOn?: readonly string[]
  readonly terms?: AnswerTerms | undefined
} & Omit<MessageDetail, 'passedTo' | 'files' | 'terms'>

/** Whether an act gives what was asked for, or files of either side: then terms, ceiling and second person are those of shares. */
export const givesContent = ({ act, files = [], terms }: Act): boolean =>
  act === 'partial' || act === 'answer' || files.length > 0 || terms !== undefined

/** Refuses `cooperation.hotline-only` where the words of an act name a place that is withheld. */
export const refuseWords = (work: Work, { text, lines }: Act): Promise<void> =>
  refuseWithheldIn(work.tx, [text, ...(lines ?? []).map((one) => one.text)])

/**
 * Refuses what a share to this one member would be refused for: `cooperation.above-ceiling`, `cooperation.marks-contradict`, `cooperation.share-over`,
 * `cooperation.secret`, `cooperation.no-shared`, `cooperation.wider`. It rests on what its files, of these hashes, were given under, whatever it says itself. Consents to
 * pass something on are for shares: an answer does not use one.
 */
export async function refuseAnswer(work: Work, file: FileRow, said: Act, hashes: readonly string[]): Promise<void> {
  const { text, lines = [], restsOn = [] } = said
  const terms = termsOf(said)
  const rule = await findRule(work.tx, ownerOf(work))
  const above = aboveCeiling(rule, work.actor.role, { tlp: terms.tlp, recipients: [{ kind: 'member' }] })
  if (above !== undefined)
    throw new Failure('forbidden', 'cooperation.above-ceiling', `above the ceiling of the role: ${above}`, { detail: { what: above } })
  const words = [text, ...lines.map((one) => one.text)].join('\n')
  if (contradicts(terms) || marksIn(words).some((mark) => mark !== terms.tlp))
    throw new Failure('conflict', 'cooperation.marks-contradict', 'the mark contradicts a rule, or a mark in the text')
  if (terms.until !== null && new Date(terms.until) <= work.now)
    throw new Failure('conflict', 'cooperation.share-over', 'it would be over at once')
  await refuseSecret(work.tx, { objects: [], restsOn, grants: [file.other] })
  await holdCopies(work.tx, restsOn)
  const to = { kind: 'member' as const, value: file.otherMember ?? '', grants: [file.other] }
  const received = hashes.length === 0 ? [] : await listFetchedTerms(work.tx, hashes)
  restingOn([...(await sourcesOf(work, restsOn)), ...received], terms, [to], [])
}

function termsOf({ terms }: Act): AnswerTerms {
  if (terms === undefined) throw new Failure('invalid', 'cooperation.answer-terms', 'what is given has terms')
  return terms
}

/** Keeps what somebody would answer until a second person has looked at it; it takes the place of what waited. Nobody else sees it. */
export async function draftAnswer(work: Work, file: FileRow, said: Act): Promise<void> {
  termsOf(said)
  await refuseWords(work, said)
  const hashes = (await attachedTo(work, file.request, said.files ?? [])).map(({ sha256 }) => sha256)
  const text = JSON.stringify(said)
  await putAnswer(work.tx, ownerOf(work), file.request, { said: text, hashes }, work.now, work.actor.id)
  work.record('cooperation.request-answer-drafted', file.request, { sha256: hashText(text) })
  work.announce('request', file.request)
}

/** What waits is not said. */
export async function dropAnswer(work: Work, request: string): Promise<void> {
  work.require(mayDraftShare(work.actor))
  if (!(await deleteAnswer(work.tx, request)))
    throw new Failure('missing', 'cooperation.no-answer-draft', `an answer to request ${request} that waits`)
  work.record('cooperation.request-answer-dropped', request)
  work.announce('request', request)
}

/** What waited was for where the request stood before; that it came is said without a word of the answer. */
export async function dropWaiting(work: Work, request: string, act: RequestAct): Promise<void> {
  if (act !== 'acknowledge' && (await deleteAnswer(work.tx, request))) work.record('cooperation.request-answer-dropped', request)
}

export const untilOf = (terms: AnswerTerms | undefined): Date | null => (terms?.until == null ? null : new Date(terms.until))
