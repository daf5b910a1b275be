import { z } from 'zod'
import { type AnswerOf, defineRoute } from '../../../../base/route.ts'
import { timeZone } from '../../../directory/contract.ts'
import { at, id, next, page, params, room } from '../shapes.ts'
import { callActionListed, callItem } from './call-items.ts'
import { callStates, callTellings, reportLanguages, rhythmMonths, rhythmStates, standingItems } from './call-names.ts'

const months = z.union(rhythmMonths.map((one) => z.literal(one)))
const called = z.object({ id, name: z.string() })

const envelope = {
  title: z.string(),
  note: z.string(),
  startsAt: at,
  /** IANA name: by which clock it was set */
  timeZone: z.string(),
  /** minutes */
  duration: z.number(),
  language: z.string(),
}

export const callLine = z.object({
  id,
  ...envelope,
  state: z.enum(callStates),
  /** as far as the reader sees it */
  series: called.nullable(),
  /** how many items the reader sees */
  items: z.number(),
})
export type CallLine = z.output<typeof callLine>

const objection = z.object({
  id,
  scope: z.enum(['series', 'call', 'item']),
  item: id.nullable(),
  agency: called,
  /** names; null where it is all of industry */
  members: z.array(z.string()).nullable(),
  reason: z.string().nullable(),
  at,
  may: z.object({ withdraw: z.boolean() }),
})

/** What agencies see of a call, and industry does not. */
const inside = z.object({
  guests: z.array(z.object({ id, name: z.string(), body: z.string(), mail: z.string().nullable() })),
  invitations: z.array(z.object({ id, member: called, item: id.nullable(), agency: called, may: z.object({ end: z.boolean() }) })),
  /** who of industry sees the call, and each item, now */
  audience: z.object({ call: z.array(called), items: z.array(z.object({ item: id, members: z.array(called) })) }),
  /** those that the reader may know of, one’s own among them */
  objections: z.array(objection),
  /** to the secretariat: somebody who may come no more has known the link */
  linkKnown: z.boolean(),
})

export const callWhole = callLine.omit({ items: true }).extend({
  link: z.string().nullable(),
  chair: called.nullable(),
  chairName: z.string(),
  adoptedAt: at.nullable(),
  changedAt: at,
  items: z.array(callItem),
  /** what is still to be done from earlier calls of the series */
  carried: z.array(callActionListed),
  inside: inside.nullable(),
  may: z.object({
    /** change, convene and cancel it, guests */
    keep: z.boolean(),
    /** agenda, attendance, minutes, decisions, actions */
    run: z.boolean(),
    /** papers and contributions */
    contribute: z.boolean(),
    /** what industry reports */
    report: z.boolean(),
    /** invite industry and object to it, for one’s own agency */
    speak: z.boolean(),
    /** the same for an agency that does not work on this node */
    speakFor: z.boolean(),
  }),
})
export type CallWhole = z.output<typeof callWhole>

export const listCalls = defineRoute({
  method: 'GET',
  path: '/api/calls',
  room,
  access: 'read',
  summary: 'Calls of the network that the reader may come to, or came to',
  query: z.object({ ...page, when: z.enum(['coming', 'past']).default('coming') }),
  answer: z.object({ items: z.array(callLine), next, may: z.object({ keep: z.boolean() }) }),
})

/** What the reader may see of it; that a member of industry read it is noted for the secretariat. */
export const readCall = defineRoute({
  method: 'GET',
  path: '/api/calls/:id',
  room,
  access: 'read',
  summary: 'One call: what the reader may see of its agenda, papers and results',
  params,
  answer: callWhole,
})

const callBody = z.strictObject({
  title: z.string().trim().min(1).max(200),
  note: z.string().trim().max(4_000).default(''),
  startsAt: at,
  timeZone,
  duration: z.number().int().min(5).max(1_440),
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*$/)
    .max(35)
    .default('en'),
  link: z
    .url({ protocol: /^https$/ })
    .max(2_000)
    .nullable()
    .default(null),
  /** an agency */
  chair: id.nullable().default(null),
  chairName: z.string().trim().max(200).default(''),
})

export const planCall = defineRoute({
  method: 'POST',
  path: '/api/calls',
  room,
  access: 'write',
  summary: 'Plan a call, with the standing items on its agenda',
  status: 201,
  body: callBody.extend({ series: id.nullable().default(null) }),
  answer: callWhole,
})

export const changeCall = defineRoute({
  method: 'PUT',
  path: '/api/calls/:id',
  room,
  access: 'write',
  summary: 'Change when a call is, its link, chair and words',
  params,
  body: callBody,
  answer: callWhole,
})

/** Refused with `cooperation.call-course`. Who may come is told when it is convened or cancelled. */
export const moveCall = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/move',
  room,
  access: 'write',
  summary: 'Convene, begin, end, report or cancel a call',
  params,
  body: z.strictObject({ to: z.enum(callStates) }),
  answer: callWhole,
})

export const adoptAgenda = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/adopt',
  room,
  access: 'write',
  summary: 'Adopt the agenda of a call: nothing is added from then on',
  params,
  answer: callWhole,
})

export const addCallGuest = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/guests',
  room,
  access: 'write',
  summary: 'Name a guest of one call, who is no member and has no account',
  params,
  body: z.strictObject({
    name: z.string().trim().min(1).max(200),
    body: z.string().trim().max(200).default(''),
    mail: z.email().max(320).nullable().default(null),
  }),
  answer: callWhole,
})

export const removeCallGuest = defineRoute({
  method: 'POST',
  path: '/api/call-guests/:id/remove',
  room,
  access: 'write',
  summary: 'Take a guest off a call',
  params,
  status: 204,
})

