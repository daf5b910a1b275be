import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Failure } from '../base/failure.ts'
import type { Config } from './config.ts'

/** A file while it is written: beside its place, so that a name always stands for a whole one. */
export type Draft = {
  write(bytes: Uint8Array): Promise<void>
  /** On the disk and in its place; answers its size and hash. */
  finish(): Promise<{ readonly size: number; readonly sha256: string }>
  /** Removes it, unless it was finished. */
  abandon(): Promise<void>
}

/** Archives that the node makes and lets go again, by id, in a folder of their kind. */
export type MadeFiles = {
  /** One that an interrupted making left is begun anew. Its writes fail with `unavailable`, by the code given. */
  draft(config: Config, id: string): Promise<Draft>
  /** The finished file; undefined where it is not there any more. */
  read(config: Config, id: string): Promise<{ readonly size: number; readonly stream: Readable } | undefined>
  remove(config: Config, id: string): Promise<void>
}

/** `folder` lies in the cache: what can be made again at any time nobody backs up. `full` is the code of what fails where there is no room. */
export function madeFiles(folder: string, full: string): MadeFiles {
  const folderOf = (config: Config) => join(config.TOCSIN_DATA, 'cache', folder)
  const placeOf = (config: Config, id: string) => join(folderOf(config), `${id}.zip`)
  return {
    async draft(config, id) {
      await mkdir(folderOf(config), { recursive: true, mode: 0o700 })
      return openDraft(join(folderOf(config), `${id}.half`), placeOf(config, id), full)
    },
    async read(config, id) {
      const found = await stat(placeOf(config, id)).catch(() => undefined)
      return found === undefined ? undefined : { size: found.size, stream: createReadStream(placeOf(config, id)) }
    },
    remove: (config, id) => rm(placeOf(config, id), { force: true }),
  }
}

async function openDraft(half: string, place: string, full: string): Promise<Draft> {
  const file = await open(half, 'w', 0o600)
  const hash = createHash('sha256')
  let size = 0
  let isOpen = true
  const close = async () => {
    if (isOpen) await file.close()
    isOpen = false
  }
  return {
    async write(bytes) {
      hash.update(bytes)
      size += bytes.length
      await file.writeFile(bytes).catch((cause: unknown) => {
        throw new Failure('unavailable', full, 'the file cannot be written', { cause })
      })
    },
    async finish() {
      await file.sync()
      await close()
      await rename(half, place)
      return { size, sha256: hash.digest('hex') }
    },
    async abandon() {
      await close()
      await rm(half, { force: true })
    },
  }
}
