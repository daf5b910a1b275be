import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import { isMalformed } from '../../base/parsed.ts'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { readConfig } from '../../platform/config.ts'
import { openLogger } from '../../platform/logger.ts'
import { restoreBackup } from '../restore/from-backup.ts'
import { restoreDump } from '../restore/from-dump.ts'
import { describeRestored } from '../restore/say.ts'

type Io = { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }
type Environment = Readonly<Record<string, string | undefined>>

const usage = `Usage: tocsin restore FOLDER [--to DATA] [--generation NAME] [--cites FILE] [--check all]
       tocsin restore --from-dump FILE [--to DATA] [--cites FILE] [--check all]

Brings a node back from a backup or a dump into a new data folder, checks that the originals are there, and opens a new log whose first
line cites the last known state of the old one. Make sure that the old node never runs again.

  --to DATA           the data folder to be made (TOCSIN_DATA)
  --generation NAME   which backup of the folder; the newest, unless said
  --from-dump FILE    a file of tocsin dump, or - for standard input; goes into the embedded database, or into a new one of your own
                      (DATABASE_URL and TOCSIN_DATABASE_OWNER_URL)
  --cites FILE        the last checkpoint of the old log that anyone kept, where it is newer than the backup
  --check all         read every row of the database, and every original, comparing its hash, not a thousand of them

Exit codes: 0 done, 1 failed or some originals are not there, 2 the command was not understood. More: docs/backup.md
`

type Asked = {
  readonly help: boolean
  readonly folder: string | undefined
  readonly dump: string | undefined
  readonly to: string | undefined
  readonly generation: string | undefined
  readonly cites: string | undefined
  readonly all: boolean
}

/** `tocsin restore`: answers the exit code. 0 done, 1 originals are missing, 2 wrong usage. Fails with `platform.restore-…`, `…backup-…`, `…dump-…`. */
export async function restore(argv: readonly string[], io: Io, environment: Environment = process.env): Promise<0 | 1 | 2> {
  const asked = read(argv)
  if (asked === undefined || asked.help) {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  const config = readConfig(asked.to === undefined ? environment : { ...environment, TOCSIN_DATA: asked.to })
  const options = {
    config,
    log: openLogger('warn'),
    cited: asked.cites === undefined ? undefined : await readCited(asked.cites),
    sample: asked.all ? ('all' as const) : 1000,
    onProgress: (line: string) => void io.stderr.write(`${line}\n`),
  }
  const restored =
    asked.dump === undefined ? await restoreBackup(asked.folder ?? '', asked.generation, options) : await restoreDump(asked.dump, options)
  io.stdout.write(describeRestored(restored, config))
  return restored.checked !== null && restored.checked.missing.length + restored.checked.altered.length > 0 ? 1 : 0
}

function read(argv: readonly string[]): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        to: { type: 'string' },
        'from-dump': { type: 'string' },
        generation: { type: 'string' },
        cites: { type: 'string' },
        check: { type: 'string' },
      },
    })
    const [folder, ...more] = positionals
    const dump = values['from-dump']
    const help = values.help === true
    if (!help && (more.length > 0 || (folder === undefined) === (dump === undefined))) return undefined
    if ((dump !== undefined && values.generation !== undefined) || !['sample', 'all', undefined].includes(values.check)) return undefined
    return {
      help,
      folder: folder === undefined ? undefined : resolve(folder),
      dump: dump === undefined || dump === '-' ? dump : resolve(dump),
      to: values.to === undefined ? undefined : resolve(values.to),
      generation: values.generation,
      cites: values.cites,
      all: values.check === 'all',
    }
  } catch {
    return undefined
  }
}

async function readCited(path: string): Promise<string> {
  const note = await readFile(path, 'utf8').catch(() => '')
  const checkpoint = parseCheckpoint(note)
  if (isMalformed(checkpoint)) throw new Failure('invalid', 'log.cites', `${path} is not a checkpoint: ${checkpoint.malformed}`)
  return note
}
