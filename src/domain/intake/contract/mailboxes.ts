import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'

export const mailboxSecurity = ['tls', 'starttls', 'plain'] as const
export const mailboxAuth = ['password', 'oauth2'] as const
export const mailboxDone = ['move', 'flag'] as const

/** What may be wrong with a mailbox, in one word; the console says it in a sentence, with what to do. */
export const mailboxTroubles = [
  'name',
  'private',
  'plain',
  'refused',
  'timeout',
  'certificate',
  'tls',
  'starttls',
  'login',
  'token',
  'folder',
  'keywords',
  'move',
  'closed',
  'protocol',
  'secret',
  'kept',
] as const

const room = 'intake'
const id = z.uuid()
const at = z.iso.datetime()
const text = (most: number) => z.string().trim().min(1).max(most)
const secret = z.string().min(1).max(8_192)

const settings = {
  /** what people write to: mail that names it was sent to us, by whoever wrote it */
  address: z.email().max(254),
  host: text(253).regex(/^[^\s/@]+$/),
  port: z.number().int().min(1).max(65_535),
  /** `plain` is for hosts in the operator's own networks alone */
  security: z.enum(mailboxSecurity),
  /** certificates (PEM) that the server's may be signed by, beside those that are commonly trusted */
  authority: z.string().max(65_536).nullable(),
  username: text(320),
  auth: z.enum(mailboxAuth),
  /** for oauth2: where access tokens are fetched (RFC 6749 §3.2) */
  tokenUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .nullable(),
  clientId: text(1_024).nullable(),
  scope: text(2_048).nullable(),
  folder: text(500),
  /** what becomes of a message that was taken: moved to `doneFolder`, or marked with the keyword `TocsinTaken` */
  done: z.enum(mailboxDone),
  doneFolder: text(500).nullable(),
} as const

export const MailboxSettings = z.strictObject(settings)
export type MailboxSettings = z.infer<typeof MailboxSettings>

/** Written and never shown again. What is left out stays as it was, as long as neither host nor user change. */
const credentials = {
  password: secret.optional(),
  clientSecret: secret.optional(),
  refreshToken: secret.optional(),
}

export const Mailbox = z.object({
  ...settings,
  address: z.string(),
  host: z.string(),
  tokenUrl: z.string().nullable(),
  /** the channel that its reports come by */
  id,
  name: z.string(),
  open: z.boolean(),
  /** when the server last answered */
  contactAt: at.nullable(),
  trouble: z.object({ code: z.enum(mailboxTroubles), detail: z.string().nullable(), at }).nullable(),
  /** tries that failed on end */
  failures: z.number().int(),
  taken: z.number().int(),
  /** messages that are larger than may be taken: they stay where they are */
  tooLarge: z.number().int(),
})
export type Mailbox = z.infer<typeof Mailbox>

const name = text(80)

export const listMailboxes = defineRoute({
  method: 'GET',
  path: '/api/mailboxes',
  room,
  access: 'read',
  summary: 'The IMAP mailboxes that reports are taken from, and how they do',
  answer: z.object({
    items: z.array(Mailbox),
    /** the largest message that is taken, in bytes */
    mostBytes: z.number().int(),
  }),
})

export const addMailbox = defineRoute({
  method: 'POST',
  path: '/api/mailboxes',
  room,
  access: 'administer',
  secret: true,
  summary: 'Take reports from an IMAP mailbox',
  status: 201,
  body: z.strictObject({ ...settings, ...credentials, name }),
  answer: Mailbox,
})

export const changeMailbox = defineRoute({
  method: 'PUT',
  path: '/api/mailboxes/:id',
  room,
  access: 'administer',
  secret: true,
  summary: 'Change a mailbox; credentials that are left out stay as they were',
  params: z.object({ id }),
  body: z.strictObject({ ...settings, ...credentials, name }),
  answer: Mailbox,
})

export const removeMailbox = defineRoute({
  method: 'DELETE',
  path: '/api/mailboxes/:id',
  room,
  access: 'administer',
  summary: 'Forget a mailbox and its credentials; what came from it stays',
  params: z.object({ id }),
  status: 204,
})

/** Connects as the settings say, looks into the folder, takes nothing and changes nothing. */
export const testMailbox = defineRoute({
  method: 'POST',
  path: '/api/mailboxes/test',
  room,
  access: 'administer',
  secret: true,
  summary: 'Try the settings of a mailbox',
  body: z.strictObject({
    ...settings,
    ...credentials,
    /** the mailbox whose credentials are used where none are given */
    id: id.optional(),
  }),
  answer: z.object({
    trouble: z.object({ code: z.enum(mailboxTroubles), detail: z.string().nullable() }).nullable(),
    /** messages that would be taken */
    messages: z.number().int(),
    /** whether the server tells of new mail by itself (RFC 2177) */
    idle: z.boolean(),
    folders: z.array(z.string()),
  }),
})
