import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { CaseId, ReleaseId, ReplyId } from '../../../base/id.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { type CaseRow, findCase, outsideCodeOf, proposeAction } from '../../cases/index.ts'
import { findOrganisation } from '../../directory/index.ts'
import { readingAddress } from '../../intake/index.ts'
import type { replyKinds } from '../contract/shapes.ts'
import { answering, type Correspondent } from '../correspondent.ts'
import { fillLetter, type Language, templateOf } from '../letter.ts'
import type { LetterTerms } from '../letter-terms.ts'
import { contradicts } from '../network/tlp.ts'
import { mayDraft } from '../policy.ts'
import { listOwnLetters } from '../store/forms.ts'
import { updateRelease } from '../store/releases.ts'
import { listCorrespondents } from './correspondents.ts'
import { askRelease } from './draft.ts'
import { ownerOf } from './note.ts'
import { prepare } from './prepare.ts'
import { replyIn } from './replying.ts'

/** Whom an answer is to, what it answers, and what it is written from. */
export type Chosen = {
  readonly to: string
  readonly reply: ReplyId | null
  readonly template: (typeof replyKinds)[number]
  readonly language: Language
}

type Here = { readonly found: CaseRow; readonly who: Correspondent; readonly code: string; readonly organisation: string }

/** The case, and who of its correspondents it is. Refuses `cooperation.not-a-correspondent`, `cooperation.forged-sender`, `intake.no-reply`. */
async function choose(tx: Tx, ctx: Pick<Context, 'config'>, owner: string, id: CaseId, { to, reply }: Chosen): Promise<Here> {
  const row = await findCase(tx, id)
  const found = present(row?.owner === owner ? row : undefined, 'cooperation.no-case', `case ${id}`)
  const address = readingAddress(to, ctx.config.TOCSIN_MAIL_DOMAIN)?.toLowerCase()
  const who = (await listCorrespondents(tx, found)).find((one) => one.address === address)
  if (who === undefined) throw new Failure('conflict', 'cooperation.not-a-correspondent', 'nobody of this case has this address')
  if (who.trust === 'forged') throw new Failure('conflict', 'cooperation.forged-sender', 'the mail did not come from whom it names')
  if (reply !== null) present(await replyIn(tx, found, reply), 'intake.no-reply', `reply ${reply}`)
  const organisation = present(await findOrganisation(tx, found.owner), 'cooperation.no-organisation', 'the organisation')
  return { found, who, code: outsideCodeOf(organisation.code, found.code), organisation: organisation.name }
}

/** What the template would say, with the subject of what is answered; for a reporter by the reference of their report. */
export async function wordsOf(tx: Tx, ctx: Pick<Context, 'config'>, owner: string, id: CaseId, chosen: Chosen) {
  const { found, who, code, organisation } = await choose(tx, ctx, owner, id, chosen)
  const { template, language, reply } = chosen
  const own = (await listOwnLetters(tx, found.owner)).find((one) => one.kind === template && one.language === language)
  const filled = fillLetter(own ?? templateOf(template, language), language, {
    organisation,
    recipient: who.name ?? who.address,
    codes: [who.role === 'reporter' && who.report !== null ? who.report.reference : code],
    things: [],
    reports: found.reports,
    evidence: [],
    redacted: false,
    text: '',
  })
  const answered = reply === null ? undefined : await replyIn(tx, found, reply)
  // somebody else's subject is nobody's business
  const theirs = answered?.from_address?.toLowerCase() === who.address ? (answered.subject ?? '') : ''
  return { title: theirs.trim() === '' ? filled.title : answering(theirs), text: filled.text }
}

export type Written = Chosen & { readonly title: string; readonly text: string; readonly terms?: LetterTerms | undefined }

/**
 * Drafts an answer: an action of the case and its release, together, and then its bytes. Nothing goes before a person approved them. Should the process end
 * in between, the job that hears of the action makes the bytes; where none can be made the release says why. Refuses what `choose` refuses, `cases.closed`, `cases.merged`, `cases.hotline-only`.
 */
export async function writeReply(ctx: Context, actor: Actor, id: CaseId, written: Written): Promise<ReleaseId> {
  const release = await perform(ctx, actor, (work) => ask(work, ctx, id, written))
  await prepare(ctx, actor, release)
  return release
}

async function ask(work: Work, ctx: Context, id: CaseId, written: Written): Promise<ReleaseId> {
  work.require(mayDraft(work.actor))
  const { found, who, code } = await choose(work.tx, ctx, ownerOf(work), id, written)
  const { template, reply, language, title, text, terms } = written
  if (terms !== undefined && contradicts(terms))
    throw new Failure('conflict', 'cooperation.marks-contradict', 'the mark contradicts a rule')
  const { address, name, role, party, contact, report } = who
  const action = await proposeAction(work, id, {
    kind: 'reply',
    recipient: { name: name ?? address, address, party, contact, role, language, format: 'text' },
    things: [],
    options: { template, ...(reply === null ? {} : { reply }), ...(report === null ? {} : { report: report.id }) },
    ground: null,
  })
  const release = await askRelease(work, {
    ...{ kind: 'reply', case: id, objectKind: 'case', object: id, purpose: 'reply', ground: 'by-hand', profile: null },
    recipient: { kind: 'address', value: address, name: name ?? address, role, party, contact, language, format: 'text' },
    ...{ title: title.replace(/\s+/g, ' '), mediaType: 'message/rfc822', grouping: null, atMostEvery: null },
    ...{ codes: [code], terms },
    actions: [{ action, case: found.id }],
  })
  await updateRelease(work.tx, release, { wording: { title: title.replace(/\s+/g, ' '), text } })
  return release
}
