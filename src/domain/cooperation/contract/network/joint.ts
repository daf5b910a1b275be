import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, several, who } from '../shapes.ts'
import {
  jointActs,
  jointEntryKinds,
  jointLists,
  jointOutcomes,
  jointReaches,
  jointStates,
  jointTaskStates,
  partyStates,
} from './joint-names.ts'
import { memberKinds, permittedUses, secrecyMarks, sharedKinds, sharedTlps } from './names.ts'

const line = (most: number) => z.string().trim().max(most)
const title = line(300).min(1)
const tlp = z.enum(sharedTlps)
const member = z.object({ id, name: z.string(), country: z.string() })

const file = z.object({
  /** of the joint case */
  id,
  code: z.string(),
  /** how it stands for the reader's organisation */
  state: z.enum(jointStates),
  at,
  /** null once the organisation is out of it */
  title: z.string().nullable(),
  lead: member.nullable(),
  /** one of the organisation's own cases, which nobody else is told of */
  case: id.nullable(),
})
export type JointLine = z.output<typeof file>

const party = z.object({
  id,
  member: id,
  name: z.string(),
  country: z.string(),
  kind: z.enum(memberKinds),
  state: z.enum(partyStates),
  invitedAt: at,
  since: at.nullable(),
  endedAt: at.nullable(),
  own: z.boolean(),
  leads: z.boolean(),
})
export type JointParty = z.output<typeof party>

const act = z.object({ id, at, what: z.enum(jointActs), by: z.string(), name: z.string().nullable(), sha256: z.string().nullable() })
export type JointAct = z.output<typeof act>

const brief = z.object({
  title: z.string(),
  text: z.string(),
  ground: z.string(),
  tlp,
  permitted: z.enum(permittedUses),
  by: z.string(),
  at,
})

/** A copy that was shown to the case by way of sharing. */
const copy = z.object({
  id,
  kind: z.enum(sharedKinds),
  title: z.string(),
  tlp,
  from: z.string(),
  own: z.boolean(),
  /** of one's own: by which share */
  share: id.nullable(),
  since: at,
  reach: z.enum(['agencies', 'all']),
})
export type JointCopy = z.output<typeof copy>

const whole = file.extend({
  brief: brief.nullable(),
  opened: at.nullable(),
  closed: z.object({ at, outcome: z.enum(jointOutcomes) }).nullable(),
  leadSince: at.nullable(),
  /** the party that was asked to take the lead over */
  proposed: id.nullable(),
  parties: z.array(party),
  acts: z.array(act),
  copies: z.array(copy),
  /** by what something is shown to it, for the reader's organisation */
  groups: z.array(z.object({ id, reach: z.enum(['agencies', 'all']), late: z.boolean() })),
  /** for the reader's organisation: whether it leads, is asked to, and what its person may do */
  leads: z.boolean(),
  may: z.object({
    lead: z.boolean(),
    answer: z.boolean(),
    leave: z.boolean(),
    take: z.boolean(),
    give: z.boolean(),
    share: z.boolean(),
    link: z.boolean(),
  }),
})
export type JointWhole = z.output<typeof whole>

const entry = z.object({
  id,
  kind: z.enum(jointEntryKinds),
  by: z.object({ name: z.string(), person: who.nullable() }),
  own: z.boolean(),
  reach: z.enum(jointReaches),
  late: z.boolean(),
  tlp,
  secrecy: z.enum(secrecyMarks).nullable(),
  at,
  changedAt: at.nullable(),
  takenBackAt: at.nullable(),
  /** null where it was taken back, but to its owner */
  words: z
    .object({
      title: z.string(),
      text: z.string(),
      sha256: z.string(),
      happenedAt: at.nullable(),
      due: z.iso.date().nullable(),
      /** a party, as far as it is seen */
      assignee: z.object({ id, name: z.string(), own: z.boolean() }).nullable(),
      task: z.enum(jointTaskStates).nullable(),
      taskAt: at.nullable(),
    })
    .nullable(),
  /** of one's own: who sees it now */
  readers: z.array(z.object({ name: z.string(), kind: z.enum(memberKinds) })).nullable(),
  may: z.object({ change: z.boolean(), take: z.boolean(), move: z.boolean() }),
})
export type JointEntry = z.output<typeof entry>

export const listJointCases = defineRoute({
  method: 'GET',
  path: '/api/joint-cases',
  room,
  access: 'read',
  summary: 'Joint cases that one’s organisation is in, is asked into, or was in',
  query: z.object({ list: z.enum(jointLists).default('open'), words: line(200).min(1).optional(), case: id.optional(), ...page }),
  answer: z.object({ items: z.array(file), next, may: z.object({ open: z.boolean() }) }),
})

const told = { title, text: line(20_000).min(1), ground: line(2_000).min(1), permitted: z.enum(permittedUses) }

