import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, several, sha256, who } from '../shapes.ts'
import { requestRouteKinds } from './contact-names.ts'
import { dataKinds, grounds } from './disclosure-names.ts'
import { disclosure } from './disclosures.ts'
import { lawKinds, memberKinds, secrecyMarks, sharedTlps } from './names.ts'
import { requestAttachment } from './request-attachments.ts'
import {
  answerLines,
  callResults,
  costBearers,
  costStates,
  dues,
  findingCodes,
  findingLevels,
  otherRoutes,
  refusals,
  requestActs,
  requestKinds,
  requestOutcomes,
  requestSides,
  requestStates,
  signInMeans,
  thingKinds,
  urgencies,
} from './request-names.ts'
import { shareTerms } from './shares.ts'

const line = (most: number) => z.string().trim().max(most)
const day = z.iso.date()

/**
 * To whom: a member by its card, or 'to this country', which goes to where its agencies said, else to its only agency, else to one that enforces the law in
 * question: `by-law`, or where none does `longest`, the longest member.
 */
const to = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('member'), member: id }),
  z.strictObject({ kind: z.literal('country'), country: z.string().regex(/^[A-Z]{2}$/), law: z.enum(lawKinds).default('anti-spam') }),
])
const override = z.strictObject({ code: z.enum(findingCodes), reason: line(2_000).min(1) })
const thing = z.strictObject({ kind: z.enum(thingKinds), value: line(500).min(1) })
const askShape = {
  kind: z.enum(requestKinds),
  title: line(300).min(1),
  data: z.array(z.enum(dataKinds)).max(dataKinds.length),
  things: z.array(thing).max(200),
  /** ISO 8601 days, both included */
  period: z.strictObject({ from: day, to: day }).nullable(),
  ground: z.enum(grounds),
  /** the law and article */
  law: line(2_000),
  purpose: line(2_000).min(1),
  text: line(20_000),
  /** BCP 47, in which it is written */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*$/)
    .max(35),
  urgency: z.enum(urgencies),
  answerBy: day.nullable(),
  /** of a request to preserve: until when the data is to be kept */
  preserveUntil: day.nullable(),
  /** whether whoever is asked may pass it on to another agency of its country */
  mayPass: z.boolean(),
  /** what stands against the check, and why it is asked all the same; whoever is asked reads it */
  overrides: z.array(override).max(findingCodes.length),
}
export const askedRequest = z.strictObject({
  to,
  /** one of the organisation's own cases */
  case: id.nullable().default(null),
  /** whether whoever is asked sees the case's code, and the harm of the case with what it is judged from */
  nameCase: z.boolean().default(false),
  releaseHarm: z.boolean().default(false),
  /** an earlier request of one's own to preserve */
  goesOn: id.nullable().default(null),
  ask: z.strictObject(askShape),
})
export type AskedRequest = z.input<typeof askedRequest>

