import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, who } from '../shapes.ts'
import { noticeMailStates } from './joining-names.ts'
import { standingGroups } from './names.ts'
import { dutyKinds, dutyStates, obligationKinds } from './secretariat-names.ts'

// What the secretariat owes and says, and what a member owes the network.

const count = z.number().int()
const periods = {
  questionnaireDays: z.number().int().min(1).max(3_650),
  reportDays: z.number().int().min(1).max(3_650),
  termDays: z.number().int().min(30).max(3_650),
}

const duty = z.object({
  kind: z.enum(dutyKinds),
  state: z.enum(dutyStates),
  /** how much of it is open, out of how much */
  open: count,
  of: count,
  last: at.nullable(),
  due: at.nullable(),
})
export type DutyView = z.output<typeof duty>

const dissemination = z.object({
  kind: z.string(),
  subject: id,
  of: count,
  told: count,
  /** null where it is not kept who read it */
  seen: count.nullable(),
  /** of those told: by hand; and who waits for it */
  byHand: count,
  untold: count,
})
export type DisseminationView = z.output<typeof dissemination>

/** Refused with `platform.forbidden` to whoever does not act for the network. */
export const readSecretariat = defineRoute({
  method: 'GET',
  path: '/api/network/secretariat',
  room,
  access: 'read',
  summary: 'The duties of the secretariat, and how countries take part',
  answer: z.object({
    duties: z.array(duty),
    periods: z.object(periods),
    participation: z.array(
      z.object({
        country: z.string(),
        /** on a list of the United Nations: least developed, landlocked developing, small island developing */
        ldc: z.boolean(),
        lldc: z.boolean(),
        sids: z.boolean(),
        agencies: count,
        told: count,
        seen: count,
        asked: count,
        answered: count,
        entries: count,
        /** calls that any of them was at, people who were at a training session, joint campaigns of education */
        calls: count,
        trained: count,
        campaigns: count,
      }),
    ),
    may: z.object({ keep: z.boolean() }),
  }),
})

/** For the secretariat. Of calls the kind is `cooperation.call-` and what was told, the subject is the call. */
export const listDisseminations = defineRoute({
  method: 'GET',
  path: '/api/network/disseminations',
  room,
  access: 'read',
  summary: 'What members were told of, the newest first, with how many were told and have read it',
  query: z.object({ ...page, after: z.uuid().optional() }),
  answer: z.object({ items: z.array(dissemination), next }),
})

/** For the secretariat. */
export const exportParticipation = defineRoute({
  method: 'GET',
  path: '/api/network/secretariat/participation',
  room,
  access: 'read',
  summary: 'How members of each country take part, as a table for a spreadsheet',
})

export const setDutyPeriods = defineRoute({
  method: 'PUT',
  path: '/api/network/secretariat/periods',
  room,
  access: 'administer',
  summary: 'Set how often a questionnaire round and a report to others are owed, and how long a term is',
  body: z.strictObject(periods),
  answer: z.object(periods),
})

const toldRow = z.object({
  member: z.object({ id, name: z.string() }),
  here: z.boolean(),
  people: count,
  toldAt: at.nullable(),
  how: z.string().nullable(),
  seenAt: at.nullable(),
  /** of whoever does not work here: what became of the letter to its designated contact */
  mail: z.object({ state: z.enum(noticeMailStates), at }).nullable(),
})

/** the kind of notice by which it was told */
const ofKind = z.object({ kind: z.string().max(100).default('cooperation.announcement') })

/** For the secretariat. `id` is what was told of. */
export const readTold = defineRoute({
  method: 'GET',
  path: '/api/network/told/:id',
  room,
  access: 'read',
  summary: 'Which members were told of something, when and how, and when each first read it',
  params,
  query: ofKind,
  answer: z.object({ items: z.array(toldRow) }),
})
export type ToldView = z.output<typeof toldRow>

/** Refused with `cooperation.told-already`. */
export const recordToldOf = defineRoute({
  method: 'POST',
  path: '/api/network/told/:id',
  room,
  access: 'administer',
  summary: 'Record how a member was told of something in another way than by the console',
  params,
  query: ofKind,
  body: z.strictObject({ member: id, how: z.string().trim().min(1).max(500) }),
  answer: z.object({ items: z.array(toldRow) }),
})

const obligation = z.object({
  kind: z.enum(obligationKinds),
  /** a call, a request, a joint case, a round, a proposal, the member itself, or what a notice told of */
  subject: id,
  /** the kind of a notice or proposal; of an action item its id; of a request what is to be done: acknowledge, answer, reply */
  notice: z.string().nullable(),
  title: z.string().nullable(),
  count,
  /** since when it waits, where that is known */
  since: at.nullable(),
  until: at.nullable(),
})
export type ObligationView = z.output<typeof obligation>

export const readObligations = defineRoute({
  method: 'GET',
  path: '/api/network/obligations',
  room,
  access: 'read',
  summary: 'What one’s own organisation owes the network and its members now, the soonest first',
  answer: z.object({ items: z.array(obligation) }),
})

const announcement = z.object({
  id,
  title: z.string(),
  text: z.string(),
  language: z.string(),
  audience: z.enum(standingGroups),
  at,
  by: who,
})
export type AnnouncementView = z.output<typeof announcement>

export const listAnnouncements = defineRoute({
  method: 'GET',
  path: '/api/network/announcements',
  room,
  access: 'read',
  summary: 'What the secretariat has announced to the reader’s organisation, the newest first',
  answer: z.object({ items: z.array(announcement), may: z.object({ announce: z.boolean() }) }),
})

/** A member's first reading is kept as proof that it was told. */
export const readAnnouncement = defineRoute({
  method: 'GET',
  path: '/api/network/announcements/:id',
  room,
  access: 'read',
  summary: 'One announcement of the secretariat',
  params,
  answer: announcement,
})

/** It stays as it is; whoever it is for is told with proof. */
export const announce = defineRoute({
  method: 'POST',
  path: '/api/network/announcements',
  room,
  access: 'administer',
  summary: 'Announce something to agencies, to industry, or to all members',
  status: 201,
  body: z.strictObject({
    title: z.string().trim().min(1).max(200),
    text: z.string().trim().min(1).max(50_000),
    language: z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/),
    audience: z.enum(standingGroups),
  }),
  answer: announcement,
})
