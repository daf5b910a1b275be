import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { id, params, room } from '../shapes.ts'

export const callFile = z.object({ id, name: z.string(), mediaType: z.string(), size: z.number() })
export type CallFileView = z.output<typeof callFile>

/**
 * The bytes are the body. By whoever gave the paper, or keeps the call. Refused with `cooperation.paper-size`, `cooperation.paper-files`, `cooperation.paper-type`,
 * `cooperation.paper-withdrawn`, `cooperation.call-over`.
 */
export const addCallFile = defineRoute({
  method: 'POST',
  path: '/api/call-papers/:id/files',
  room,
  access: 'write',
  summary: 'Put a file to a paper that one gave to an item',
  params,
  query: z.object({ name: z.string().min(1).max(200).default('file') }),
  answer: callFile,
  secret: true,
  status: 201,
})

/** As it was put in, always as `application/octet-stream` to be saved. */
export const readCallFile = defineRoute({
  method: 'GET',
  path: '/api/call-files/:id',
  room,
  access: 'read',
  summary: 'A file of a paper, to whoever sees the item that it was given to',
  params,
})
