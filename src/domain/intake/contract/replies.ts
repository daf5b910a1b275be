import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'

/** What a thread may be about. */
export const threadAbouts = ['case', 'action', 'report', 'release', 'contact-test', 'call-attendee', 'network-notice'] as const
export const replyStates = ['unread', 'read', 'spam', 'withheld', 'expired'] as const
/** Why nobody wrote it just now (RFC 3834 §2); `loop` is mail of our own that came back. */
export const automaticKinds = ['answer', 'bounce', 'list', 'loop', 'machine'] as const
/** Whether it comes from whom it names: `pass` by DMARC, or by SPF for the very address. */
export const authenticatedWords = ['pass', 'fail', 'none', 'unchecked'] as const

const room = 'intake'
const id = z.uuid()
const at = z.iso.datetime()

export const Thread = z.object({
  id,
  aboutKind: z.enum(threadAbouts),
  /** id of the case, action, report or release */
  about: id,
  /** whom we write to */
  correspondent: z.string().nullable(),
  createdAt: at,
  /** a closed thread still takes mail */
  closedAt: at.nullable(),
})
export type Thread = z.infer<typeof Thread>

export const Reply = z.object({
  id,
  thread: Thread,
  receivedAt: at,
  state: z.enum(replyStates),
  /** how often the same bytes came */
  times: z.number().int(),
  /** false: a reader is still at it */
  settled: z.boolean(),
  from: z.object({ address: z.string().nullable(), name: z.string().nullable() }),
  /** whether that is whom we wrote to; null where it cannot be told */
  fromCorrespondent: z.boolean().nullable(),
  subject: z.string().nullable(),
  /** the sender's own words, at most 4,000 characters in a list */
  text: z.string(),
  cut: z.boolean(),
  language: z.string().nullable(),
  automatic: z.enum(automaticKinds).nullable(),
  authenticated: z.enum(authenticatedWords),
  /** it was added by the reporter's tracking link, and not by mail */
  byLink: z.boolean(),
  attachments: z.number().int(),
  /** the original, as evidence */
  item: id,
  /** the report that was made of it */
  report: id.nullable(),
})
export type Reply = z.infer<typeof Reply>

export const ReplyDetail = Reply.extend({
  text: z.string(),
  /** what it quotes of the mail that it answers */
  quoted: z.string(),
  messageId: z.string().nullable(),
  /** words of RFC 8601 §2.7 */
  authentication: z.object({ spf: z.string(), dkim: z.string(), dmarc: z.string() }).nullable(),
  /** how its reader died; the original is whole */
  unreadWhy: z.string().nullable(),
  attached: z.array(z.object({ item: id, name: z.string().nullable(), mediaType: z.string(), size: z.number().int() })),
})
export type ReplyDetail = z.infer<typeof ReplyDetail>

/** ids, separated by commas */
const abouts = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').filter((one) => one !== ''))
  .pipe(z.array(id).min(1).max(100))

/** Replies to the conversations about these things, newest first; without `about` all of the organisation's. */
export const listReplies = defineRoute({
  method: 'GET',
  path: '/api/replies',
  room,
  access: 'read',
  summary: 'What was answered to our mail, newest first',
  query: z.object({
    /** ids of cases, actions, reports or releases, separated by commas */
    about: abouts.optional(),
    state: z.enum(replyStates).optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(Reply), next: z.string().nullable() }),
})

export const readReply = defineRoute({
  method: 'GET',
  path: '/api/replies/:id',
  room,
  access: 'read',
  summary: 'One reply whole: its words, what it quotes, what hangs on it',
  params: z.object({ id }),
  answer: ReplyDetail,
})

export const markReplies = defineRoute({
  method: 'POST',
  path: '/api/replies/mark',
  room,
  access: 'write',
  summary: 'Mark replies as read, unread or spam',
  body: z.strictObject({ ids: z.array(id).min(1).max(200), state: z.enum(['unread', 'read', 'spam']) }),
  answer: z.object({ changed: z.number().int() }),
})

/** The answer is the report that it now is, filed as if it had come to the desk. Asked again it is the same one. */
export const reportReply = defineRoute({
  method: 'POST',
  path: '/api/replies/:id/report',
  room,
  access: 'write',
  summary: 'Make a report of what was sent to the address of a case by mistake',
  status: 201,
  params: z.object({ id }),
  answer: z.object({ id, reference: z.string() }),
})

export const withholdReply = defineRoute({
  method: 'POST',
  path: '/api/replies/:id/withhold',
  room,
  access: 'write',
  summary: 'Mark a reply as suspected child-abuse material: its bytes and words are destroyed at once',
  status: 204,
  params: z.object({ id }),
  body: z.strictObject({ confirm: z.literal('destroy') }),
})
