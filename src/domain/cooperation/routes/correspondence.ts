import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { CaseId, OrganisationId, ReleaseId, ReplyId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { type CaseRow, findCase, listCaseLives, listCaseThreads } from '../../cases/index.ts'
import { listRepliesIn, readingAddress, replyView } from '../../intake/index.ts'
import * as contract from '../contract.ts'
import { proposeLanguage } from '../correspondent.ts'
import { listCorrespondents, reportsOf, whoWrote } from '../operations/correspondents.ts'
import { type Chosen, wordsOf, writeReply } from '../operations/write-reply.ts'
import { mayDraft } from '../policy.ts'
import { type LetterLine, listLetters } from '../store/correspondence.ts'
import { lineView, type Names, type Sending, whoView } from '../view.ts'
import { termsAsked } from './letter-terms.ts'
import { namesAmong, ownerFor, sendingOf, viewOf } from './reading.ts'

/** What is said in a case, to and fro. */
export function correspondenceRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readConversation, async ({ actor, params, query }) => {
    const owner = ownerFor(actor)
    const before = readCursor(query.after)
    return ctx.read(actor, async (tx) => {
      const { id } = await caseIn(tx, owner, params.id)
      const [said, more] = await conversation(http, tx, id, before, query.limit)
      const last = said.at(-1)
      return {
        items: said,
        next: more && last !== undefined ? writeCursor(new Date(last.at), last.id) : null,
        may: { write: mayDraft(actor) },
      }
    })
  })
  serve(http, contract.listCorrespondents, async ({ actor, params }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, async (tx) => {
      const found = await listCorrespondents(tx, await caseIn(tx, owner, params.id))
      const domain = ctx.config.TOCSIN_MAIL_DOMAIN
      return {
        items: found
          .filter(({ address }) => readingAddress(address, domain) !== undefined)
          .map(({ address, name, role, how, trust, reply, said }) => {
            const { language, from } = proposeLanguage(said)
            return { address, name, role, how, trust, reply, language, languageFrom: from }
          }),
      }
    })
  })
  serve(http, contract.proposeReply, async ({ actor, params, body }) => {
    const owner = ownerFor(actor)
    return ctx.read(actor, (tx) => wordsOf(tx, ctx, owner, params.id as CaseId, body as Chosen))
  })
  serve(http, contract.writeReply, async ({ actor, params, body }) => {
    ownerFor(actor)
    const { terms } = body
    const written = { ...body, reply: body.reply as ReplyId | null, terms: terms === undefined ? undefined : termsAsked(terms) }
    const release = await writeReply(ctx, actor, params.id as CaseId, written)
    return viewOf(http, actor, release as ReleaseId)
  })
}

async function caseIn(tx: Tx, owner: OrganisationId, id: string): Promise<CaseRow> {
  const row = await findCase(tx, id as CaseId)
  return present(row?.owner === owner ? row : undefined, 'cooperation.no-case', `case ${id}`)
}

/** A page of both, newest first, and whether there is more. */
async function conversation(
  http: Http,
  tx: Tx,
  id: CaseId,
  before: ReturnType<typeof readCursor>,
  limit: number,
): Promise<readonly [items: contract.Spoken[], more: boolean]> {
  const threads = await listCaseThreads(tx, id)
  const replies = await listRepliesIn(
    tx,
    threads.map((thread) => thread.id),
    { before, limit: limit + 1 },
  )
  const letters = await listLetters(tx, await listCaseLives(tx, id), before, limit + 1)
  const reports = await reportsOf(tx, replies)
  const names = await namesAmong(
    tx,
    letters.map((letter) => letter.decidedBy ?? letter.createdBy),
  )
  const domain = http.ctx.config.TOCSIN_MAIL_DOMAIN
  const spoken: contract.Spoken[] = [
    ...replies.map((row) => {
      const who = whoWrote(row, reports)
      const answerTo = who === undefined || who.trust === 'forged' ? null : (readingAddress(who.address, domain) ?? null)
      return { kind: 'reply' as const, id: row.id, at: row.received_at.toISOString(), reply: replyView(row), answerTo }
    }),
    ...letters.map((row) => ({
      kind: 'letter' as const,
      id: row.id,
      at: row.at.toISOString(),
      letter: letterView(row, names, sendingOf(http)),
    })),
  ]
  spoken.sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
  return [spoken.slice(0, limit), spoken.length > limit]
}

/** characters of a letter that a list shows */
const listed = 4_000

function letterView(row: LetterLine, names: Names, sending: Sending): contract.SentLetter {
  const { id, kind, state, recipient, title, waitsFor, fault, settledAt } = lineView(row, names, sending)
  const { text, bounced } = row
  return {
    ...{ id, kind, state, title, waitsFor, fault, settledAt },
    to: { address: recipient.value, name: recipient.name, role: recipient.role },
    text: text === null ? null : text.slice(0, listed).toWellFormed(),
    cut: text !== null && text.length > listed,
    language: recipient.language,
    attachments: row.parts,
    by: whoView(row.decidedBy ?? row.createdBy, names),
    answers: row.answers,
    bounced: bounced === null ? null : { ...bounced, at: new Date(bounced.at).toISOString() },
  }
}
