import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing; one that is there is left as it is. Fails with the file system's own reason:
 * `mkdir` with `recursive` says ENOENT on a file system that is read-only.
 */
export async function makeFolder(path: string, mode: number): Promise<void> {
  const code = await tryMake(path, mode)
  if (code !== 'ENOENT' || dirname(path) === path) return
  await makeFolder(dirname(path), mode)
  // where even now it has no place (in /proc, say), the file system says so once more
  if ((await tryMake(path, mode)) === 'ENOENT') await mkdir(path, { mode })
}

async function tryMake(path: string, mode: number): Promise<'made' | 'EEXIST' | 'ENOENT'> {
  try {
    await mkdir(path, { mode })
    return 'made'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST' || code === 'ENOENT') return code
    throw error
  }
}
