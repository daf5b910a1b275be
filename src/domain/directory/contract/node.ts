import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { auditPage, auditQuery } from './audit.ts'
import { email, id, moment, newOrganisation, organisation, page, room } from './shapes.ts'

export const nodeOrganisation = organisation.extend({ since: moment, administrators: z.number(), openInvitation: z.boolean() })
export type NodeOrganisation = z.output<typeof nodeOrganisation>

export const listOrganisations = defineRoute({
  method: 'GET',
  path: '/api/node/organisations',
  room,
  summary: 'Organisations of this node',
  access: 'operator',
  query: z.object(page),
  answer: z.object({ items: z.array(nodeOrganisation), next: z.string().nullable() }),
})

const invited = z.object({ organisation: nodeOrganisation, link: z.string(), expiresAt: moment, mailed: z.boolean() })

/** Refused with `directory.code-taken`. The link invites its first administrator and is shown this once. */
export const makeOrganisation = defineRoute({
  method: 'POST',
  path: '/api/node/organisations',
  room,
  summary: 'Make an organisation and invite its first administrator',
  access: 'operator',
  secret: true,
  body: z.strictObject({ organisation: newOrganisation, administrator: email }),
  answer: invited,
  status: 201,
})

/** Only while it has no administrator: afterwards its people are its own affair. Refused with `directory.has-administrator`. */
export const inviteAdministrator = defineRoute({
  method: 'POST',
  path: '/api/node/organisations/:id/invitation',
  room,
  summary: 'Invite the first administrator again',
  access: 'operator',
  secret: true,
  params: z.object({ id }),
  body: z.strictObject({ administrator: email }),
  answer: invited,
  status: 201,
})

/** Its people and keys are shut out at once; nothing is deleted. Refused with `directory.own-organisation` for the one acted for. */
export const suspendOrganisation = defineRoute({
  method: 'POST',
  path: '/api/node/organisations/:id/suspend',
  room,
  summary: 'Suspend an organisation',
  access: 'operator',
  params: z.object({ id }),
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  answer: nodeOrganisation,
})

export const resumeOrganisation = defineRoute({
  method: 'POST',
  path: '/api/node/organisations/:id/resume',
  room,
  summary: 'Resume a suspended organisation',
  access: 'operator',
  params: z.object({ id }),
  answer: nodeOrganisation,
})

/** Acts that belong to no organisation: refused sign-ins of unknown addresses, set-up, suspensions. */
export const listNodeAudit = defineRoute({
  method: 'GET',
  path: '/api/node/audit',
  room,
  summary: 'What happened to the node itself, newest first',
  access: 'operator',
  query: auditQuery,
  answer: auditPage,
})
