import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { at, id, params, room, who } from './shapes.ts'
import { archiveKinds, wayKinds, wayWhats } from './way-names.ts'

/** How a vendor takes samples, or a hotline what is referred to it. */
export const way = z.object({
  id,
  what: z.enum(wayWhats),
  name: z.string(),
  /** ISO 3166-1, of a hotline */
  country: z.string().nullable(),
  kind: z.enum(wayKinds),
  /** an address, or a URL */
  value: z.string(),
  archive: z.enum(archiveKinds),
  /** of the archive: what the vendor expects, no secret */
  password: z.string(),
  field: z.string(),
  header: z.string().nullable(),
  /** whether the header's value is kept; it is never shown again */
  secret: z.boolean(),
  language: z.string().nullable(),
  againDays: z.number().int().nullable(),
  note: z.string(),
  /** where it is known from, and of when that is */
  source: z.string(),
  shipped: z.boolean(),
  confirmedAt: at.nullable(),
  confirmedBy: who.nullable(),
  changedAt: at.nullable(),
  changedBy: who.nullable(),
})
export type WayView = z.output<typeof way>

const wayBody = z.strictObject({
  what: z.enum(wayWhats),
  name: z.string().trim().min(1).max(120),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  kind: z.enum(wayKinds),
  value: z.string().trim().min(3).max(2_000),
  archive: z.enum(archiveKinds).default('aes'),
  password: z
    .string()
    .regex(/^[!-~]{1,64}$/)
    .default('infected'),
  field: z
    .string()
    .regex(/^[\w.[\]-]{1,100}$/)
    .default('file'),
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,100}$/)
    .nullable()
    .default(null),
  /** of the header; left out, the one that is kept stays as long as it goes to the same host */
  secret: z
    .string()
    .regex(/^[\x20-\x7e]{1,2000}$/)
    .optional(),
  language: z.string().max(35).nullable().default(null),
  againDays: z.number().int().min(1).max(365).nullable().default(null),
  note: z.string().trim().max(1_000).default(''),
  source: z.string().trim().max(500).default(''),
})

export const listWays = defineRoute({
  method: 'GET',
  path: '/api/ways',
  room,
  access: 'read',
  summary: 'Vendors that take samples, or hotlines, and how each takes what is given to it',
  query: z.object({ what: z.enum(wayWhats) }),
  answer: z.object({ items: z.array(way), may: z.object({ set: z.boolean(), confirm: z.boolean() }) }),
})

export const addWay = defineRoute({
  method: 'POST',
  path: '/api/ways',
  room,
  access: 'administer',
  summary: 'Add how a vendor or a hotline takes what is given to it; it is unconfirmed',
  secret: true,
  status: 201,
  body: wayBody,
  answer: way,
})

export const changeWay = defineRoute({
  method: 'PUT',
  path: '/api/ways/:id',
  room,
  access: 'administer',
  summary: 'Change a way; where it leads elsewhere it must be confirmed anew',
  secret: true,
  params,
  body: wayBody.omit({ what: true }),
  answer: way,
})

export const confirmWay = defineRoute({
  method: 'POST',
  path: '/api/ways/:id/confirm',
  room,
  access: 'administer',
  summary: 'Say that somebody asked and the way is right; until then nothing is sent by it',
  params,
  /** what was confirmed; a conflict where it is another by now */
  body: z.strictObject({ value: z.string().trim().min(3).max(2_000) }),
  answer: way,
})

export const endWay = defineRoute({
  method: 'DELETE',
  path: '/api/ways/:id',
  room,
  access: 'administer',
  summary: 'Give up a way; what went by it stays in the ledger',
  status: 204,
  params,
})

export const referReport = defineRoute({
  method: 'POST',
  path: '/api/referrals',
  room,
  access: 'write',
  summary: 'Draft the referral of a withheld report to a hotline: where and when, nothing else',
  status: 201,
  body: z.strictObject({
    report: id,
    /** a hotline; left out, that of the organisation’s country */
    hotline: id.optional(),
  }),
  answer: z.object({ release: id }),
})
