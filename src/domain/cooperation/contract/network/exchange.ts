import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { room, sha256 } from '../shapes.ts'
import { memberFilter } from './members.ts'
import { categories, memberKinds } from './names.ts'

// Members in and out, as files.

/** The columns of the table are those that it is taken in by. */
export const exportMembers = defineRoute({
  method: 'GET',
  path: '/api/network/members/export',
  room,
  access: 'read',
  summary: 'Members of the network as a file, CSV or JSON, ten thousand at most',
  query: z.object({ ...memberFilter, format: z.enum(['csv', 'json']).default('csv') }),
})

/** `kind`, `category`: what a row is where it does not say, as in a list of teams. */
const fileQuery = z.object({ kind: z.enum(memberKinds).default('agency'), category: z.enum(categories).nullable().default(null) })

export const fileOutcome = z.object({
  format: z.enum(['csv', 'first']),
  /** of the bytes; taking in names it, so that what is taken in is what was looked at */
  sha256: z.string(),
  rows: z.number().int(),
  counts: z.object({ added: z.number().int(), known: z.number().int() }),
  /** the first 500; with any, nothing is taken in */
  errors: z.array(
    z.object({
      line: z.number().int(),
      column: z.string().nullable(),
      why: z.enum(['missing', 'unreadable', 'unknown-column', 'twice', 'cut', 'category']),
      text: z.string().nullable(),
    }),
  ),
  errorCount: z.number().int(),
  sample: z.array(z.object({ kind: z.enum(memberKinds), name: z.string(), country: z.string() })),
})
export type FileOutcome = z.output<typeof fileOutcome>

export const previewMembers = defineRoute({
  method: 'POST',
  path: '/api/network/members/import/preview',
  room,
  access: 'administer',
  summary: 'What a file of members would add, with its errors by line',
  query: fileQuery,
  answer: fileOutcome,
  secret: true,
})

/** Refused with `directory.import-errors`, `directory.import-other` (another file than was looked at). Who is there already is not added again. */
export const importMembers = defineRoute({
  method: 'POST',
  path: '/api/network/members/import',
  room,
  access: 'administer',
  summary: 'Take in a file of members (CSV, FIRST’s list of teams): all of it or nothing',
  query: fileQuery.extend({ previewed: sha256.optional() }),
  answer: fileOutcome,
  secret: true,
})
