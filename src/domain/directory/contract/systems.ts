import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { id, moment, nothing, room } from './shapes.ts'

/** An organisation states at most so many own systems. */
export const systemsAtMost = 200

const note = z.string().trim().max(200)

/** A mail system that an organisation states as its own: a network (CIDR, IPv4 or IPv6), or hosts by the end of their names. */
export const system = z.object({
  id,
  kind: z.enum(['network', 'host']),
  /** canonical: `192.0.2.0/24`, `2001:db8::/32`, `mail.example.org` (that name and all below it) */
  value: z.string(),
  note: z.string(),
  /** who stated it, where they are still a member */
  by: z.string(),
  since: moment,
})
export type System = z.output<typeof system>

export const listSystems = defineRoute({
  method: 'GET',
  path: '/api/organisation/systems',
  room,
  summary: 'Own mail systems that the acting organisation states',
  access: 'read',
  /** `changedAt`: readings made before it rest on other systems; null while none was ever stated */
  answer: z.object({ items: z.array(system), changedAt: moment.nullable() }),
})

/**
 * Readings that are there stay as they are; new ones take it into account. Refused with `directory.system-unreadable` (`detail.why`: empty, neither,
 * wide, public-suffix), `directory.system-known`, `directory.too-many-systems`.
 */
export const addSystem = defineRoute({
  method: 'POST',
  path: '/api/organisation/systems',
  room,
  summary: 'State an own mail system: a network or a host suffix',
  access: 'administer',
  body: z.strictObject({ value: z.string().trim().min(1).max(300), note: note.default('') }),
  answer: system,
  status: 201,
})

export const changeSystem = defineRoute({
  method: 'PATCH',
  path: '/api/organisation/systems/:id',
  room,
  summary: 'Change the note of an own mail system',
  access: 'administer',
  params: z.object({ id }),
  body: z.strictObject({ note }),
  answer: system,
})

export const removeSystem = defineRoute({
  method: 'DELETE',
  path: '/api/organisation/systems/:id',
  room,
  summary: 'No longer state an own mail system',
  access: 'administer',
  params: z.object({ id }),
  ...nothing,
})