/** For the organiser: to whom the call was told, and which members of industry have read what of it. */
export const readCallSent = defineRoute({
  method: 'GET',
  path: '/api/calls/:id/sent',
  room,
  access: 'read',
  summary: 'What has gone out of a call: who was told, and what industry has read',
  params,
  answer: z.object({
    told: z.array(
      z.object({
        what: z.enum(callTellings),
        member: called,
        people: z.number(),
        at,
        /** by hand: how */
        how: z.string().nullable(),
        /** neither by console nor mail nor by hand */
        untold: z.boolean(),
      }),
    ),
    /** invitations by mail: to whom, when last, and whether they were called back */
    mailed: z.array(z.object({ member: called.nullable(), person: z.string(), at, taken: z.boolean(), endedAt: at.nullable() })),
    read: z.array(
      z.object({ member: called, item: z.object({ id, standing: z.enum(standingItems).nullable(), title: z.string() }).nullable(), at }),
    ),
  }),
})

/** For the organiser, of a member whom neither console nor mail reached. Refused with `cooperation.told-already`. */
export const recordCallTold = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/told',
  room,
  access: 'write',
  summary: 'Record how a member was told of a call in another way than by console or mail',
  status: 204,
  params,
  body: z.strictObject({ member: id, how: z.string().trim().min(1).max(500) }),
})

/** A page of HTML to be read or printed, or PDF; headings and dates in one of seven languages. Refused with `cooperation.report-too-long` (PDF). */
export const readCallReport = defineRoute({
  method: 'GET',
  path: '/api/calls/:id/report',
  room,
  access: 'read',
  summary: 'The report of a meeting as a page or a PDF, with what the reader may see',
  params,
  query: z.object({ language: z.enum(reportLanguages).default('en'), form: z.enum(['page', 'pdf']).default('page') }),
})

const rhythm = {
  state: z.enum(rhythmStates),
  period: z.object({ since: at, until: at }),
  /** periods before this one without a call, or at whose calls one was not */
  missed: z.number(),
}
export const callSeries = z.object({
  id,
  name: z.string(),
  /** at least one call in each so many months of the calendar */
  months,
  since: at,
  open: z.boolean(),
  rhythm: z.object(rhythm),
  /** of the reader’s own agency: whether it was there */
  own: z.object(rhythm).nullable(),
})
export type CallSeriesView = z.output<typeof callSeries>

export const listCallSeries = defineRoute({
  method: 'GET',
  path: '/api/call-series',
  room,
  access: 'read',
  summary: 'Series of calls: what is due or overdue, for each and for the own agency',
  answer: z.object({ items: z.array(callSeries), may: z.object({ keep: z.boolean() }) }),
})

export const readCallSeries = defineRoute({
  method: 'GET',
  path: '/api/call-series/:id',
  room,
  access: 'read',
  summary: 'One series of calls, and how each agency attends it',
  params,
  answer: callSeries.extend({
    agencies: z.array(z.object({ member: called, ...rhythm })),
    /** what keeps industry out of all of it, as far as the reader may know; to industry none */
    objections: z.array(objection),
    may: z.object({
      keep: z.boolean(),
      /** take industry out, as the own agency */
      speak: z.boolean(),
      /** the same as the office, for an agency that does not work on this node */
      speakFor: z.boolean(),
    }),
  }),
})
export type CallSeriesWhole = AnswerOf<typeof readCallSeries>

const seriesBody = z.strictObject({ name: z.string().trim().min(1).max(200), months })
export const makeCallSeries = defineRoute({
  method: 'POST',
  path: '/api/call-series',
  room,
  access: 'write',
  summary: 'Begin a series of calls with its rhythm',
  status: 201,
  body: seriesBody,
  answer: z.object({ id }),
})
export const changeCallSeries = defineRoute({
  method: 'PUT',
  path: '/api/call-series/:id',
  room,
  access: 'write',
  summary: 'Change the name and rhythm of a series, or close it',
  params,
  body: seriesBody.extend({ open: z.boolean() }),
  status: 204,
})

/** `items` empty: to the whole call. Refused with `cooperation.not-industry`, `cooperation.call-over`. */
export const inviteToCall = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/invitations',
  room,
  access: 'administer',
  summary: 'Invite members of industry to a call or to items of it, as an agency',
  params,
  body: z.strictObject({
    members: z.array(id).min(1).max(200),
    items: z.array(id).max(200).default([]),
    /** for the secretariat: an agency that does not work on this node and has said so */
    agency: id.optional(),
  }),
  answer: callWhole,
})
export const endCallInvitation = defineRoute({
  method: 'POST',
  path: '/api/call-invitations/:id/end',
  room,
  access: 'administer',
  summary: 'Take back the invitation of a member of industry',
  params,
  answer: callWhole,
})

/**
 * Exactly one of `series`, `call` and `item`; `members` null: all of industry, whoever joins later too. From the answer on they see nothing of it. Refused
 * with `cooperation.one-scope`.
 */
export const objectToIndustry = defineRoute({
  method: 'POST',
  path: '/api/call-objections',
  room,
  access: 'administer',
  summary: 'Take industry, or members of it, out of a series, a call or an item',
  body: z.strictObject({
    series: id.optional(),
    call: id.optional(),
    item: id.optional(),
    members: z.array(id).min(1).max(200).nullable().default(null),
    reason: z.string().trim().min(1).max(4_000).nullable().default(null),
    agency: id.optional(),
  }),
  status: 204,
})
export const endCallObjection = defineRoute({
  method: 'POST',
  path: '/api/call-objections/:id/withdraw',
  room,
  access: 'administer',
  summary: 'Take back what kept industry out of a series, a call or an item',
  params,
  status: 204,
})
