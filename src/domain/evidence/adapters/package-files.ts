import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { Failure } from '../../../base/failure.ts'
import type { Config } from '../../../platform/config.ts'
import type { PackageId } from '../package/package.ts'

/** A package while it is written: beside its place, so that a name always stands for a whole one. */
export type Draft = {
  write(bytes: Uint8Array): Promise<void>
  /** On the disk and in its place; answers its size and hash. */
  finish(): Promise<{ readonly size: number; readonly sha256: string }>
  /** Removes it, unless it was finished. */
  abandon(): Promise<void>
}

// what can be made again at any time lies in the cache; nobody backs it up
const folderOf = (config: Config) => join(config.TOCSIN_DATA, 'cache', 'packages')
const placeOf = (config: Config, id: PackageId) => join(folderOf(config), `${id}.zip`)

export async function draftPackage(config: Config, id: PackageId): Promise<Draft> {
  await mkdir(folderOf(config), { recursive: true, mode: 0o700 })
  const half = join(folderOf(config), `${id}.half`)
  // one that an interrupted making left is begun anew
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
        throw new Failure('unavailable', 'evidence.package-disk', 'the package cannot be written', { cause })
      })
    },
    async finish() {
      await file.sync()
      await close()
      await rename(half, placeOf(config, id))
      return { size, sha256: hash.digest('hex') }
    },
    async abandon() {
      await close()
      await rm(half, { force: true })
    },
  }
}

/** The finished file; undefined where it is not there any more. */
export async function readPackageFile(
  config: Config,
  id: PackageId,
): Promise<{ readonly size: number; readonly stream: Readable } | undefined> {
  const found = await stat(placeOf(config, id)).catch(() => undefined)
  return found === undefined ? undefined : { size: found.size, stream: createReadStream(placeOf(config, id)) }
}

export async function removePackageFile(config: Config, id: PackageId): Promise<void> {
  await rm(placeOf(config, id), { force: true })
}
