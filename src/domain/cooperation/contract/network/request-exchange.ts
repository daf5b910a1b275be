import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { id, params, room, sha256 } from '../shapes.ts'
import { dataKinds } from './disclosure-names.ts'
import { mostAttachments } from './request-attachment-names.ts'
import { answerLines, callResults, otherRoutes, refusals } from './request-names.ts'
import { answerTerms, requestWhole } from './requests.ts'

// What either side says once a request has gone, and what it notes for itself.

const line = (most: number) => z.string().trim().max(most)
const said = { text: line(20_000).default('') }
const words = { text: line(20_000).min(1) }
/** ids of files that were put in before */
const files = { files: z.array(id).max(mostAttachments).default([]) }
const lines = z
  .array(z.strictObject({ data: z.enum(dataKinds), said: z.enum(answerLines), text: line(20_000).default('') }))
  .max(dataKinds.length)

/** copies of others that it rests on */
const restsOn = z.array(id).max(50).default([])
const gives = {
  lines: lines.default([]),
  terms: answerTerms.default({ tlp: 'amber', permitted: 'internally-visible', onward: 'none', until: null }),
  restsOn,
}
/** of words that give nothing but the files that may go with them */
const mayGive = { ...files, terms: answerTerms.optional(), restsOn }

/** The other side sees it at once, and nobody else; an answer, and whatever goes with files, where the organisation wants two people once a second one approved it. Refused with `cooperation.request-state` where it may not be done now, `cooperation.no-addressee` where it may not be passed on, `cooperation.answer-terms` where files go without terms. */
export const actOnRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/acts',
  room,
  access: 'write',
  summary: 'Acknowledge, ask back, answer, refuse, pass on or withdraw',
  params,
  body: z.discriminatedUnion('act', [
    z.strictObject({ act: z.literal('acknowledge'), ...said }),
    z.strictObject({ act: z.literal('question'), ...words, ...mayGive }),
    z.strictObject({ act: z.literal('reply'), ...words, ...mayGive }),
    z.strictObject({ act: z.literal('partial'), ...words, ...files, ...gives }),
    z.strictObject({ act: z.literal('answer'), ...words, ...files, ...gives }),
    z.strictObject({ act: z.literal('refuse'), ...said, refusal: z.enum(refusals), otherRoute: z.enum(otherRoutes) }),
    z.strictObject({ act: z.literal('withdraw'), ...said }),
    z.strictObject({ act: z.literal('pass-on'), ...said, member: id }),
  ]),
  answer: requestWhole,
})

/** As a second person. Refused with `cooperation.request-changed` where it is not what was looked at, `cooperation.second-person`, and as an answer is. */
export const approveAnswer = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/answer/approve',
  room,
  access: 'session',
  summary: 'Give exactly the answer that was looked at, as a second person',
  params,
  body: z.strictObject({ sha256 }),
  answer: requestWhole,
})

export const dropAnswer = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/answer/drop',
  room,
  access: 'write',
  summary: 'Decide that an answer which waits shall not be given',
  params,
  answer: requestWhole,
})

/** Both stand: what the asker released, and this. Of whoever is asked alone. */
export const weighRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/weigh',
  room,
  access: 'write',
  summary: 'Weigh the harm of a request oneself, with a reason',
  params,
  body: z.strictObject({ weight: z.number().min(0).max(100), reason: line(2_000).min(1) }),
  answer: requestWhole,
})

/** The number is the directory's. Refused with `cooperation.no-number` where it names none. */
export const callBackRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/call-back',
  room,
  access: 'write',
  summary: 'Note that the asker was called back under its number in the directory',
  params,
  body: z.strictObject({ result: z.enum(callResults), note: line(2_000).default('') }),
  answer: requestWhole,
})

export const noteOnRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/notes',
  room,
  access: 'write',
  summary: 'Write down something that the other side is not told',
  params,
  body: z.strictObject(words),
  answer: requestWhole,
})
