import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import {
  actionKinds,
  actionStates,
  at,
  caseKind,
  id,
  next,
  outcomeKinds,
  page,
  params,
  partyRoles,
  reason,
  room,
  several,
  who,
} from './shapes.ts'

export const actionKind = z.enum(actionKinds)
export const actionState = z.enum(actionStates)

export const thing = z.object({
  kind: z.enum(['address', 'domain', 'host', 'url', 'file', 'sender']),
  value: z.string().min(1).max(8_192),
  port: z.number().int().min(0).max(65_535).nullable().optional(),
  /** when it was seen */
  at: at.nullable().optional(),
})
export type Thing = z.output<typeof thing>

export const recipient = z.object({
  name: z.string().min(1).max(300),
  address: z.string().max(320).nullable(),
  /** of the directory, where they are known there */
  party: id.nullable(),
  contact: id.nullable(),
  role: z.enum(partyRoles).nullable(),
  format: z.enum(['xarf', 'arf', 'text']),
  /** BCP 47 */
  language: z.string().max(35).nullable(),
})
export type Recipient = z.output<typeof recipient>

export const action = z.object({
  id,
  case: id,
  caseCode: z.string(),
  kind: actionKind,
  state: actionState,
  recipient: recipient.nullable(),
  things: z.array(thing),
  options: z.record(z.string(), z.unknown()),
  /** SHA-256 of the bytes that were approved */
  draftHash: z.string().nullable(),
  proposedBy: who,
  proposedAt: at,
  /** why the playbook proposes it; null when a person did by themselves */
  ground: z.string().nullable(),
  approvedBy: who.nullable(),
  approvedAt: at.nullable(),
  /** the rule that approved it */
  rule: id.nullable(),
  endedWhy: z.string().nullable(),
  stateAt: at,
  /** kind of its last outcome */
  outcome: z.enum(outcomeKinds).nullable(),
  /** the recipient's own number for it */
  reference: z.string().nullable(),
})
export type Action = z.output<typeof action>

export const outcome = z.object({
  id,
  kind: z.enum(outcomeKinds),
  detail: z.string().nullable(),
  reference: z.string().nullable(),
  at,
  by: who,
})

export const listCaseActions = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/actions',
  room,
  access: 'read',
  summary: 'Actions of a case, newest first',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(action), next }),
})

export const listActions = defineRoute({
  method: 'GET',
  path: '/api/actions',
  room,
  access: 'read',
  summary: 'Actions of the organisation in a state, the last first',
  query: z.object({ state: actionState.default('proposed'), kind: several(actionKind).optional(), ...page }),
  answer: z.object({ items: z.array(action), next }),
})

export const readAction = defineRoute({
  method: 'GET',
  path: '/api/actions/:id',
  room,
  access: 'read',
  summary: 'One action with its outcomes',
  params,
  answer: action.extend({ outcomes: z.array(outcome) }),
})

/** What a person or program proposes. Approving is asked of the release that is drafted for it: `POST /api/releases/:id/approve`. */
export const proposeAction = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/actions',
  room,
  access: 'write',
  summary: 'Propose an action',
  status: 201,
  params,
  body: z.strictObject({
    kind: actionKind,
    recipient: z
      .strictObject({
        ...recipient.shape,
        address: recipient.shape.address.default(null),
        party: recipient.shape.party.default(null),
        contact: recipient.shape.contact.default(null),
        role: recipient.shape.role.default(null),
        format: recipient.shape.format.default('text'),
        language: recipient.shape.language.default(null),
      })
      .nullable()
      .default(null),
    things: z.array(thing).max(1_000).default([]),
    options: z
      .record(z.string().max(100), z.unknown())
      .default({})
      .refine((options) => JSON.stringify(options).length <= 20_000, { message: 'at most 20,000 characters' }),
    /** a suggestion's `ground`, when it is taken from the playbook */
    ground: z.string().max(100).nullable().default(null),
  }),
  answer: action,
})

export const declineAction = defineRoute({
  method: 'POST',
  path: '/api/actions/:id/decline',
  room,
  access: 'write',
  summary: 'Decline a proposed action, with a reason',
  params,
  body: z.strictObject({ reason }),
  answer: action,
})

export const withdrawAction = defineRoute({
  method: 'POST',
  path: '/api/actions/:id/withdraw',
  room,
  access: 'write',
  summary: 'Take a proposed or approved action back before it runs',
  params,
  body: z.strictObject({ reason }),
  answer: action,
})

/** What became of it, where a person learned it otherwise: by telephone, or from the other's own desk. */
export const addOutcome = defineRoute({
  method: 'POST',
  path: '/api/actions/:id/outcomes',
  room,
  access: 'write',
  summary: 'Record what became of an action',
  status: 201,
  params,
  body: z.strictObject({
    kind: z.enum(['acknowledged', 'answered', 'acted', 'refused', 'no-answer', 'expired']),
    detail: z.string().trim().max(2_000).nullable().default(null),
    reference: z.string().trim().max(200).nullable().default(null),
  }),
  answer: action.extend({ outcomes: z.array(outcome) }),
})

/** One action that the playbook would take; nothing is proposed until somebody says so. */
export const suggestion = z.object({
  kind: actionKind,
  /** code of the reason; the console has the words */
  ground: z.string(),
  /** who could receive it, by what they are to the case; the directory says who that is */
  roles: z.array(z.enum(partyRoles)),
  /** parties of the case that are so */
  recipients: z.array(recipient),
  things: z.array(thing),
  /** how soon, in hours: 0 is now */
  within: z.number().int(),
  /** an action of this kind is there already and not declined or withdrawn */
  taken: z.boolean(),
})
export type Suggestion = z.output<typeof suggestion>

export const readPlaybook = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/playbook',
  room,
  access: 'read',
  summary: 'Actions that suit a case of this kind',
  params,
  answer: z.object({ items: z.array(suggestion) }),
})

export const actionRule = z.object({
  id,
  actionKind,
  /** empty: any */
  caseKinds: z.array(caseKind),
  /** of the recipient; empty: any */
  roles: z.array(z.enum(partyRoles)),
  /** as many as it may approve within twenty-four hours */
  perDay: z.number().int(),
  /** how many it approved in the last twenty-four hours */
  used: z.number().int(),
  until: at.nullable(),
  note: z.string(),
  setBy: who,
  setAt: at,
  endedBy: who.nullable(),
  endedAt: at.nullable(),
})
export type ActionRule = z.output<typeof actionRule>

export const listActionRules = defineRoute({
  method: 'GET',
  path: '/api/action-rules',
  room,
  access: 'read',
  summary: 'Rules that approve actions in place of a person, newest first',
  query: z.object({ ended: z.stringbool().default(false), ...page }),
  answer: z.object({ items: z.array(actionRule), next }),
})

export const addActionRule = defineRoute({
  method: 'POST',
  path: '/api/action-rules',
  room,
  access: 'administer',
  summary: 'Let actions of a kind be approved by rule, so many a day',
  status: 201,
  body: z.strictObject({
    // what a person wrote to a person is read by a person before it goes
    actionKind: actionKind.exclude(['reply']),
    caseKinds: z.array(caseKind).max(10).default([]),
    roles: z.array(z.enum(partyRoles)).max(12).default([]),
    perDay: z.number().int().min(1).max(10_000),
    until: at.nullable().default(null),
    note: z.string().trim().max(500).default(''),
  }),
  answer: actionRule,
})

export const endActionRule = defineRoute({
  method: 'POST',
  path: '/api/action-rules/:id/end',
  room,
  access: 'administer',
  summary: 'End a rule',
  params,
  answer: actionRule,
})
