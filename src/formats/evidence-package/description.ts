import { z } from 'zod'
import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { readPlainJson } from '../tlog/canonical.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().max(10_000)
const path = z.string().regex(/^data\/[A-Za-z0-9._/-]{1,300}$/)
const id = z.string().regex(/^[0-9a-f-]{36}$/)

const item = z.strictObject({
  id,
  /** the received item at the top of its tree */
  root: id,
  parent: id.nullable(),
  /** where in its parent it was */
  how: text.nullable(),
  sha256: hash,
  size: z.number().int().nonnegative(),
  mediaType: text,
  name: text.nullable(),
  receivedAt: text,
  /** under hold when the package was made: it may not be destroyed */
  held: z.boolean(),
  /** null where the bytes are left out */
  file: path.nullable(),
  leftOut: z.enum(['destroyed', 'sealed', 'altered']).nullable(),
  custody: path,
})
export type PackagedItem = z.output<typeof item>

const description = z.strictObject({
  form: z.literal('tocsin-package/1'),
  id,
  made: text,
  organisation: z.strictObject({ id, name: text }),
  by: z.strictObject({ kind: text, id: text, name: text.nullable() }),
  purpose: text,
  recipient: text,
  about: z.strictObject({ kind: text, title: text, subjects: z.array(text).max(10_000) }),
  language: text,
  /** `sealed`: each file is an archive under the password; `plain`: as it came */
  originals: z.enum(['sealed', 'plain']),
  password: text.nullable(),
  items: z.array(item).max(100_000),
  /** how many items are left out as suspected child-abuse material; nothing else is said of them */
  withheld: z.number().int().nonnegative(),
  findings: z.array(path).max(20_000),
  readable: z.array(z.strictObject({ html: path, pdf: path.nullable() })).max(2_000),
  /** who printed the pages, or why nobody did */
  printed: z.strictObject({ by: text.nullable(), why: text.nullable() }),
  checkpoints: z.array(path).max(16),
})

/** What `data/package.json` says: what is in the package, of whom, for whom, and what is left out. */
export type PackageDescription = z.output<typeof description>

export const descriptionLimits = { bytes: 134_217_728, depth: 8 }

export function serialiseDescription(of: PackageDescription): string {
  return `${JSON.stringify(of, null, 2)}\n`
}

/** Reads it; nothing unknown, nothing twice. */
export function parseDescription(bytes: Uint8Array): Parsed<PackageDescription> {
  if (bytes.length > descriptionLimits.bytes) return { malformed: 'longer than is read' }
  let decoded: string
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { malformed: 'not UTF-8' }
  }
  const read = readPlainJson(decoded, descriptionLimits.depth)
  if (isMalformed(read)) return read
  const parsed = description.safeParse(read.json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return { malformed: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not of the form'}`.slice(0, 200) }
}
