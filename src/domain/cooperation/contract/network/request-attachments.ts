import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room, sha256 } from '../shapes.ts'

export const requestAttachment = z.object({
  id,
  name: z.string(),
  sha256,
  size: z.number().int(),
  /** false where it is given to nobody any more: its time was up, or it was destroyed */
  there: z.boolean(),
  /** of one's own: when the other side fetched it first */
  fetched: z.array(z.object({ name: z.string(), at })),
})
export type RequestAttachment = z.output<typeof requestAttachment>

/** The bytes are the body, of whatever type. Nobody else sees it until it is said with a message. Refused with `cooperation.attachment-size`, `cooperation.attachments-many`, `cooperation.request-state`. */
export const addRequestAttachment = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/attachments',
  room,
  access: 'write',
  summary: 'Put in a file that is to go with a message of a request',
  params,
  query: z.object({ name: z.string().min(1).max(200).default('file') }),
  answer: requestAttachment,
  secret: true,
  status: 201,
})

/** As it was put in, always as `application/octet-stream` to be saved. The other side’s fetching is receipted. 404 `cooperation.attachment-gone` where it is there no more. */
export const fetchRequestAttachment = defineRoute({
  method: 'GET',
  path: '/api/request-attachments/:id',
  room,
  access: 'read',
  summary: 'A file that went with a message of a request',
  params,
})

export const discardRequestAttachment = defineRoute({
  method: 'POST',
  path: '/api/request-attachments/:id/discard',
  room,
  access: 'write',
  summary: 'Take back a file that was put in and not said yet',
  params,
  status: 204,
})
