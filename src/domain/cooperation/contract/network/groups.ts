import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room } from '../shapes.ts'
import { memberKinds } from './names.ts'

const called = { name: z.string().trim().min(1).max(120), purpose: z.string().trim().max(2_000) }
const group = z.object({
  id,
  name: z.string(),
  purpose: z.string(),
  owner: z.object({ id, name: z.string().nullable() }),
  /** whether it is the reader's organisation's own */
  own: z.boolean(),
  since: at,
  closedAt: at.nullable(),
  members: z.number().int(),
})
export type GroupLine = z.output<typeof group>

/** An organisation that works on this node, by its card. */
export const organisationHere = z.object({ member: id, name: z.string(), country: z.string(), kind: z.enum(memberKinds) })
export type OrganisationHere = z.output<typeof organisationHere>

const groupWhole = group.extend({
  people: z.array(organisationHere.extend({ since: at, past: z.boolean(), own: z.boolean() })),
  may: z.object({ change: z.boolean(), leave: z.boolean() }),
})
export type GroupWhole = z.output<typeof groupWhole>
const cards = z.array(id).min(1).max(500)

export const listGroups = defineRoute({
  method: 'GET',
  path: '/api/groups',
  room,
  access: 'read',
  summary: 'Groups that one’s organisation made, and those that it is in',
  answer: z.object({ items: z.array(group), may: z.object({ make: z.boolean() }) }),
})

/** Refused with `cooperation.no-member` to whoever is no member of the network. */
export const makeGroup = defineRoute({
  method: 'POST',
  path: '/api/groups',
  room,
  access: 'administer',
  summary: 'Make a group of members to share with at once',
  status: 201,
  body: z.strictObject({ ...called, purpose: called.purpose.default('') }),
  answer: groupWhole,
})

export const readGroup = defineRoute({
  method: 'GET',
  path: '/api/groups/:id',
  room,
  access: 'read',
  summary: 'A group with who is in it now',
  params,
  answer: groupWhole,
})

export const changeGroup = defineRoute({
  method: 'PUT',
  path: '/api/groups/:id',
  room,
  access: 'administer',
  summary: 'Change name and purpose of one’s own group',
  params,
  body: z.strictObject(called),
  answer: groupWhole,
})

/** `members` are cards of the network. `past`: whether they see what the group was shown before. */
export const addGroupMembers = defineRoute({
  method: 'POST',
  path: '/api/groups/:id/members',
  room,
  access: 'administer',
  summary: 'Put members of the network into one’s own group',
  params,
  body: z.strictObject({ members: cards, past: z.boolean() }),
  answer: groupWhole,
})

export const removeGroupMembers = defineRoute({
  method: 'POST',
  path: '/api/groups/:id/members/remove',
  room,
  access: 'administer',
  summary: 'Take members out of one’s own group; they see nothing more at once',
  params,
  body: z.strictObject({ members: cards }),
  answer: groupWhole,
})

export const leaveGroup = defineRoute({
  method: 'POST',
  path: '/api/groups/:id/leave',
  room,
  access: 'administer',
  summary: 'Leave a group of another organisation',
  params,
  status: 204,
})

/** From that moment on nobody sees anything by it, whoever showed it. */
export const closeGroup = defineRoute({
  method: 'POST',
  path: '/api/groups/:id/close',
  room,
  access: 'administer',
  summary: 'Close one’s own group for everybody in it',
  params,
  answer: groupWhole,
})
