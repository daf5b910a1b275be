import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { id, moment, page, room } from './shapes.ts'

export const auditLine = z.object({
  id,
  at: moment,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  /** `room.act` */
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditLine = z.output<typeof auditLine>

export const auditQuery = z.object({
  ...page,
  /** an act, or a room: `directory` means all of `directory.…` */
  action: z.string().max(100).optional(),
  actor: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: moment.optional(),
  until: moment.optional(),
})
export const auditPage = z.object({ items: z.array(auditLine), next: z.string().nullable() })

export const listAudit = defineRoute({
  method: 'GET',
  path: '/api/audit',
  room,
  summary: 'Who did what in the acting organisation, newest first',
  access: 'administer',
  query: auditQuery,
  answer: auditPage,
})