/** Refused with `cooperation.joint-agency` to whoever is no agency of the network, and with `cooperation.secret` of a case that a mark of secrecy stands on. */
export const openJointCase = defineRoute({
  method: 'POST',
  path: '/api/joint-cases',
  room,
  access: 'administer',
  summary: 'Open a joint case, of one of one’s own cases or of none',
  status: 201,
  body: z.strictObject({ ...told, tlp, case: id.nullable().default(null) }),
  answer: whole,
})

export const readJointCase = defineRoute({
  method: 'GET',
  path: '/api/joint-cases/:id',
  room,
  access: 'read',
  summary: 'A joint case with what the reader’s organisation sees of it',
  params,
  answer: whole,
})

export const changeJointBrief = defineRoute({
  method: 'PUT',
  path: '/api/joint-cases/:id',
  room,
  access: 'administer',
  summary: 'Say anew what a joint case is about, by its lead',
  params,
  body: z.strictObject(told),
  answer: whole,
})

/** `members` are cards of the network. */
export const inviteToJointCase = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/invitations',
  room,
  access: 'administer',
  summary: 'Invite members of the network into a joint case, by its lead',
  params,
  body: z.strictObject({ members: z.array(id).min(1).max(100) }),
  answer: whole,
})

export const answerJointInvitation = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/answer',
  room,
  access: 'administer',
  summary: 'Come into a joint case, or decline it without a reason',
  params,
  body: z.strictObject({ accept: z.boolean() }),
  answer: whole,
})

/** From that moment on the organisation sees nothing more of it but what is its own. */
export const leaveJointCase = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/leave',
  room,
  access: 'administer',
  summary: 'Leave a joint case; one’s own contributions stay one’s own',
  params,
  answer: whole,
})

export const removeFromJointCase = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/remove',
  room,
  access: 'administer',
  summary: 'Take a party out of a joint case, or an invitation back',
  params,
  body: z.strictObject({ party: id }),
  answer: whole,
})

export const proposeJointLead = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/lead',
  room,
  access: 'administer',
  summary: 'Ask another agency to lead a joint case, or take that back',
  params,
  body: z.strictObject({ party: id.nullable() }),
  answer: whole,
})

export const answerJointLead = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/lead/answer',
  room,
  access: 'administer',
  summary: 'Take the lead of a joint case over, or leave it where it is',
  params,
  body: z.strictObject({ accept: z.boolean() }),
  answer: whole,
})

export const closeJointCase = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/close',
  room,
  access: 'administer',
  summary: 'Close a joint case with what came of it',
  params,
  body: z.strictObject({ outcome: z.enum(jointOutcomes), text: line(20_000) }),
  answer: whole,
})

/** Seen by nobody else. */
export const linkJointCase = defineRoute({
  method: 'PUT',
  path: '/api/joint-cases/:id/case',
  room,
  access: 'write',
  summary: 'Link a joint case with one of one’s own cases, for oneself alone',
  params,
  body: z.strictObject({ case: id.nullable() }),
  answer: whole,
})

export const listJointEntries = defineRoute({
  method: 'GET',
  path: '/api/joint-cases/:id/entries',
  room,
  access: 'read',
  summary: 'What parties gave to a joint case, as far as the reader sees it',
  params,
  query: z.object({ kind: several(z.enum(jointEntryKinds)).optional(), words: line(200).min(1).optional(), ...page }),
  answer: z.object({ items: z.array(entry), next }),
})

const written = {
  title,
  text: line(20_000),
  /** of an event */
  happenedAt: at.nullable().default(null),
  /** of a task: until when, and which party does it */
  due: z.iso
    .date()
    .refine((day) => day >= '0001-01-01')
    .nullable()
    .default(null),
  assignee: id.nullable().default(null),
}

/** `chosen` are parties, where it is for these alone. `late`: whether whoever joins later sees it. */
export const giveToJointCase = defineRoute({
  method: 'POST',
  path: '/api/joint-cases/:id/entries',
  room,
  access: 'write',
  summary: 'Give a note, a task or an event to a joint case',
  params,
  status: 201,
  body: z.strictObject({
    ...written,
    kind: z.enum(['note', 'task', 'event']),
    reach: z.enum(jointReaches),
    chosen: z.array(id).max(100).default([]),
    late: z.boolean(),
    tlp,
    secrecy: z.enum(secrecyMarks).nullable().default(null),
  }),
  answer: entry,
})

export const changeJointEntry = defineRoute({
  method: 'PUT',
  path: '/api/joint-entries/:id',
  room,
  access: 'write',
  summary: 'Say one’s own contribution to a joint case anew',
  params,
  body: z.strictObject(written),
  answer: entry,
})

/** From that moment on others see that there was something, and no word of it. */
export const takeJointEntryBack = defineRoute({
  method: 'POST',
  path: '/api/joint-entries/:id/take-back',
  room,
  access: 'write',
  summary: 'Take one’s own contribution to a joint case back',
  params,
  answer: entry,
})

export const moveJointTask = defineRoute({
  method: 'POST',
  path: '/api/joint-entries/:id/task',
  room,
  access: 'write',
  summary: 'Say how far a task of a joint case is',
  params,
  body: z.strictObject({ state: z.enum(jointTaskStates) }),
  answer: entry,
})
