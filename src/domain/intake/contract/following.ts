import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'

/** What kind of party was told, never who. `blocklist`: it was put where machines turn it away; `other`: whoever else can act. */
export const courseTold = ['network', 'host', 'registrar', 'registry', 'brand', 'vendor', 'blocklist', 'other'] as const
export type CourseTold = (typeof courseTold)[number]
/** `handled`: done what could be done, not known to have stopped; `silent`: nothing more was heard of it. */
export const courseEnds = ['stopped', 'handled', 'silent', 'no-abuse', 'out-of-reach', 'declined'] as const
export type CourseEnd = (typeof courseEnds)[number]
/** `full`: each step, and what kind of party was told; `plain`: without the latter; `none`: that it was received and read. */
export const showings = ['full', 'plain', 'none'] as const
export type Showing = (typeof showings)[number]

const room = 'intake'
const at = z.iso.datetime()
const id = z.uuid()

export const Following = z.object({
  steps: z.array(
    z.object({
      kind: z.enum(['received', 'read', 'begun', 'told', 'resumed', 'ended']),
      at: at.nullable(),
      whom: z.array(z.enum(courseTold)).optional(),
      how: z.enum(courseEnds).optional(),
    }),
  ),
  /** whether the reporter wishes to be told how it ended, and when they were; null: they do not */
  wish: z.object({ askedAt: at, mailedAt: at.nullable() }).nullable(),
  /** whether they can wish so: their address is proven by the mail that brought the report */
  mayWish: z.boolean(),
})
export type Following = z.infer<typeof Following>

export const readFollowing = defineRoute({
  method: 'GET',
  path: '/api/reports/:id/following',
  room,
  access: 'read',
  summary: 'What the reporter sees of a report by the tracking link',
  params: z.object({ id }),
  answer: Following,
})

const showing = z.object({ course: z.enum(showings) })

export const readShowing = defineRoute({
  method: 'GET',
  path: '/api/intake/showing',
  room,
  access: 'read',
  summary: 'How much of the course of their reports reporters may see',
  answer: showing,
})

export const changeShowing = defineRoute({
  method: 'PUT',
  path: '/api/intake/showing',
  room,
  access: 'administer',
  summary: 'Say how much of the course of their reports reporters may see',
  body: z.strictObject(showing.shape),
  answer: showing,
})
