import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { openFileBlobs } from '../blobs/file-blobs.ts'
import { blobFolder, readBlobList } from './backup.ts'
import { forEach, hashFile } from './copy-file.ts'
import { type Manifest, readManifest } from './manifest.ts'

export type Checked = {
  readonly manifest: Manifest
  readonly files: number
  readonly blobs: number
  /** what is wrong, in words; empty: the backup is as it was written */
  readonly flaws: readonly string[]
}

const flawsNamed = 50

/**
 * Compares a backup with its manifest: every file by size and hash, none missing and none beside them, every original that it needs by
 * its hash (`quick`: only that it is there and as large as it was). Fails with `platform.backup-missing` or `…-damaged` without a manifest.
 */
export async function verifyBackup(
  folder: string,
  name: string,
  options: { readonly quick: boolean; readonly onProgress: (line: string) => void },
): Promise<Checked> {
  const generation = join(folder, name)
  const manifest = await readManifest(generation)
  const flaws: string[] = []
  const flaw = (text: string) => {
    if (flaws.length < flawsNamed) flaws.push(text)
    else if (flaws.length === flawsNamed) flaws.push('and more')
  }
  const known = new Map(manifest.files.map((file) => [file.path, file]))
  let done = 0
  await forEach(manifest.files, 2, async ({ path, size, sha256 }) => {
    const found = await hashFile(join(generation, path))
    if (found === undefined) flaw(`${path} is missing`)
    else if (found.size !== size || found.sha256 !== sha256) flaw(`${path} is not as it was written`)
    done += 1
    if (done % 1000 === 0) options.onProgress(`files: ${done} of ${manifest.files.length}`)
  })
  for (const path of await listFiles(generation)) {
    if (!known.has(path) && !/^manifest\.(json|sha256)$/.test(path)) flaw(`${path} is not in the manifest`)
  }
  const blobs = manifest.blobs === null || !known.has('blobs.list') ? 0 : await verifyBlobs(folder, generation, options, flaw)
  for (const sha256 of manifest.blobs?.altered ?? []) flaw(`original ${sha256} was altered in the node already, and is not in the backup`)
  return { manifest, files: manifest.files.length, blobs, flaws }
}

async function verifyBlobs(
  folder: string,
  generation: string,
  { quick, onProgress }: { readonly quick: boolean; readonly onProgress: (line: string) => void },
  flaw: (text: string) => void,
): Promise<number> {
  const needed = await readBlobList(generation).catch(() => new Map<string, number>())
  const there = new Map<string, number>()
  const store = await openFileBlobs(join(folder, blobFolder))
  for await (const { sha256, size } of store.list()) there.set(sha256, size)
  let done = 0
  for (const [sha256, size] of needed) {
    const found = there.get(sha256)
    if (found === undefined) flaw(`original ${sha256} is missing`)
    else if (found !== size) flaw(`original ${sha256} has ${found} bytes and should have ${size}`)
    else if (!quick && !(await isWhole(() => store.read(sha256)))) flaw(`original ${sha256} no longer matches its name`)
    done += 1
    if (done % 5000 === 0) onProgress(`originals: ${done} of ${needed.size}`)
  }
  return needed.size
}

async function isWhole(read: () => Promise<Uint8Array | undefined>): Promise<boolean> {
  try {
    return (await read()) !== undefined
  } catch (error) {
    if (error instanceof Failure && error.code === 'platform.blob-altered') return false
    throw error
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
