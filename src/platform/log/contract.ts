import { z } from 'zod'
import { defineRoute } from '../../base/route.ts'

// The node's append-only log as others see it. What is public tells sizes and hashes; records are told only to those who may see them.

const room = 'log'
const base64 = z.base64()

export const logSummary = z.object({
  /** the log's name: the first line of its checkpoints */
  origin: z.string(),
  /** public key: what `tocsin verify --key` takes */
  key: z.string(),
  size: z.number(),
  root: base64,
  /** the newest checkpoint, a signed note */
  checkpoint: z.string(),
  /** the last checkpoint of the log before it, where this one was opened after a restore */
  cites: z.string().nullable(),
  openedAt: z.iso.datetime(),
})
export type LogSummary = z.output<typeof logSummary>

export const listLogs = defineRoute({
  method: 'GET',
  path: '/api/log',
  room,
  summary: 'The logs of this node, the one that grows last, with their public keys and newest checkpoints',
  access: 'public',
  answer: z.object({ items: z.array(logSummary), next: z.null() }),
})

/** Plain text: the newest checkpoint of the log that grows, as it was signed. */
export const readCheckpoint = defineRoute({
  method: 'GET',
  path: '/api/log/checkpoint',
  room,
  summary: 'The newest checkpoint (C2SP tlog-checkpoint, text)',
  access: 'public',
})

const size = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)

/** A file of form `tocsin-consistency/1`. Refused with `log.sizes` unless from ≤ to ≤ the newest size. */
export const readConsistency = defineRoute({
  method: 'GET',
  path: '/api/log/consistency',
  room,
  summary: 'The proof that the log at size `to` continues the log at size `from`',
  access: 'public',
  query: z.object({ from: size, to: size, origin: z.string().max(500).optional() }),
})

/** By the id of a leaf; tells nothing about its record. */
export const readInclusion = defineRoute({
  method: 'GET',
  path: '/api/log/leaves/:id/inclusion',
  room,
  summary: 'Where a leaf stands in the log; pending for the first seconds',
  access: 'public',
  params: z.object({ id: z.uuid() }),
  answer: z.discriminatedUnion('state', [
    z.object({ state: z.literal('pending') }),
    z.object({
      state: z.literal('integrated'),
      origin: z.string(),
      index: z.number(),
      size: z.number(),
      hashes: z.array(base64),
      checkpoint: z.string(),
    }),
  ]),
})

/** The newest 500. Those of the acting organisation, and those that it is told because it may see what they are about. */
export const listLeaves = defineRoute({
  method: 'GET',
  path: '/api/log/leaves',
  room,
  summary: 'The leaves of the log on one subject, as far as the reader may see them, with their ids to be proven by',
  access: 'read',
  query: z.object({ subject: z.uuid() }),
  answer: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        /** `room.what-happened` */
        kind: z.string(),
        at: z.iso.datetime(),
        /** of the acting organisation */
        own: z.boolean(),
        /** its record was erased; its place stays */
        erased: z.boolean(),
      }),
    ),
    next: z.null(),
  }),
})

/** A file of form `tocsin-proof/1` with all lines on the leaf's subject; 202 with `{ "state": "pending" }` while the leaf has no place yet. */
export const readBundle = defineRoute({
  method: 'GET',
  path: '/api/log/leaves/:id/bundle',
  room,
  summary: 'The proof bundle of a custody line: what `tocsin verify` and the console check',
  access: 'read',
  params: z.object({ id: z.uuid() }),
})
