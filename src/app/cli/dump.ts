import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import { dump } from '../../platform/backup/dump.ts'
import { readConfig } from '../../platform/config.ts'
import { openDataFolder } from '../../platform/data-folder.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { openLogger } from '../../platform/logger.ts'
import { openBlobs, openDatabaseUrls } from '../places.ts'
import { programVersion } from '../version.ts'

type Io = {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: { write(text: string): unknown }
}

const usage = `Usage: tocsin dump FILE [--blobs] [--no-keys]

Writes everything that the database holds into one file, as of one moment, while the node goes on: to move to another PostgreSQL, an older
or newer one, the embedded one or your own. Load it with tocsin restore --from-dump FILE. FILE may be - for standard output.

  --blobs     with the originals
  --no-keys   without the log key and the sign-in secret; without them authenticators and tracking links of this node end

With a database of your own, TOCSIN_DATABASE_OWNER_URL names the role that owns the tables. The file holds all that this node knows, in
clear: guard it. Exit codes: 0 done, 1 failed or not whole, 2 the command was not understood. More: docs/backup.md
`

/** `tocsin dump`: answers the exit code. 0 done, 1 some originals could not be read, 2 wrong usage. Fails with `platform.dump-…` and the like. */
export async function dumpCommand(
  argv: readonly string[],
  io: Io,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<0 | 1 | 2> {
  const asked = read(argv)
  if (asked === undefined || asked.help) {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  const config = readConfig(environment)
  const say = (line: string) => void io.stderr.write(`${line}\n`)
  if (!existsSync(join(config.TOCSIN_DATA, 'layout')))
    throw new Failure(
      'missing',
      'platform.backup-nothing',
      `${config.TOCSIN_DATA} is no data folder of Tocsin: set TOCSIN_DATA to the node's`,
    )
  if (config.DATABASE_URL !== null && config.TOCSIN_DATABASE_OWNER_URL === null)
    throw new Failure('invalid', 'platform.setting', 'a dump is made as the role that owns the tables: set TOCSIN_DATABASE_OWNER_URL')
  const folder = await openDataFolder(config.TOCSIN_DATA)
  try {
    const urls = await openDatabaseUrls(config, openLogger('warn'), say)
    try {
      const made = await dump(asked.file, {
        ownerUrl: urls.owner ?? urls.application,
        dataFolder: config.TOCSIN_DATA,
        keyFiles: keyFilesOf(config),
        blobs: asked.blobs ? await openBlobs(config) : null,
        withKeys: asked.keys,
        program: programVersion(),
        now: new Date(),
        stdout: io.stdout,
        onProgress: say,
      })
      const rows = Object.values(made.rows).reduce((sum, count) => sum + count, 0)
      say(
        `${rows} rows of ${Object.keys(made.rows).length} tables${asked.blobs ? `, ${made.blobs} originals` : '; the originals are not in it'}`,
      )
      for (const sha256 of made.left) say(`original ${sha256} is gone or no longer matches its name: it is not in the dump`)
      return made.left.length > 0 ? 1 : 0
    } finally {
      await urls.stop()
    }
  } finally {
    await folder.release()
  }
}

function read(argv: readonly string[]): { help: boolean; file: string; blobs: boolean; keys: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, blobs: { type: 'boolean' }, 'no-keys': { type: 'boolean' } },
    })
    const [file, ...more] = positionals
    if (values.help !== true && (file === undefined || more.length > 0)) return undefined
    return {
      help: values.help === true,
      file: file === undefined || file === '-' ? '-' : resolve(file),
      blobs: values.blobs === true,
      keys: values['no-keys'] !== true,
    }
  } catch {
    return undefined
  }
}
