import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { room } from '../shapes.ts'
import { categories, memberKinds } from './names.ts'

/** What the public reads of a contact: those alone whose audience is the public. */
const contact = z.object({
  unit: z.string(),
  person: z.string(),
  title: z.string(),
  mail: z.string().nullable(),
  phone: z.string().nullable(),
  hours: z.string(),
  timeZone: z.string(),
  languages: z.array(z.string()),
})

export const publicDirectory = z.object({
  network: z.string(),
  introduction: z.string(),
  members: z.array(
    z.object({
      kind: z.enum(memberKinds),
      name: z.string(),
      country: z.string(),
      category: z.enum(categories).nullable(),
      categoryOther: z.string().nullable(),
      represents: z.string(),
      website: z.string().nullable(),
      contacts: z.array(contact),
    }),
  ),
})
export type PublicDirectory = z.output<typeof publicDirectory>

/** Members that let themselves be named, by country and name. Refused with `cooperation.no-directory` where none is published. */
export const readPublicDirectory = defineRoute({
  method: 'GET',
  path: '/api/directory',
  room,
  access: 'public',
  summary: 'The public directory of the network: members that let themselves be named, and their public contacts',
  answer: publicDirectory,
})

const publicity = {
  /** whether everybody may read the directory, at /directory */
  directory: z.boolean(),
  /** whether organisations of this node that are no members are told of the network, and may ask to join */
  asking: z.boolean(),
  /** what stands above the public directory */
  introduction: z.string().trim().max(2_000),
}

export const publicityView = z.object({
  ...publicity,
  /** how many members would be named, and how many contacts */
  named: z.object({ members: z.number().int(), contacts: z.number().int() }),
  may: z.object({ change: z.boolean() }),
})
export type PublicityView = z.output<typeof publicityView>

export const readPublicity = defineRoute({
  method: 'GET',
  path: '/api/network/publicity',
  room,
  access: 'read',
  summary: 'What the network lets be known of itself to those who are no members',
  answer: publicityView,
})

export const changePublicity = defineRoute({
  method: 'PUT',
  path: '/api/network/publicity',
  room,
  access: 'administer',
  summary: 'Say what the network lets be known of itself, as the secretariat',
  body: z.strictObject(publicity),
  answer: publicityView,
})
