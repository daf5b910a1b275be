import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { id, moment, room } from './shapes.ts'

/** Nearest first: whoever is nearer to the thing can do more about it. */
export const answeringRoles = ['customer', 'host', 'network', 'registrar', 'registry', 'cert', 'authority'] as const
export const answerSources = ['customers', 'radius', 'dhcp', 'nat', 'http', 'rdap', 'whois', 'offline', 'stated'] as const
export const contactFormats = ['xarf', 'arf', 'text'] as const
export const contactPurposes = ['abuse', 'security', 'legal', 'postmaster', 'other'] as const

/** What must be known of an answer beside itself. */
export const answerNotes = [
  /** shipped with the program, and checked by nobody here */
  'unconfirmed',
  /** no end of the assignment was told, and it was last heard of before the moment that is asked for */
  'not-seen-since',
  /** several subscribers share the address, and no port was said */
  'shared-address',
  /** stated only after the moment that is asked for; nobody else was stated for then */
  'stated-later',
  /** a subscriber that is no customer here */
  'unknown-subscriber',
  /** the registry left out who it is (RFC 9537) */
  'redacted',
  /** nobody is named for abuse: these are the general contacts */
  'general-contacts',
  /** the registry could not be asked again: this is older than it should be */
  'old',
] as const

export const answering = z.object({
  role: z.enum(answeringRoles),
  /** `id` null: not one of ours */
  party: z.object({ id: id.nullable(), name: z.string(), country: z.string().nullable(), reference: z.string().nullable() }),
  contacts: z.array(
    z.object({
      id: id.nullable(),
      address: z.string(),
      purpose: z.string(),
      format: z.enum(contactFormats),
      language: z.string().nullable(),
      /** seconds between two mails at least */
      atMostEvery: z.number().int().nullable(),
    }),
  ),
  source: z.enum(answerSources),
  /** of which moment or day the answer is, ISO 8601 */
  date: z.string(),
  note: z.enum(answerNotes).nullable(),
  /** what it is that they answer for: a network, domain, site, session */
  of: z.string().nullable(),
})
export type AnsweringView = z.output<typeof answering>

export const thingKinds = ['address', 'domain', 'host', 'url', 'file'] as const

/** Why nobody outside was asked, or what came of it where that is worth saying. */
export const outsideStates = ['asked', 'remembered', 'off', 'role', 'not-public', 'nothing-to-ask', 'busy', 'failed'] as const

export const answersFound = z.object({
  thing: z.object({
    kind: z.enum(thingKinds),
    value: z.string(),
    port: z.number().int().nullable(),
    at: moment.nullable(),
    /** the host's address, where it was asked for */
    address: z.string().nullable(),
    country: z.string().nullable(),
    asn: z.number().int().nullable(),
  }),
  outside: z.enum(outsideStates),
  items: z.array(answering),
})
export type AnswersFound = z.output<typeof answersFound>

/**
 * `kind` left out: the text is recognised, defanged or not. Refused with `directory.not-recognised`. Asks registries only where the operator allows it
 * and the caller may change things (an analyst or more, a key with `write`); then it may take some seconds.
 */
export const lookUp = defineRoute({
  method: 'GET',
  path: '/api/answers',
  room,
  summary: 'Who answers for an address, host, domain, URL or file, nearest first',
  access: 'read',
  query: z.object({
    kind: z.enum(thingKinds).optional(),
    value: z.string().trim().min(1).max(8_192),
    port: z.coerce.number().int().min(0).max(65_535).optional(),
    at: moment.optional(),
  }),
  answer: answersFound,
})

/** RFC 6901 */
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[^~/]|~0|~1)*)*$/)

export const subscriberLookup = z.object({
  url: z.string(),
  header: z.string().nullable(),
  /** whether a secret is kept; it is never shown */
  secret: z.boolean(),
  pointers: z.object({ reference: pointer, name: pointer.nullable(), contact: pointer.nullable() }),
  nets: z.array(z.string()),
  setAt: moment,
  by: z.string(),
})
export type SubscriberLookup = z.output<typeof subscriberLookup>

export const readSubscriberLookup = defineRoute({
  method: 'GET',
  path: '/api/organisation/subscriber-lookup',
  room,
  summary: 'The system that is asked who had an address at a moment, without its secret',
  access: 'read',
  answer: z.object({ lookup: subscriberLookup.nullable(), inside: z.array(z.string()), outside: z.boolean() }),
})

/**
 * The URL holds `{address}`, `{port}` and `{at}` (ISO 8601), put in percent-encoded. A `secret` left out keeps the one that is there, as long as URL host and header
 * stay. Refused with `directory.lookup-url`, `directory.lookup-nets`, `directory.lookup-secret`.
 */
export const putSubscriberLookup = defineRoute({
  method: 'PUT',
  path: '/api/organisation/subscriber-lookup',
  room,
  summary: 'Have a system of your own asked who had an address at a moment',
  access: 'administer',
  body: z.strictObject({
    url: z.string().trim().min(1).max(2_000),
    header: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{1,64}$/)
      .nullable()
      .default(null),
    secret: z.string().min(1).max(1_000).optional(),
    pointers: z.strictObject({ reference: pointer, name: pointer.nullable().default(null), contact: pointer.nullable().default(null) }),
    nets: z.array(z.string().max(60)).min(1).max(200),
  }),
  answer: subscriberLookup,
  secret: true,
})

export const removeSubscriberLookup = defineRoute({
  method: 'DELETE',
  path: '/api/organisation/subscriber-lookup',
  room,
  summary: 'No longer ask it, and forget its secret',
  access: 'administer',
  status: 204,
})
