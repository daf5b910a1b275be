import { existsSync } from 'node:fs'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { type DataFolder, fillingFile, openDataFolder } from '../data-folder.ts'
import { explainFileError } from '../postgres/complaint.ts'
import { syncFolder } from './copy-file.ts'

/** A data folder that is being filled: nothing starts there before `done`. */
export type Filling = { readonly folder: DataFolder; done(): Promise<void> }

/**
 * Takes a folder for a restore: one that is empty or missing, or where `used` says so the folder of the very node, whose database comes to
 * lie elsewhere. Nothing may run on it. Fails with `platform.restore-not-empty`, and as `openDataFolder` does.
 */
export async function fillDataFolder(path: string, used: boolean): Promise<Filling> {
  const there = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw explainFileError(error, path)
  })
  const inUse = used && existsSync(join(path, 'layout'))
  // a file system of its own has that from the start
  if (!inUse && there.some((name) => name !== 'lost+found'))
    throw new Failure('conflict', 'platform.restore-not-empty', `${path} is not empty: a node is restored into a new folder only`)
  const folder = await openDataFolder(path, ['serve', 'work'], true)
  const advice = inUse ? 'empty the database and load the dump again' : 'remove the folder and restore again'
  // whole or not there: what is killed in between has touched nothing else
  const draft = join(path, `${fillingFile}.draft`)
  await writeFile(draft, `${advice}\n`, { flush: true })
  await rename(draft, join(path, fillingFile))
  await syncFolder(path)
  return {
    folder,
    async done() {
      await rm(join(path, fillingFile))
      await syncFolder(path)
    },
  }
}
