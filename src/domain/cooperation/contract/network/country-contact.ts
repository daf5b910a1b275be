import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country } from '../../../directory/contract.ts'
import { at, id, params, reason, room } from '../shapes.ts'
import { namingStates, routeKinds } from './contact-names.ts'
import { contact } from './contacts.ts'
import { lawKinds } from './names.ts'

const agency = z.object({ id, name: z.string() })
const naming = z.object({
  id,
  country: z.string(),
  /** whose designated unit it is */
  agency,
  proposedBy: agency,
  proposedAt: at,
  state: z.enum(namingStates),
  stoodAt: at.nullable(),
  endedAt: at.nullable(),
  /** what the country’s agencies said; shown to agencies and the secretariat */
  signatures: z.array(z.object({ agency, said: z.enum(['signed', 'declined']), reason: z.string().nullable(), at })),
  /** agencies of the country now that have said nothing */
  missing: z.array(agency),
  /** the agencies for which the reader may sign or decline now */
  maySign: z.array(agency),
  mayWithdraw: z.boolean(),
})
export type NamingView = z.output<typeof naming>

/** Whom 'to this country' reaches, and why: `primary` was named jointly; `only-agency`; `each` of several that named none; `secretariat` where there is none. */
const route = z.object({
  kind: z.enum(routeKinds),
  /** `contact` is null where the agency has designated no unit, or the reader may not see it */
  to: z.array(z.object({ agency, contact: contact.nullable() })),
})
export const countryContact = z.object({
  country: z.string(),
  /** the country’s standing group: who is in it now, which law each enforces, and whether it works on this node and so is reached by what is shared with the group */
  agencies: z.array(agency.extend({ laws: z.array(z.enum(lawKinds)), here: z.boolean() })),
  route,
  standing: naming.nullable(),
  proposed: naming.nullable(),
  history: z.array(naming),
  /** the agencies in whose name the reader may propose */
  mayPropose: z.array(agency),
})
export type CountryContactView = z.output<typeof countryContact>

export const readCountryContact = defineRoute({
  method: 'GET',
  path: '/api/network/countries/:code/contact',
  room,
  access: 'read',
  summary: 'Whom the network reaches in a country, and how its agencies named it',
  params: z.object({ code: country }),
  answer: countryContact,
})

/** `by` is the agency that proposes and with that signs. Refused with `cooperation.naming-open`, `cooperation.not-of-country`. */
export const proposeCountryContact = defineRoute({
  method: 'POST',
  path: '/api/network/countries/:code/contact',
  room,
  access: 'write',
  summary: 'Propose the agency whose unit is a country’s primary contact',
  status: 201,
  params: z.object({ code: country }),
  body: z.strictObject({ agency: id, by: id }),
  answer: countryContact,
})

/** It stands once every agency of the country has signed. Refused with `cooperation.said-already`, `cooperation.naming-over`, `cooperation.not-of-country`. */
export const signCountryContact = defineRoute({
  method: 'POST',
  path: '/api/network/country-contacts/:id/sign',
  room,
  access: 'write',
  summary: 'Co-sign the primary contact that a country’s agencies name',
  params,
  body: z.strictObject({ agency: id }),
  answer: countryContact,
})

/** A proposal ends with it. What stands already goes on, and the reason is shown. */
export const declineCountryContact = defineRoute({
  method: 'POST',
  path: '/api/network/country-contacts/:id/decline',
  room,
  access: 'write',
  summary: 'Decline the primary contact that a country’s agencies name',
  params,
  body: z.strictObject({ agency: id, reason }),
  answer: countryContact,
})

export const withdrawCountryContact = defineRoute({
  method: 'POST',
  path: '/api/network/country-contacts/:id/withdraw',
  room,
  access: 'write',
  summary: 'Withdraw a proposal for a country’s primary contact, as who proposed it',
  params,
  answer: countryContact,
})
