import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../../base/failure.ts'
import { makeFolder } from '../make-folder.ts'
import type { Runner } from './runner.ts'

/** unix(7): sun_path holds 108 bytes with the closing NUL. */
const longest = 107
const socketFile = '/.s.PGSQL.5432'

/**
 * Where the socket lies: `wanted`, or where that is too long for a socket address, a short folder derived from it under the first of
 * `bases` that is short enough.
 */
export function chooseSocketFolder(wanted: string, uid: number, bases: readonly (string | undefined)[]): string {
  const fits = (folder: string) => Buffer.byteLength(folder + socketFile) <= longest
  if (fits(wanted)) return wanted
  const name = `tocsin-${uid}-${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}`
  const short = bases.filter((base) => base?.startsWith('/')).map((base) => join(String(base), name))
  return short.find(fits) ?? join('/tmp', name)
}

/** Makes the socket folder, open to the user of PostgreSQL alone (and to root). Fails with `platform.socket-folder` when another user has made it before us. */
export async function makeSocketFolder(folder: string, runner: Runner): Promise<void> {
  await makeFolder(dirname(folder), 0o755)
  const made = await mkdir(folder, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
  if (made && runner.as !== undefined) await chown(folder, runner.as.uid, runner.as.gid)
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== runner.uid) {
    throw new Failure(
      'unavailable',
      'platform.socket-folder',
      `${folder} is not a folder of the user "${runner.name}": remove it, or set TOCSIN_DATA to a folder with a shorter path`,
    )
  }
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700)
}
