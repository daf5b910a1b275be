import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country } from '../../../directory/contract.ts'
import { room } from '../shapes.ts'

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
