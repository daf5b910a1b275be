import { z } from 'zod'
import { roles, scopes } from '../../../base/actor.ts'
import { countryCodes, isCountryCode } from '../../../formats/iso3166.ts'
import { newPassword } from '../../../platform/auth/contract.ts'

// What several parts of the contract speak of.

export { countryCodes }

export const room = 'directory'
export const id = z.uuid()
export const moment = z.iso.datetime()
export const nothing = { status: 204 } as const
export const page = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const secret = z.string().min(20).max(100)

/** what an organisation may be made as; the network of a node is made by itself */
export const organisationKinds = ['agency', 'provider', 'industry', 'secretariat', 'other'] as const
export const organisationKind = z.enum([...organisationKinds, 'network'])
export const digests = ['off', 'hourly', 'daily'] as const
export const role = z.enum(roles)
export const scope = z.enum(scopes)
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/u)
export const personName = z.string().trim().min(1).max(120)
/** ISO 3166-1 alpha-2 */
export const country = z.string().refine(isCountryCode)
/** BCP 47 */
export const locale = z.string().max(35).refine(isLocale)
/** IANA name */
export const timeZone = z.string().max(64).refine(isTimeZone)
/** lower-case letters, digits, hyphens: the organisation's short name in addresses and file names */
export const organisationCode = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/)

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

export const organisationFields = { name: z.string().trim().min(1).max(200), kind: z.enum(organisationKinds), country }
/** `code` is made from the name where it is not given. */
export const newOrganisation = z.strictObject({ ...organisationFields, code: organisationCode.optional() })
export const organisation = z.object({
  id,
  code: z.string(),
  name: z.string(),
  kind: organisationKind,
  country: z.string(),
  suspended: z.boolean(),
})
export type Organisation = z.output<typeof organisation>

export const newPerson = z.strictObject({
  name: personName,
  password: newPassword,
  locale: locale.default('en'),
  timeZone: timeZone.default('UTC'),
})
