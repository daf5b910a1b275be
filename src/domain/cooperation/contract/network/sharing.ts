import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { room } from '../shapes.ts'
import { ceilingReaches, sharedTlps } from './names.ts'

const ceiling = z.strictObject({ tlp: z.enum(sharedTlps), reach: z.enum(ceilingReaches) })
const rule = z.strictObject({
  /** whoever drafted a share may not decide on it */
  secondPerson: z.boolean(),
  /** up to where a role may decide: the most open mark, the widest recipient */
  analyst: ceiling,
  manager: ceiling,
  /** whether messages may go as they came, unredacted */
  originals: z.boolean(),
})
export type SharingRuleView = z.output<typeof rule>
const answer = z.object({ rule, may: z.object({ set: z.boolean() }) })

export const readSharingRule = defineRoute({
  method: 'GET',
  path: '/api/sharing-rule',
  room,
  access: 'read',
  summary: 'How one’s organisation lets its people share',
  answer,
})

export const setSharingRule = defineRoute({
  method: 'PUT',
  path: '/api/sharing-rule',
  room,
  access: 'administer',
  summary: 'Set ceilings for roles, and whether two people share',
  body: rule.extend({ originals: z.boolean().default(false) }),
  answer,
})
