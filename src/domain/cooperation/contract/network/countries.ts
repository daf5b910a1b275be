import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country } from '../../../directory/contract.ts'
import { at, id, room } from '../shapes.ts'

const inCountry = z.object({ country: z.string(), agencies: z.number().int(), industry: z.number().int() })
export type InCountry = z.output<typeof inCountry>

export const listCountries = defineRoute({
  method: 'GET',
  path: '/api/network/countries',
  room,
  access: 'read',
  summary: 'Countries of the network, with how many of its members are in each',
  answer: z.object({ items: z.array(inCountry) }),
})

export const networkCountry = z.object({
  country: z.string(),
  agencies: z.number().int(),
  industry: z.number().int(),
  /** on which lists of the United Nations it stands: least developed, landlocked developing, small island developing */
  development: z.object({ ldc: z.boolean(), lldc: z.boolean(), sids: z.boolean(), date: z.string(), source: z.string() }),
  /** its national team and authority as they came with the program; none was asked */
  teams: z.array(z.object({ role: z.enum(['cert', 'authority']), name: z.string(), address: z.string().nullable() })),
  teamsDate: z.string().nullable(),
})
export type NetworkCountry = z.output<typeof networkCountry>

export const readCountry = defineRoute({
  method: 'GET',
  path: '/api/network/countries/:code',
  room,
  access: 'read',
  summary: 'What the network knows of a country',
  params: z.object({ code: country }),
  answer: networkCountry,
})

const count = z.number().int()
export const countryWork = z.object({
  /** of what is counted by time: from that day on */
  since: z.iso.date(),
  /** calls that were held, and at how many of them each agency was */
  calls: count,
  attendance: z.array(z.object({ member: z.object({ id, name: z.string() }), calls: count, last: at.nullable() })),
  trainings: z.object({
    given: count,
    /** people who were at one; null to whoever may not know it of others */
    trained: count.nullable(),
  }),
  educations: z.array(z.object({ id, title: z.string(), ended: z.boolean(), members: count })),
  /** the latest of each thing that was counted; `until` is the day after the last */
  figures: z.array(z.object({ education: id, counted: z.string(), number: z.number(), until: z.iso.date(), source: z.string() })),
  /** in which the reader’s organisation is or was with members of the country; null to whoever acts for the network */
  joint: z.object({ open: count, closed: count }).nullable(),
})
export type CountryWork = z.output<typeof countryWork>

export const readCountryWork = defineRoute({
  method: 'GET',
  path: '/api/network/countries/:code/work',
  room,
  access: 'read',
  summary: 'How members of a country take part: calls, training, education, joint cases with the reader',
  params: z.object({ code: country }),
  answer: countryWork,
})
