import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { Reply } from '../../intake/contract.ts'
import { letterLanguage } from './forms.ts'
import { askedTerms } from './letter-terms.ts'
import { releaseView } from './releases.ts'
import { at, id, next, page, params, releaseKinds, releaseStates, replyKinds, room, who } from './shapes.ts'

/** How somebody came to be written to: they answered, they were told before, they belong to the case, they reported what it is about. */
export const correspondentHows = ['answered', 'told', 'party', 'reporter'] as const
/** Whether an address is theirs: we wrote to it or state it ourselves; SPF or DMARC showed it; nothing did; DMARC showed that it is not. */
export const correspondentTrusts = ['known', 'proven', 'unproven', 'forged'] as const
/** What a proposed language is known by. */
export const languageSources = ['message', 'report', 'contact', 'party', 'country'] as const

/** a role of a party in a case */
const role = z.string().nullable()
const address = z.string().trim().min(3).max(320)

/** A letter of ours in a case. */
export const sentLetter = z.object({
  /** id of its release */
  id,
  kind: z.enum(releaseKinds),
  state: z.enum(releaseStates),
  to: z.object({ address: z.string(), name: z.string().nullable(), role }),
  title: z.string(),
  /** at most 4,000 characters; null where its bytes went by retention */
  text: z.string().nullable(),
  cut: z.boolean(),
  language: z.string().nullable(),
  attachments: z.number().int(),
  by: who,
  /** the reply that it answers */
  answers: id.nullable(),
  /** why it has not gone although it was approved */
  waitsFor: z.string().nullable(),
  /** why it did not go, or why it cannot be drafted */
  fault: z.string().nullable(),
  settledAt: at.nullable(),
  /** it came back: the report on that, and the status that it names (RFC 3463), or `failed` */
  bounced: z.object({ reply: id, at, status: z.string() }).nullable(),
})
export type SentLetter = z.output<typeof sentLetter>

export const spoken = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reply'),
    id,
    at,
    reply: Reply,
    /** whom an answer would go to; null where it cannot be answered */
    answerTo: z.string().nullable(),
  }),
  z.object({ kind: z.literal('letter'), id, at, letter: sentLetter }),
])
export type Spoken = z.output<typeof spoken>

export const readConversation = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/conversation',
  room,
  access: 'read',
  summary: 'What was said in a case: letters of ours and what others answered, newest first',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(spoken), next, may: z.object({ write: z.boolean() }) }),
})

export const correspondent = z.object({
  address: z.string(),
  name: z.string().nullable(),
  role,
  how: z.enum(correspondentHows),
  trust: z.enum(correspondentTrusts),
  /** the latest that they wrote */
  reply: id.nullable(),
  language: letterLanguage,
  /** what the language is known by; null: it is not */
  languageFrom: z.enum(languageSources).nullable(),
})
export type CorrespondentView = z.output<typeof correspondent>

export const listCorrespondents = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/correspondents',
  room,
  access: 'read',
  summary: 'Whom a case may be answered to, and in which language',
  params,
  answer: z.object({ items: z.array(correspondent) }),
})

const chosen = {
  to: address,
  /** the reply that is answered: of this case */
  reply: id.nullable().default(null),
  template: z.enum(replyKinds).default('reply'),
  language: letterLanguage,
}

export const proposeReply = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/replies/words',
  room,
  access: 'read',
  summary: 'What a template would say to somebody in a case; nothing is kept',
  params,
  body: z.strictObject(chosen),
  answer: z.object({ title: z.string(), text: z.string() }),
})

/** It is drafted and nothing more: `POST /api/releases/:id/approve` sends the very bytes that were previewed. */
export const writeReply = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/replies',
  room,
  access: 'write',
  summary: 'Draft an answer to somebody who wrote in a case, or was told',
  status: 201,
  params,
  body: z.strictObject({
    ...chosen,
    title: z.string().trim().min(1).max(200),
    text: z.string().trim().min(1).max(20_000),
    /** of a letter to a body; what answers bear at first where not given */
    terms: askedTerms.optional(),
  }),
  answer: releaseView,
})
