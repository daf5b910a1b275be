import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'

const room = 'evidence'
const id = z.uuid()
const at = z.iso.datetime()
const params = z.object({ id })
const said = z.string().trim().min(3).max(1_000)

export const packageState = z.enum(['waiting', 'making', 'ready', 'failed', 'gone'])
export const packageLanguage = z.enum(['en', 'zh-CN', 'ar'])
/** `sealed`: each original is an archive under the password `infected`; `plain`: as it came, for a laboratory that asks for that */
export const packagedOriginals = z.enum(['sealed', 'plain'])

/** How many days a finished package can be fetched. */
export const packageDays = 7

export const evidencePackage = z.object({
  id,
  /** what it is about: a kind (`report`) and the ids, with a title for people */
  about: z.object({ kind: z.string(), subjects: z.array(z.string()), title: z.string() }),
  purpose: z.string(),
  recipient: z.string(),
  language: packageLanguage,
  originals: packagedOriginals,
  state: packageState,
  /** steps done, of how many */
  done: z.number().int(),
  total: z.number().int(),
  items: z.number().int(),
  leftOut: z.number().int(),
  withheld: z.number().int(),
  size: z.number().int().nullable(),
  sha256: z.string().nullable(),
  printed: z.boolean(),
  stamped: z.boolean(),
  failure: z.string().nullable(),
  by: z.string(),
  byName: z.string().nullable(),
  createdAt: at,
  readyAt: at.nullable(),
  expiresAt: at.nullable(),
})
export type PackageView = z.output<typeof evidencePackage>

/** 202: it is made as a job; ask again for its state, or listen for `package`. */
export const makePackage = defineRoute({
  method: 'POST',
  path: '/api/packages',
  room,
  summary: 'Make an evidence package to hand to somebody outside',
  access: 'write',
  status: 202,
  body: z.strictObject({
    about: z.strictObject({ kind: z.string().min(1).max(40), subjects: z.array(id).min(1).max(1_000) }),
    /** why it is made, and for whom: kept, and written into the package */
    purpose: said,
    recipient: said,
    language: packageLanguage.default('en'),
    originals: packagedOriginals.default('sealed'),
  }),
  answer: evidencePackage,
})

export const listPackages = defineRoute({
  method: 'GET',
  path: '/api/packages',
  room,
  summary: 'Evidence packages, newest first',
  access: 'read',
  query: z.object({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ items: z.array(evidencePackage), next: z.string().nullable() }),
})

export const readPackage = defineRoute({
  method: 'GET',
  path: '/api/packages/:id',
  room,
  summary: 'The state of an evidence package',
  access: 'read',
  params,
  answer: evidencePackage,
})

/** A ZIP. 409 `evidence.package-not-ready` before it is made, 404 `evidence.package-gone` after its time. */
export const fetchPackage = defineRoute({
  method: 'GET',
  path: '/api/packages/:id/file',
  room,
  summary: 'The evidence package itself',
  access: 'read',
  params,
})

export const discardPackage = defineRoute({
  method: 'POST',
  path: '/api/packages/:id/discard',
  room,
  summary: 'Remove the file of an evidence package before its time',
  access: 'write',
  params,
  answer: evidencePackage,
})
