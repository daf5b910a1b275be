import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { id, moment, page, room } from './shapes.ts'

export const notice = z.object({
  id,
  /** `room.what`; the console has the words */
  kind: z.string(),
  /** id of what it is about, to link to */
  subject: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** how many of the same were gathered into this one */
  count: z.number(),
  at: moment,
  read: z.boolean(),
})
export type Notice = z.output<typeof notice>

export const listNotices = defineRoute({
  method: 'GET',
  path: '/api/notices',
  room,
  summary: 'Own notices in the acting organisation, newest first',
  access: 'session',
  query: z.object({ ...page, unread: z.stringbool().default(false) }),
  answer: z.object({ items: z.array(notice), next: z.string().nullable(), unread: z.number() }),
})

/** Without `ids`: all. */
export const readNotices = defineRoute({
  method: 'POST',
  path: '/api/notices/read',
  room,
  summary: 'Mark own notices as read',
  access: 'session',
  body: z.strictObject({ ids: z.array(id).max(200).optional() }),
  answer: z.object({ unread: z.number() }),
})
