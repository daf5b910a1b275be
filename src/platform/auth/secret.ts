import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../base/failure.ts'

/**
 * The node's secret that signs cookies and encrypts authenticator secrets: 32 random bytes in `sign-in-secret` of the data folder, made at first,
 * readable by its owner only. Of several processes that start at once, all read the same. Fails with `auth.secret` on a file that holds anything else.
 */
export async function openSecret(folder: string): Promise<string> {
  const file = join(folder, 'sign-in-secret')
  const found = await read(file)
  if (found !== undefined) return found
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await handle.sync()
    await handle.close()
    // a link never replaces: who comes second reads what the first wrote, whole
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  const made = await read(file)
  if (made === undefined) throw new Failure('unavailable', 'auth.secret', `${file} could not be written`)
  return made
}

async function read(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  if (!/^[A-Za-z0-9_-]{43}$/.test(text.trim()))
    throw new Failure('conflict', 'auth.secret', `${file} does not hold a secret of this program: restore it from a backup`)
  return text.trim()
}
