import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room } from '../shapes.ts'

// For whom a member speaks, as an association does: it says so of itself.

const day = z.iso.date().nullable()
const span = {
  since: day.default(null),
  until: day.default(null),
  /** by what it speaks for them: statute, mandate, membership */
  basis: z.string().trim().max(2_000).default(''),
}
export const representation = z.object({
  id,
  association: z.object({ id, name: z.string() }),
  /** `id` is null where it is no member of the network and named alone */
  other: z.object({ id: id.nullable(), name: z.string() }),
  since: day,
  until: day,
  basis: z.string(),
  changedAt: at,
})
export type RepresentationView = z.output<typeof representation>

const list = z.object({
  /** for whom this member speaks */
  speaksFor: z.array(representation),
  /** who speaks for this member */
  spokenForBy: z.array(representation),
  may: z.object({ change: z.boolean() }),
})
export type RepresentationsView = z.output<typeof list>

export const listRepresentations = defineRoute({
  method: 'GET',
  path: '/api/network/members/:id/representations',
  room,
  access: 'read',
  summary: 'For whom a member speaks, as an association does, and who speaks for it',
  params,
  answer: list,
})

/** A member by its card, or somebody by name. Refused with `cooperation.represents-itself`, `cooperation.represented-already`, `cooperation.representation-days`. */
export const addRepresentation = defineRoute({
  method: 'POST',
  path: '/api/network/members/:id/representations',
  room,
  access: 'write',
  summary: 'Say for whom one’s own member speaks: another member, or somebody by name',
  status: 201,
  params,
  body: z
    .strictObject({ member: id.nullable().default(null), name: z.string().trim().max(200).default(''), ...span })
    .refine(({ member, name }) => (member === null) !== (name === ''), { message: 'a member, or a name' }),
  answer: list,
})

export const changeRepresentation = defineRoute({
  method: 'PUT',
  path: '/api/network/representations/:id',
  room,
  access: 'write',
  summary: 'Change since when, until when and by what a member speaks for another',
  params,
  body: z.strictObject(span),
  answer: list,
})

/** Of one that was never so; one that is over has an end instead. */
export const removeRepresentation = defineRoute({
  method: 'DELETE',
  path: '/api/network/representations/:id',
  room,
  access: 'write',
  summary: 'Take back that a member speaks for another, as said in error',
  params,
  status: 204,
})
