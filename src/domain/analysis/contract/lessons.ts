import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { verdictKinds } from './names.ts'

export { verdictKinds }

const room = 'analysis'
const id = z.uuid()
const at = z.iso.datetime()

export const VerdictKind = z.enum(verdictKinds)
export type VerdictKind = z.infer<typeof VerdictKind>

/** Kinds that one can teach: that a message cannot be told is no lesson. */
export const teachableKinds = ['legitimate', 'marketing', 'spam', 'scam', 'phishing', 'malware', 'bounce'] as const

export const Judgement = z.object({ kind: VerdictKind, unwanted: z.number() })
export type Judgement = z.infer<typeof Judgement>

export const Lesson = z.object({
  id,
  /** null once the report's readings went by their age: what was learned stays, as numbers */
  report: z.object({ id, reference: z.string(), title: z.string().nullable() }).nullable(),
  position: z.number().int(),
  taught: z.enum(['wanted', 'unwanted']),
  kind: z.enum(teachableKinds).nullable(),
  by: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  at,
  revokedAt: at.nullable(),
})
export type Lesson = z.infer<typeof Lesson>

export const teach = defineRoute({
  method: 'POST',
  path: '/api/reports/:id/lessons',
  room,
  access: 'write',
  summary: 'Teach the verdict by this report, for the acting organisation; an earlier lesson on it is revoked',
  status: 201,
  params: z.object({ id }),
  body: z.strictObject({
    /** which message of the report */
    position: z.number().int().min(0).max(1_000).default(0),
    taught: z.enum(['wanted', 'unwanted']),
    kind: z.enum(teachableKinds).nullable().default(null),
  }),
  answer: z.object({ id, verdict: Judgement }),
})

export const listReportLessons = defineRoute({
  method: 'GET',
  path: '/api/reports/:id/lessons',
  room,
  access: 'read',
  summary: 'The lessons in force on this report',
  params: z.object({ id }),
  answer: z.object({ items: z.array(Lesson) }),
})

export const listLessons = defineRoute({
  method: 'GET',
  path: '/api/lessons',
  room,
  access: 'read',
  summary: 'Lessons of the acting organisation, newest first, those revoked among them',
  query: z.object({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ items: z.array(Lesson), next: z.string().nullable() }),
})

/** Whoever gave a lesson may take it back; a manager any. What was learned is then as if it had never been given. */
export const revokeLesson = defineRoute({
  method: 'POST',
  path: '/api/lessons/:id/revoke',
  room,
  access: 'write',
  summary: 'Revoke a lesson',
  status: 204,
  params: z.object({ id }),
})

export const readLessonEffect = defineRoute({
  method: 'GET',
  path: '/api/lessons/effect',
  room,
  access: 'read',
  summary: 'What was learned: the newest reports as they are judged without the lessons and with them',
  answer: z.object({
    /** in force */
    lessons: z.number().int(),
    teachers: z.number().int(),
    /** messages that were looked at; no more than a hundred */
    reports: z.number().int(),
    before: z.record(z.string(), z.number().int()),
    after: z.record(z.string(), z.number().int()),
    /** those whose kind or side changes, newest first */
    changed: z.array(z.object({ id, reference: z.string(), title: z.string().nullable(), before: Judgement, after: Judgement })),
  }),
})

export const judgeAgain = defineRoute({
  method: 'POST',
  path: '/api/lessons/apply',
  room,
  access: 'write',
  summary: 'Judge the reports of the last days again, by their stored readings and with what was learned',
  status: 202,
  body: z.strictObject({ days: z.number().int().min(1).max(366).default(30) }),
})