const finding = z.object({
  code: z.enum(findingCodes),
  level: z.enum(findingLevels),
  /** whether it may be asked all the same, with a reason */
  override: z.boolean(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
})
export type FindingView = z.output<typeof finding>

const side = z.object({ member: id.nullable(), name: z.string(), country: z.string() })
const checked = z.object({
  to: z.object({
    member: id,
    name: z.string(),
    country: z.string(),
    kind: z.enum(memberKinds),
    here: z.boolean(),
    route: z.enum(requestRouteKinds).nullable(),
  }),
  /** what industry says of itself, in force */
  disclosure: disclosure.nullable(),
  findings: z.array(finding),
  dues: z.object({ acknowledgeDue: at, answerDue: at }),
})
export type CheckedRequest = z.output<typeof checked>

const harm = z.object({
  version: z.string(),
  score: z.number(),
  parts: z.array(
    z.object({
      name: z.string(),
      value: z.union([z.number(), z.boolean(), z.string(), z.array(z.string())]).nullable(),
      points: z.number(),
      most: z.number(),
    }),
  ),
})

export const requestLine = z.object({
  id,
  side: z.enum(requestSides),
  reference: z.string(),
  kind: z.enum(requestKinds),
  urgency: z.enum(urgencies),
  title: z.string(),
  /** with whom: who asks, or where it lies now */
  other: side,
  state: z.enum(requestStates),
  /** what is overdue now */
  overdue: z.enum(dues).nullable(),
  draftedAt: at,
  sentAt: at.nullable(),
  acknowledgeDue: at.nullable(),
  answerDue: at.nullable(),
  acknowledgedAt: at.nullable(),
  endedAt: at.nullable(),
  lastAt: at,
  preserveUntil: at.nullable(),
  /** as the asker released it, and as the asked weighs it: 0 to 100 */
  harm: z.number().nullable(),
  weight: z.number().nullable(),
  /** what answering costs, as whoever is asked says; in units of the currency (ISO 4217) */
  cost: z.object({ amount: z.number(), currency: z.string(), bearer: z.enum(costBearers), state: z.enum(costStates), at }).nullable(),
  /** what came of it: as noted, or as one was told */
  outcome: z.enum(requestOutcomes).nullable(),
})
export type RequestLine = z.output<typeof requestLine>

/** As of a share: mark, what may be done with it, whether it may be passed on, and until when the other side sees it. */
export const answerTerms = shareTerms.pick({ tlp: true, permitted: true, onward: true, until: true })
const answered = z.object({ data: z.enum(dataKinds), said: z.enum(answerLines), text: z.string() })
const message = z.object({
  id,
  at,
  act: z.enum(requestActs),
  /** whether it is the reader's own */
  own: z.boolean(),
  by: z.object({ organisation: z.string(), person: z.string() }),
  text: z.string(),
  lines: z.array(answered),
  refusal: z.enum(refusals).nullable(),
  otherRoute: z.enum(otherRoutes).nullable(),
  /** of an answer; null where it has none, being older than those */
  terms: answerTerms.nullable(),
  files: z.array(requestAttachment),
  passedTo: z.object({ member: id, name: z.string() }).nullable(),
  sha256,
  /** marks of secrecy that whoever said it put on it */
  secrecy: z.array(z.enum(secrecyMarks)),
  /** the leaf of the node's log */
  leaf: id.nullable(),
})
export type RequestMessage = z.output<typeof message>

const proof = z.object({
  person: z.string(),
  /** how the person had signed in who approved it; null where that is not known */
  means: z.enum(signInMeans).nullable(),
  /** whether that person's address is the one of the member's designated unit */
  unit: z.boolean(),
  at,
  /** OpenPGP, over `bytes`: checked with the key on the card of the designated unit before it went; null where it was not signed */
  signature: z
    .object({
      fingerprint: z.string(),
      unit: z.string(),
      /** since when the card named this key when it was signed; null where that is not known */
      keySince: at.nullable(),
      confirmedAt: at.nullable(),
      at,
      /** armoured, for whoever checks it again */
      text: z.string(),
      /** whether the card names the same key now */
      stands: z.boolean(),
    })
    .nullable(),
})
export const requestWhole = requestLine.extend({
  sha256,
  /** canonical JSON (RFC 8785): exactly what whoever is asked sees; null where its words are gone */
  bytes: z.string().nullable(),
  /** what it was drafted from, for drafting it anew */
  draft: askedRequest.nullable(),
  findings: z.array(finding),
  case: id.nullable(),
  draftedBy: who.nullable(),
  goesOn: z.string().nullable(),
  harmSaid: harm.nullable(),
  weighing: z.object({ weight: z.number(), reason: z.string(), by: who, at }).nullable(),
  proof: proof.nullable(),
  /** the asker's number as the directory names it, and what was heard under it */
  callBack: z.object({
    number: z.string().nullable(),
    unit: z.string().nullable(),
    made: z.object({ number: z.string(), result: z.enum(callResults), note: z.string(), by: who, at }).nullable(),
  }),
  /** the words to the outcome, of whoever wrote them alone, and when it was noted or told */
  outcomeSaid: z.object({ text: z.string(), at }).nullable(),
  messages: z.array(message),
  /** how the reader's organisation lets it answer, and send files */
  answering: z.object({
    /** whoever drafts an answer may not say it */
    secondPerson: z.boolean(),
    /** the most open mark that the reader's role may give with; null where it has no ceiling */
    mostOpen: z.enum(sharedTlps).nullable(),
  }),
  /** an answer of one's own that waits for a second person; `sha256` says what is approved */
  waits: z
    .object({
      act: z.enum(['question', 'reply', 'partial', 'answer']),
      text: z.string(),
      lines: z.array(answered),
      terms: answerTerms,
      files: z.array(id),
      /** copies of others that it rests on, which the other side is not told; without a title where one is shown no more */
      restsOn: z.array(z.object({ id, title: z.string().nullable() })),
      sha256,
      draftedAt: at,
      draftedBy: who,
      may: z.object({ approve: z.boolean(), drop: z.boolean() }),
    })
    .nullable(),
  /** one's own, put in and not said yet */
  unsaid: z.array(requestAttachment),
  notes: z.array(z.object({ id, at, by: who, text: z.string() })),
  /** agencies that it may be passed on to */
  passTo: z.array(z.object({ member: id, name: z.string() })),
  may: z.object({
    change: z.boolean(),
    send: z.boolean(),
    drop: z.boolean(),
    acts: z.array(z.enum(requestActs)),
    weigh: z.boolean(),
    callBack: z.boolean(),
    note: z.boolean(),
    stateCost: z.boolean(),
    agreeCost: z.boolean(),
    settleCost: z.boolean(),
    outcome: z.boolean(),
  }),
})
export type RequestWhole = z.output<typeof requestWhole>

const filter = {
  side: z.enum(requestSides),
  state: several(z.enum(requestStates)).optional(),
  kind: z.enum(requestKinds).optional(),
  country: z.string().max(2).optional(),
  overdue: z.stringbool().optional(),
  case: id.optional(),
}

/** What others ask, the worst harm first; what is asked of others, the newest first. */
export const listRequests = defineRoute({
  method: 'GET',
  path: '/api/requests',
  room,
  access: 'read',
  summary: 'What is asked of us by the worst harm, or by us by the newest',
  query: z.object({ ...page, ...filter }),
  answer: z.object({ items: z.array(requestLine), next, may: z.object({ ask: z.boolean() }) }),
})

export const exportRequests = defineRoute({
  method: 'GET',
  path: '/api/requests/export',
  room,
  access: 'read',
  summary: 'The same requests as a table for a spreadsheet, up to 10,000',
  query: z.object(filter),
})

/** Before anything is kept: what stands against it, what the other side can give, by when it would be answered. Refused with `cooperation.no-addressee`, `cooperation.request-asker`. */
export const checkRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/check',
  room,
  access: 'read',
  summary: 'Check a request against what its recipient says it can give',
  body: askedRequest,
  answer: checked,
})

