import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { profile } from './session.ts'
import { email, id, moment, nothing, room, secret } from './shapes.ts'

// A person's address, and the end of an account. A new address counts once its link was opened by the person, signed in: whoever else gets hold of the
// link can do nothing with it.

const password = z.string().min(1).max(200)

/** Mails the link to the new address. Refused with `directory.no-relay` on a node that sends no mail: then an administrator makes the link. */
export const askAddressChange = defineRoute({
  method: 'POST',
  path: '/api/me/address',
  room,
  summary: 'Ask to be known by another address',
  access: 'session',
  secret: true,
  status: 202,
  body: z.strictObject({ email, password }),
  answer: z.object({ expiresAt: moment }),
})

/** The link is for the person to open, signed in; where there is a relay it is mailed to the new address as well. Refused with `directory.no-person`. */
export const offerAddressChange = defineRoute({
  method: 'POST',
  path: '/api/people/:id/address',
  room,
  summary: 'Make a link by which a person takes another address',
  access: 'administer',
  secret: true,
  status: 201,
  params: z.object({ id }),
  body: z.strictObject({ email }),
  answer: z.object({ link: z.string(), expiresAt: moment, mailed: z.boolean() }),
})

/** Refused with `directory.address-link-over` (used, expired, another's), `directory.known-person` where the address has an account. */
export const confirmAddressChange = defineRoute({
  method: 'POST',
  path: '/api/me/address/confirm',
  room,
  summary: 'Take the address that a link is for',
  access: 'session',
  secret: true,
  body: z.strictObject({ token: secret }),
  answer: profile,
})

/** Refused with `directory.still-member` while the person belongs to an organisation, with `directory.last-operator`. */
export const deleteAccount = defineRoute({
  method: 'POST',
  path: '/api/me/delete',
  room,
  summary: 'Delete the own account',
  access: 'session',
  secret: true,
  body: z.strictObject({ password }),
  ...nothing,
})
