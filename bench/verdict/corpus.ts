import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type Mail = { readonly name: string; readonly bytes: Buffer }

/**
 * The open part of the SpamAssassin corpus (stdlib-js/datasets-spam-assassin, folder `data`, PDDL 1.0): six tenths by the SHA-1 of the file; the rest is held
 * back for whoever judges the result. A leading line of an mbox is taken off.
 */
export function* openPart(folder: string): Generator<Mail & { readonly unwanted: boolean }> {
  for (const group of ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'])
    for (const file of readdirSync(join(folder, group)).sort()) {
      if (!file.endsWith('.txt')) continue
      const bytes = readFileSync(join(folder, group, file))
      if (Number.parseInt(createHash('sha1').update(bytes).digest('hex').slice(0, 8), 16) % 10 >= 6) continue
      yield { name: `${group}/${file}`, bytes: withoutMboxLine(bytes), unwanted: group.startsWith('spam') }
    }
}

/** Every file below the folders; of phishing_pot only the open part, `sample-N.eml` with N below 4749. */
export function* mailIn(folders: readonly string[]): Generator<Mail> {
  for (const folder of folders)
    for (const file of readdirSync(folder, { recursive: true }).map(String).sort()) {
      const number = /^sample-(\d+)\.eml$/.exec(file)?.[1]
      if (statSync(join(folder, file)).isDirectory() || (number !== undefined && Number(number) >= 4_749)) continue
      yield { name: file, bytes: withoutMboxLine(readFileSync(join(folder, file))) }
    }
}

function withoutMboxLine(bytes: Buffer): Buffer {
  return bytes.subarray(0, 5).toString('latin1') === 'From ' ? bytes.subarray(bytes.indexOf(10) + 1) : bytes
}
