import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { systemActor } from '../base/actor.ts'
import { Failure } from '../base/failure.ts'
import type { OrganisationId } from '../base/id.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { Tx } from './db/pools.ts'

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
  /** The file, and what an interrupted making left of it. */
  remove(config: Config, id: string): Promise<void>
  /** Ids of which there is anything in the folder that nobody wrote to since. */
  listIdle(config: Config, since: Date): Promise<readonly string[]>
}

/** `folder` lies in the cache: what can be made again at any time nobody backs up. `full` is the code of what fails where there is no room. */
export function madeFiles(folder: string, full: string): MadeFiles {
  const folderOf = (config: Config) => join(config.TOCSIN_DATA, 'cache', folder)
  const placeOf = (config: Config, id: string) => join(folderOf(config), `${id}.zip`)
  const halfOf = (config: Config, id: string) => join(folderOf(config), `${id}.half`)
  return {
    async draft(config, id) {
      await mkdir(folderOf(config), { recursive: true, mode: 0o700 })
      return openDraft(halfOf(config, id), placeOf(config, id), full)
    },
    async read(config, id) {
      const found = await stat(placeOf(config, id)).catch(() => undefined)
      return found === undefined ? undefined : { size: found.size, stream: createReadStream(placeOf(config, id)) }
    },
    async remove(config, id) {
      await rm(placeOf(config, id), { force: true })
      await rm(halfOf(config, id), { force: true })
    },
    async listIdle(config, since) {
      const names = await readdir(folderOf(config)).catch(() => [])
      const idle = new Set<string>()
      for (const name of names) {
        const [, id] = /^([0-9a-f-]{36})\.(?:zip|half)$/.exec(name) ?? []
        const found = id === undefined ? undefined : await stat(join(folderOf(config), name)).catch(() => undefined)
        if (id !== undefined && found !== undefined && found.mtime <= since) idle.add(id)
      }
      return [...idle]
    },
  }
}

const day = 86_400_000

/**
 * Removes what lies in the folder of none of the rows that live: what a crash between file and row left. `living` is asked once for each of `organisations`, and
 * answers the ids whose file is there or is being made. Answers how many went.
 */
export async function sweepMadeFiles(
  ctx: Pick<Context, 'config' | 'now' | 'read'>,
  files: MadeFiles,
  organisations: readonly OrganisationId[],
  living: (tx: Tx) => Promise<readonly string[]>,
): Promise<number> {
  const idle = new Set(await files.listIdle(ctx.config, new Date(ctx.now().getTime() - day)))
  for (const organisation of organisations) {
    if (idle.size === 0) return 0
    for (const id of await ctx.read(systemActor('sweep', organisation), living)) idle.delete(id)
  }
  for (const id of idle) await files.remove(ctx.config, id)
  return idle.size
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
