import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { timeZone } from '../../../directory/contract.ts'
import { at, id, next, page, params, room } from '../shapes.ts'
import {
  enrolmentStates,
  type evaluationQuestions,
  recordLanguages,
  trainingAudiences,
  trainingStates,
  trainingTopics,
  trainingWhens,
} from './training-names.ts'

// Training sessions of the network (London Action Plan, parts A.3 f and B.4).

export const languageTag = z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)
export const httpsLink = z
  .string()
  .trim()
  .max(2_000)
  .regex(/^https:\/\/\S+$/)
const count = z.number().int()
const member = z.object({ id, name: z.string(), country: z.string() })
const called = z.object({ id, name: z.string() })

const shown = {
  id,
  title: z.string(),
  topic: z.enum(trainingTopics),
  /** who offers it; null: the office */
  offeredBy: member.nullable(),
  languages: z.array(z.string()),
  /** null: at one's own pace */
  startsAt: at.nullable(),
  timeZone: z.string(),
  /** minutes */
  duration: count.nullable(),
  seats: count.nullable(),
  audience: z.enum(trainingAudiences),
  state: z.enum(trainingStates),
  /** where the reader's own sign-up stands; null: they did not sign up */
  own: z.object({ state: z.enum(enrolmentStates), at, attended: z.boolean().nullable(), evaluated: z.boolean() }).nullable(),
  /** for whoever offers it and the office; null to others, whom numbers would tell who comes */
  taken: z.object({ enrolled: count, waiting: count }).nullable(),
}
export const trainingLine = z.object(shown)
export type TrainingLine = z.output<typeof trainingLine>

/** With a time, the next first; the others the newest first. */
export const listTrainings = defineRoute({
  method: 'GET',
  path: '/api/trainings',
  room,
  access: 'read',
  summary: 'Training sessions that the reader may come to, to come, at one’s own pace, or past',
  query: z.object({
    ...page,
    when: z.enum(trainingWhens).default('coming'),
    topic: z.enum(trainingTopics).optional(),
    language: z.string().max(35).optional(),
  }),
  answer: z.object({ items: z.array(trainingLine), next, may: z.object({ offer: z.boolean() }) }),
})

export const material = z.object({
  id,
  /** who gave it; null: the office */
  from: member.nullable(),
  language: z.string(),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
  /** size in bytes */
  file: z.object({ name: z.string(), size: count, sha256: z.string() }).nullable(),
  at,
  may: z.object({ withdraw: z.boolean() }),
})
export type MaterialView = z.output<typeof material>

const mean = z.number()
const evaluated = z.object({
  answers: count,
  means: z.object({ useful: mean, clear: mean, pace: mean, apply: mean }),
  words: z.array(z.string()),
})
export type EvaluatedView = z.output<typeof evaluated>

export const trainingWhole = z.object({
  ...shown,
  note: z.string(),
  trainers: z.string(),
  link: z.string().nullable(),
  materials: z.array(material),
  /** for whoever offers it and the office: all; for others those of their own organisation */
  participants: z.array(
    z.object({
      id,
      name: z.string(),
      member: called.nullable(),
      state: z.enum(enrolmentStates),
      at,
      attended: z.boolean().nullable(),
    }),
  ),
  /** what participants said, three answers at least together; null to whoever was not there, and before there are so many */
  evaluation: evaluated.nullable(),
  /**
   * for agencies and the office: who was let in one by one, and whether one's own agency keeps industry out. Industry has it of what it offers, with those whom
   * no agency let in; else null
   */
  inside: z
    .object({
      invited: z.array(z.object({ id, member: called, by: called.nullable(), may: z.object({ end: z.boolean() }) })),
      /** of one's own agency; the office sees how many stand */
      objects: z.boolean(),
      objections: count.nullable(),
    })
    .nullable(),
  may: z.object({
    run: z.boolean(),
    enrol: z.boolean(),
    withdraw: z.boolean(),
    attend: z.boolean(),
    evaluate: z.boolean(),
    letIn: z.boolean(),
    speak: z.boolean(),
  }),
})
export type TrainingWhole = z.output<typeof trainingWhole>

export const readTraining = defineRoute({
  method: 'GET',
  path: '/api/trainings/:id',
  room,
  access: 'read',
  summary: 'One training session with its material, and what the reader may know of who comes',
  params,
  answer: trainingWhole,
})

const text = {
  title: z.string().trim().min(1).max(200),
  topic: z.enum(trainingTopics),
  note: z.string().trim().max(20_000).default(''),
  trainers: z.string().trim().max(1_000).default(''),
  languages: z.array(languageTag).min(1).max(20),
  startsAt: at.nullable().default(null),
  timeZone,
  duration: z.number().int().min(5).max(10_080).nullable().default(null),
  link: httpsLink.nullable().default(null),
  seats: z.number().int().min(1).max(100_000).nullable().default(null),
  audience: z.enum(trainingAudiences),
}

/** Refused with `cooperation.training-unfit` where a time has no length. */
export const offerTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings',
  room,
  access: 'write',
  summary: 'Offer a training session, as the office or as a member',
  status: 201,
  body: z.strictObject(text),
  answer: trainingWhole,
})

/** Refused with `cooperation.training-over`, `cooperation.training-unfit`. */
export const changeTraining = defineRoute({
  method: 'PUT',
  path: '/api/trainings/:id',
  room,
  access: 'write',
  summary: 'Change a training session; who signed up is told when time or link differ',
  params,
  body: z.strictObject(text),
  answer: trainingWhole,
})

