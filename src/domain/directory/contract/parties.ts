import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { contactFormats, contactPurposes } from './answers.ts'
import { country, email, id, locale, moment, page, room } from './shapes.ts'

export const partyKinds = [
  'customer',
  'network',
  'host',
  'registrar',
  'registry',
  'cert',
  'authority',
  'agency',
  'vendor',
  'brand',
  'other',
] as const
export const responsibilityKinds = ['prefix', 'range', 'asn', 'domain', 'site', 'country', 'subscriber'] as const
export type PartyKind = (typeof partyKinds)[number]
export type ResponsibilityKind = (typeof responsibilityKinds)[number]

const sources = z.enum(['stated', 'import'])

export const contact = z.object({
  id,
  purpose: z.enum(contactPurposes),
  address: z.string(),
  format: z.enum(contactFormats),
  /** seconds between two mails at least; null: as often as there is something */
  atMostEvery: z.number().int().nullable(),
  language: z.string().nullable(),
  source: sources,
  since: moment,
  confirmedAt: moment.nullable(),
  closedAt: moment.nullable(),
})
export type Contact = z.output<typeof contact>

export const responsibility = z.object({
  id,
  kind: z.enum(responsibilityKinds),
  value: z.string(),
  source: sources,
  since: moment,
  until: moment.nullable(),
})
export type Responsibility = z.output<typeof responsibility>

export const partyLine = z.object({
  id,
  kind: z.enum(partyKinds),
  name: z.string(),
  country: z.string().nullable(),
  language: z.string().nullable(),
  reference: z.string().nullable(),
  note: z.string(),
  source: sources,
  since: moment,
  changedAt: moment,
  endedAt: moment.nullable(),
  /** in force now */
  contacts: z.number().int(),
  responsibilities: z.number().int(),
})
export type PartyLine = z.output<typeof partyLine>

export const party = partyLine.extend({ contactList: z.array(contact), responsibilityList: z.array(responsibility) })
export type Party = z.output<typeof party>

export const listParties = defineRoute({
  method: 'GET',
  path: '/api/parties',
  room,
  summary: 'Customers and other parties, by name',
  access: 'read',
  query: z.object({
    ...page,
    /** words of the name or the customer number, or a contact's address */
    q: z.string().max(200).optional(),
    kind: z.enum(partyKinds).optional(),
    ended: z.enum(['yes', 'no']).default('no'),
  }),
  answer: z.object({ items: z.array(partyLine), next: z.string().nullable() }),
})

export const readParty = defineRoute({
  method: 'GET',
  path: '/api/parties/:id',
  room,
  summary: 'One party with its contacts and what it answers for, those that ended too',
  access: 'read',
  params: z.object({ id }),
  answer: party,
})

const fields = {
  kind: z.enum(partyKinds),
  name: z.string().trim().min(1).max(200),
  country: country.nullable(),
  language: locale.nullable(),
  reference: z.string().trim().min(1).max(100).nullable(),
  note: z.string().trim().max(2_000),
}

const newContact = z.strictObject({
  purpose: z.enum(contactPurposes).default('abuse'),
  address: email,
  format: z.enum(contactFormats).default('xarf'),
  atMostEvery: z.number().int().min(60).max(31_536_000).nullable().default(null),
  language: locale.nullable().default(null),
  confirmed: z.boolean().default(false),
})

const newResponsibility = z.strictObject({
  kind: z.enum(responsibilityKinds),
  value: z.string().trim().min(1).max(500),
  since: moment.optional(),
})

/** Refused with `directory.reference-known`, `directory.responsibility-unreadable` (`detail.why`). */
export const addParty = defineRoute({
  method: 'POST',
  path: '/api/parties',
  room,
  summary: 'State a party, with its contacts and what it answers for',
  access: 'write',
  body: z.strictObject({
    ...fields,
    country: fields.country.default(null),
    language: fields.language.default(null),
    reference: fields.reference.default(null),
    note: fields.note.default(''),
    contacts: z.array(newContact).max(50).default([]),
    responsibilities: z.array(newResponsibility).max(500).default([]),
  }),
  answer: party,
  status: 201,
})

export const changeParty = defineRoute({
  method: 'PATCH',
  path: '/api/parties/:id',
  room,
  summary: 'Change what is said of a party, or end it, or take it up again',
  access: 'write',
  params: z.object({ id }),
  body: z.strictObject({ ...z.object(fields).partial().shape, ended: z.boolean().optional() }),
  answer: party,
})

