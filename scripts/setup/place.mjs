import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this clone, links resolved. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const inRoot = (...parts) => join(root, ...parts)

/** What set-up says to a person who waits: one line each, on stderr alone, since stdout belongs to the command. */
export function say(line) {
  process.stderr.write(`tocsin: ${line}\n`)
}

/** Something that a person can mend: shown as one line, without a stack. */
export class Trouble extends Error {}

/** Runs `act`; a trouble becomes one line and exit code 1. */
export async function orSay(act) {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    say(error.message)
    process.exit(1)
  }
}

/** One clear line for what the file system refused at `path`. */
export function fileTrouble(error, path) {
  if (error instanceof Trouble) return error
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT')
    return new Trouble(`the disk that holds ${path} is full: free some space and start again`)
  if (error.code === 'EROFS')
    return new Trouble(`${path} is on a file system that is read-only: mount it writable, or use a clone elsewhere`)
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new Trouble(`this user may not write to ${path}: start as the owner of the clone`)
  return error
}
