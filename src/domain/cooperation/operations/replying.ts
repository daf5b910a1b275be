import type { ReplyId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { type ActionRow, type CaseRow, listCaseReports, listCaseThreads, reportsAmong } from '../../cases/index.ts'
import {
  type AboutKind,
  findReply,
  findReport,
  findReports,
  isOpen,
  listSent,
  namesWithheld,
  type ReplyLine,
  reportsOfReporters,
  tidyMessageId,
} from '../../intake/index.ts'
import type { Correspondent } from '../correspondent.ts'
import type { ReleaseRow } from '../release.ts'
import { addressesIn, allPlacesIn, type Reporters } from '../reply-words.ts'
import { listCorrespondents } from './correspondents.ts'

/** What an answer stands in: whom it is to, in which thread, after what. */
export type Replying = {
  readonly who: Correspondent
  readonly thread: { readonly aboutKind: AboutKind; readonly about: string; readonly correspondent: string }
  /** Message-IDs in angle brackets: of the mail that is answered, and of those before it */
  readonly answers: string | null
  readonly references: readonly string[]
  /** by what the recipient knows it, where not by the case */
  readonly codes: readonly string[] | null
  /** those who reported it, but for the recipient */
  readonly reporters: Reporters
}

export type ReplyFault = { readonly fault: 'not-a-correspondent' | 'forged-sender' | 'hotline-only' }

const mostReferences = 20

/**
 * All that an answer in a case stands in, or why it must not go: to nobody but a correspondent of the case, not on to whom a forged mail names, and nothing where
 * withheld material is. The recipient's own mail alone is answered by its Message-ID, and no other thread than theirs is entered.
 */
export async function replyingOf(
  tx: Tx,
  release: Pick<ReleaseRow, 'recipient' | 'wording' | 'createdAt'>,
  found: CaseRow,
  actions: readonly ActionRow[],
): Promise<Replying | ReplyFault> {
  const address = release.recipient.value.toLowerCase()
  const who = (await listCorrespondents(tx, found)).find((one) => one.address === address)
  if (who === undefined) return { fault: 'not-a-correspondent' }
  if (who.trust === 'forged') return { fault: 'forged-sender' }
  const { title = '', text = '' } = release.wording
  const words = `${title}\n${text}`
  if (await namesWithheld(tx, allPlacesIn(words))) return { fault: 'hotline-only' }
  const option = actions.map(({ options }) => options['reply']).find((one) => typeof one === 'string')
  const reply = option === undefined ? undefined : await replyIn(tx, found, option as ReplyId)
  if (reply?.about_kind === 'report') {
    const report = await findReport(tx, reply.about as ReportId)
    if (report !== undefined && !isOpen(report)) return { fault: 'hotline-only' }
  }
  const theirs = reply !== undefined && (reply.correspondent?.toLowerCase() === address || reply.from_address?.toLowerCase() === address)
  const kept = theirs && reply.correspondent?.toLowerCase() === address
  const thread = kept
    ? { aboutKind: reply.about_kind, about: reply.about, correspondent: address }
    : { aboutKind: 'case' as const, about: found.id, correspondent: address }
  const sent = kept ? await listSent(tx, reply.thread, release.createdAt, mostReferences) : []
  const parent = theirs && reply.from_address?.toLowerCase() === address ? tidyMessageId(reply.message_id ?? '') : undefined
  const answers = parent === undefined ? null : `<${parent}>`
  const before = sent.map((one) => `<${one}>`)
  return {
    who,
    thread,
    answers: answers ?? before.at(-1) ?? null,
    references: answers === null ? before : [...before.filter((one) => one !== answers), answers],
    codes: who.role === 'reporter' && who.report !== null ? [who.report.reference] : null,
    reporters: await reportersBut(tx, found, address, words),
  }
}

/** A reply of this case; undefined for any other. */
export async function replyIn(tx: Tx, found: Pick<CaseRow, 'id'>, id: ReplyId): Promise<ReplyLine | undefined> {
  const reply = await findReply(tx, id)
  if (reply === undefined) return undefined
  const threads = await listCaseThreads(tx, found.id)
  return threads.some((thread) => thread.id === reply.thread) ? reply : undefined
}

const looked = 20
const mostReports = 1_000

/** Who reported what the case is about, as far as the words could tell of them, but for the recipient. */
async function reportersBut(tx: Tx, found: CaseRow, recipient: string, words: string): Promise<Reporters> {
  const said = addressesIn(words).filter((one) => one !== recipient)
  const theirs = await reportsOfReporters(tx, said, mostReports)
  const inCase = await reportsAmong(
    tx,
    found.id,
    theirs.map(({ id }) => id),
  )
  const latest = await listCaseReports(tx, { owner: found.owner, id: found.id }, undefined, looked)
  const reports = await findReports(
    tx,
    latest.items.map(({ id }) => id),
  )
  const others = reports.filter(({ reporter_address: address }) => address?.toLowerCase() !== recipient)
  return {
    addresses: [...new Set(theirs.flatMap(({ id, address }) => (inCase.has(id) ? [address] : [])))],
    names: others.flatMap(({ reporter_name: name }) => (name === null ? [] : [name])),
  }
}