/** Refused with `cooperation.training-over`. */
export const endTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/end',
  room,
  access: 'write',
  summary: 'Say that a training session is over, or cancel it',
  params,
  body: z.strictObject({ to: z.enum(['over', 'cancelled']) }),
  answer: trainingWhole,
})

/** A person, for themselves. Refused with `cooperation.training-over`. */
export const enrolInTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/enrol',
  room,
  access: 'session',
  summary: 'Sign up for a training session, or for its waiting list when it is full',
  params,
  answer: trainingWhole,
})

/** Refused with `cooperation.not-enrolled`. */
export const withdrawFromTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/withdraw',
  room,
  access: 'session',
  summary: 'Take one’s own name off a training session; who waits longest moves up',
  params,
  answer: trainingWhole,
})

/** Refused with `cooperation.training-not-begun`, `cooperation.not-enrolled`. */
export const keepTrainingAttendance = defineRoute({
  method: 'PUT',
  path: '/api/trainings/:id/attendance',
  room,
  access: 'write',
  summary: 'Say who of those that signed up was at a training session',
  params,
  /** ids of participants */
  body: z.strictObject({ present: z.array(id).max(20_000) }),
  answer: trainingWhole,
})

const score = z.number().int().min(1).max(5)

/** Refused with `cooperation.not-attended`, `cooperation.evaluated-already`. */
export const evaluateTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/evaluation',
  room,
  access: 'session',
  summary: 'Say what one thinks of a training session that one was at, without one’s name',
  params,
  body: z.strictObject({ useful: score, clear: score, pace: score, apply: score, words: z.string().trim().max(4_000).default('') }),
  answer: trainingWhole,
})
export type EvaluationAnswers = Readonly<Record<(typeof evaluationQuestions)[number], number>>

/** A page without scripts, that prints. */
export const readTrainingRecord = defineRoute({
  method: 'GET',
  path: '/api/trainings/:id/record',
  room,
  access: 'session',
  summary: 'The record that one was at a training session oneself, as a page that prints',
  params,
  query: z.object({ language: z.enum(recordLanguages).default('en') }),
})

/** Refused with `cooperation.training-over`, `cooperation.no-such-member`, `cooperation.not-industry`. */
export const inviteToTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/invitations',
  room,
  access: 'write',
  summary: 'Let members into a training session one by one; an agency lets in industry',
  params,
  body: z.strictObject({ members: z.array(id).min(1).max(500) }),
  answer: trainingWhole,
})

export const endTrainingInvitation = defineRoute({
  method: 'POST',
  path: '/api/training-invitations/:id/end',
  room,
  access: 'write',
  summary: 'Let a member into a training session no more',
  params,
  status: 204,
})

/** Of industry nobody learns who objected. Refused with `cooperation.objected-already`. */
export const objectToTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/objection',
  room,
  access: 'administer',
  summary: 'Take industry out of a training session, for one’s own agency',
  params,
  answer: trainingWhole,
})

/** Refused with `cooperation.no-objection`. */
export const relentOnTraining = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/objection/withdraw',
  room,
  access: 'administer',
  summary: 'Take back that industry is kept out of a training session',
  params,
  answer: trainingWhole,
})

/** bytes */
export const materialLimit = 20 * 1_048_576
const newMaterial = z.strictObject({
  language: languageTag,
  title: z.string().trim().min(1).max(200),
  text: z.string().trim().max(50_000).default(''),
  url: httpsLink.nullable().default(null),
})
/** Without a title it is called by its name. */
const file = z.object({
  language: languageTag.default('en'),
  title: z.string().trim().max(200).default(''),
  name: z.string().trim().min(1).max(200).default('file'),
})
const made = z.object({ id })

/** Refused with `cooperation.material-empty`, `cooperation.material-full`. */
export const addTrainingMaterial = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/materials',
  room,
  access: 'write',
  summary: 'Add words or a link to the material of a training session',
  params,
  status: 201,
  body: newMaterial,
  answer: made,
})

/** The body is the file, 20 MB at most. Refused with `cooperation.material-empty`, `cooperation.material-full`. */
export const addTrainingFile = defineRoute({
  method: 'POST',
  path: '/api/trainings/:id/files',
  room,
  access: 'write',
  summary: 'Add a file to the material of a training session',
  params,
  query: file,
  status: 201,
  answer: made,
})

/** Refused with `cooperation.material-empty`, `cooperation.material-full`. */
export const addEducationMaterial = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/materials',
  room,
  access: 'write',
  summary: 'Add words or a link to the material of a campaign of education',
  params,
  status: 201,
  body: newMaterial,
  answer: made,
})

/** The body is the file, 20 MB at most. Refused with `cooperation.material-empty`, `cooperation.material-full`. */
export const addEducationFile = defineRoute({
  method: 'POST',
  path: '/api/educations/:id/files',
  room,
  access: 'write',
  summary: 'Add a file to the material of a campaign of education',
  params,
  query: file,
  status: 201,
  answer: made,
})

/** Always as an attachment: no browser shows it as a page. */
export const readMaterialFile = defineRoute({
  method: 'GET',
  path: '/api/materials/:id/file',
  room,
  access: 'read',
  summary: 'The file of a piece of material, to be saved',
  params,
})

export const withdrawMaterial = defineRoute({
  method: 'POST',
  path: '/api/materials/:id/withdraw',
  room,
  access: 'write',
  summary: 'Take a piece of material back, for everybody',
  params,
  status: 204,
})
