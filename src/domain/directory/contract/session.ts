import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { digests, email, id, locale, newOrganisation, newPerson, organisation, personName, role, room, secret, timeZone } from './shapes.ts'

export const readSetup = defineRoute({
  method: 'GET',
  path: '/api/setup',
  room,
  summary: 'Whether this node still waits for its first organisation',
  access: 'public',
  answer: z.object({ open: z.boolean() }),
})

/**
 * First run, once: `token` is the fragment of the link that the node printed (`/setup#TOKEN`). The first administrator is the
 * node's operator too, and is signed in by the answer's cookie. Refused with `directory.setup-over` or `directory.setup-token`.
 */
export const setUp = defineRoute({
  method: 'POST',
  path: '/api/setup',
  room,
  summary: 'Make the first organisation and its administrator',
  access: 'public',
  secret: true,
  body: z.strictObject({ token: secret, organisation: newOrganisation, person: newPerson.extend({ email }) }),
  answer: z.object({ organisation: id, person: id }),
  status: 201,
})

/** What the console may offer; the server asks again at every act. */
export const rights = [
  'see-people',
  'manage-people',
  'own-keys',
  'manage-keys',
  'manage-organisation',
  'state-systems',
  'state-parties',
  'import-parties',
  'read-audit',
  'see-jobs',
  'operate-node',
] as const
export type Right = (typeof rights)[number]

export const profile = z.object({
  id,
  email: z.string(),
  name: z.string(),
  locale: z.string(),
  timeZone: z.string(),
  digest: z.enum(digests),
  /** hour of the day, in the person's zone, of the daily digest */
  digestHour: z.number(),
})

export const sessionState = z.object({
  person: profile,
  /** runs the node: makes and suspends organisations, sees the machinery, never content */
  operator: z.boolean(),
  /** null: none, or the one that was chosen is no longer open to this person; let them choose */
  acting: z.object({ organisation, role }).nullable(),
  memberships: z.array(z.object({ organisation, role, unread: z.number() })),
  /** the network of this node, where the acting organisation is a member of it, or acts for it */
  network: id.nullable(),
  rights: z.array(z.enum(rights)),
  /** everything on this node is made up (`tocsin demo`) */
  demo: z.boolean(),
})
export type SessionState = z.output<typeof sessionState>

/** 401 `platform.sign-in` where nobody is signed in. */
export const readSession = defineRoute({
  method: 'GET',
  path: '/api/session',
  room,
  summary: 'Who is signed in, and for whom they act',
  access: 'session',
  answer: sessionState,
})

/** Refused with `directory.not-a-member`; also where the organisation is suspended. */
export const actFor = defineRoute({
  method: 'PUT',
  path: '/api/session/acting',
  room,
  summary: 'Choose the organisation to act for',
  access: 'session',
  body: z.strictObject({ organisation: id }),
  answer: sessionState,
})

export const changeProfile = defineRoute({
  method: 'PATCH',
  path: '/api/me',
  room,
  summary: 'Change the own name, language, time zone and digest',
  access: 'session',
  body: z.strictObject({
    name: personName.optional(),
    locale: locale.optional(),
    timeZone: timeZone.optional(),
    digest: z.enum(digests).optional(),
    digestHour: z.int().min(0).max(23).optional(),
  }),
  answer: profile,
})
