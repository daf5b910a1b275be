import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { caseLine } from './cases.ts'
import {
  at,
  audiences,
  id,
  linkKinds,
  member,
  next,
  nothing,
  page,
  params,
  partyRoles,
  room,
  someIds,
  tally,
  taskStates,
  who,
} from './shapes.ts'

// What belongs to a case.

export const caseReport = z.object({
  id,
  reference: z.string(),
  receivedAt: at,
  form: z.string(),
  state: z.string(),
  times: z.number().int(),
  /** put into the case by itself, or there by way of this campaign */
  campaign: id.nullable(),
})

/** Those that were put into the case by themselves come first, then those of its campaigns. */
export const listCaseReports = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/reports',
  room,
  access: 'read',
  summary: 'Reports of a case',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(caseReport), next }),
})

export const addCaseReports = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/reports',
  room,
  access: 'write',
  summary: 'Put reports into a case; one that is in another case is refused',
  params,
  body: z.strictObject({ ids: someIds }),
  answer: tally,
})

export const removeCaseReports = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/reports/remove',
  room,
  access: 'write',
  summary: 'Take reports out of a case',
  params,
  body: z.strictObject({ ids: someIds }),
  answer: tally,
})

export const caseCampaign = z.object({
  id,
  /** as it was last told of */
  name: z.string(),
  reports: z.number().int(),
  since: at,
  toldAt: at,
  by: who,
})

export const listCaseCampaigns = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/campaigns',
  room,
  access: 'read',
  summary: 'Campaigns of a case',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(caseCampaign), next }),
})

export const addCaseCampaigns = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/campaigns',
  room,
  access: 'write',
  summary: 'Put campaigns into a case; one that has another case is refused',
  params,
  body: z.strictObject({ ids: someIds.max(100) }),
  answer: tally,
})

export const removeCaseCampaigns = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/campaigns/remove',
  room,
  access: 'write',
  summary: 'Take campaigns out of a case',
  params,
  body: z.strictObject({ ids: someIds.max(100) }),
  answer: tally,
})

export const caseItem = z.object({
  id,
  name: z.string().nullable(),
  sha256: z.string(),
  size: z.number().int(),
  mediaType: z.string(),
  state: z.string(),
  addedAt: at,
  by: who,
})

export const listCaseItems = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/items',
  room,
  access: 'read',
  summary: 'Evidence of a case, besides the originals of its reports',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(caseItem), next }),
})

export const addCaseItems = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/items',
  room,
  access: 'write',
  summary: 'Put items of evidence into a case',
  params,
  body: z.strictObject({ ids: someIds }),
  answer: tally,
})

export const removeCaseItems = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/items/remove',
  room,
  access: 'write',
  summary: 'Take items of evidence out of a case',
  params,
  body: z.strictObject({ ids: someIds }),
  answer: tally,
})

const partyFields = {
  role: z.enum(partyRoles),
  /** of the directory, where it is known there */
  party: id.nullable().default(null),
  name: z.string().trim().min(1).max(300),
  address: z.string().trim().max(320).nullable().default(null),
  note: z.string().trim().max(2_000).nullable().default(null),
}
export const caseParty = z.object({
  id,
  role: z.enum(partyRoles),
  party: id.nullable(),
  name: z.string(),
  address: z.string().nullable(),
  note: z.string().nullable(),
  since: at,
  by: who,
})
export type CaseParty = z.output<typeof caseParty>

export const listCaseParties = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/parties',
  room,
  access: 'read',
  summary: 'Who has to do with a case',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(caseParty), next }),
})

export const addCaseParty = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/parties',
  room,
  access: 'write',
  summary: 'Say who has to do with a case',
  status: 201,
  params,
  body: z.strictObject(partyFields),
  answer: caseParty,
})

export const changeCaseParty = defineRoute({
  method: 'PUT',
  path: '/api/case-parties/:id',
  room,
  access: 'write',
  summary: 'Change what is said of a party of a case',
  params,
  body: z.strictObject(partyFields),
  answer: caseParty,
})

export const removeCaseParty = defineRoute({
  method: 'DELETE',
  path: '/api/case-parties/:id',
  room,
  access: 'write',
  summary: 'Take a party out of its case',
  ...nothing,
  params,
})

