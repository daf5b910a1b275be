import { z } from 'zod'
import { scopes } from '../../../base/actor.ts'
import { defineRoute } from '../../../base/route.ts'
import { id, moment, nothing, page, room, scope } from './shapes.ts'

export const apiKey = z.object({
  id,
  name: z.string(),
  /** the first characters, to recognise it by */
  start: z.string(),
  scopes: z.array(scope),
  person: z.object({ id, name: z.string() }),
  since: moment,
  expiresAt: moment,
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
})
export type ApiKey = z.output<typeof apiKey>

export const listKeys = defineRoute({
  method: 'GET',
  path: '/api/keys',
  room,
  summary: 'API keys: own, or those of everybody here (administrators)',
  access: 'session',
  query: z.object({ ...page, of: z.enum(['me', 'everybody']).default('me') }),
  answer: z.object({ items: z.array(apiKey), next: z.string().nullable() }),
})

/** The key itself (`tcs_…`) is shown this once; sent as `Authorization: Bearer`. It acts for this organisation with the person's role of the moment. */
export const createKey = defineRoute({
  method: 'POST',
  path: '/api/keys',
  room,
  summary: 'Make an API key',
  access: 'session',
  secret: true,
  body: z.strictObject({
    name: z.string().trim().min(1).max(80),
    scopes: z.array(scope).min(1).max(scopes.length),
    days: z.int().min(1).max(366).default(90),
  }),
  answer: z.object({ key: z.string(), record: apiKey }),
  status: 201,
})

export const revokeKey = defineRoute({
  method: 'DELETE',
  path: '/api/keys/:id',
  room,
  summary: 'Revoke an API key',
  access: 'session',
  params: z.object({ id }),
  ...nothing,
})
