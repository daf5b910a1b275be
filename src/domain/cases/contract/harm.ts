import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { at, id, params, reason, room, who } from './shapes.ts'

export const victimGroups = [
  'children',
  'elderly',
  'patients',
  'migrants',
  'critical-infrastructure',
  'public-service',
  'small-business',
  'business',
  'public',
] as const
export const reaches = ['own-customer', 'contact-known', 'somebody-answers', 'nobody'] as const

/** What harm is judged from, each with the form of its value. Money in US dollars, or what amounts to them. */
export const harmValues = {
  people: z.number().int().min(0).max(10_000_000_000),
  money: z.number().min(0).max(1_000_000_000_000_000),
  victims: z.array(z.enum(victimGroups)).max(victimGroups.length),
  content: z.enum([
    'child-material',
    'malware',
    'spyware',
    'phishing',
    'scam',
    'compromise',
    'abusive-traffic',
    'spam',
    'marketing',
    'other',
  ]),
  reports: z.number().int().min(0).max(10_000_000_000),
  /** reports of the last day */
  lastDay: z.number().int().min(0).max(10_000_000_000),
  countries: z.number().int().min(0).max(250),
  active: z.boolean(),
  reach: z.enum(reaches),
} as const
export const harmNames = ['people', 'money', 'victims', 'content', 'reports', 'lastDay', 'countries', 'active', 'reach'] as const
export type HarmName = (typeof harmNames)[number]

const anyValue = z.union([z.number(), z.boolean(), z.string(), z.array(z.string())])

export const harmInput = z.object({
  id,
  name: z.enum(harmNames),
  /** null: a person took their own word back, and the machine's counts again */
  value: anyValue.nullable(),
  source: z.enum(['machine', 'person']),
  by: who,
  reason: z.string().nullable(),
  at,
})

export const harmView = z.object({
  /** which way of counting: a change of the weights is another version */
  version: z.string(),
  /** 0 to 100: the sum of the parts */
  score: z.number(),
  parts: z.array(
    z.object({
      name: z.enum(harmNames),
      /** what counts now; null: unknown, which gives no points */
      value: anyValue.nullable(),
      source: z.enum(['machine', 'person']).nullable(),
      points: z.number(),
      /** as many as it can give */
      most: z.number(),
    }),
  ),
  /** harm and waiting together, as the queue counts them at this moment */
  priority: z.number(),
  /** points that waiting gives a day */
  pointsADay: z.number(),
  /** everything that was ever put in, oldest first: from these the score can be counted again */
  inputs: z.array(harmInput),
})
export type HarmView = z.output<typeof harmView>

export const readHarm = defineRoute({
  method: 'GET',
  path: '/api/cases/:id/harm',
  room,
  access: 'read',
  summary: 'The harm of a case: every part, and the inputs that it was counted from',
  params,
  answer: harmView,
})

/** Puts one part right, with a reason. `value: null` takes one's word back. A value that is not of the part's form is refused with `cases.harm-value`. */
export const contestHarm = defineRoute({
  method: 'POST',
  path: '/api/cases/:id/harm',
  room,
  access: 'write',
  summary: 'Contest a part of the harm of a case, with a reason',
  params,
  body: z.strictObject({ name: z.enum(harmNames), value: anyValue.nullable(), reason }),
  answer: harmView,
})
