import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The files of a folder that somebody wrote as code: known to git, or new and not ignored. What scripts make is not among them. */
export function sourcesOf(folder) {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '*.ts', '*.tsx', '*.mjs', '*.css'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((file) => file !== '' && file !== 'db/types.ts' && existsSync(join(folder, file)))
}
