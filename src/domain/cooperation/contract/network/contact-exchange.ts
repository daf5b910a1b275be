import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { room, sha256 } from '../shapes.ts'
import { audiences, contactFaults, contactRoles } from './contact-names.ts'
import { memberKinds } from './names.ts'

// Contacts in, as files: our own table, with the columns that they are taken out with, and FIRST's list of teams.

const supposed = {
  /** what the members of rows are that do not say */
  kind: z.enum(memberKinds).default('agency'),
  /** who sees those whose rows do not say */
  audience: z.enum(audiences).default('agencies'),
  /** the act by which those were designated whose rows do not say: its day, and who signed it */
  designatedOn: z.iso.date().optional(),
  designatedBy: z.string().trim().min(1).max(200).optional(),
}

export const contactFileOutcome = z.object({
  format: z.enum(['csv', 'first']),
  /** of the bytes; taking in names it, so that what is taken in is what was looked at */
  sha256: z.string(),
  rows: z.number().int(),
  counts: z.object({ added: z.number().int(), known: z.number().int() }),
  /** the first 500; with any, nothing is taken in */
  errors: z.array(
    z.object({ line: z.number().int(), column: z.string().nullable(), why: z.enum(contactFaults), text: z.string().nullable() }),
  ),
  errorCount: z.number().int(),
  sample: z.array(z.object({ member: z.string(), country: z.string(), role: z.enum(contactRoles), name: z.string() })),
})
export type ContactFileOutcome = z.output<typeof contactFileOutcome>

export const previewContacts = defineRoute({
  method: 'POST',
  path: '/api/network/contacts/import/preview',
  room,
  access: 'administer',
  summary: 'What a file of contacts would add, with its errors by line',
  query: z.object(supposed),
  answer: contactFileOutcome,
  secret: true,
})

/**
 * Each is unconfirmed until its own people, or the secretariat, say that it is right. Refused with `directory.import-errors`, `directory.import-other` (another file than
 * was looked at). Who is there already is not added again; a key for OpenPGP needs a person who is signed in.
 */
export const importContacts = defineRoute({
  method: 'POST',
  path: '/api/network/contacts/import',
  room,
  access: 'administer',
  summary: 'Take in a file of contacts (CSV, FIRST’s list of teams): all of it or nothing',
  query: z.object({ ...supposed, previewed: sha256.optional() }),
  answer: contactFileOutcome,
  secret: true,
})