/** Refused with `directory.contact-known`, `directory.too-many-contacts`. */
export const addContact = defineRoute({
  method: 'POST',
  path: '/api/parties/:id/contacts',
  room,
  summary: 'A way to reach a party',
  access: 'write',
  params: z.object({ id }),
  body: newContact,
  answer: party,
  status: 201,
})

export const changeContact = defineRoute({
  method: 'PATCH',
  path: '/api/contacts/:id',
  room,
  summary: 'Change how a contact wants its mail, confirm it, close it or open it again',
  access: 'write',
  params: z.object({ id }),
  body: z.strictObject({
    purpose: z.enum(contactPurposes).optional(),
    address: email.optional(),
    format: z.enum(contactFormats).optional(),
    atMostEvery: z.number().int().min(60).max(31_536_000).nullable().optional(),
    language: locale.nullable().optional(),
    confirmed: z.boolean().optional(),
    closed: z.boolean().optional(),
  }),
  answer: party,
})

/** Refused with `directory.responsibility-unreadable`, `directory.responsibility-known`, `directory.too-many-responsibilities`. */
export const addResponsibility = defineRoute({
  method: 'POST',
  path: '/api/parties/:id/responsibilities',
  room,
  summary: 'That a party answers for a prefix, range, network number, domain, site, country or subscriber',
  access: 'write',
  params: z.object({ id }),
  body: newResponsibility,
  answer: party,
  status: 201,
})

export const endResponsibility = defineRoute({
  method: 'POST',
  path: '/api/responsibilities/:id/end',
  room,
  summary: 'That it no longer does, from a moment on',
  access: 'write',
  params: z.object({ id }),
  body: z.strictObject({ until: moment.optional() }),
  answer: party,
})

export const partyChange = z.object({
  id,
  at: moment,
  actor: z.object({ kind: z.string(), name: z.string().nullable() }),
  what: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type PartyChange = z.output<typeof partyChange>

export const listPartyChanges = defineRoute({
  method: 'GET',
  path: '/api/parties/:id/history',
  room,
  summary: 'What happened to a party, newest first',
  access: 'read',
  params: z.object({ id }),
  query: z.object(page),
  answer: z.object({ items: z.array(partyChange), next: z.string().nullable() }),
})

export const importKinds = ['customers', 'radius', 'dhcp', 'nat'] as const
export const rowFaults = ['missing', 'unreadable', 'unknown-column', 'too-long', 'twice', 'wide', 'backwards', 'cut'] as const

export const importOutcome = z.object({
  kind: z.enum(importKinds),
  /** of the bytes; running the import names it, so that what runs is what was looked at */
  sha256: z.string(),
  rows: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
  /** the first 500; with any, nothing is taken in */
  errors: z.array(
    z.object({
      line: z.number().int(),
      column: z.string().nullable(),
      why: z.enum(rowFaults),
      /** what stands there, cut short */
      text: z.string().nullable(),
    }),
  ),
  errorCount: z.number().int(),
  sample: z.array(z.record(z.string(), z.string())),
})
export type ImportOutcome = z.output<typeof importOutcome>

const importQuery = z.object({
  kind: z.enum(importKinds),
  name: z.string().max(255).default(''),
  /** customers: end those whose numbers are not in the file */
  whole: z.enum(['yes', 'no']).default('no'),
})

/** The file as the body. Nothing is kept. Refused with `directory.import-unreadable` (`detail.why`), `directory.import-too-large`. */
export const previewImport = defineRoute({
  method: 'POST',
  path: '/api/imports/preview',
  room,
  summary: 'What a file would change, with its errors by line',
  access: 'administer',
  query: importQuery,
  answer: importOutcome,
  secret: true,
})

/** All of it or nothing. Refused with `directory.import-errors`, `directory.import-other` (another file than was looked at). */
export const runImport = defineRoute({
  method: 'POST',
  path: '/api/imports',
  room,
  summary: 'Take in a file of customers or assignments: all of it, or with any error nothing',
  access: 'administer',
  query: importQuery.extend({
    previewed: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  answer: importOutcome,
  secret: true,
})

export const importLine = z.object({
  id,
  kind: z.enum(importKinds),
  name: z.string(),
  size: z.number().int(),
  counts: z.record(z.string(), z.number().int()),
  at: moment,
  by: z.string().nullable(),
})
export type ImportLine = z.output<typeof importLine>

export const listImports = defineRoute({
  method: 'GET',
  path: '/api/imports',
  room,
  summary: 'Files that were taken in, newest first',
  access: 'read',
  query: z.object(page),
  answer: z.object({ items: z.array(importLine), next: z.string().nullable() }),
})