export const caseLink = z.object({
  id,
  kind: z.enum(linkKinds),
  /** false: the other case was linked to this one, and `kind` is to be read from there */
  outgoing: z.boolean(),
  case: caseLine,
  since: at,
  by: who,
})

export const listCaseLinks = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/links',
  room,
  access: 'read',
  summary: 'Other cases that a case is linked to, in either direction',
  params,
  answer: z.object({ items: z.array(caseLink) }),
})

export const addCaseLink = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/links',
  room,
  access: 'write',
  summary: 'Link a case to another',
  status: 201,
  params,
  body: z.strictObject({ case: id, kind: z.enum(linkKinds).default('related') }),
  answer: caseLink,
})

export const removeCaseLink = defineRoute({
  method: 'DELETE',
  path: '/api/case-links/:id',
  room,
  access: 'write',
  summary: 'Remove a link between cases',
  ...nothing,
  params,
})

export const task = z.object({
  id,
  case: z.object({ id, code: z.string(), title: z.string() }),
  title: z.string(),
  state: z.enum(taskStates),
  assignee: member.nullable(),
  dueAt: at.nullable(),
  createdAt: at,
  by: who,
  endedAt: at.nullable(),
})
export type Task = z.output<typeof task>

const taskFields = {
  title: z.string().trim().min(1).max(500),
  assignee: id.nullable().default(null),
  dueAt: at.nullable().default(null),
}

export const listTasks = defineRoute({
  method: 'GET',
  path: '/api/tasks',
  room,
  access: 'read',
  summary: 'Open tasks of the organisation, newest first; `assignee=me` for one’s own',
  query: z.object({ assignee: z.union([z.literal('me'), z.literal('none'), id]).optional(), ...page }),
  answer: z.object({ items: z.array(task), next }),
})

export const listCaseTasks = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/tasks',
  room,
  access: 'read',
  summary: 'Tasks of a case, newest first',
  params,
  query: z.object(page),
  answer: z.object({ items: z.array(task), next }),
})

export const addTask = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/tasks',
  room,
  access: 'write',
  summary: 'Add a task to a case',
  status: 201,
  params,
  body: z.strictObject(taskFields),
  answer: task,
})

export const changeTask = defineRoute({
  method: 'PATCH',
  path: '/api/tasks/:id',
  room,
  access: 'write',
  summary: 'Change a task: its words, who does it, by when, or that it is done',
  params,
  body: z
    .strictObject({
      title: taskFields.title.optional(),
      assignee: id.nullable().optional(),
      dueAt: at.nullable().optional(),
      state: z.enum(taskStates).optional(),
    })
    .refine((change) => Object.values(change).some((one) => one !== undefined), { message: 'say what changes' }),
  answer: task,
})

export const note = z.object({
  id,
  audience: z.enum(audiences),
  text: z.string(),
  at,
  by: who,
  changedAt: at.nullable(),
  removed: z.boolean(),
  /** the asking person may change and remove it */
  own: z.boolean(),
})
export type Note = z.output<typeof note>

const noteText = z.string().trim().min(1).max(20_000)

export const listNotes = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/notes',
  room,
  access: 'read',
  summary: 'Notes of a case, newest first',
  params,
  query: z.object({ audience: z.enum(audiences).optional(), ...page }),
  answer: z.object({ items: z.array(note), next }),
})

/** `@name` tells a member of the organisation of it; a name of several words is written without spaces or in quotes: `@"Ada Lovelace"`. */
export const addNote = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/notes',
  room,
  access: 'write',
  summary: 'Write a note, for the organisation alone or for partners too',
  status: 201,
  params,
  body: z.strictObject({ audience: z.enum(audiences).default('internal'), text: noteText }),
  answer: note,
})

export const changeNote = defineRoute({
  method: 'PATCH',
  path: '/api/notes/:id',
  room,
  access: 'write',
  summary: 'Change a note of one’s own',
  params,
  body: z.strictObject({ text: noteText }),
  answer: note,
})

export const removeNote = defineRoute({
  method: 'DELETE',
  path: '/api/notes/:id',
  room,
  access: 'write',
  summary: 'Remove a note of one’s own; that there was one stays',
  ...nothing,
  params,
})
