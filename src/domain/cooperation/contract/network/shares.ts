import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, several, sha256, who } from '../shapes.ts'
import { routeKinds } from './contact-names.ts'
import { organisationHere } from './groups.ts'
import {
  copiedParts,
  indicatorKinds,
  onwardRules,
  permittedUses,
  secrecyMarks,
  sharedBytes,
  sharedKinds,
  sharedTlps,
  shareReaches,
  shareStates,
} from './names.ts'

const line = (most: number) => z.string().trim().max(most)

const object = z.discriminatedUnion('kind', [
  /** `left`: parts that stay with their owner; the copy says which */
  z.strictObject({ kind: z.literal('case'), id, left: z.array(z.enum(copiedParts.case)).max(5).default([]) }),
  z.strictObject({ kind: z.literal('campaign'), id, left: z.array(z.enum(copiedParts.campaign)).max(4).default([]) }),
  /** its newest version */
  z.strictObject({ kind: z.literal('technique'), id }),
  /** an item of evidence */
  z.strictObject({ kind: z.literal('evidence'), id, bytes: z.enum(sharedBytes).default('none') }),
  /** what was found in a report, by its id: findings of these codes, or all of them */
  z.strictObject({ kind: z.literal('finding'), id, codes: z.array(line(100).min(1)).max(200).default([]) }),
  z.strictObject({ kind: z.literal('indicator'), of: z.enum(indicatorKinds), value: line(500).min(3), note: line(4_000).default('') }),
  z.strictObject({
    kind: z.literal('document'),
    title: line(300).min(1),
    /** BCP 47 */
    language: z
      .string()
      .regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*$/)
      .max(35)
      .default('en'),
    text: z.string().min(1).max(100_000),
  }),
])
/** Traffic Light Protocol 2.0, permitted actions of the Information Exchange Policy 2.0, and whether it may be passed on. */
export const shareTerms = z.strictObject({
  tlp: z.enum(sharedTlps),
  permitted: z.enum(permittedUses),
  onward: z.enum(onwardRules),
  /** the ground in law */
  ground: line(2_000).min(1),
  purpose: line(2_000).min(1),
  /** nobody sees it from then on */
  until: at.nullable().default(null),
  /** whoever sees it gives it, and what rests on it, to nobody until its owner takes the mark away */
  secrecy: z.array(z.enum(secrecyMarks)).max(2).default([]),
})
const recipient = z
  .strictObject({ kind: z.enum(shareReaches), value: z.string().max(40).default('') })
  .refine(
    ({ kind, value }) =>
      kind === 'agencies' ? value === '' : kind.startsWith('country') ? /^[A-Z]{2}$/.test(value) : z.uuid().safeParse(value).success,
    {
      message: 'a member or group by its id, a country and its agencies by its code, all agencies by nothing',
    },
  )

export const askedShare = z.strictObject({
  object,
  recipients: z.array(recipient).min(1).max(500),
  terms: shareTerms,
  /** copies of others that it rests on */
  restsOn: z.array(id).max(50).default([]),
})
export type AskedShare = z.input<typeof askedShare>

export const shareLine = z.object({
  id,
  copy: id,
  kind: z.enum(sharedKinds),
  source: id.nullable(),
  title: z.string(),
  state: z.enum(shareStates),
  tlp: z.enum(sharedTlps),
  until: at.nullable(),
  /** marks of secrecy in force */
  secrecy: z.array(z.enum(secrecyMarks)),
  recipients: z.array(z.object({ kind: z.enum(shareReaches), value: z.string(), name: z.string() })),
  draftedAt: at,
  draftedBy: who,
  decidedAt: at.nullable(),
  decidedBy: who.nullable(),
  endedAt: at.nullable(),
  endedBy: who.nullable(),
  /** organisations that have read it */
  read: z.number().int(),
  /** of those that were asked to delete what they kept of a recalled one: all, and who has not said so yet */
  asked: z.number().int(),
  open: z.number().int(),
})
export type ShareLine = z.output<typeof shareLine>

