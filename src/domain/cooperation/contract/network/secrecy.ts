import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, who } from '../shapes.ts'
import { indicatorKinds, secrecyKinds, secrecyMarks } from './names.ts'

const mark = z.object({
  id,
  kind: z.enum(secrecyKinds),
  object: id,
  /** of an indicator: its kind and what it says */
  label: z.string().nullable(),
  mark: z.enum(secrecyMarks),
  since: at,
  by: who,
})
export type SecrecyMarkView = z.output<typeof mark>
const may = z.object({ set: z.boolean(), lift: z.boolean() })
const marksOf = z.object({ items: z.array(mark), may })

export const listSecrecyMarks = defineRoute({
  method: 'GET',
  path: '/api/secrecy/:id',
  room,
  access: 'read',
  summary: 'Marks of secrecy that stand on something of one’s own',
  params,
  answer: marksOf,
})

/** Blocks every share, letter to a body, request and joint case of it until an administrator of the owner takes it away. 404 for what is not one's own. */
export const markSecret = defineRoute({
  method: 'POST',
  path: '/api/secrecy/:id',
  room,
  access: 'write',
  summary: 'Mark something of one’s own as confidential or commercially sensitive',
  params,
  body: z.strictObject({ kind: z.enum(secrecyKinds).exclude(['indicator']), mark: z.enum(secrecyMarks) }),
  answer: marksOf,
})

export const liftSecret = defineRoute({
  method: 'POST',
  path: '/api/secrecy-marks/:id/lift',
  room,
  access: 'administer',
  summary: 'Take a mark of secrecy away, as an administrator of the owner',
  params,
  answer: marksOf,
})

export const listKept = defineRoute({
  method: 'GET',
  path: '/api/secrecy-marks',
  room,
  access: 'read',
  summary: 'All that one’s organisation keeps to itself by a mark, newest first',
  query: z.object(page),
  answer: z.object({ items: z.array(mark), next, may }),
})

/** It need not have been seen. */
export const markIndicator = defineRoute({
  method: 'POST',
  path: '/api/secrecy-marks/indicators',
  room,
  access: 'write',
  summary: 'Mark an indicator as confidential or commercially sensitive, by what it says',
  status: 201,
  body: z.strictObject({ of: z.enum(indicatorKinds), value: z.string().trim().min(3).max(500), mark: z.enum(secrecyMarks) }),
  answer: marksOf,
})
