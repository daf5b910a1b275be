import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { at, id, letterKinds, letterLanguages, params, room, who } from './shapes.ts'

export const redactionRules = z.strictObject({
  /** whom a message was for */
  recipients: z.boolean(),
  /** who reported it */
  reporter: z.boolean(),
  /** what tells the sender which copy it is */
  tracking: z.boolean(),
  attachments: z.enum(['behind', 'none', 'as-is']),
  /** names of header fields, in lower case; a final `*` stands for any ending */
  headers: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[!-9;-~]{1,100}$/),
    )
    .max(100),
  words: z.array(z.string().trim().min(2).max(200)).max(200),
})

export const profile = z.object({
  id,
  name: z.string(),
  rules: redactionRules,
  /** taken where nobody chose */
  standard: z.boolean(),
  changedAt: at,
  changedBy: who,
})
export type ProfileView = z.output<typeof profile>

const profileBody = z.strictObject({ name: z.string().trim().min(1).max(80), rules: redactionRules, standard: z.boolean() })

export const listProfiles = defineRoute({
  method: 'GET',
  path: '/api/redaction-profiles',
  room,
  access: 'read',
  summary: 'How what leaves is redacted; without any, everything that can be is removed',
  answer: z.object({ items: z.array(profile), may: z.object({ change: z.boolean() }) }),
})

export const addProfile = defineRoute({
  method: 'POST',
  path: '/api/redaction-profiles',
  room,
  access: 'administer',
  summary: 'Add a redaction profile',
  status: 201,
  body: profileBody,
  answer: profile,
})

export const changeProfile = defineRoute({
  method: 'PUT',
  path: '/api/redaction-profiles/:id',
  room,
  access: 'administer',
  summary: 'Change a redaction profile; open drafts are made anew',
  params,
  body: profileBody,
  answer: profile,
})

export const closeProfile = defineRoute({
  method: 'DELETE',
  path: '/api/redaction-profiles/:id',
  room,
  access: 'administer',
  summary: 'Give up a redaction profile; what left under it stays as it was',
  status: 204,
  params,
})

export const tryProfile = defineRoute({
  method: 'POST',
  path: '/api/redaction-profiles/try',
  room,
  access: 'write',
  summary: 'What these rules would take out of a message of ours, without keeping anything',
  body: z.strictObject({ rules: redactionRules, report: id }),
  answer: z.object({
    source: z.string(),
    removed: z.array(z.object({ why: z.string(), where: z.string(), count: z.number().int() })),
    left: z.array(z.object({ part: z.string(), name: z.string().nullable(), type: z.string(), size: z.number(), why: z.string() })),
  }),
})

export const letterKind = z.enum(letterKinds)
export const letterLanguage = z.enum(letterLanguages)

export const letter = z.object({
  kind: letterKind,
  language: letterLanguage,
  title: z.string(),
  body: z.string(),
  /** set by the organisation; false: as it ships */
  own: z.boolean(),
  changedAt: at.nullable(),
  changedBy: who.nullable(),
})
export type LetterView = z.output<typeof letter>

const letterParams = z.object({ kind: letterKind, language: letterLanguage })
const letterBody = z.strictObject({ title: z.string().trim().min(1).max(200), body: z.string().trim().min(1).max(10_000) })

export const listLetters = defineRoute({
  method: 'GET',
  path: '/api/letters',
  room,
  access: 'read',
  summary: 'What letters say, by kind and language',
  answer: z.object({ items: z.array(letter), places: z.array(z.string()), may: z.object({ change: z.boolean() }) }),
})

export const setLetter = defineRoute({
  method: 'PUT',
  path: '/api/letters/:kind/:language',
  room,
  access: 'administer',
  summary: 'Set what a letter says; open drafts are made anew',
  params: letterParams,
  body: letterBody,
  answer: letter,
})

export const resetLetter = defineRoute({
  method: 'DELETE',
  path: '/api/letters/:kind/:language',
  room,
  access: 'administer',
  summary: 'Go back to the letter that ships',
  params: letterParams,
  answer: letter,
})

export const previewLetter = defineRoute({
  method: 'POST',
  path: '/api/letters/preview',
  room,
  access: 'read',
  summary: 'A letter filled with an example',
  body: z.strictObject({ kind: letterKind, language: letterLanguage, ...letterBody.shape }),
  answer: z.object({ title: z.string(), text: z.string(), unknown: z.array(z.string()) }),
})
