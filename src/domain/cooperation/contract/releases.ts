import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { askedTerms, letterRecall, letterTerms } from './letter-terms.ts'
import {
  at,
  eventWhats,
  id,
  leftWhys,
  letterLanguages,
  next,
  objectKinds,
  page,
  params,
  reason,
  recipientKinds,
  releaseFormats,
  releaseKinds,
  releaseStates,
  removals,
  room,
  several,
  sha256,
  tlps,
  who,
} from './shapes.ts'

export const releaseLine = z.object({
  id,
  kind: z.enum(releaseKinds),
  state: z.enum(releaseStates),
  title: z.string(),
  recipient: z.object({
    kind: z.enum(recipientKinds),
    value: z.string(),
    name: z.string().nullable(),
    role: z.string().nullable(),
    party: id.nullable(),
    contact: id.nullable(),
    language: z.string().nullable(),
    format: z.enum(releaseFormats),
  }),
  /** the case that it was first asked for in */
  case: id.nullable(),
  /** codes of all cases that it is of */
  codes: z.array(z.string()),
  /** of the bytes that would go, or went; null while there are none */
  sha256: sha256.nullable(),
  size: z.number(),
  /** what is unusual, by code */
  warnings: z.array(z.string()),
  /** why there is no draft, or why it did not go */
  fault: z.string().nullable(),
  tlp: z.enum(tlps),
  createdAt: at,
  createdBy: who,
  decidedAt: at.nullable(),
  decidedBy: who.nullable(),
  /** the rule of a manager that decided */
  rule: z.string().nullable(),
  /** not sent before then: the recipient wishes no more letters than that */
  notBefore: at.nullable(),
  until: at.nullable(),
  settledAt: at.nullable(),
  /** its recipient was asked to delete it, and said that they did */
  recall: z.object({ at, confirmedAt: at.nullable() }).nullable(),
  /** why a decided one has not gone: `no-relay`, `relay-away`, `not-before`, `by-hand`, `soon` */
  waitsFor: z.string().nullable(),
})
export type ReleaseLine = z.output<typeof releaseLine>

export const removedLine = z.object({ why: z.enum(removals), where: z.string(), count: z.number().int() })
export const leftLine = z.object({
  part: z.string(),
  name: z.string().nullable(),
  type: z.string(),
  size: z.number(),
  sha256,
  why: z.enum(leftWhys),
})
export const changeLine = z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type ChangeLine = z.output<typeof changeLine>

/** What a draft says, as it is previewed; the bytes themselves are at `/message`. */
export const outline = z.object({
  title: z.string(),
  text: z.string(),
  /** the terms as they stand beneath the text; null where it bears none */
  stated: z.string().nullable(),
  parts: z.array(z.object({ name: z.string().nullable(), type: z.string(), size: z.number(), sha256, text: z.string().nullable() })),
  things: z.array(
    z.object({
      kind: z.string(),
      value: z.string(),
      port: z.number().nullable(),
      at: z.string().nullable(),
      code: z.string(),
      caseKind: z.string(),
    }),
  ),
  items: z.array(z.string()),
  redaction: z.object({ profile: z.string().nullable(), removed: z.array(removedLine), left: z.array(leftLine) }),
})
export type OutlineView = z.output<typeof outline>

export const releaseEvent = z.object({
  id,
  at,
  what: z.enum(eventWhats),
  by: who,
  detail: z.record(z.string(), z.unknown()),
  /** its leaf in the log */
  leaf: z.string().nullable(),
})
export type ReleaseEvent = z.output<typeof releaseEvent>

export const releaseView = releaseLine.extend({
  objectKind: z.enum(objectKinds),
  object: id,
  purpose: z.string(),
  ground: z.string(),
  profile: id.nullable(),
  profileName: z.string().nullable(),
  mediaType: z.string(),
  version: z.number().int(),
  draftedAt: at.nullable(),
  actions: z.array(z.object({ id, case: id.nullable() })),
  /** null where there are no bytes, or they went by retention */
  draft: outline.nullable(),
  receipt: z.record(z.string(), z.unknown()),
  /** what its recipient is held to; null where it bears no terms */
  terms: letterTerms.nullable(),
  recall: letterRecall.nullable(),
  history: z.array(releaseEvent),
  may: z.object({
    decide: z.boolean(),
    change: z.boolean(),
    keepBack: z.boolean(),
    recall: z.boolean(),
    /** asking whoever has it to delete it */
    callBack: z.boolean(),
    confirm: z.boolean(),
    retry: z.boolean(),
    byHand: z.boolean(),
  }),
})
export type ReleaseView = z.output<typeof releaseView>

