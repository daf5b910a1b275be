import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, several, sha256 } from '../shapes.ts'
import { onwardRules, permittedUses, secrecyMarks, sharedKinds, sharedTlps } from './names.ts'

const sharedLine = z.object({
  id,
  kind: z.enum(sharedKinds),
  title: z.string(),
  /** whose it is */
  from: z.object({ id, name: z.string() }),
  tlp: z.enum(sharedTlps),
  permitted: z.enum(permittedUses),
  onward: z.enum(onwardRules),
  until: at.nullable(),
  /** its owner's marks of secrecy that are in force: it goes to nobody */
  secrecy: z.array(z.enum(secrecyMarks)),
  /** when it came to be seen here */
  since: at,
  /** when somebody here read it first */
  readAt: at.nullable(),
})
export type SharedLine = z.output<typeof sharedLine>

const counts = z.array(z.object({ kind: z.enum(sharedKinds), count: z.number().int(), unread: z.number().int() }))
const tombstone = z.object({
  id,
  copy: id,
  kind: z.enum(sharedKinds),
  from: z.string(),
  /** of the copy that was shown, as JSON */
  sha256,
  /** of the bytes that were fetched with it here, to find what was kept of them */
  fetched: z.array(sha256),
  sharedAt: at,
  recalledAt: at,
  hadRead: z.boolean(),
  confirmedAt: at.nullable(),
})
export type TombstoneView = z.output<typeof tombstone>

export const listShared = defineRoute({
  method: 'GET',
  path: '/api/shared',
  room,
  access: 'read',
  summary: 'What other organisations show to one’s own, newest first',
  query: z.object({
    ...page,
    q: z.string().trim().max(200).optional(),
    kind: several(z.enum(sharedKinds)).optional(),
    tlp: several(z.enum(sharedTlps)).optional(),
    from: id.optional(),
  }),
  answer: z.object({ items: z.array(sharedLine), next }),
})

export const sharedFigures = defineRoute({
  method: 'GET',
  path: '/api/shared/figures',
  room,
  access: 'read',
  summary: 'How much others show to one’s organisation, unread, and to be deleted',
  answer: z.object({ kinds: counts, toDelete: z.number().int() }),
})

/** The first reading of an organisation leaves a receipt that the owner sees. */
export const readShared = defineRoute({
  method: 'GET',
  path: '/api/shared/:id',
  room,
  access: 'read',
  summary: 'A copy that another organisation shows, with its terms',
  params,
  answer: sharedLine.extend({
    sha256,
    /** the content as its owner approved it (RFC 8785); null where its words are gone */
    bytes: z.string().nullable(),
  }),
})
export type SharedWhole = z.output<NonNullable<typeof readShared.answer>>

/**
 * A ZIP under the password `infected`, as `application/octet-stream` to be saved; for analysts. Each fetching is receipted before the bytes leave. 404
 * `cooperation.no-shared` from the moment that it is called back or over, `cooperation.bytes-gone` where none go with it or its owner holds them no more.
 */
export const fetchShared = defineRoute({
  method: 'GET',
  path: '/api/shared/:id/bytes',
  room,
  access: 'read',
  summary: 'The bytes of an item of evidence that another organisation shows',
  params,
})

export const listTombstones = defineRoute({
  method: 'GET',
  path: '/api/tombstones',
  room,
  access: 'read',
  summary: 'What others called back, and whether its deletion was confirmed here',
  answer: z.object({ items: z.array(tombstone), may: z.object({ confirm: z.boolean() }) }),
})

export const confirmDeleted = defineRoute({
  method: 'POST',
  path: '/api/tombstones/:id/confirm',
  room,
  access: 'write',
  summary: 'Say that what was kept of a recalled copy is deleted',
  params,
  status: 204,
})
