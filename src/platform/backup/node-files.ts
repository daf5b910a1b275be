import { chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { writeWhole } from '../postgres/place.ts'

/**
 * The small files of a data folder that belong into every copy of a node: the key that signs its log, the secret under which
 * authenticator secrets and tracking links stand, and the newest checkpoint that it published.
 */
export const nodeFiles = ['log-key', 'sign-in-secret', 'log-head'] as const

export type NodeFiles = Readonly<Partial<Record<(typeof nodeFiles)[number], string>>>

/** Where they lie that the settings put elsewhere than into the data folder. */
export type Elsewhere = NodeFiles

const placeOf = (folder: string, name: (typeof nodeFiles)[number], elsewhere: Elsewhere) => elsewhere[name] ?? join(folder, name)

/** Reads those that are there. */
export async function readNodeFiles(folder: string, elsewhere: Elsewhere = {}): Promise<NodeFiles> {
  const found: Record<string, string> = {}
  for (const name of nodeFiles) {
    const text = await readFile(placeOf(folder, name, elsewhere), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text !== undefined) found[name] = text
  }
  return found
}

/** Writes them (0600, synced). A key or secret that is there already and is another one is refused with `platform.restore-other-key`. */
export async function writeNodeFiles(folder: string, files: NodeFiles, elsewhere: Elsewhere = {}): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const there = await readNodeFiles(folder, elsewhere)
  for (const name of nodeFiles) {
    const text = files[name]
    const file = placeOf(folder, name, elsewhere)
    if (name !== 'log-head' && text !== undefined && there[name] !== undefined && there[name] !== text)
      throw new Failure('conflict', 'platform.restore-other-key', `${file} is another node's: it is not overwritten`)
    // a file that is there may be the operator's own, in a place where nothing can be written
    if (text === undefined || there[name] === text) continue
    await writeWhole(file, text, 0o600)
    await chmod(file, 0o600)
  }
}
