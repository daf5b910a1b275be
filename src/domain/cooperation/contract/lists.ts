import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { at, id, next, page, params, reason, room, sha256, who } from './shapes.ts'

export const entryKinds = ['url', 'domain', 'host', 'address'] as const
export const entryStates = ['listed', 'expired', 'withdrawn'] as const
export const refusalCodes = ['malformed', 'whole-prefix', 'special-use', 'public-suffix', 'shared', 'own', 'spared'] as const

export const blockEntry = z.object({
  id,
  kind: z.enum(entryKinds),
  value: z.string(),
  reason: z.string(),
  case: id.nullable(),
  release: id,
  state: z.enum(entryStates),
  /** why it is on no list although it is listed: what the organisation spares came to cover it */
  heldBack: z.enum(refusalCodes).nullable(),
  since: at,
  expiresAt: at,
  addedBy: who,
  endedAt: at.nullable(),
  endedBy: who.nullable(),
  endedWhy: z.string().nullable(),
})
export type BlockEntryView = z.output<typeof blockEntry>

export const listEntries = defineRoute({
  method: 'GET',
  path: '/api/block-entries',
  room,
  access: 'read',
  summary: 'What is on the organisation’s block lists, or was',
  query: z.object({ ...page, state: z.enum(entryStates).optional(), q: z.string().trim().max(300).optional() }),
  answer: z.object({ items: z.array(blockEntry), next, may: z.object({ add: z.boolean(), withdraw: z.boolean(), set: z.boolean() }) }),
})

export const askEntries = defineRoute({
  method: 'POST',
  path: '/api/block-entries',
  room,
  access: 'write',
  summary: 'Draft what is to be listed, for approval; what would turn away the world is refused, one by one',
  body: z.strictObject({
    /** `domain` and all below it, `host` alone, one URL, one address; without a kind it is told by its form */
    entries: z
      .array(z.strictObject({ kind: z.enum(entryKinds).optional(), value: z.string().trim().min(1).max(2_000) }))
      .min(1)
      .max(500),
    reason: z.string().trim().min(1).max(500),
    days: z.number().int().min(1).max(365).default(30),
  }),
  answer: z.object({
    /** null where everything was refused */
    release: id.nullable(),
    sha256: sha256.nullable(),
    taken: z.number().int(),
    refused: z.array(z.object({ kind: z.enum(entryKinds), value: z.string(), why: z.enum(refusalCodes), by: z.string() })),
  }),
})

export const withdrawEntries = defineRoute({
  method: 'POST',
  path: '/api/block-entries/withdraw',
  room,
  access: 'write',
  summary: 'Take entries off the lists at once',
  body: z.strictObject({ ids: z.array(id).min(1).max(500), reason }),
  answer: z.object({ withdrawn: z.number().int() }),
})

export const consumer = z.object({
  id,
  name: z.string(),
  madeAt: at,
  madeBy: who,
  fetchedAt: at.nullable(),
  revokedAt: at.nullable(),
  /** the last states of lists that it took: which, with which hash, how many entries, how often */
  fetches: z.array(
    z.object({ format: z.string(), sha256, entries: z.number().int(), size: z.number(), firstAt: at, lastAt: at, times: z.number() }),
  ),
})
export type ConsumerView = z.output<typeof consumer>

export const listConsumers = defineRoute({
  method: 'GET',
  path: '/api/block-consumers',
  room,
  access: 'read',
  summary: 'Who fetches the block lists, and what they took last',
  answer: z.object({ items: z.array(consumer), may: z.object({ set: z.boolean() }) }),
})

export const addConsumer = defineRoute({
  method: 'POST',
  path: '/api/block-consumers',
  room,
  access: 'administer',
  summary: 'Make an address at which somebody fetches the lists; it is shown this once',
  secret: true,
  status: 201,
  body: z.strictObject({ name: z.string().trim().min(1).max(80) }),
  answer: z.object({ id, name: z.string(), url: z.string() }),
})

export const revokeConsumer = defineRoute({
  method: 'DELETE',
  path: '/api/block-consumers/:id',
  room,
  access: 'administer',
  summary: 'Take the address back: it leads nowhere from then on',
  status: 204,
  params,
})

export const stances = ['spare', 'permit'] as const
export const guardLine = z.object({ id, stance: z.enum(stances), value: z.string(), note: z.string(), at, by: who })
export type GuardView = z.output<typeof guardLine>

export const listGuard = defineRoute({
  method: 'GET',
  path: '/api/block-guard',
  room,
  access: 'read',
  summary: 'What is never listed: by the organisation’s word, by what is its own, and as it ships',
  answer: z.object({
    items: z.array(guardLine),
    own: z.array(z.string()),
    shipped: z.array(z.object({ what: z.string(), names: z.array(z.string()) })),
    may: z.object({ set: z.boolean() }),
  }),
})

export const addGuard = defineRoute({
  method: 'POST',
  path: '/api/block-guard',
  room,
  access: 'administer',
  summary: 'Spare a name or a network, or permit one that ships as spared',
  status: 201,
  body: z.strictObject({ stance: z.enum(stances), value: z.string().trim().min(1).max(253), note: z.string().trim().max(200).default('') }),
  answer: guardLine,
})

export const removeGuard = defineRoute({
  method: 'DELETE',
  path: '/api/block-guard/:id',
  room,
  access: 'administer',
  summary: 'No longer spare or permit it',
  status: 204,
  params,
})
