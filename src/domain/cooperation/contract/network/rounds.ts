import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, who } from '../shapes.ts'
import { question } from './questionnaire.ts'
import { answeringStates, meanings, roundStates, saids, secrecyVerdicts, sheetAudiences, sheetStates } from './questionnaire-names.ts'

// Rounds in which the questionnaire is answered, the answers, and what is read out of them.

const member = z.object({ id, name: z.string(), country: z.string() })

const round = z.object({
  id,
  questionnaire: id,
  version: z.number().int(),
  title: z.string(),
  state: z.enum(roundStates),
  openedAt: at,
  closesAt: at,
  /** of the agencies that are members now: how many there are, and how many of them have answered, jointly too */
  agencies: z.number().int(),
  answered: z.number().int(),
})
export type RoundView = z.output<typeof round>

export const listRounds = defineRoute({
  method: 'GET',
  path: '/api/network/rounds',
  room,
  access: 'read',
  summary: 'Rounds of the questionnaire, the newest first, with how many agencies have answered',
  answer: z.object({ items: z.array(round), may: z.object({ open: z.boolean() }) }),
})

const told = z.object({
  member: z.object({ id, name: z.string() }),
  here: z.boolean(),
  people: z.number().int(),
  toldAt: at.nullable(),
  how: z.string().nullable(),
  seenAt: at.nullable(),
})

export const roundWhole = round.extend({
  openedBy: who,
  /** where each agency is; a draft is seen by its own agency and the secretariat alone */
  agencyStates: z.array(z.object({ member, state: z.enum(answeringStates), submittedAt: at.nullable() })),
  /** for the secretariat alone */
  told: z.array(told).nullable(),
  may: z.object({ answer: z.boolean(), answerFor: z.boolean(), keep: z.boolean() }),
})
export type RoundWhole = z.output<typeof roundWhole>

/** A member's first reading is kept as proof that it was told. */
export const readRound = defineRoute({
  method: 'GET',
  path: '/api/network/rounds/:id',
  room,
  access: 'read',
  summary: 'A round of the questionnaire, and where each agency is in it',
  params,
  answer: roundWhole,
})

const title = z.string().trim().min(1).max(200)

/** All agencies are told, with proof. Refused with `cooperation.closes-early` where the end is not in the future. */
export const openRound = defineRoute({
  method: 'POST',
  path: '/api/network/rounds',
  room,
  access: 'administer',
  summary: 'Open a round of the questionnaire to all agencies',
  status: 201,
  body: z.strictObject({ questionnaire: id, title, closesAt: at }),
  answer: roundWhole,
})

/** An end that is now or earlier closes it. */
export const changeRound = defineRoute({
  method: 'PUT',
  path: '/api/network/rounds/:id',
  room,
  access: 'administer',
  summary: 'Move the end of a round, or give it another title',
  params,
  body: z.strictObject({ title, closesAt: at }),
  answer: roundWhole,
})

/** Refused with `cooperation.told-already`. */
export const recordRoundTold = defineRoute({
  method: 'POST',
  path: '/api/network/rounds/:id/told',
  room,
  access: 'administer',
  summary: 'Record how a member that does not work on this node was told of a round',
  params,
  body: z.strictObject({ member: id, how: z.string().trim().min(1).max(500) }),
  answer: roundWhole,
})

const source = z.object({ law: z.string().trim().min(1).max(300), article: z.string().trim().max(200), url: z.string().trim().max(2_000) })
const answer = z.object({
  code: z.string().max(60),
  /** of a question of kind `yes-no`: yes, partly, no; of `choice`: one of its options */
  choice: z.string().max(60).nullable(),
  amount: z.number().min(-1e14).max(1e14).nullable(),
  words: z.string().trim().max(10_000),
  /** on what it rests; a question of kind `laws` is answered by these alone */
  sources: z.array(source).max(50),
})
export type AnswerView = z.output<typeof answer>

export const sheet = z.object({
  id,
  round: id,
  member,
  version: z.number().int(),
  state: z.enum(sheetStates),
  joint: z.boolean(),
  audience: z.enum(sheetAudiences),
  changedAt: at,
  submittedAt: at.nullable(),
  answers: z.array(answer),
})
export type SheetView = z.output<typeof sheet>

const ofMember = z.object({ member: id.optional() })

/** Of one's own agency where none is named. Versions are those that the reader may see. */
export const readSheet = defineRoute({
  method: 'GET',
  path: '/api/network/rounds/:id/sheet',
  room,
  access: 'read',
  summary: 'What an agency answers in a round: submitted, in draft, and before',
  params,
  query: ofMember,
  answer: z.object({
    member,
    questions: z.array(question),
    submitted: sheet.nullable(),
    draft: sheet.nullable(),
    versions: z.array(
      z.object({ id, version: z.number().int(), state: z.enum(sheetStates), submittedAt: at.nullable(), submittedBy: who.nullable() }),
    ),
    may: z.object({ change: z.boolean(), joint: z.boolean() }),
  }),
})

