import { z } from 'zod'
import { defineRoute } from '../../base/route.ts'

export const acts = [
  'received',
  'derived',
  'read',
  'exported',
  'verified',
  'held',
  'released-hold',
  'destroyed',
  'sealed',
  'altered',
] as const

/** The kinds of data that have a period of their own. */
export const retentionKinds = ['original', 'analysis', 'case', 'correspondence', 'assignment', 'notice', 'audit'] as const

/**
 * Days that are in force without anyone having set them. Originals and what was found in them go together after about sixteen months:
 * long enough for a season of abuse and the year after it to be compared. The audit outlasts them by the five years within which most
 * claims come.
 */
export const defaultDays: Readonly<Record<(typeof retentionKinds)[number], number>> = {
  original: 500,
  analysis: 500,
  case: 1_825,
  correspondence: 500,
  assignment: 180,
  notice: 90,
  audit: 1_825,
}

/** Nobody shortens the audit below a year: it must outlive what it tells of a wrongful act being noticed. */
export const leastDays: Readonly<Record<(typeof retentionKinds)[number], number>> = {
  original: 1,
  analysis: 1,
  case: 1,
  correspondence: 1,
  assignment: 1,
  notice: 1,
  audit: 365,
}

export const mostDays = 36_500

/** Shorter texts than this would find everybody. */
export const shortestSubject = 3

