import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { sessionState } from './session.ts'
import {
  country,
  email,
  id,
  moment,
  newPerson,
  nothing,
  organisation,
  organisationFields,
  organisationKind,
  page,
  role,
  room,
  secret,
} from './shapes.ts'

export const changeOrganisation = defineRoute({
  method: 'PATCH',
  path: '/api/organisation',
  room,
  summary: 'Change the acting organisation',
  access: 'administer',
  body: z.strictObject({ name: organisationFields.name.optional(), kind: organisationFields.kind.optional(), country: country.optional() }),
  answer: organisation,
})

export const member = z.object({ id, name: z.string(), email: z.string(), role, since: moment })
export type Member = z.output<typeof member>

export const listPeople = defineRoute({
  method: 'GET',
  path: '/api/people',
  room,
  summary: 'People of the acting organisation',
  access: 'read',
  query: z.object(page),
  answer: z.object({ items: z.array(member), next: z.string().nullable() }),
})

/** Refused with `directory.last-administrator`. */
export const changeRole = defineRoute({
  method: 'PATCH',
  path: '/api/people/:id',
  room,
  summary: 'Change the role of a person',
  access: 'administer',
  params: z.object({ id }),
  body: z.strictObject({ role }),
  answer: member,
})

/** Ends the membership and the person's API keys here, at once. Refused with `directory.last-administrator`. */
export const removePerson = defineRoute({
  method: 'DELETE',
  path: '/api/people/:id',
  room,
  summary: 'Remove a person from the acting organisation',
  access: 'administer',
  params: z.object({ id }),
  ...nothing,
})

export const invitation = z.object({ id, email: z.string(), role, by: z.string(), since: moment, expiresAt: moment })
export type Invitation = z.output<typeof invitation>

export const listInvitations = defineRoute({
  method: 'GET',
  path: '/api/invitations',
  room,
  summary: 'Invitations that are still open',
  access: 'administer',
  query: z.object(page),
  answer: z.object({ items: z.array(invitation), next: z.string().nullable() }),
})

/** The link is shown this once; `mailed` says whether it was sent as well. An earlier open invitation of the same address is void. */
export const invite = defineRoute({
  method: 'POST',
  path: '/api/invitations',
  room,
  summary: 'Invite a person into the acting organisation',
  access: 'administer',
  secret: true,
  body: z.strictObject({ email, role, days: z.int().min(1).max(30).default(7) }),
  answer: z.object({ id, link: z.string(), expiresAt: moment, mailed: z.boolean() }),
  status: 201,
})

export const revokeInvitation = defineRoute({
  method: 'DELETE',
  path: '/api/invitations/:id',
  room,
  summary: 'Withdraw an invitation',
  access: 'administer',
  params: z.object({ id }),
  ...nothing,
})

/** `token` is the fragment of the link (`/invitation#TOKEN`). Refused with `directory.invitation-over` when expired, used or withdrawn. */
export const lookAtInvitation = defineRoute({
  method: 'POST',
  path: '/api/invitations/look',
  room,
  summary: 'What an invitation link stands for',
  access: 'public',
  secret: true,
  body: z.strictObject({ token: secret }),
  answer: z.object({
    organisation: z.object({ name: z.string(), kind: organisationKind, country: z.string() }),
    email: z.string(),
    role,
    expiresAt: moment,
    /** true: this address has an account here; sign in as it, then `joinByInvitation` */
    known: z.boolean(),
  }),
})

/** For somebody new: makes the person, joins, and signs in by the answer's cookie. Refused with `directory.known-person` (sign in, then join). */
export const acceptInvitation = defineRoute({
  method: 'POST',
  path: '/api/invitations/accept',
  room,
  summary: 'Accept an invitation as a new person',
  access: 'public',
  secret: true,
  body: z.strictObject({ token: secret, person: newPerson }),
  answer: z.object({ organisation: id, person: id }),
  status: 201,
})

/** For a person with an account, signed in. Refused with `directory.other-person` where the invitation is for another address. */
export const joinByInvitation = defineRoute({
  method: 'POST',
  path: '/api/invitations/join',
  room,
  summary: 'Join another organisation by invitation',
  access: 'session',
  secret: true,
  body: z.strictObject({ token: secret }),
  answer: sessionState,
})
