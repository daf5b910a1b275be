import { z } from 'zod'
import { caseKinds, caseOrders, caseStates } from './names.ts'

export { caseKinds, caseOrders, caseStates }

// What several parts of the contract speak of.

export const room = 'cases'
export const id = z.uuid()
export const at = z.iso.datetime()
export const params = z.object({ id })
export const nothing = { status: 204 } as const
export const page = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const next = z.string().nullable()
export const reason = z.string().trim().min(3).max(2_000)

/** Why a case was closed. `silent`: nothing was heard for the organisation's time; `merged` only by a merge. */
export const closedWhys = ['done', 'silent', 'no-abuse', 'out-of-reach', 'declined', 'merged'] as const
/** What a person may say when closing. */
export const closingWhys = ['done', 'no-abuse', 'out-of-reach', 'declined'] as const
export const partyRoles = [
  'victim',
  'reporter',
  'customer',
  'network',
  'host',
  'registrar',
  'registry',
  'authority',
  'cert',
  'brand',
  'suspect',
  'other',
] as const
export const linkKinds = ['related', 'follows', 'part-of'] as const
export const audiences = ['internal', 'partners'] as const
export const taskStates = ['open', 'done', 'dropped'] as const
export const actionKinds = [
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
export const actionStates = ['proposed', 'approved', 'declined', 'withdrawn', 'running', 'done', 'failed'] as const
export const outcomeKinds = ['sent', 'failed', 'acknowledged', 'answered', 'acted', 'refused', 'no-answer', 'published', 'expired'] as const

export const caseKind = z.enum(caseKinds)
export const caseState = z.enum(caseStates)

/** Whoever did something: a person with their name as far as the reader may know it, a key, or the node's own machinery (`system`). */
export const who = z.object({
  kind: z.enum(['person', 'key', 'channel', 'public', 'system']),
  id: z.string(),
  name: z.string().nullable(),
})
export type Who = z.output<typeof who>

/** A member of the organisation. */
export const member = z.object({ id, name: z.string() })

/** Values separated by commas, each checked. */
export const several = <T extends string>(of: z.ZodType<T>) =>
  z.string().transform((text, context): T[] =>
    text.split(',').flatMap((one) => {
      const read = of.safeParse(one)
      if (read.success) return [read.data]
      context.addIssue({ code: 'custom', message: `does not know ${one.slice(0, 40)}` })
      return []
    }),
  )

/** What was done with each of several, and why not with the rest. */
export const tally = z.object({ done: z.number().int(), refused: z.array(z.object({ id, code: z.string() })) })
export const someIds = z.array(id).min(1).max(1_000)
