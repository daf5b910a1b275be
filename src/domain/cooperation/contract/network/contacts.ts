import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { timeZone } from '../../../directory/contract.ts'
import { at, id, next, page, params, room, several, who } from '../shapes.ts'
import { audiences, contactEnds, contactRoles, contactTroubles, testResults } from './contact-names.ts'
import { categories, memberKinds } from './names.ts'

const line = (most: number) => z.string().trim().max(most)
const day = z.iso.date()
const phone = z
  .string()
  .trim()
  .max(60)
  .regex(/^[+0-9][0-9 ()./;,#*x-]{2,}$/i)
const reach = {
  unit: line(200),
  person: line(200),
  title: line(200),
  mail: z.email().max(254).nullable(),
  phone: phone.nullable(),
  /** answered at any hour */
  emergency: phone.nullable(),
  /** in words, by its own time zone */
  hours: line(500),
  timeZone,
  /** BCP 47 */
  languages: z
    .array(
      z
        .string()
        .regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*$/)
        .max(35),
    )
    .max(20),
  /** an armoured OpenPGP key (RFC 9580) */
  pgp: z.string().max(100_000).nullable(),
  /** a certificate in PEM (RFC 7468) */
  smime: z.string().max(20_000).nullable(),
  audience: z.enum(audiences),
}

export const contact = z.object({
  id,
  member: z.object({ id, name: z.string(), kind: z.enum(memberKinds), country: z.string() }),
  role: z.enum(contactRoles),
  sector: z.enum(categories).nullable(),
  ...reach,
  mail: z.string().nullable(),
  phone: z.string().nullable(),
  emergency: z.string().nullable(),
  timeZone: z.string(),
  languages: z.array(z.string()),
  pgp: z.boolean(),
  pgpFingerprint: z.string().nullable(),
  smime: z.boolean(),
  smimeFingerprint: z.string().nullable(),
  /** of `staff`: that the person agreed to be listed, when and until when */
  consent: z.object({ on: z.string(), until: z.string().nullable() }).nullable(),
  /** of the others: the act that designated it */
  designated: z.object({ on: z.string(), by: z.string() }).nullable(),
  since: at,
  /** null: nobody has said yet that it is right */
  confirmedAt: at.nullable(),
  /** whole days since it was confirmed last, or entered */
  ageDays: z.number().int(),
  confirmDays: z.number().int(),
  test: z.object({ result: z.enum(testResults), sentAt: at, settledAt: at.nullable() }).nullable(),
  troubles: z.array(z.enum(contactTroubles)),
  endedAt: at.nullable(),
  endedWhy: z.enum(contactEnds).nullable(),
})
export type ContactView = z.output<typeof contact>

const test = z.object({
  id,
  sentAt: at,
  sentTo: z.string(),
  dueAt: at,
  result: z.enum(testResults),
  settledAt: at.nullable(),
  way: z.enum(['link', 'reply']).nullable(),
  /** what was answered by mail; for the secretariat */
  words: z.string().nullable(),
})
export const contactWhole = contact.extend({
  pgpKey: z.string().nullable(),
  /** since when it is this key */
  pgpSince: at.nullable(),
  smimeCertificate: z.string().nullable(),
  sinceBy: who,
  confirmedBy: who.nullable(),
  changedAt: at,
  tests: z.array(test),
  /** designated before it and after it, the newest first, as far as the reader may see them */
  history: z.array(
    z.object({
      id,
      unit: z.string(),
      person: z.string(),
      designated: contact.shape.designated,
      since: at,
      endedAt: at.nullable(),
      endedWhy: contact.shape.endedWhy,
    }),
  ),
  may: z.object({ change: z.boolean(), confirm: z.boolean(), test: z.boolean() }),
})
export type ContactWhole = z.output<typeof contactWhole>

export const reachBody = {
  unit: reach.unit.default(''),
  person: reach.person.default(''),
  title: reach.title.default(''),
  mail: reach.mail.default(null),
  phone: reach.phone.default(null),
  emergency: reach.emergency.default(null),
  hours: reach.hours.default(''),
  timeZone: timeZone.default('UTC'),
  languages: reach.languages.default([]),
  pgp: reach.pgp.default(null),
  smime: reach.smime.default(null),
  audience: reach.audience,
}
const designation = z.strictObject({ on: day, by: line(200).min(1) })
const consent = z.strictObject({ on: day, until: day.nullable().default(null) })
const contactBody = z.strictObject({
  ...reachBody,
  sector: z.enum(categories).nullable().default(null),
  consent: consent.nullable().default(null),
})
export type ContactBody = z.output<typeof contactBody>
/** A contact in a file, whose member is named apart from it. */
export const contactInFile = contactBody.extend({ role: z.enum(contactRoles), designated: designation.nullable().default(null) })

const filter = {
  member: id.optional(),
  country: z.string().max(2).optional(),
  kind: several(z.enum(memberKinds)).optional(),
  role: several(z.enum(contactRoles)).optional(),
  sector: several(z.enum(categories)).optional(),
  trouble: several(z.enum(contactTroubles)).optional(),
  ended: z.stringbool().default(false),
  q: z.string().trim().max(200).optional(),
}

export const listContacts = defineRoute({
  method: 'GET',
  path: '/api/network/contacts',
  room,
  access: 'read',
  summary: 'Contacts of the network that the reader may see, by country and member',
  query: z.object({ ...page, after: z.string().max(1_000).optional(), ...filter }),
  answer: z.object({ items: z.array(contact), next }),
})

export const exportContacts = defineRoute({
  method: 'GET',
  path: '/api/network/contacts/export',
  room,
  access: 'read',
  summary: 'The contacts that the reader may see as CSV, ten thousand lines at most',
  query: z.object(filter),
})

export const readContact = defineRoute({
  method: 'GET',
  path: '/api/network/contacts/:id',
  room,
  access: 'read',
  summary: 'A contact with its keys, its tests and who was designated before it',
  params,
  answer: contactWhole,
})

export const readContactCard = defineRoute({
  method: 'GET',
  path: '/api/network/contacts/:id/vcard',
  room,
  access: 'read',
  summary: 'A contact as vCard 4.0',
  params,
})

/**
 * An agency's designated unit and an industry member's one contact need `designated`: the act, with its day and who signed it; people on a sector's list
 * need `consent`. Refused with `cooperation.contact-role`, `cooperation.contact-empty`, `cooperation.contact-acts`, `cooperation.contact-key`, and
 * `cooperation.contact-designated` where there is one: hand it over.
 */
export const addContact = defineRoute({
  method: 'POST',
  path: '/api/network/contacts',
  room,
  access: 'write',
  summary: 'Add a contact of a member: designate its unit, or list one of its people',
  status: 201,
  body: contactBody.extend({ member: id, role: z.enum(contactRoles), designated: designation.nullable().default(null) }),
  answer: contactWhole,
})

/** Of a designated one unit and person stay: they change by a hand-over. Another OpenPGP key is entered by a person, never with an API key. Refused with `cooperation.contact-hand-over`. */
export const changeContact = defineRoute({
  method: 'PUT',
  path: '/api/network/contacts/:id',
  room,
  access: 'write',
  summary: 'Change how a contact is reached and who sees it',
  params,
  body: contactBody,
  answer: contactWhole,
})

export const handOverContact = defineRoute({
  method: 'POST',
  path: '/api/network/contacts/:id/hand-over',
  room,
  access: 'write',
  summary: 'Hand a designation over: one act ends the old contact and begins the new',
  status: 201,
  params,
  body: z.strictObject({ ...reachBody, designated: designation }),
  answer: contactWhole,
})

export const endContact = defineRoute({
  method: 'POST',
  path: '/api/network/contacts/:id/end',
  room,
  access: 'write',
  summary: 'End a contact: nobody but the secretariat and its member sees it any more',
  params,
  answer: contactWhole,
})

export const confirmContact = defineRoute({
  method: 'POST',
  path: '/api/network/contacts/:id/confirm',
  room,
  access: 'write',
  summary: 'Say that a contact is right as it stands today',
  params,
  answer: contactWhole,
})

/** Refused with `cooperation.contact-mailless`, and `cooperation.contact-tested` while one waits for its answer. */
export const testContact = defineRoute({
  method: 'POST',
  path: '/api/network/contacts/:id/test',
  room,
  access: 'write',
  summary: 'Send a contact a letter that asks for an answer',
  params,
  answer: contactWhole,
})

export const periods = z.object({ confirmDays: z.number().int().min(7).max(400), answerDays: z.number().int().min(1).max(60) })
export const readPeriods = defineRoute({
  method: 'GET',
  path: '/api/network/contact-periods',
  room,
  access: 'read',
  summary: 'How often contacts are confirmed and how long a test waits',
  answer: periods.extend({ may: z.object({ change: z.boolean() }) }),
})
export const changePeriods = defineRoute({
  method: 'PUT',
  path: '/api/network/contact-periods',
  room,
  access: 'administer',
  summary: 'Set how often contacts are confirmed and how long a test waits',
  body: z.strictObject(periods.shape),
  answer: periods.extend({ may: z.object({ change: z.boolean() }) }),
})
