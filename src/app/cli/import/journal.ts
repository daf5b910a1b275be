import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Place } from '../inspect/task.ts'

/** What of an import is done, so that one that was interrupted goes on where it was. Written after each report was committed. */
export type Journal = {
  readonly known: number
  has(place: Place): boolean
  add(place: Place): Promise<void>
  /** The import came to its end: the next one begins anew. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** The journal of one import: the same paths into the same organisation are the same import. */
export async function openJournal(dataFolder: string, organisation: string, paths: readonly string[]): Promise<Journal> {
  const folder = join(dataFolder, 'imports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = createHash('sha256')
    .update([organisation, ...paths].join('\0'))
    .digest('hex')
    .slice(0, 32)
  const file = join(folder, name)
  const text = await readFile(file, 'utf8').catch(() => '')
  // a line that a crash cut short is not done
  const done = new Set(text.split('\n').slice(0, -1))
  const handle = await open(file, 'a', 0o600)
  return {
    known: done.size,
    has: (place) => done.has(keyOf(place)),
    add: async (place) => void (await handle.write(`${keyOf(place)}\n`)),
    finish: () => rm(file, { force: true }),
    close: () => handle.close(),
  }
}

function keyOf({ path, index }: Place): string {
  return createHash('sha256')
    .update(`${index ?? ''}\0${path}`)
    .digest('base64url')
    .slice(0, 22)
}
