import { z } from 'zod'

export const room = 'cooperation'
export const id = z.uuid()
export const at = z.iso.datetime()
export const params = z.object({ id })
export const next = z.string().nullable()
export const page = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const reason = z.string().trim().min(1).max(2_000)
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const releaseKinds = [
  'notify',
  'take-down',
  'tell-customer',
  'refer',
  'warn-affected',
  'block',
  'submit-sample',
  'hotline',
  'reply',
] as const
export const releaseStates = ['draft', 'decided', 'delivered', 'failed', 'recalled', 'refused'] as const
export const releaseFormats = ['xarf', 'arf', 'text'] as const
export const recipientKinds = ['address', 'public', 'vendor', 'organisation'] as const
export const objectKinds = ['case', 'report', 'finding', 'campaign', 'action', 'indicator'] as const
/** Traffic Light Protocol 2.0 (FIRST) */
export const tlps = ['clear', 'green', 'amber', 'amber-strict', 'red'] as const
export const eventWhats = [
  'asked',
  'drafted',
  'changed',
  'decided',
  'refused',
  'delivered',
  'failed',
  'recalled',
  'retried',
  'answered',
  'called-back',
  'deletion-confirmed',
] as const
/** Kinds of release that are letters to whom an action names. */
export const addressedKinds = ['notify', 'take-down', 'tell-customer', 'refer', 'warn-affected', 'reply'] as const
const answers = ['reply-thanks', 'reply-working', 'reply-ask', 'reply-still-there', 'reply-ended', 'reply-not-ours'] as const
/** Kinds with a template: those, and what goes by the way of a vendor or a hotline. */
export const letterKinds = [...addressedKinds, ...answers, 'submit-sample', 'hotline'] as const
/** What an answer may be written from; `reply` is empty but for greeting and name. */
export const replyKinds = ['reply', ...answers] as const
export const letterLanguages = ['en', 'zh-CN', 'ar'] as const
export const removals = ['address', 'name', 'word', 'token', 'header', 'identifier', 'metadata'] as const
export const leftWhys = ['cannot-clean', 'not-wanted', 'too-deep', 'too-large', 'would-tell'] as const

/** One value or several, as `?state=draft&state=failed` or `?state=draft,failed`. */
export const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(one).max(20))

/** Who did it: a person's id or the name of the machinery, with the person's name where the reader may know it. */
export const who = z.object({ id: z.string(), name: z.string().nullable() })
