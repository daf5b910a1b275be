import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, room } from '../shapes.ts'
import { memberKinds, standingGroups } from './names.ts'

const office = z.object({
  id,
  holder: z.object({ id, name: z.string() }),
  since: at,
  /** when it is to end, as set beforehand */ endsAt: at.nullable(),
  until: at.nullable(),
})
export type OfficeView = z.output<typeof office>

export const network = z.object({
  id,
  name: z.string(),
  /** where the reader's organisation stands: its membership, and whether it acts for the network now */
  standing: z.object({ member: z.object({ id, kind: z.enum(memberKinds) }).nullable(), acting: z.boolean() }),
  members: z.object({ agencies: z.number().int(), industry: z.number().int(), countries: z.number().int() }),
  groups: z.array(z.object({ id, standing: z.enum(standingGroups) })),
  offices: z.array(office),
  may: z.object({ addMembers: z.boolean(), setOffice: z.boolean() }),
})
export type NetworkView = z.output<typeof network>

/** Answers null where this node keeps no network. */
export const readNetwork = defineRoute({
  method: 'GET',
  path: '/api/network',
  room,
  access: 'read',
  summary: 'The network of this node, and where the reader’s organisation stands in it',
  answer: z.object({ network: network.nullable() }),
})

/** One a node. `holder` is the organisation that holds the secretariat’s office first. Refused with `cooperation.network-made`, `directory.no-organisation`. */
export const makeNetwork = defineRoute({
  method: 'POST',
  path: '/api/node/network',
  room,
  access: 'operator',
  summary: 'Make the network of this node and give its office to an organisation',
  status: 201,
  body: z.strictObject({ name: z.string().trim().min(1).max(200), country: z.string().length(2), holder: id }),
  answer: z.object({ id, name: z.string() }),
})

/** From now on, for the time that terms are given unless `endsAt` says otherwise; the terms of others end when they are ended. Refused with `cooperation.holds-office`. */
export const beginOffice = defineRoute({
  method: 'POST',
  path: '/api/network/offices',
  room,
  access: 'administer',
  summary: 'Give the secretariat’s office to a member, besides those who hold it',
  status: 201,
  body: z.strictObject({ member: id, endsAt: at.optional() }),
  answer: office,
})

/** It runs on until it is ended; what is past its end is shown as overdue. Refused with `directory.office-end`. */
export const setTerm = defineRoute({
  method: 'PUT',
  path: '/api/network/offices/:id',
  room,
  access: 'administer',
  summary: 'Set when a term of the secretariat’s office is to end',
  params: z.object({ id }),
  body: z.strictObject({ endsAt: at }),
  answer: office,
})

/** Refused with `cooperation.last-office` for the last one: somebody must act for the network. */
export const endOffice = defineRoute({
  method: 'POST',
  path: '/api/network/offices/:id/end',
  room,
  access: 'administer',
  summary: 'End a term of the secretariat’s office',
  params: z.object({ id }),
  answer: office,
})