export const readSheetVersion = defineRoute({
  method: 'GET',
  path: '/api/network/sheets/:id',
  room,
  access: 'read',
  summary: 'One version of what an agency answered',
  params,
  answer: sheet,
})

/**
 * Makes the draft, or changes it; what was submitted stays. Refused with `cooperation.round-closed`, `cooperation.answer-unfit`, `cooperation.not-primary` where
 * an agency answers for its country whose primary contact it is not, `cooperation.not-agency`.
 */
export const draftSheet = defineRoute({
  method: 'PUT',
  path: '/api/network/rounds/:id/sheet',
  room,
  access: 'write',
  summary: 'Write answers to the questionnaire down, as a draft that one’s own agency alone sees',
  params,
  query: ofMember,
  body: z.strictObject({
    joint: z.boolean().default(false),
    audience: z.enum(sheetAudiences).default('agencies'),
    answers: z.array(z.strictObject({ ...answer.shape, sources: z.array(z.strictObject(source.shape)).max(50) })).max(500),
  }),
  answer: sheet,
})

/** Refused with `cooperation.no-draft-answers`, `cooperation.disclosure-changed`, `cooperation.nothing-answered`, `cooperation.round-closed`. */
export const submitSheet = defineRoute({
  method: 'POST',
  path: '/api/network/rounds/:id/sheet/submit',
  room,
  access: 'administer',
  summary: 'Submit the draft of answers: they are shown to all agencies, or to all members',
  params,
  query: ofMember,
  body: z.strictObject({ changedAt: at }),
  answer: sheet,
})

export const dropSheet = defineRoute({
  method: 'DELETE',
  path: '/api/network/rounds/:id/sheet/draft',
  room,
  access: 'write',
  summary: 'Throw a draft of answers to the questionnaire away',
  params,
  query: ofMember,
  status: 204,
})

/** Whole answers of so many agencies, by country and name, for the questions of one section. */
export const compareSheets = defineRoute({
  method: 'GET',
  path: '/api/network/rounds/:id/answers',
  room,
  access: 'read',
  summary: 'What agencies answered in a round, side by side, one section at a time',
  params,
  query: z.object({ ...page, section: z.string().max(100).optional(), country: z.string().max(2).optional() }),
  answer: z.object({ sections: z.array(z.string()), questions: z.array(question), items: z.array(sheet), next }),
})

const changed = z.object({ member, code: z.string(), before: answer.nullable(), after: answer.nullable() })
export type ChangedAnswer = z.output<typeof changed>

/** Only of so many agencies that answered in both, by country and name; with the round before this one where none is named. */
export const compareRounds = defineRoute({
  method: 'GET',
  path: '/api/network/rounds/:id/changes',
  room,
  access: 'read',
  summary: 'What agencies answer otherwise than in an earlier round',
  params,
  query: z.object({ ...page, before: id.optional() }),
  answer: z.object({
    questions: z.array(question),
    items: z.array(changed),
    next,
  }),
})

export const exportAnswers = defineRoute({
  method: 'GET',
  path: '/api/network/rounds/:id/export',
  room,
  access: 'read',
  summary: 'The answers of a round as a file, CSV or JSON, as far as the reader may see them',
  params,
  query: z.object({ format: z.enum(['csv', 'json']).default('csv') }),
})

export const secrecy = z.object({
  from: member,
  to: member,
  /** unknown where nobody answered what it turns on */
  verdict: z.enum(secrecyVerdicts),
  rests: z.array(
    z.object({
      side: z.enum(['giver', 'recipient']),
      meaning: z.enum(meanings),
      said: z.enum(saids).nullable(),
      /** it keeps the verdict from a plain yes */
      weighs: z.boolean(),
      words: z.string(),
      sources: z.array(source),
      sheet: id,
      code: z.string(),
    }),
  ),
  missing: z.array(z.object({ side: z.enum(['giver', 'recipient']), meaning: z.enum(meanings) })),
})
export type SecrecyView = z.output<typeof secrecy>

/** Read out of the newest answers of each that the reader may see, its own or those for all agencies of its country. It decides nothing. */
export const readSecrecy = defineRoute({
  method: 'GET',
  path: '/api/network/secrecy',
  room,
  access: 'read',
  summary: 'Whether one member may give something to another, as both answered of their law',
  query: z.object({ from: id, to: id }),
  answer: secrecy,
})
