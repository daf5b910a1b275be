import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, params, room, several, who } from '../shapes.ts'
import { resourceKinds, resourceStates } from './resource-names.ts'

const about = z.object({ en: z.string().trim().max(1_000), 'zh-CN': z.string().trim().max(1_000), ar: z.string().trim().max(1_000) })

const said = {
  kind: z.enum(resourceKinds),
  name: z.string().trim().min(1).max(200),
  /** what it is, by language; empty where nobody wrote it */
  about,
  /** web and mail addresses, the first one leads */
  addresses: z
    .array(
      z
        .string()
        .trim()
        .max(500)
        .regex(/^(?:https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+)$/),
    )
    .min(1)
    .max(10),
  /** where it was taken from */
  source: z.string().trim().max(200),
  /** the day of that */
  sourceOn: z.iso.date().nullable(),
}

export const resource = z.object({
  id,
  ...said,
  addresses: z.array(z.string()),
  state: z.enum(resourceStates),
  confirmedAt: at.nullable(),
  confirmedBy: who.nullable(),
  changedAt: at,
})
export type ResourceView = z.output<typeof resource>

const filter = {
  kind: several(z.enum(resourceKinds)).optional(),
  state: several(z.enum(resourceStates)).default(['unconfirmed', 'confirmed']),
}

/** One list a node, short enough for one answer. */
export const listResources = defineRoute({
  method: 'GET',
  path: '/api/resources',
  room,
  access: 'read',
  summary: 'Readings for users and contacts for incident reports (X.1207, appendix I), and whether each was confirmed',
  query: z.object(filter),
  answer: z.object({ items: z.array(resource), may: z.object({ keep: z.boolean() }) }),
})

export const exportResources = defineRoute({
  method: 'GET',
  path: '/api/resources/export',
  room,
  access: 'read',
  summary: 'The catalogue of readings and contacts for incident reports as CSV',
  query: z.object(filter),
})

const body = z.strictObject({ ...said, source: said.source.default(''), sourceOn: said.sourceOn.default(null) })

/** Unconfirmed until somebody says that it is right. */
export const addResource = defineRoute({
  method: 'POST',
  path: '/api/resources',
  room,
  access: 'administer',
  summary: 'Add a reading or a contact for incident reports to the catalogue',
  status: 201,
  body,
  answer: resource,
})

/** What has other addresses than before is unconfirmed again. */
export const changeResource = defineRoute({
  method: 'PUT',
  path: '/api/resources/:id',
  room,
  access: 'administer',
  summary: 'Change an entry of the catalogue of readings and report contacts',
  params,
  body: body.omit({ kind: true }),
  answer: resource,
})

export const confirmResource = defineRoute({
  method: 'POST',
  path: '/api/resources/:id/confirm',
  room,
  access: 'administer',
  summary: 'Say that an entry of the catalogue was looked at today and is right',
  params,
  answer: resource,
})

/** It stays in the table, so that nobody adds it again unknowingly; confirming brings it back. */
export const withdrawResource = defineRoute({
  method: 'POST',
  path: '/api/resources/:id/withdraw',
  room,
  access: 'administer',
  summary: 'Take an entry out of the catalogue of readings and report contacts',
  params,
  answer: resource,
})
