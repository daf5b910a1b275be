import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, several, who } from '../shapes.ts'
import { askChannels, askers, dataKinds, disclosureStates, givens, grounds, needKinds, toldWhens } from './disclosure-names.ts'

const text = (most: number) => z.string().trim().max(most)

const line = z.object({
  category: z.enum(dataKinds),
  asker: z.enum(askers),
  given: z.enum(givens),
  /** any one of them suffices; none where nothing is given */
  grounds: z.array(z.enum(grounds)).max(grounds.length),
  condition: text(2_000),
  /** days until it is answered, as a rule */
  days: z.number().int().min(0).max(3_650).nullable(),
  /** days for which it is kept; null where that is not said */
  keptDays: z.number().int().min(0).max(36_500).nullable(),
  cost: text(500),
  told: z.enum(toldWhens),
})
export type DisclosureLine = z.output<typeof line>

const how = {
  channel: z.enum(askChannels),
  /** an address, a URL, a telephone number: where it is asked */
  address: text(500),
  /** BCP 47 */
  languages: z.array(z.string().max(35)).max(20),
  needs: z.array(z.enum(needKinds)).max(needKinds.length),
  /** how it is asked where lives or much money are at stake */
  emergency: text(1_000),
  /** hours until an emergency is answered */
  emergencyHours: z.number().int().min(1).max(720).nullable(),
  note: text(4_000),
}

export const disclosure = z.object({
  id,
  member: z.object({ id, name: z.string(), country: z.string() }),
  version: z.number().int(),
  state: z.enum(disclosureStates),
  ...how,
  lines: z.array(line),
  changedAt: at,
  publishedAt: at.nullable(),
  supersededAt: at.nullable(),
})
export type DisclosureView = z.output<typeof disclosure>

const version = z.object({
  id,
  version: z.number().int(),
  state: z.enum(disclosureStates),
  publishedAt: at.nullable(),
  publishedBy: who.nullable(),
})

/** What a member of industry answers to the three questions of the London Action Plan (B.4); null where it did not answer yet, or the reader may not see it. */
export const readDisclosure = defineRoute({
  method: 'GET',
  path: '/api/network/members/:id/disclosure',
  room,
  access: 'read',
  summary: 'What a member can give to agencies, and how it is asked: in force, in draft, and before',
  params,
  answer: z.object({
    inForce: disclosure.nullable(),
    draft: disclosure.nullable(),
    versions: z.array(version),
    may: z.object({ change: z.boolean() }),
  }),
})

export const readDisclosureVersion = defineRoute({
  method: 'GET',
  path: '/api/network/disclosures/:id',
  room,
  access: 'read',
  summary: 'One version of what a member can give to agencies',
  params,
  answer: disclosure,
})

/** Makes the draft, or changes it; what is in force stays. Refused with `cooperation.not-industry`, `cooperation.disclosure-lines` where a line is there twice or gives on no ground. */
export const draftDisclosure = defineRoute({
  method: 'PUT',
  path: '/api/network/members/:id/disclosure',
  room,
  access: 'write',
  summary: 'Write down what a member can give to agencies, as a draft that it alone sees',
  params,
  body: z.strictObject({
    ...how,
    address: how.address.default(''),
    languages: how.languages.default([]),
    needs: how.needs.default([]),
    emergency: how.emergency.default(''),
    emergencyHours: how.emergencyHours.default(null),
    note: how.note.default(''),
    lines: z.array(z.strictObject(line.shape)).max(dataKinds.length * askers.length),
  }),
  answer: disclosure,
})

/** From then on it is what agencies are shown. Refused with `cooperation.no-draft-answers`, `cooperation.disclosure-changed` where it is not the version that was seen. */
export const publishDisclosure = defineRoute({
  method: 'POST',
  path: '/api/network/members/:id/disclosure/publish',
  room,
  access: 'administer',
  summary: 'Put the draft in force and show it to all agencies',
  params,
  body: z.strictObject({ changedAt: at }),
  answer: disclosure,
})

export const dropDisclosure = defineRoute({
  method: 'DELETE',
  path: '/api/network/members/:id/disclosure/draft',
  room,
  access: 'write',
  summary: 'Throw the draft away; what is in force stays',
  params,
  status: 204,
})

const filter = {
  category: z.enum(dataKinds).optional(),
  asker: z.enum(askers).optional(),
  given: several(z.enum(givens)).optional(),
  country: z.string().max(2).optional(),
}

/** One line for each member, kind of data and asker that is in force; for agencies and the secretariat, and of itself for the member. */
export const listDisclosures = defineRoute({
  method: 'GET',
  path: '/api/network/disclosures',
  room,
  access: 'read',
  summary: 'Who in industry can give what to whom, by country and member',
  query: z.object({ ...page, ...filter }),
  answer: z.object({
    items: z.array(z.object({ member: z.object({ id, name: z.string(), country: z.string() }), disclosure: id, line })),
    next,
  }),
})

export const exportDisclosures = defineRoute({
  method: 'GET',
  path: '/api/network/disclosures/export',
  room,
  access: 'read',
  summary: 'The same as a table for a spreadsheet, up to 10,000 lines',
  query: z.object(filter),
})