const filter = {
  state: several(z.enum(releaseStates)).optional(),
  kind: several(z.enum(releaseKinds)).optional(),
  case: id.optional(),
  action: id.optional(),
  /** a report, case or other thing that it is of */
  object: id.optional(),
  /** an address, whole */
  recipient: z.string().trim().max(320).optional(),
  since: at.optional(),
  until: at.optional(),
  /** called back after they went: all, or those whose deletion nobody has confirmed */
  recall: z.enum(['all', 'open']).optional(),
}

export const listReleases = defineRoute({
  method: 'GET',
  path: '/api/releases',
  room,
  access: 'read',
  summary: 'What left or is to leave, newest first',
  query: z.object({ ...filter, ...page }),
  answer: z.object({ items: z.array(releaseLine), next }),
})

export const exportReleases = defineRoute({
  method: 'GET',
  path: '/api/releases/export',
  room,
  access: 'read',
  summary: 'The same as CSV, ten thousand lines at most',
  query: z.object(filter),
})

export const readRelease = defineRoute({
  method: 'GET',
  path: '/api/releases/:id',
  room,
  access: 'read',
  summary: 'One release with its draft, history and receipt',
  params,
  answer: releaseView,
})

export const readReleaseMessage = defineRoute({
  method: 'GET',
  path: '/api/releases/:id/message',
  room,
  access: 'read',
  summary: 'The very bytes that would go, or went',
  params,
})

export const approveRelease = defineRoute({
  method: 'POST',
  path: '/api/releases/:id/approve',
  room,
  access: 'write',
  summary: 'Let exactly these bytes go; a draft that changed since is a conflict that says what changed',
  params,
  body: z.strictObject({ sha256, until: at.optional() }),
  answer: releaseView,
})

export const approveReleases = defineRoute({
  method: 'POST',
  path: '/api/releases/approve',
  room,
  access: 'write',
  summary: 'The same for several, each under its own hash; a result for each',
  body: z.strictObject({ releases: z.array(z.strictObject({ id, sha256 })).min(1).max(100) }),
  answer: z.object({ results: z.array(z.object({ id, done: z.boolean(), code: z.string().nullable() })) }),
})

export const declineRelease = defineRoute({
  method: 'POST',
  path: '/api/releases/:id/decline',
  room,
  access: 'write',
  summary: 'Decide that it shall not go; its actions are declined',
  params,
  body: z.strictObject({ reason }),
  answer: releaseView,
})

export const recallRelease = defineRoute({
  method: 'POST',
  path: '/api/releases/:id/recall',
  room,
  access: 'write',
  summary: 'Take back what has not gone, or ask by mail for the deletion of a letter that has',
  params,
  body: z.strictObject({ reason }),
  answer: releaseView,
})

export const retryRelease = defineRoute({
  method: 'POST',
  path: '/api/releases/:id/retry',
  room,
  access: 'write',
  summary: 'Send the approved bytes again after they were refused',
  params,
  body: z.strictObject({ sha256 }),
  answer: releaseView,
})

export const changeRelease = defineRoute({
  method: 'PATCH',
  path: '/api/releases/:id',
  room,
  access: 'write',
  summary: 'Change a draft: it is made anew, under another hash',
  params,
  body: z.strictObject({
    title: z.string().trim().min(1).max(200).nullable().optional(),
    text: z.string().min(1).max(20_000).nullable().optional(),
    evidence: z.boolean().optional(),
    language: z.enum(letterLanguages).optional(),
    format: z.enum(releaseFormats).optional(),
    profile: id.nullable().optional(),
    ground: z.string().trim().min(1).max(500).optional(),
    tlp: z.enum(tlps).optional(),
    terms: askedTerms.optional(),
    /** copies of others that it rests on */
    restsOn: z.array(id).max(50).optional(),
  }),
  answer: releaseView,
})

export const recordByHand = defineRoute({
  method: 'POST',
  path: '/api/releases/:id/by-hand',
  room,
  access: 'write',
  summary: 'Say that you gave what was approved to the recipient yourself, on their page',
  params,
  body: z.strictObject({ reference: z.string().trim().max(200).nullable().default(null) }),
  answer: releaseView,
})
