import { z } from 'zod'
import { defineRoute } from '../../base/route.ts'
import { reportForms, reportStates } from './contract/names.ts'

export * from './contract/following.ts'
export * from './contract/mailboxes.ts'
export * from './contract/replies.ts'
export { reportForms, reportStates }

export const channelKinds = ['mail', 'http', 'console', 'public', 'import', 'imap'] as const

const room = 'intake'
const id = z.uuid()
const at = z.iso.datetime()

export const Receipt = z.object({
  id,
  reference: z.string(),
  /** the reporter's own page; shown once */
  tracking: z.string().nullable(),
  /** true: the same bytes from the same reporter were here before, and this is that report */
  again: z.boolean(),
})
export type Receipt = z.infer<typeof Receipt>

/** A report stated as JSON: what the desk fills in for a caller, or a program sends. At least one of url, host, text. */
export const StatedReport = z
  .strictObject({
    url: z.string().min(1).max(8192).optional(),
    host: z.string().min(1).max(253).optional(),
    text: z.string().min(1).max(100_000).optional(),
    note: z.string().max(10_000).optional(),
    reporter: z.strictObject({ address: z.string().max(254).optional(), name: z.string().max(200).optional() }).optional(),
    language: z.string().max(35).optional(),
    said: z.enum(['unwanted', 'child-material']).default('unwanted'),
  })
  .refine((stated) => stated.url !== undefined || stated.host !== undefined || stated.text !== undefined, {
    message: 'say a url, a host or a text',
  })

/** up to so many reports of a channel are counted */
export const mostCounted = 10_000

export const Channel = z.object({
  id,
  kind: z.enum(channelKinds),
  name: z.string(),
  /** the address that reports to it, for mail */
  address: z.string().nullable(),
  open: z.boolean(),
  createdAt: at,
  lastAt: at.nullable(),
  /** counted up to `mostCounted`: so many, or more */
  reports: z.number().int(),
})

export const listChannels = defineRoute({
  method: 'GET',
  path: '/api/channels',
  room,
  access: 'read',
  summary: 'The channels that reports come in by',
  answer: z.object({ items: z.array(Channel) }),
})

export const addChannel = defineRoute({
  method: 'POST',
  path: '/api/channels',
  room,
  access: 'administer',
  summary: 'A new mail address for reports, with a token of its own',
  status: 201,
  body: z.strictObject({ name: z.string().trim().min(1).max(80) }),
  answer: Channel,
})

export const changeChannel = defineRoute({
  method: 'PATCH',
  path: '/api/channels/:id',
  room,
  access: 'administer',
  summary: 'Rename, close or reopen a channel',
  params: z.object({ id }),
  body: z
    .strictObject({ name: z.string().trim().min(1).max(80).optional(), open: z.boolean().optional() })
    .refine(({ name, open }) => name !== undefined || open !== undefined, { message: 'say a name, or whether it is open' }),
  answer: Channel,
})

export const OutgoingMail = z.object({
  id,
  kind: z.string(),
  about: id.nullable(),
  recipient: z.string(),
  title: z.string(),
  state: z.enum(['waiting', 'held', 'sent', 'failed', 'dropped']),
  reason: z.string().nullable(),
  createdAt: at,
  sentAt: at.nullable(),
})

export const listOutbox = defineRoute({
  method: 'GET',
  path: '/api/outbox',
  room,
  access: 'read',
  summary: 'Outgoing mail, newest first',
  query: z.object({
    state: OutgoingMail.shape.state.optional(),
    about: id.optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(OutgoingMail), next: z.string().nullable() }),
})

export const readOutgoing = defineRoute({
  method: 'GET',
  path: '/api/outbox/:id',
  room,
  access: 'read',
  summary: 'One outgoing mail with its text; an invitation, which is a key, to administrators only',
  params: z.object({ id }),
  answer: OutgoingMail.extend({ text: z.string() }),
})

export const decideOutgoing = defineRoute({
  method: 'POST',
  path: '/api/outbox/:id/decision',
  room,
  access: 'write',
  summary: 'Release a held mail, drop it, or try a failed one again',
  params: z.object({ id }),
  body: z.strictObject({ decision: z.enum(['release', 'drop', 'retry']) }),
  answer: OutgoingMail,
})

/**
 * Hands in one report. The body is a message (`message/rfc822`), a form with one file (`multipart/form-data`, fields note, reporter, reporterName,
 * language, said), JSON (StatedReport, or XARF v4 and v3), or any other file as it is. 201 means: kept, filed, and sure to be analysed.
 */
export const sendReport = defineRoute({
  method: 'POST',
  path: '/api/reports',
  room,
  access: 'report',
  summary: 'Hand in a report: a message, a file, a form, JSON or XARF',
  status: 201,
  query: z.object({
    name: z.string().max(255).optional(),
    note: z.string().max(10_000).optional(),
    reporter: z.string().max(254).optional(),
    reporterName: z.string().max(200).optional(),
    language: z.string().max(35).optional(),
    said: z.enum(['unwanted', 'child-material']).default('unwanted'),
  }),
  answer: Receipt,
})
