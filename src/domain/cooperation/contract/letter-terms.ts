import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { termedKinds } from './letter-terms-names.ts'
import { onwardRules, permittedUses, sharedTlps } from './network/names.ts'
import { at, id, params, room, who } from './shapes.ts'

const words = z.string().trim().min(1).max(2_000).nullable()
const marks = { tlp: z.enum(sharedTlps), permitted: z.enum(permittedUses), onward: z.enum(onwardRules) }

/** What the recipient of a letter is held to, in the words that shares have. */
export const askedTerms = z.strictObject({
  ...marks,
  /** the ground in law; a referral needs one before it is approved */
  ground: words.default(null),
  /** null: as letters of this kind say it, in the letter's language */
  purpose: words.default(null),
  /** deleted by the recipient then */
  until: at.nullable().default(null),
})
export type AskedTerms = z.input<typeof askedTerms>

export const letterTerms = z.object({
  ...marks,
  ground: z.string().nullable(),
  purpose: z.string().nullable(),
  until: at.nullable(),
  /** copies of others that it rests on */
  restsOn: z.array(id),
})
export type LetterTermsView = z.output<typeof letterTerms>

/** That the recipient was asked to delete a letter that had gone. */
export const letterRecall = z.object({
  at,
  by: who,
  /** the mail that asks: `waiting`, `held`, `sent`, `failed`, `dropped`; null where it went by retention */
  mail: z.string().nullable(),
  /** what they answered since; a person says whether it confirms */
  reply: id.nullable(),
  confirmedAt: at.nullable(),
  confirmedBy: who.nullable(),
})

const defaults = z.object({
  kind: z.enum(termedKinds),
  ...marks,
  ground: z.string().nullable(),
  purpose: z.string().nullable(),
  days: z.number().int().nullable(),
  /** set by the organisation; false: as it ships */
  own: z.boolean(),
})
export type LetterDefaults = z.output<typeof defaults>
const kindParams = z.object({ kind: z.enum(termedKinds) })

export const listLetterTerms = defineRoute({
  method: 'GET',
  path: '/api/letter-terms',
  room,
  access: 'read',
  summary: 'The terms that letters to outside bodies bear at first, by kind',
  answer: z.object({ items: z.array(defaults), may: z.object({ change: z.boolean() }) }),
})

/** Refused with `cooperation.marks-contradict`. */
export const setLetterTerms = defineRoute({
  method: 'PUT',
  path: '/api/letter-terms/:kind',
  room,
  access: 'administer',
  summary: 'Set the terms that letters of a kind bear at first',
  params: kindParams,
  body: z.strictObject({ ...marks, ground: words, purpose: words, days: z.number().int().min(1).max(3_650).nullable() }),
  answer: defaults,
})

export const resetLetterTerms = defineRoute({
  method: 'DELETE',
  path: '/api/letter-terms/:kind',
  room,
  access: 'administer',
  summary: 'Go back to the terms that ship for letters of a kind',
  params: kindParams,
  answer: defaults,
})

/** Refused with `cooperation.no-recall` where it was not called back, or is confirmed already. */
export const confirmRecall = defineRoute({
  method: 'POST',
  path: '/api/releases/:id/deleted',
  room,
  access: 'write',
  summary: 'Note that the recipient of a letter that was called back has deleted it',
  params,
  answer: z.object({ id, confirmedAt: at }),
})
