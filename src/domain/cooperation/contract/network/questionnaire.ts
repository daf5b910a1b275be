import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room, sha256, who } from '../shapes.ts'
import { meanings, questionKinds } from './questionnaire-names.ts'

// The questionnaire itself: sets of questions by version, made from our own wording or from a file.

export const question = z.object({
  code: z.string(),
  section: z.string(),
  kind: z.enum(questionKinds),
  meaning: z.enum(meanings).nullable(),
  options: z.array(z.string()),
  /** by language (BCP 47) */
  texts: z.record(z.string(), z.object({ text: z.string(), options: z.array(z.string()) })),
})
export type QuestionView = z.output<typeof question>

const line = z.object({ id, version: z.number().int(), title: z.string(), questions: z.number().int(), madeAt: at })
export type QuestionnaireLine = z.output<typeof line>

export const listQuestionnaires = defineRoute({
  method: 'GET',
  path: '/api/network/questionnaires',
  room,
  access: 'read',
  summary: 'Versions of the questionnaire on cross-border enforcement, the newest first',
  answer: z.object({ items: z.array(line), may: z.object({ keep: z.boolean() }) }),
})

export const questionnaire = z.object({ ...line.shape, sha256, madeBy: who, questions: z.array(question) })
export type QuestionnaireView = z.output<typeof questionnaire>

export const readQuestionnaire = defineRoute({
  method: 'GET',
  path: '/api/network/questionnaires/:id',
  room,
  access: 'read',
  summary: 'A version of the questionnaire with its questions in all their languages',
  params,
  answer: questionnaire,
})

/** The table is one that can come in again. */
export const exportQuestionnaire = defineRoute({
  method: 'GET',
  path: '/api/network/questionnaires/:id/export',
  room,
  access: 'read',
  summary: 'The questions of a version as a file, CSV or JSON',
  params,
  query: z.object({ format: z.enum(['csv', 'json']).default('csv') }),
})

/** Refused with `cooperation.same-questions` where the newest version has the same ones. */
export const shipQuestionnaire = defineRoute({
  method: 'POST',
  path: '/api/network/questionnaires/shipped',
  room,
  access: 'administer',
  summary: 'Make a version of the questionnaire from the questions that come with the program',
  status: 201,
  answer: questionnaire,
})

export const questionnaireOutcome = z.object({
  format: z.enum(['csv', 'json']),
  /** of the bytes; taking in names it, so that what is taken in is what was looked at */
  sha256: z.string(),
  title: z.string().nullable(),
  read: z.number().int(),
  questions: z.array(question),
  /** the first 200; with any, nothing is taken in */
  errors: z.array(
    z.object({
      line: z.number().int(),
      column: z.string().nullable(),
      why: z.enum(['missing', 'unreadable', 'unknown-column', 'twice', 'cut', 'options', 'meaning']),
      text: z.string().nullable(),
    }),
  ),
  errorCount: z.number().int(),
})
export type QuestionnaireOutcome = z.output<typeof questionnaireOutcome>

/** Refused with `directory.import-unreadable`. */
export const previewQuestionnaire = defineRoute({
  method: 'POST',
  path: '/api/network/questionnaires/import/preview',
  room,
  access: 'administer',
  summary: 'What questions a file holds, with its errors row by row',
  answer: questionnaireOutcome,
  secret: true,
})

/** Refused with `directory.import-unreadable`, `directory.import-errors`, `directory.import-other`, `cooperation.same-questions`. */
export const importQuestionnaire = defineRoute({
  method: 'POST',
  path: '/api/network/questionnaires/import',
  room,
  access: 'administer',
  summary: 'Make a version of the questionnaire from a file of questions, JSON or CSV',
  status: 201,
  query: z.object({ title: z.string().trim().min(1).max(200).optional(), previewed: sha256.optional() }),
  answer: questionnaire,
  secret: true,
})
