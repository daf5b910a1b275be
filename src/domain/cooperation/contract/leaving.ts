import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { hindrances, leavingStates, takeoutStates } from './leaving-names.ts'
import { at, id, next, page, params, room, sha256, who } from './shapes.ts'

const password = z.string().min(1).max(200)
const count = z.number().int()

const takeout = z.object({
  id,
  state: z.enum(takeoutStates),
  /** steps done, of how many */
  done: count,
  total: count,
  rows: count.nullable(),
  originals: count.nullable(),
  /** originals whose bytes are not in it */
  leftOut: count.nullable(),
  size: count.nullable(),
  sha256: sha256.nullable(),
  failure: z.string().nullable(),
  by: who,
  createdAt: at,
  readyAt: at.nullable(),
  expiresAt: at.nullable(),
})
export type TakeoutView = z.output<typeof takeout>

/** 202: it is made as a job; ask again for its state, or listen for `takeout`. Refused with `auth.refused`, `cooperation.takeout-under-way`. */
export const askTakeout = defineRoute({
  method: 'POST',
  path: '/api/takeouts',
  room,
  access: 'session',
  summary: 'Make an archive of all that is the organisation’s own, for its administrators',
  secret: true,
  status: 202,
  body: z.strictObject({ password }),
  answer: takeout,
})

export const listTakeouts = defineRoute({
  method: 'GET',
  path: '/api/takeouts',
  room,
  access: 'session',
  summary: 'Archives of all that is the organisation’s own, newest first',
  query: z.object(page),
  answer: z.object({ items: z.array(takeout), next }),
})

/** A ZIP. Refused with `auth.refused`; 409 `cooperation.takeout-not-ready` before it is made, 404 `cooperation.takeout-gone` after its time. */
export const fetchTakeout = defineRoute({
  method: 'POST',
  path: '/api/takeouts/:id/file',
  room,
  access: 'session',
  summary: 'The archive of all that is the organisation’s own, for the password',
  secret: true,
  params,
  body: z.strictObject({ password }),
})

export const discardTakeout = defineRoute({
  method: 'POST',
  path: '/api/takeouts/:id/discard',
  room,
  access: 'session',
  summary: 'Stop making an archive of all that is one’s own, or remove it before its time',
  params,
  answer: takeout,
})

const leaving = z.object({
  id,
  state: z.enum(leavingStates),
  reason: z.string(),
  announcedAt: at,
  announcedBy: who,
  confirmedBy: who.nullable(),
  /** nothing is deleted before */
  dueAt: at.nullable(),
})
const against = z.object({ what: z.enum(hindrances), count, named: z.array(z.string()) })
const state = z.object({
  leaving: leaving.nullable(),
  /** what there is that would be deleted, or called back */
  own: z.object({
    reports: count,
    originals: count,
    bytes: count,
    cases: count,
    shares: count,
    groups: count,
    requests: count,
    people: count,
  }),
  /** what has to be ended first */
  against: z.array(against),
  /** days until something is deleted, once nobody else has to confirm */
  days: count,
  administrators: count,
  member: z.boolean(),
  may: z.object({ announce: z.boolean(), confirm: z.boolean(), undo: z.boolean() }),
})
export type LeavingState = z.output<typeof state>

export const readLeaving = defineRoute({
  method: 'GET',
  path: '/api/leaving',
  room,
  access: 'session',
  summary: 'Whether the organisation leaves this node, and what would come of it',
  answer: state,
})

/** Refused with `auth.refused`, `cooperation.network-stays`, `cooperation.leaving-already`. */
export const announceLeaving = defineRoute({
  method: 'POST',
  path: '/api/leaving',
  room,
  access: 'session',
  summary: 'Announce that the organisation leaves this node',
  secret: true,
  status: 201,
  body: z.strictObject({ password, reason: z.string().trim().max(2_000).default('') }),
  answer: state,
})

/** Refused with `auth.refused`, `cooperation.leaving-state`, `cooperation.leaving-second`. */
export const confirmLeaving = defineRoute({
  method: 'POST',
  path: '/api/leaving/:id/confirm',
  room,
  access: 'session',
  summary: 'Confirm as a second administrator that the organisation leaves',
  secret: true,
  params,
  body: z.strictObject({ password }),
  answer: state,
})

export const undoLeaving = defineRoute({
  method: 'POST',
  path: '/api/leaving/:id/undo',
  room,
  access: 'session',
  summary: 'Stay after all, as long as nothing was deleted',
  params,
  answer: state,
})
