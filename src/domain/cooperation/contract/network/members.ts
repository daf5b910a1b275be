import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { country, timeZone } from '../../../directory/contract.ts'
import { at, id, next, page, params, reason, room, several, who } from '../shapes.ts'
import { categories, lawKinds, memberKinds, memberStates, powerKinds } from './names.ts'

const line = (most: number) => z.string().trim().max(most)
const card = {
  name: line(200).min(1),
  country,
  /** of industry alone; `other` is explained in `categoryOther` */
  category: z.enum(categories).nullable(),
  categoryOther: line(200).nullable(),
  /** for whom an association speaks */
  /**
   * for whom it speaks now, in words. Of a member that is entered it becomes somebody who is named; of one that is there it is passed over, since it is changed
   * one by one (`representations`)
   */
  represents: line(200_000),
  legalBasis: line(2_000),
  laws: z.array(z.enum(lawKinds)).max(20),
  powers: z.array(z.enum(powerKinds)).max(20),
  /** BCP 47 */
  languages: z
    .array(
      z
        .string()
        .regex(/^[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8})*$/)
        .max(35),
    )
    .max(20),
  /** IANA name */
  timeZone,
  /** in words, by its own time zone */
  hours: line(500),
  website: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  /** networks and domains: AS64500, 192.0.2.0/24, 2001:db8::/32, example.org */
  resources: z.array(line(255).min(2)).max(500),
  /** whether the public directory names it */
  public: z.boolean(),
}

export const member = z.object({
  id,
  kind: z.enum(memberKinds),
  ...card,
  country: z.string(),
  state: z.enum(memberStates),
  joinedAt: at.nullable(),
  leftAt: at.nullable(),
  changedAt: at,
  /** whether it works on this node */
  here: z.boolean(),
})
export type MemberView = z.output<typeof member>
export const memberWhole = member.extend({
  changedBy: who,
  leftWhy: z.string().nullable(),
  /** the organisation of this node by which it works here; shown to the secretariat and to itself */
  organisation: z.object({ id, name: z.string() }).nullable(),
  may: z.object({ change: z.boolean(), /** to another country */ move: z.boolean(), end: z.boolean(), open: z.boolean() }),
})
export type MemberWhole = z.output<typeof memberWhole>

export const cardBody = z.strictObject({
  ...card,
  category: card.category.default(null),
  categoryOther: card.categoryOther.default(null),
  represents: line(2_000).default(''),
  legalBasis: card.legalBasis.default(''),
  laws: card.laws.default([]),
  powers: card.powers.default([]),
  languages: card.languages.default([]),
  timeZone: timeZone.default('UTC'),
  hours: card.hours.default(''),
  website: card.website.default(null),
  resources: card.resources.default([]),
  public: z.boolean().default(false),
})
export type CardBody = z.output<typeof cardBody>

export const memberFilter = {
  kind: several(z.enum(memberKinds)).optional(),
  country: z.string().max(2).optional(),
  category: several(z.enum(categories)).optional(),
  state: several(z.enum(memberStates)).default(['member']),
  q: z.string().trim().max(200).optional(),
}

export const listMembers = defineRoute({
  method: 'GET',
  path: '/api/network/members',
  room,
  access: 'read',
  summary: 'Agencies and industry members of the network, by country and name',
  /** `here`: only those that work on this node, or only the others */
  query: z.object({ ...page, ...memberFilter, here: z.stringbool().optional() }),
  answer: z.object({ items: z.array(member), next }),
})

export const readMember = defineRoute({
  method: 'GET',
  path: '/api/network/members/:id',
  room,
  access: 'read',
  summary: 'A member of the network with all that the reader may see of it',
  params,
  answer: memberWhole,
})

/** For members of the beginning, before anybody applies: it joins at once. Refused with `cooperation.category` where kind and category do not go together. */
export const addMember = defineRoute({
  method: 'POST',
  path: '/api/network/members',
  room,
  access: 'administer',
  summary: 'Enter a member that has joined already, as the secretariat',
  status: 201,
  body: cardBody.extend({ kind: z.enum(memberKinds) }),
  answer: memberWhole,
})

export const changeMember = defineRoute({
  method: 'PUT',
  path: '/api/network/members/:id',
  room,
  access: 'write',
  summary: 'Change the card of a member: its own people, or the secretariat',
  params,
  body: cardBody,
  answer: memberWhole,
})

/** Whoever left sees nothing more from that moment on. */
export const endMember = defineRoute({
  method: 'POST',
  path: '/api/network/members/:id/leave',
  room,
  access: 'administer',
  summary: 'Leave the network, or record that a member has left',
  params,
  body: z.strictObject({ reason: reason.optional() }),
  answer: memberWhole,
})

/** The link invites its first administrator and is shown this once. Refused with `cooperation.member-here` where it works here already. */
export const openMember = defineRoute({
  method: 'POST',
  path: '/api/network/members/:id/organisation',
  room,
  access: 'administer',
  summary: 'Let a member work on this node: make its organisation and invite its administrator',
  secret: true,
  params,
  body: z.strictObject({ administrator: z.email().max(254).toLowerCase() }),
  answer: z.object({ member: memberWhole, link: z.string(), expiresAt: at, mailed: z.boolean() }),
  status: 201,
})
