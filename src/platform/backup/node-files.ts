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

/** Reads those that are there. */
export async function readNodeFiles(folder: string): Promise<NodeFiles> {
  const found: Record<string, string> = {}
  for (const name of nodeFiles) {
    const text = await readFile(join(folder, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    })
    if (text !== undefined) found[name] = text
  }
  return found
}

/** Writes them (0600, synced). A key or secret that is there already and is another one is refused with `platform.restore-other-key`. */
export async function writeNodeFiles(folder: string, files: NodeFiles): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const there = await readNodeFiles(folder)
  for (const name of nodeFiles) {
    const text = files[name]
    if (text === undefined) continue
    if (name !== 'log-head' && there[name] !== undefined && there[name] !== text)
      throw new Failure('conflict', 'platform.restore-other-key', `${join(folder, name)} is another node's: it is not overwritten`)
    await writeWhole(join(folder, name), text, 0o600)
    await chmod(join(folder, name), 0o600)
  }
}
