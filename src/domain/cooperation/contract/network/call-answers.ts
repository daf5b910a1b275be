import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room } from '../shapes.ts'
import { answersIgnored, callAnswers, ownAnswers } from './call-names.ts'

const answer = z.object({
  id,
  /** null: a guest */
  member: z.object({ id, name: z.string() }).nullable(),
  /** who of it; null to whoever is neither the organiser nor of that member */
  person: z.string().nullable(),
  answer: z.enum(callAnswers),
  at: at.nullable(),
  /** by mail, or at the console */
  way: z.enum(['mail', 'console']).nullable(),
  /** these four to the organiser, and to those of that member */
  comment: z.string(),
  delegate: z.string().nullable(),
  proposed: z.object({ startsAt: at, endsAt: at }).nullable(),
  /** why the last mail from them changed nothing */
  ignored: z.enum(answersIgnored).nullable(),
  /** to the organiser: what they wrote instead of an answer */
  words: z.string().nullable(),
  /** to the organiser: whether the invitation went by mail, and came back */
  mail: z.enum(['none', 'waiting', 'sent', 'returned']).nullable(),
})
const answers = z.object({
  items: z.array(answer),
  /** the reader’s own */
  own: z.object({ answer: z.enum(callAnswers), comment: z.string() }).nullable(),
  may: z.object({ answer: z.boolean() }),
})
export type CallAnswersView = z.output<typeof answers>

/** Agencies see whether each who may come has answered; industry what its own people did. */
export const readCallAnswers = defineRoute({
  method: 'GET',
  path: '/api/calls/:id/answers',
  room,
  access: 'read',
  summary: 'Who comes to a call: what those who are invited answered',
  params,
  answer: answers,
})

/** For the acting member. Who comes is sent changes by mail. Refused with `cooperation.call-over`. */
export const answerCall = defineRoute({
  method: 'POST',
  path: '/api/calls/:id/answer',
  room,
  access: 'session',
  summary: 'Say whether one comes to a call',
  params,
  body: z.strictObject({ answer: z.enum(ownAnswers), comment: z.string().trim().max(1_000).default('') }),
  answer: answers,
})
