import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, next, page, params, room, several, sha256, who } from '../shapes.ts'
import { onwardRules, permittedUses, secrecyMarks, sharedTlps } from './names.ts'
import { techniqueFaults, techniqueKinds } from './technique-names.ts'

const line = (most: number) => z.string().trim().max(most)
const kind = z.enum(techniqueKinds)
/** characters; what is held against the bytes of the limit is said with its place */
const text = z
  .string()
  .max(1_000_000)
  // the database would keep another character, and the hash would be of neither
  .refine((one) => !one.includes('\u0000'), 'text has no U+0000')

const version = z.strictObject({
  description: line(4_000).default(''),
  text,
  /** the most open mark, and the most that recipients may do, with which it may be shared */
  tlp: z.enum(sharedTlps),
  permitted: z.enum(permittedUses),
})
const count = z.number().int().min(0).max(1_000_000_000)
const stated = z.strictObject({
  /** on what it was measured */
  corpus: line(500).min(1),
  /** messages in it that were unwanted and wanted, and how many of each it fits */
  unwanted: count,
  wanted: count,
  truePositives: count,
  falsePositives: count,
  measuredOn: z.iso.date(),
  measuredBy: line(200).min(1),
})

export const techniqueFault = z.object({
  code: z.enum(techniqueFaults),
  line: z.number().int(),
  column: z.number().int(),
  /** what stood there, or what the compiler says */
  found: z.string(),
})
export type TechniqueFaultView = z.output<typeof techniqueFault>

const result = z.object({ ...stated.shape, id, at, statedBy: who })
const origin = z.object({
  /** the shared copy that it was taken from */
  copy: id,
  owner: id,
  name: z.string(),
  sha256,
  tlp: z.enum(sharedTlps),
  permitted: z.enum(permittedUses),
  onward: z.enum(onwardRules),
  /** marks of secrecy that its owner put on it */
  secrecy: z.array(z.enum(secrecyMarks)),
  /** past it, it is neither run nor shared */
  until: at.nullable(),
  /** called back since: it is neither run nor shared, and is to be deleted */
  recalled: z.boolean(),
  over: z.boolean(),
})
const techniqueLine = z.object({
  id,
  kind,
  name: z.string(),
  version: z.number().int(),
  tlp: z.enum(sharedTlps),
  permitted: z.enum(permittedUses),
  entries: z.number().int(),
  origin: origin.nullable(),
  changedAt: at,
  result: result.nullable(),
})
export type TechniqueLine = z.output<typeof techniqueLine>

const techniqueWhole = techniqueLine.extend({
  versions: z.array(
    z.object({
      id,
      number: z.number().int(),
      description: z.string(),
      /** null where it is neither the newest nor the one that was asked for */
      text: z.string().nullable(),
      sha256,
      entries: z.number().int(),
      tlp: z.enum(sharedTlps),
      permitted: z.enum(permittedUses),
      madeAt: at,
      madeBy: who,
      results: z.array(result),
    }),
  ),
  may: z.object({ change: z.boolean(), run: z.boolean(), remove: z.boolean() }),
})
export type TechniqueWhole = z.output<typeof techniqueWhole>

export const listTechniques = defineRoute({
  method: 'GET',
  path: '/api/techniques',
  room,
  access: 'read',
  summary: 'Detection techniques of one’s organisation, last changed first',
  query: z.object({ ...page, kind: several(kind).optional() }),
  answer: z.object({ items: z.array(techniqueLine), next, may: z.object({ make: z.boolean() }) }),
})

/** Refused with `cooperation.technique-fault`, with the place. */
export const makeTechnique = defineRoute({
  method: 'POST',
  path: '/api/techniques',
  room,
  access: 'write',
  summary: 'Keep a detection technique: rules, YARA, indicators or words',
  status: 201,
  body: version.extend({ kind, name: line(200).min(1) }),
  answer: techniqueWhole,
})

/** In a worker thread, with limits on time and memory; nothing of it is kept. */
export const checkTechnique = defineRoute({
  method: 'POST',
  path: '/api/techniques/check',
  room,
  access: 'write',
  summary: 'Whether a technique can be read, and where it cannot',
  body: z.strictObject({ kind, text }),
  answer: z.object({ entries: z.number().int().nullable(), fault: techniqueFault.nullable() }),
})

export const readTechnique = defineRoute({
  method: 'GET',
  path: '/api/techniques/:id',
  room,
  access: 'read',
  summary: 'A detection technique with its versions and stated results',
  params,
  /** the number of one whose text is wanted beside the newest’s */
  query: z.object({ version: z.coerce.number().int().min(1).max(1_000).optional() }),
  answer: techniqueWhole,
})

/** A new version beside those there are. Refused with `cooperation.technique-fault`, `cooperation.technique-same`, `cooperation.technique-versions`, `cooperation.wider`. */
export const changeTechnique = defineRoute({
  method: 'POST',
  path: '/api/techniques/:id/versions',
  room,
  access: 'write',
  summary: 'Add a version to a technique; earlier ones stay as they are',
  params,
  body: version.extend({ name: line(200).min(1) }),
  answer: techniqueWhole,
})

export const stateResult = defineRoute({
  method: 'POST',
  path: '/api/techniques/:id/results',
  room,
  access: 'write',
  summary: 'State what the newest version came to, on what and when',
  params,
  body: stated.refine(
    ({ unwanted, wanted, truePositives, falsePositives }) => truePositives <= unwanted && falsePositives <= wanted,
    'no more can fit than there are',
  ),
  answer: techniqueWhole,
})

export const removeTechnique = defineRoute({
  method: 'DELETE',
  path: '/api/techniques/:id',
  room,
  access: 'write',
  summary: 'Remove a technique with its versions and runs for good',
  params,
  status: 204,
})

/** Keeps origin, mark and terms. Refused with `cooperation.not-permitted`, `cooperation.no-technique`. */
export const adoptTechnique = defineRoute({
  method: 'POST',
  path: '/api/shared/:id/adopt',
  room,
  access: 'write',
  summary: 'Keep a shared technique as one’s own copy, with its origin',
  status: 201,
  params,
  answer: techniqueWhole,
})
