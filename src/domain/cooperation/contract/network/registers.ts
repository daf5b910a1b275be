import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country } from '../../../directory/contract.ts'
import { at, id, next, page, params, room, several, who } from '../shapes.ts'
import { powerKinds } from './names.ts'
import { entryAudiences, lawStages, registerAudiences, registerKinds, spamLaws, supportTopics } from './register-names.ts'

const text = (most: number) => z.string().trim().max(most)
const day = z.iso.date()
const sum = z.number().min(0).max(1e14)
const url = z.string().trim().max(2_000)

/** What an entry may say; `register-names.ts` tells which fields a kind has. */
const said = {
  country: country.nullable(),
  title: z.string().trim().min(1).max(300),
  text: text(20_000),
  audience: z.enum(registerAudiences),
  /** of a law its stage, of an obstacle and of support where it stands */
  state: z.string().max(40).nullable(),
  onDate: day.nullable(),
  year: z.number().int().min(1990).max(2200).nullable(),
  lawKinds: z.array(z.enum(spamLaws)).max(spamLaws.length),
  powers: z.array(z.enum(powerKinds)).max(powerKinds.length),
  court: text(300),
  outcome: text(5_000),
  /** in units of the currency (ISO 4217) */
  amount: sum.nullable(),
  collected: sum.nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  affected: z.array(country).max(250),
  responsible: id.nullable(),
  solution: text(20_000),
  topic: z.enum(supportTopics).nullable(),
  until: day.nullable(),
  body: text(200),
  source: text(500),
  sourceUrl: url,
  sourceOn: day.nullable(),
}

const member = z.object({ id, name: z.string(), country: z.string() })

export const registerEntry = z.object({
  id,
  kind: z.enum(registerKinds),
  /** whose statement it is; null: the office's */
  member: member.nullable(),
  ...said,
  country: z.string().nullable(),
  lawKinds: z.array(z.string()),
  powers: z.array(z.string()),
  affected: z.array(z.string()),
  topic: z.string().nullable(),
  responsible: member.nullable(),
  audience: z.enum(entryAudiences),
  /** of an obstacle that was reported in a call: which */
  call: z.object({ id, name: z.string() }).nullable(),
  madeAt: at,
  changedAt: at,
})
export type RegisterView = z.output<typeof registerEntry>

const filter = {
  kind: several(z.enum(registerKinds)).optional(),
  country: z.string().max(2).optional(),
  state: z.string().max(40).optional(),
  q: z.string().trim().max(200).optional(),
}

/** The newest first. */
export const listRegister = defineRoute({
  method: 'GET',
  path: '/api/network/registers',
  room,
  access: 'read',
  summary: 'Entries of the registers: laws, fines, judgments, obstacles, support, what was told to others',
  query: z.object({ ...page, ...filter }),
  /** `enter`: kinds that the reader's organisation may add to */
  answer: z.object({
    items: z.array(registerEntry),
    next,
    may: z.object({ enter: z.array(z.enum(registerKinds)), country: z.string().nullable() }),
  }),
})

export const exportRegister = defineRoute({
  method: 'GET',
  path: '/api/network/registers/export',
  room,
  access: 'read',
  summary: 'Entries of the registers as a table for a spreadsheet, up to 10,000 lines',
  query: z.object(filter),
})

export const readLawMap = defineRoute({
  method: 'GET',
  path: '/api/network/registers/map',
  room,
  access: 'read',
  summary: 'How far the law against spam has come in each country, for a map',
  answer: z.object({ items: z.array(z.object({ country: z.string(), stage: z.enum(lawStages), laws: z.number().int() })) }),
})

export const registerWhole = registerEntry.extend({
  changedBy: who,
  withdrawn: z.boolean(),
  /** of support: what it was brought together with */
  matches: z.array(z.object({ entry: z.object({ id, title: z.string(), country: z.string().nullable() }), note: z.string(), at })),
  may: z.object({ change: z.boolean(), match: z.boolean() }),
})
export type RegisterWhole = z.output<typeof registerWhole>

export const readRegisterEntry = defineRoute({
  method: 'GET',
  path: '/api/network/registers/:id',
  room,
  access: 'read',
  summary: 'One entry of a register with its source, and what it was matched with',
  params,
  answer: registerWhole,
})

const body = {
  ...said,
  country: said.country.default(null),
  text: said.text.default(''),
  audience: said.audience.default('members'),
  state: said.state.default(null),
  onDate: said.onDate.default(null),
  year: said.year.default(null),
  lawKinds: said.lawKinds.default([]),
  powers: said.powers.default([]),
  court: said.court.default(''),
  outcome: said.outcome.default(''),
  amount: said.amount.default(null),
  collected: said.collected.default(null),
  currency: said.currency.default(null),
  affected: said.affected.default([]),
  responsible: said.responsible.default(null),
  solution: said.solution.default(''),
  topic: said.topic.default(null),
  until: said.until.default(null),
  body: said.body.default(''),
  source: said.source.default(''),
  sourceUrl: said.sourceUrl.default(''),
  sourceOn: said.sourceOn.default(null),
}

/** Fields that its kind does not have are left out. Refused with `cooperation.entry-unfit`, its detail naming the field that is missing or does not go with the others. */
export const addRegisterEntry = defineRoute({
  method: 'POST',
  path: '/api/network/registers',
  room,
  access: 'write',
  summary: 'Enter something into a register, with its source',
  status: 201,
  body: z.strictObject({ kind: z.enum(registerKinds), ...body }),
  answer: registerWhole,
})

/**
 * Of an obstacle that belongs to a call the audience stays. Refused with `cooperation.entry-unfit`, `cooperation.disclosure-changed` where it is another than the one of
 * `seen`, `cooperation.not-in-audience` where whoever is to solve it would not see it.
 */
export const changeRegisterEntry = defineRoute({
  method: 'PUT',
  path: '/api/network/registers/:id',
  room,
  access: 'write',
  summary: 'Change an entry of a register; what it said before stays in the log by its hash',
  params,
  body: z.strictObject({ ...body, seen: at }),
  answer: registerWhole,
})

export const withdrawRegisterEntry = defineRoute({
  method: 'DELETE',
  path: '/api/network/registers/:id',
  room,
  access: 'write',
  summary: 'Withdraw an entry of a register: nobody but the office sees it any more',
  params,
  status: 204,
})

/** Refused with `cooperation.no-support`, `cooperation.matched-already`. */
export const matchSupport = defineRoute({
  method: 'POST',
  path: '/api/network/registers/:id/match',
  room,
  access: 'write',
  summary: 'Bring help that is offered together with help that is asked for',
  params,
  body: z.strictObject({ ask: id, note: text(2_000).default('') }),
  answer: registerWhole,
})
