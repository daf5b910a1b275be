import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../base/failure.ts'
import { writeWhole } from '../postgres/place.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(0)
/** Of a file of the backup: relative, without a way out. */
const path = z
  .string()
  .max(1000)
  .refine((text) => !text.startsWith('/') && text.split('/').every((part) => part !== '' && part !== '.' && part !== '..'))

export const manifestForm = 'tocsin-backup/1'

const manifest = z.object({
  form: z.literal(manifestForm),
  /** what was acknowledged before this moment is in the backup */
  begun: z.iso.datetime(),
  ended: z.iso.datetime(),
  program: z.string(),
  /** null: the database is not ours, and is backed up by its own means */
  database: z
    .object({
      version: z.string(),
      major: z.int(),
      /** the write-ahead log that the copy needs, as LSNs and as files */
      start: z.string(),
      stop: z.string(),
      wal: z.array(z.string()),
      /** folders of the cluster, those that stay empty too */
      folders: z.array(path),
    })
    .nullable(),
  /** everything in the folder of this generation but the manifest */
  files: z.array(z.object({ path, size, sha256 })),
  /** originals that it needs, listed by hash in the file `blobs.list`; null: they were left out */
  blobs: z.object({ count: size, bytes: size, altered: z.array(sha256) }).nullable(),
  /** settings that were not the default, secrets without their value */
  settings: z.record(z.string(), z.string()),
})
export type Manifest = z.output<typeof manifest>
export type ManifestFile = Manifest['files'][number]

const file = 'manifest.json'
const seal = 'manifest.sha256'
export const blobList = 'blobs.list'
/** `2026-11-21T215649Z`, and a number where two began in one second */
const generationName = /^\d{4}-\d{2}-\d{2}T\d{6}Z(?:-\d+)?$/

/** Writes the manifest, last of all: a folder without one is no backup. */
export async function writeManifest(folder: string, one: Manifest): Promise<void> {
  const text = `${JSON.stringify(one, null, 1)}\n`
  await writeWhole(join(folder, file), text, 0o600)
  await writeWhole(join(folder, seal), `${createHash('sha256').update(text).digest('hex')}\n`, 0o600)
}

/** Reads a manifest. Fails with `platform.backup-damaged` where it is not as it was written, and `…backup-missing` where there is none. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Failure('missing', 'platform.backup-missing', `there is no backup of Tocsin in ${folder}`)
  const sealed = (await readFile(join(folder, seal), 'utf8').catch(() => '')).trim()
  if (createHash('sha256').update(text).digest('hex') !== sealed)
    throw new Failure('conflict', 'platform.backup-damaged', `${join(folder, file)} is not as it was written`)
  const parsed = manifest.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new Failure('conflict', 'platform.backup-damaged', `${join(folder, file)} is of a form that this version does not read`)
  return parsed.data
}

/** The whole backups in a folder, oldest first. */
export async function listGenerations(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => generationName.test(name)).sort(byAge)
}

function byAge(a: string, b: string): number {
  const [first, firstNumber = '0'] = a.split('Z-')
  const [second, secondNumber = '0'] = b.split('Z-')
  const [x, y] = [(first ?? '').replace(/Z$/, ''), (second ?? '').replace(/Z$/, '')]
  return x === y ? Number(firstNumber) - Number(secondNumber) : x < y ? -1 : 1
}

/** A name for the backup that begins now, after those that are there. */
export function nameGeneration(now: Date, taken: readonly string[]): string {
  const name = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')
  if (!taken.includes(name)) return name
  for (let at = 2; ; at++) if (!taken.includes(`${name}-${at}`)) return `${name}-${at}`
}

/** The generation of that name, or the newest. Fails with `platform.backup-missing`. */
export async function chooseGeneration(folder: string, wanted?: string): Promise<string> {
  const names = await listGenerations(folder)
  const found = wanted === undefined ? names.at(-1) : names.find((name) => name === wanted)
  if (found !== undefined) return found
  const message =
    wanted === undefined
      ? `there is no backup of Tocsin in ${folder}`
      : `${folder} holds no backup ${wanted}: it has ${names.join(', ') || 'none'}`
  throw new Failure('missing', 'platform.backup-missing', message)
}
