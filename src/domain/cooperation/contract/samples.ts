import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { submissionStates } from './names.ts'
import { at, id, next, page, params, releaseStates, room, several, sha256, who } from './shapes.ts'
import { verdicts, wayKinds } from './way-names.ts'

export const verdict = z.enum(verdicts)

/** That an item was given to a vendor, and where that stands. */
export const submission = z.object({
  id,
  sha256,
  size: z.number(),
  release: id,
  releaseState: z.enum(releaseStates),
  state: z.enum(submissionStates),
  way: id,
  vendor: z.string(),
  wayKind: z.enum(wayKinds),
  case: id.nullable(),
  /** codes of the cases, as others are told them */
  codes: z.array(z.string()),
  at,
  /** when it went */
  sentAt: at.nullable(),
  /** given again after this one was */
  againOf: id.nullable(),
  verdict: verdict.nullable(),
  detection: z.string().nullable(),
  /** the first definitions that catch it */
  definition: z.string().nullable(),
  definitionAt: at.nullable(),
  answeredAt: at.nullable(),
})
export type SubmissionView = z.output<typeof submission>

export const sample = z.object({ sha256, size: z.number(), lastAt: at, submissions: z.array(submission) })
export type SampleView = z.output<typeof sample>

export const listSamples = defineRoute({
  method: 'GET',
  path: '/api/samples',
  room,
  access: 'read',
  summary: 'What was given to vendors of security software, by item, the latest first',
  query: z.object({
    vendor: z.string().trim().max(120).optional(),
    state: several(z.enum(submissionStates)).optional(),
    sha256: sha256.optional(),
    case: id.optional(),
    ...page,
  }),
  answer: z.object({ items: z.array(sample), next }),
})

export const answerLine = z.object({
  id,
  at,
  by: who,
  /** by whom it came: a person who wrote it down, a mail, the answer of an API */
  came: z.enum(['person', 'mail', 'http']),
  verdict: verdict.nullable(),
  detection: z.string().nullable(),
  definition: z.string().nullable(),
  definitionAt: at.nullable(),
  said: z.string(),
  reply: id.nullable(),
})
export type AnswerLine = z.output<typeof answerLine>

export const readSubmission = defineRoute({
  method: 'GET',
  path: '/api/submissions/:id',
  room,
  access: 'read',
  summary: 'One submission to a vendor with all that was answered',
  params,
  answer: submission.extend({ answers: z.array(answerLine), may: z.object({ answer: z.boolean() }) }),
})

export const addAnswer = defineRoute({
  method: 'POST',
  path: '/api/submissions/:id/answers',
  room,
  access: 'write',
  summary: 'Write down what a vendor answered: verdict, name of the detection, first definitions',
  status: 201,
  params,
  body: z.strictObject({
    verdict,
    detection: z.string().trim().max(200).nullable().default(null),
    definition: z.string().trim().max(200).nullable().default(null),
    definitionAt: at.nullable().default(null),
    said: z.string().trim().max(10_000).default(''),
    /** the mail that says so */
    reply: id.nullable().default(null),
  }),
  answer: submission,
})
