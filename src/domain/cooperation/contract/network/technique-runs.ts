import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, who } from '../shapes.ts'
import { heldFor, runOver, runStates, stopReasons, techniqueKinds } from './technique-names.ts'

const count = z.number().int()
const run = z.object({
  id,
  /** of the own technique, or of another's the shared copy */
  technique: id.nullable(),
  version: count.nullable(),
  copy: id.nullable(),
  name: z.string(),
  kind: z.enum(techniqueKinds),
  since: at,
  until: at,
  judged: z.enum(runOver),
  state: z.enum(runStates),
  why: z.enum(stopReasons).nullable(),
  askedAt: at,
  askedBy: who,
  endedAt: at.nullable(),
  /** reports there were as it began, and how many were gone through */
  total: count,
  done: count,
  matched: count,
})
export type RunLine = z.output<typeof run>

const runWhole = run.extend({
  /** without a message that could be read; ended by the watch over the worker */
  skipped: count,
  stopped: count,
  /** by what the organisation holds them for: read, and fitted */
  held: z.array(z.object({ judged: z.enum(heldFor), read: count, matched: count })),
  weeks: z.array(z.object({ week: z.iso.date(), read: count, matched: count, wanted: count })),
  /** milliseconds a message on average, and of the slowest */
  ms: z.number().nullable(),
  slowest: z.number().nullable(),
  may: z.object({ cancel: z.boolean() }),
})
export type RunWhole = z.output<typeof runWhole>

export const listRuns = defineRoute({
  method: 'GET',
  path: '/api/technique-runs',
  room,
  access: 'read',
  summary: 'Runs of techniques over one’s own reports, newest first',
  query: z.object({ ...page, technique: id.optional(), copy: id.optional() }),
  answer: z.object({ items: z.array(run), next }),
})

/** Nobody else learns of it or of its figures. Refused with `cooperation.not-permitted`, `cooperation.technique-recalled`, `cooperation.technique-over`, `cooperation.running`. */
export const startRun = defineRoute({
  method: 'POST',
  path: '/api/technique-runs',
  room,
  access: 'write',
  summary: 'Hold a technique against one’s own reports of a period',
  status: 201,
  body: z
    .strictObject({ technique: id.optional(), copy: id.optional(), since: at, until: at, judged: z.enum(runOver).default('all') })
    .refine(({ technique, copy }) => (technique === undefined) !== (copy === undefined), 'a technique of one’s own, or a shared copy')
    .refine(({ since, until }) => since < until, 'a period ends after it begins'),
  answer: runWhole,
})

export const readRun = defineRoute({
  method: 'GET',
  path: '/api/technique-runs/:id',
  room,
  access: 'read',
  summary: 'A run with its figures: what fits, and what of it was wanted',
  params,
  answer: runWhole,
})

export const listMatches = defineRoute({
  method: 'GET',
  path: '/api/technique-runs/:id/matches',
  room,
  access: 'read',
  summary: 'Reports that a technique fits, the newest first',
  params,
  query: z.object({ ...page, held: z.enum(heldFor).optional() }),
  answer: z.object({
    items: z.array(
      z.object({
        report: id,
        reference: z.string().nullable(),
        title: z.string().nullable(),
        receivedAt: at,
        judged: z.enum(heldFor),
        /** said by somebody, not by the verdict alone */
        byPerson: z.boolean(),
        names: z.array(z.string()),
      }),
    ),
    next,
  }),
})
export type MatchView = z.output<NonNullable<typeof listMatches.answer>>['items'][number]

export const cancelRun = defineRoute({
  method: 'POST',
  path: '/api/technique-runs/:id/cancel',
  room,
  access: 'write',
  summary: 'Stop a run where it is; what was found so far stays',
  params,
  answer: runWhole,
})
