import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { actionKind, thing } from './actions.ts'
import { outcomeOrders, outcomeSides } from './names.ts'
import { at, caseKind, caseState, id, next, page, params, partyRoles, room, who } from './shapes.ts'

export { outcomeOrders, outcomeSides }

/** What a look at a thing found. The content is not judged: only whether somebody answers, and how. */
export const lookFindings = [
  'answers',
  /** somebody answers, with a certificate that does not hold */
  'bad-certificate',
  /** not found, gone, or unavailable for legal reasons (404, 410, 451) */
  'gone',
  /** the name has no address any more */
  'no-name',
  /** the connection was refused or broke off */
  'no-connection',
  'timed-out',
  /** leads to another site */
  'elsewhere',
  /** answers, and shows us nothing (401, 403, 429) */
  'forbidden',
  /** answers that it is out of order */
  'faulty',
  /** name servers did not say */
  'no-name-server',
  /** leads to a private address: not asked */
  'private',
  /** outside look-ups are off, or there is nothing to look at */
  'not-looked',
] as const

const hours = z.number().nullable()
const moments = {
  sentAt: at.nullable(),
  firstReportAt: at.nullable(),
  lastReportAt: at.nullable(),
  /** by a person */
  repliedAt: at.nullable(),
  /** when all that had been there was first seen to be gone; it may have been so for as long as from the look before */
  goneAt: at.nullable(),
  /** the earlier of the two */
  reactedAt: at.nullable(),
  /** the last report, once none came for the organisation's days of silence */
  silentAt: at.nullable(),
  /** from the first report to the notice */
  hoursToNotice: hours,
  hoursToReaction: hours,
  hoursToSilence: hours,
  lookedAt: at.nullable(),
}

const place = z.object({
  network: z.string().nullable(),
  networkName: z.string().nullable(),
  host: z.string().nullable(),
  registrar: z.string().nullable(),
  country: z.string().nullable(),
})

export const lookedThing = z.object({
  id,
  /** null: its words were taken off */
  thing: thing.nullable(),
  place,
  found: z.enum(lookFindings),
  /** of HTTP */
  status: z.number().int().nullable(),
  seenAt: at.nullable(),
  goneAt: at.nullable(),
  /** it is no passing fault */
  goneSure: z.boolean(),
  lookedAt: at,
})
export type LookedThing = z.output<typeof lookedThing>

export const lookback = z.object({
  action: id,
  kind: actionKind,
  recipient: z.object({ name: z.string(), role: z.enum(partyRoles).nullable() }).nullable(),
  ...moments,
  reportsSince: z.number().int(),
  nextAt: at.nullable(),
  endedWhy: z.enum(['settled', 'over', 'withdrawn', 'no-abuse']).nullable(),
  things: z.array(lookedThing),
})
export type Lookback = z.output<typeof lookback>

export const look = z.object({
  id,
  action: id,
  at,
  by: who,
  what: z.enum(['thing', 'reports', 'answer']),
  thing: thing.nullable(),
  /** of a thing one of the findings; of reports and answers `some` or `none` */
  found: z.string(),
  status: z.number().int().nullable(),
  count: z.number().int().nullable(),
})
export type Look = z.output<typeof look>

export const readLookbacks = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/lookbacks',
  room,
  access: 'read',
  summary: 'What became of each notice of a case',
  params,
  answer: z.object({
    items: z.array(lookback),
    /** whether the operator allows outside look-ups */
    outside: z.boolean(),
    /** the organisation's days of silence */
    silenceDays: z.number().int(),
  }),
})

export const listLooks = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/looks',
  room,
  access: 'read',
  summary: 'Looks back at the notices of a case, newest first',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(look), next }),
})

/** Not more often than every ten minutes: `cases.looked-just-now`. */
export const lookNow = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/look',
  room,
  access: 'write',
  summary: 'Look back at the notices of a case now',
  status: 202,
  params,
  answer: z.object({ asked: z.number().int() }),
})

const filter = {
  by: z.enum(outcomeSides).default('host'),
  /** notices that went from then on, and before then */
  since: at.optional(),
  until: at.optional(),
  kind: caseKind.optional(),
  /** only notices that went to that side itself */
  told: z.stringbool().default(false),
}
export type OutcomeFilter = z.output<z.ZodObject<typeof filter>>

/** Of notices to, or about, one of a side. Shares are counts; times are hours by which half and nine in ten had come to it, null where not so many did. */
export const outcomeLine = z.object({
  /** empty: not known */
  key: z.string(),
  name: z.string(),
  notices: z.number().int(),
  /** that went to it */
  told: z.number().int(),
  answered: z.number().int(),
  /** whose things were seen to be there at all */
  seen: z.number().int(),
  /** of which so many are gone */
  gone: z.number().int(),
  /** answered or gone */
  reacted: z.number().int(),
  reaction: z.object({ half: hours, nine: hours }),
  silent: z.number().int(),
  silence: z.object({ half: hours, nine: hours }),
  /** something is still there, or reports came within the last week */
  active: z.number().int(),
  /** fewer than five: says little */
  few: z.boolean(),
})
export type OutcomeLine = z.output<typeof outcomeLine>

export const listOutcomesBySide = defineRoute({
  method: 'GET',
  path: '/api/outcomes',
  room,
  access: 'read',
  summary: 'Who acts on notices and who does not, by network, host, registrar or country',
  query: z.object({
    ...filter,
    order: z.enum(outcomeOrders).default('notices'),
    down: z.stringbool().default(true),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  answer: z.object({
    items: z.array(outcomeLine),
    /** how many there are beyond these */
    left: z.number().int(),
    all: outcomeLine,
    outside: z.boolean(),
    silenceDays: z.number().int(),
  }),
})

export const exportOutcomes = defineRoute({
  method: 'GET',
  path: '/api/outcomes/export',
  room,
  access: 'read',
  summary: 'The table of who acts on notices, as CSV',
  /** `mark`: with a byte-order mark spreadsheets take it for UTF-8 */
  query: z.object({ ...filter, mark: z.stringbool().default(true) }),
})

export const outcomeNotice = z.object({
  action: id,
  case: z.object({ id, code: z.string(), title: z.string(), kind: caseKind, state: caseState }),
  kind: actionKind,
  recipient: z.object({ name: z.string(), role: z.enum(partyRoles).nullable() }).nullable(),
  ...moments,
  reportsSince: z.number().int(),
  active: z.boolean(),
})
export type OutcomeNotice = z.output<typeof outcomeNotice>

/** `key` left out: those of which nobody is known. */
export const listOutcomeNotices = defineRoute({
  method: 'GET',
  path: '/api/outcomes/notices',
  room,
  access: 'read',
  summary: 'Notices behind a line of that table with their cases, newest first',
  query: z.object({ ...filter, key: z.string().max(300).default(''), ...page }),
  answer: z.object({ items: z.array(outcomeNotice), next }),
})
