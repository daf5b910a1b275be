import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room, who } from '../shapes.ts'
import { onwardAskStates } from './names.ts'

const words = z.string().trim().min(1).max(2_000)

const ask = z.object({
  id,
  /** whoever asks */
  from: z.object({ id, name: z.string() }),
  to: z.object({
    kind: z.enum(['member', 'group']),
    value: id,
    name: z.string(),
    /** who that was as it was asked */
    audience: z.array(z.string()),
  }),
  what: z.string(),
  why: z.string(),
  state: z.enum(onwardAskStates),
  askedAt: at,
  answer: z.object({ at, reason: z.string() }).nullable(),
  /** of one's own: who asked, and the share that the consent was used for */
  own: z.object({ by: who, share: id.nullable() }).nullable(),
  may: z.object({ withdraw: z.boolean(), consent: z.boolean(), refuse: z.boolean() }),
  /** why the reader’s role may not consent: the recipient is more than it may decide on, or the mark more open */
  ceiling: z.enum(['tlp', 'reach']).nullable(),
})
export type OnwardAskView = z.output<typeof ask>
const asks = z.object({ items: z.array(ask), may: z.object({ ask: z.boolean() }) })

/**
 * For one recipient, once. Refused with `cooperation.onward-rule` where the owner does not want to be asked, `cooperation.onward-asked` where that was asked and stands,
 * `cooperation.no-recipient`, `cooperation.hotline-only`. The owner's people are told.
 */
export const askOnward = defineRoute({
  method: 'POST',
  path: '/api/shared/:id/onward',
  room,
  access: 'session',
  summary: 'Ask the owner of a shared copy whether it may be passed on',
  params,
  body: z.strictObject({
    to: z.strictObject({ kind: z.enum(['member', 'group']), value: id }),
    /** what of it */
    what: words,
    why: words,
  }),
  answer: asks,
})

export const listOwnOnward = defineRoute({
  method: 'GET',
  path: '/api/shared/:id/onward',
  room,
  access: 'read',
  summary: 'What one’s organisation asked the owner of a shared copy, with answers',
  params,
  answer: asks,
})

export const listOnwardOf = defineRoute({
  method: 'GET',
  path: '/api/shares/:id/onward',
  room,
  access: 'read',
  summary: 'Who asks whether what one’s organisation shares may be passed on',
  params,
  answer: asks,
})

export const withdrawOnward = defineRoute({
  method: 'POST',
  path: '/api/onward/:id/withdraw',
  room,
  access: 'write',
  summary: 'Take back a question, or a consent that was not used yet',
  params,
  answer: asks,
})

/** Refused with `cooperation.onward-over` where it was answered, taken back, or the share has ended, `cooperation.above-ceiling`. */
export const consentOnward = defineRoute({
  method: 'POST',
  path: '/api/onward/:id/consent',
  room,
  access: 'session',
  summary: 'Consent that a shared copy is passed on to one recipient, once',
  params,
  body: z.strictObject({ reason: z.string().trim().max(2_000).default('') }),
  answer: asks,
})

export const refuseOnward = defineRoute({
  method: 'POST',
  path: '/api/onward/:id/refuse',
  room,
  access: 'write',
  summary: 'Refuse that a shared copy is passed on, with or without a reason',
  params,
  body: z.strictObject({ reason: z.string().trim().max(2_000).default('') }),
  answer: asks,
})