const room = 'evidence'
const id = z.uuid()
const at = z.iso.datetime()
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const params = z.object({ id })
const page = { after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const next = z.string().nullable()
const reason = z.string().trim().min(3).max(1_000)

export const itemState = z.enum(['kept', 'destroyed', 'sealed'])
export const custodyAct = z.enum(acts)
export const retentionKind = z.enum(retentionKinds)
export const erasureManner = z.enum(['erase', 'pseudonymise'])

export const item = z.object({
  id,
  /** the received item at the top of its tree */
  root: id,
  origin: z.enum(['received', 'derived']),
  sha256: hash,
  size: z.number().int(),
  mediaType: z.string(),
  name: z.string().nullable(),
  channel: id.nullable(),
  handedBy: z.string().nullable(),
  receivedAt: at,
  state: itemState,
  destroyedAt: at.nullable(),
  destroyedWhy: z.enum(['retention', 'child-material', 'erasure']).nullable(),
})
export type ItemView = z.output<typeof item>

export const custodyLine = z.object({
  id,
  at,
  act: custodyAct,
  actorKind: z.enum(['person', 'key', 'channel', 'public', 'system']),
  /** a person's id, or the name of the machinery */
  actor: z.string(),
  /** what a person is called, as far as the reader may know */
  actorName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** its leaf in the node's log */
  leaf: id,
})
export type CustodyView = z.output<typeof custodyLine>

export const hold = z.object({
  id,
  item: id,
  /** what it protects, for a list; null where that may not be seen */
  about: z.object({ name: z.string().nullable(), sha256: hash, mediaType: z.string(), state: itemState }).nullable(),
  reason: z.string(),
  since: at,
  setBy: z.string(),
  setByName: z.string().nullable(),
  endedAt: at.nullable(),
  endedBy: z.string().nullable(),
  endedByName: z.string().nullable(),
  endedWhy: z.string().nullable(),
})
export type HoldView = z.output<typeof hold>

export const relative = z.object({ item, how: z.string(), parent: id })

/** The item in its tree. `heldBy` are the holds in force that keep it from being destroyed, its own or of what it came out of. */
export const itemDetail = z.object({
  item,
  parent: z.object({ item, how: z.string() }).nullable(),
  under: z.array(relative),
  custody: z.array(custodyLine),
  holds: z.array(hold),
  heldBy: z.array(hold),
  /** what the acting person may do with it */
  may: z.object({ export: z.boolean(), hold: z.boolean() }),
})
export type ItemDetail = z.output<typeof itemDetail>

export const listEvidence = defineRoute({
  method: 'GET',
  path: '/api/evidence',
  room,
  summary: 'What was handed in, newest first',
  access: 'read',
  query: z.object({ state: itemState.default('kept'), ...page }),
  answer: z.object({ items: z.array(item), next }),
})

export const readEvidence = defineRoute({
  method: 'GET',
  path: '/api/evidence/:id',
  room,
  summary: 'A piece of evidence: its tree, custody and holds',
  access: 'read',
  params,
  answer: itemDetail,
})

/** UTC; `csv` quotes as RFC 4180 and defuses what a spreadsheet would take for a formula. */
export const readCustody = defineRoute({
  method: 'GET',
  path: '/api/evidence/:id/custody',
  room,
  summary: 'The chain of custody as a file, JSON or CSV, times in UTC',
  access: 'read',
  params,
  query: z.object({ form: z.enum(['json', 'csv']).default('json') }),
})

/** 200 with the bundle; 409 `evidence.proof-pending` while the log has not given the line its place yet. */
export const readProof = defineRoute({
  method: 'GET',
  path: '/api/evidence/:id/proof',
  room,
  summary: 'The proof bundle: custody lines and their places in the log',
  access: 'read',
  params,
})

/** 409 `evidence.altered` when the bytes are not what they were: the alarm has been raised. */
export const verifyEvidence = defineRoute({
  method: 'POST',
  path: '/api/evidence/:id/verify',
  room,
  summary: 'Read the bytes again and compare their hash',
  access: 'read',
  params,
  answer: z.object({ sha256: hash, size: z.number().int(), at }),
})

/** A ZIP under the password `infected`; the hand-out is a line of custody. */
export const exportOriginal = defineRoute({
  method: 'GET',
  path: '/api/evidence/:id/original.zip',
  room,
  summary: 'The original in a password-protected archive',
  access: 'read',
  params,
})

export const exportSealedOriginal = defineRoute({
  method: 'GET',
  path: '/api/evidence/:id/original.sealed',
  room,
  summary: 'Sealed material, still encrypted, for the authority that holds the key',
  access: 'administer',
  params,
})

export const listHolds = defineRoute({
  method: 'GET',
  path: '/api/holds',
  room,
  summary: 'Holds, newest first',
  access: 'read',
  query: z.object({ ended: z.stringbool().default(false), ...page }),
  answer: z.object({ items: z.array(hold), next }),
})

export const setHold = defineRoute({
  method: 'POST',
  path: '/api/evidence/:id/holds',
  room,
  summary: 'Put a piece of evidence under hold',
  access: 'administer',
  status: 201,
  params,
  body: z.strictObject({ reason }),
  answer: hold,
})

export const liftHold = defineRoute({
  method: 'POST',
  path: '/api/holds/:id/lift',
  room,
  summary: 'Lift a hold',
  access: 'administer',
  params,
  body: z.strictObject({ reason }),
  answer: hold,
})

export const retentionRule = z.object({
  kind: retentionKind,
  /** null: kept until someone removes it */
  days: z.number().int().nullable(),
  /** set by the organisation; false: the default is in force */
  own: z.boolean(),
  defaultDays: z.number().int(),
  leastDays: z.number().int(),
  setAt: at.nullable(),
  setBy: z.string().nullable(),
  setByName: z.string().nullable(),
  /** false: nothing of this kind is kept yet, so nothing goes */
  enforced: z.boolean(),
})
export type RetentionRuleView = z.output<typeof retentionRule>

export const listRetention = defineRoute({
  method: 'GET',
  path: '/api/retention',
  room,
  summary: 'How long each kind of data is kept',
  access: 'read',
  answer: z.object({ items: z.array(retentionRule) }),
})

const days = z
  .number()
  .int()
  .min(Math.min(...Object.values(leastDays)))
  .max(mostDays)

export const setRetention = defineRoute({
  method: 'PUT',
  path: '/api/retention/:kind',
  room,
  summary: 'Set how long a kind of data is kept',
  access: 'administer',
  params: z.object({ kind: retentionKind }),
  body: z.strictObject({ days: days.nullable() }),
  answer: retentionRule,
})

export const retentionPreview = z.object({
  kind: retentionKind,
  /** what is older goes */
  before: at,
  count: z.number().int(),
  /** pieces of evidence that go with them */
  items: z.number().int(),
  bytes: z.number(),
  /** due, but under hold: they stay */
  held: z.number().int(),
  oldest: at.nullable(),
  samples: z.array(z.string()),
  /** all of this is of the oldest, and more are due than were looked at */
  more: z.boolean(),
})
export type RetentionPreviewView = z.output<typeof retentionPreview>

export const previewRetention = defineRoute({
  method: 'GET',
  path: '/api/retention/preview',
  room,
  summary: 'What would go now',
  access: 'administer',
  answer: z.object({ items: z.array(retentionPreview) }),
})

export const runRetention = defineRoute({
  method: 'POST',
  path: '/api/retention/run',
  room,
  summary: 'Let what is due go now; it goes daily by itself',
  access: 'administer',
  status: 202,
  answer: z.object({ queued: z.literal(true) }),
})

const subjectText = z.string().trim().min(shortestSubject).max(320)

export const erasure = z.object({
  id,
  at,
  by: z.string(),
  byName: z.string().nullable(),
  manner: erasureManner,
  reason: z.string(),
  counts: z.record(z.string(), z.number().int()),
})
export type ErasureView = z.output<typeof erasure>

export const subjectHits = z.object({
  kind: z.string(),
  hits: z.array(z.object({ id: z.string(), label: z.string(), at: at.nullable() })),
})

// the text goes in the body, never in an address that lands in logs and histories
export const findSubject = defineRoute({
  method: 'POST',
  path: '/api/subjects/find',
  room,
  summary: 'Everything that speaks of an address or a name',
  access: 'administer',
  body: z.strictObject({ text: subjectText }),
  answer: z.object({ kinds: z.array(subjectHits), erased: z.array(erasure) }),
})

export const exportSubject = defineRoute({
  method: 'POST',
  path: '/api/subjects/export',
  room,
  summary: 'All of it, as a password-protected archive',
  access: 'administer',
  body: z.strictObject({ text: subjectText }),
})

export const eraseSubject = defineRoute({
  method: 'POST',
  path: '/api/subjects/erase',
  room,
  summary: 'Erase or pseudonymise all of it, and keep a record of that',
  access: 'administer',
  body: z.strictObject({ text: subjectText, manner: erasureManner, reason }),
  answer: erasure,
})

export const listErasures = defineRoute({
  method: 'GET',
  path: '/api/subjects/erasures',
  room,
  summary: 'What was erased, without saying for whom',
  access: 'administer',
  query: z.object(page),
  answer: z.object({ items: z.array(erasure), next }),
})