const shareWhole = shareLine.extend({
  sha256,
  revision: z.number().int(),
  /** canonical JSON (RFC 8785): exactly what recipients see; null where its words are gone */
  bytes: z.string().nullable(),
  /** what it was drafted from, for drafting it anew; null where its words are gone */
  draft: askedShare.nullable(),
  /** who sees it now, or would if it went now */
  audience: z.array(organisationHere),
  /** whether whoever joins a group later sees it too */
  grows: z.boolean(),
  /** of a draft: how each country among its recipients is reached */
  routes: z.array(z.object({ country: z.string(), kind: z.enum(routeKinds) })),
  guards: z.object({
    /** recipients that never got anything from this organisation */
    newcomers: z.array(z.string()),
    /** above what the reader's role may decide */
    ceiling: z.enum(['tlp', 'reach']).nullable(),
    /** the reader drafted it, and somebody else must decide */
    secondPerson: z.boolean(),
  }),
  receipts: z.array(z.object({ name: z.string(), at })),
  /** of an item whose bytes go too: each time that somebody fetched them */
  fetches: z.array(z.object({ name: z.string(), at })),
  deletions: z.array(z.object({ name: z.string(), read: z.boolean(), confirmedAt: at.nullable() })),
  history: z.array(z.object({ id, at, what: z.string(), by: who, leaf: id.nullable() })),
  may: z.object({ change: z.boolean(), decide: z.boolean(), refuse: z.boolean(), recall: z.boolean(), lift: z.boolean() }),
})
export type ShareWhole = z.output<typeof shareWhole>

export const listShares = defineRoute({
  method: 'GET',
  path: '/api/shares',
  room,
  access: 'read',
  summary: 'What one’s organisation shows to others, drafts and what was called back',
  query: z.object({ ...page, state: several(z.enum(shareStates)).optional(), source: id.optional() }),
  answer: z.object({ items: z.array(shareLine), next, may: z.object({ draft: z.boolean() }) }),
})

/**
 * Nothing is seen by others yet. Refused with `cooperation.secret`, `cooperation.wider`, `cooperation.marks-contradict`, `cooperation.no-recipient`; of evidence with
 * `cooperation.bytes-original`, `cooperation.bytes-carrier`, `cooperation.bytes-reporter`, `cooperation.bytes-large`, `cooperation.bytes-unclean`.
 */
export const draftShare = defineRoute({
  method: 'POST',
  path: '/api/shares',
  room,
  access: 'write',
  summary: 'Draft a redacted copy of something for members, groups or agencies',
  status: 201,
  body: askedShare,
  answer: shareWhole,
})

export const readShare = defineRoute({
  method: 'GET',
  path: '/api/shares/:id',
  room,
  access: 'read',
  summary: 'A share with its exact content, who sees it, receipts and deletions',
  params,
  answer: shareWhole,
})

/** As they go: a ZIP under the password `infected`. 404 `cooperation.bytes-gone` where none go, or they are there no more. */
export const previewBytes = defineRoute({
  method: 'GET',
  path: '/api/shares/:id/bytes',
  room,
  access: 'read',
  summary: 'The bytes that go with a share, as its recipients get them',
  params,
})

export const redraftShare = defineRoute({
  method: 'PUT',
  path: '/api/shares/:id',
  room,
  access: 'write',
  summary: 'Draft a share anew, from its source as it is now',
  params,
  body: askedShare,
  answer: shareWhole,
})

/** Names what was looked at. Refused with `cooperation.share-changed`, `cooperation.unusual` (with names), `cooperation.second-person`, `cooperation.above-ceiling`. */
export const decideShare = defineRoute({
  method: 'POST',
  path: '/api/shares/:id/approve',
  room,
  access: 'session',
  summary: 'Let the recipients see exactly what was looked at',
  params,
  body: z.strictObject({ sha256, revision: z.number().int().min(1), unusual: z.boolean().default(false) }),
  answer: shareWhole,
})

export const refuseShare = defineRoute({
  method: 'POST',
  path: '/api/shares/:id/decline',
  room,
  access: 'write',
  summary: 'Decide that a draft shall not be shown, without a reason',
  params,
  answer: shareWhole,
})

/** What recipients have then goes as far as its other terms say. 404 `cooperation.no-mark` where it bears none. */
export const liftShare = defineRoute({
  method: 'POST',
  path: '/api/shares/:id/lift',
  room,
  access: 'administer',
  summary: 'Take the marks of secrecy off what is shown, as an administrator of its owner',
  params,
  answer: shareWhole,
})

export const recallShare = defineRoute({
  method: 'POST',
  path: '/api/shares/:id/recall',
  room,
  access: 'write',
  summary: 'Call a share back: access ends at once, deletion is asked for',
  params,
  answer: shareWhole,
})