/** Nobody else sees it yet. Refused with `cooperation.secret` where a mark of secrecy stands on the case, `cooperation.hotline-only`, and what a check refuses. */
export const draftRequest = defineRoute({
  method: 'POST',
  path: '/api/requests',
  room,
  access: 'write',
  summary: 'Draft a request for assistance to another member',
  body: askedRequest,
  answer: requestWhole,
  status: 201,
})

export const readRequest = defineRoute({
  method: 'GET',
  path: '/api/requests/:id',
  room,
  access: 'read',
  summary: 'One request with its exchange, clocks and proof of who asks',
  params,
  answer: requestWhole,
})

export const redraftRequest = defineRoute({
  method: 'PUT',
  path: '/api/requests/:id',
  room,
  access: 'write',
  summary: 'Draft a request anew in the place of what was there',
  params,
  body: askedRequest,
  answer: requestWhole,
})

/** Refused with `cooperation.request-changed` where it is not what was looked at, `cooperation.request-check` with the codes that keep it from going, `cooperation.no-key`, `cooperation.signature` with why. */
export const sendRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/send',
  room,
  access: 'write',
  summary: 'Approve exactly what was looked at and send it',
  params,
  body: z.strictObject({
    sha256,
    /** a detached OpenPGP signature over the bytes, armoured */
    signature: z.string().max(20_000).optional(),
  }),
  answer: requestWhole,
})

export const dropRequest = defineRoute({
  method: 'POST',
  path: '/api/requests/:id/drop',
  room,
  access: 'write',
  summary: 'Decide that a drafted request shall not be sent',
  params,
  answer: requestWhole,
})
