import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import { type Backup, makeBackup, notableSettings } from '../../platform/backup/backup.ts'
import { chooseGeneration, type Manifest } from '../../platform/backup/manifest.ts'
import { verifyBackup } from '../../platform/backup/verify.ts'
import { type Config, readConfig, settings } from '../../platform/config.ts'
import { openDataFolder } from '../../platform/data-folder.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { openLogger } from '../../platform/logger.ts'
import { startCluster } from '../../platform/postgres/cluster.ts'
import { openBlobs } from '../places.ts'
import { programVersion } from '../version.ts'

type Io = { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }
type Environment = Readonly<Record<string, string | undefined>>

const usage = `Usage: tocsin backup FOLDER [--keep N] [--link] [--no-blobs]
       tocsin backup --verify FOLDER [--generation NAME] [--quick]

Backs this node up while it runs: the embedded database with its write-ahead log, the originals, the log key and the sign-in secret.
FOLDER may hold earlier backups; they share their originals, so that only new ones are copied. Guard it like the node itself.

  --keep N           how many backups stay in FOLDER (3); originals that none of them needs go with the oldest
  --link             link originals instead of copying them: FOLDER on the same file system, and from there to another machine
  --no-blobs         leave the originals out: a bucket that is kept safe by its own means, say
  --verify           compare the newest backup, or --generation NAME, with its manifest, byte for byte
  --quick            of the originals only whether they are there and as large as they were

A database of your own (DATABASE_URL) is backed up by its own means, before this command; this one then takes the rest.
Exit codes: 0 done, 1 failed or something is wrong with the backup, 2 the command was not understood. More: docs/backup.md
`

type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'make'; readonly folder: string; readonly keep: number; readonly link: boolean; readonly blobs: boolean }
  | { readonly kind: 'verify'; readonly folder: string; readonly generation: string | undefined; readonly quick: boolean }

/** `tocsin backup`: answers the exit code. 0 done, 1 the backup is not whole, 2 wrong usage. Fails with `platform.backup-…` and the like. */
export async function backup(argv: readonly string[], io: Io, environment: Environment = process.env): Promise<0 | 1 | 2> {
  const asked = read(argv)
  if (asked === undefined || asked.kind === 'help') {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  return asked.kind === 'verify' ? verify(asked, io) : make(asked, io, environment)
}

function read(argv: readonly string[]): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        verify: { type: 'boolean' },
        quick: { type: 'boolean' },
        generation: { type: 'string' },
        keep: { type: 'string' },
        link: { type: 'boolean' },
        'no-blobs': { type: 'boolean' },
      },
    })
    if (values.help === true) return { kind: 'help' }
    const [folder, ...more] = positionals
    const keep = Number(values.keep ?? '3')
    if (folder === undefined || more.length > 0 || !Number.isInteger(keep) || keep < 1) return undefined
    const making = values.keep !== undefined || values.link === true || values['no-blobs'] === true
    const verifying = values.quick === true || values.generation !== undefined
    if (values.verify === true) {
      return making ? undefined : { kind: 'verify', folder: resolve(folder), generation: values.generation, quick: values.quick === true }
    }
    if (verifying || (values.link === true && values['no-blobs'] === true)) return undefined
    return { kind: 'make', folder: resolve(folder), keep, link: values.link === true, blobs: values['no-blobs'] !== true }
  } catch {
    return undefined
  }
}

/** Settings whose value may hold a secret. */
const secret: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'TOCSIN_DATABASE_OWNER_URL',
  'TOCSIN_RELAY',
  'TOCSIN_S3_ACCESS_KEY',
  'TOCSIN_S3_SECRET_KEY',
])

async function make(asked: Extract<Asked, { kind: 'make' }>, io: Io, environment: Environment): Promise<0 | 1> {
  const config = readConfig(environment)
  const say = (line: string) => void io.stderr.write(`${line}\n`)
  if (!existsSync(join(config.TOCSIN_DATA, 'layout')))
    throw new Failure(
      'missing',
      'platform.backup-nothing',
      `${config.TOCSIN_DATA} is no data folder of Tocsin: set TOCSIN_DATA to the node's`,
    )
  if (asked.link && config.TOCSIN_BLOBS !== 'file')
    throw new Failure('invalid', 'platform.backup-link', 'originals in a bucket cannot be linked: back up without --link')
  const folder = await openDataFolder(config.TOCSIN_DATA)
  try {
    const cluster =
      config.DATABASE_URL === null ? await startCluster({ dataFolder: config.TOCSIN_DATA, log: openLogger('warn'), onProgress: say }) : null
    try {
      if (cluster === null)
        say(
          'the database is your own (DATABASE_URL): back it up by its own means, and before this command; here go the originals and the keys',
        )
      const made = await makeBackup(asked.folder, {
        dataFolder: config.TOCSIN_DATA,
        keyFiles: keyFilesOf(config),
        superuserUrl: cluster?.superuserUrl() ?? null,
        blobs: asked.blobs ? await openBlobs(config) : null,
        link: asked.link ? folder.blobs : null,
        keep: asked.keep,
        program: programVersion(),
        settings: notableSettings(
          environment,
          Object.keys(settings).filter((name) => name !== 'TOCSIN_DATA'),
          secret,
        ),
        now: () => new Date(),
        onProgress: say,
      })
      io.stdout.write(describe(asked.folder, made, config))
      return (made.manifest.blobs?.altered.length ?? 0) > 0 ? 1 : 0
    } finally {
      await cluster?.stop()
    }
  } finally {
    await folder.release()
  }
}

function describe(folder: string, { name, manifest, copied, removed }: Backup, config: Config): string {
  const lines = [`${join(folder, name)}`, ...holds(manifest)]
  if (manifest.blobs !== null) lines.push(`  of the originals ${copied} are new`)
  for (const sha256 of manifest.blobs?.altered ?? [])
    lines.push(`  ALTERED  original ${sha256} no longer matches its name in the node: it is not in the backup`)
  if (removed.length > 0) lines.push(`  older backups removed: ${removed.join(', ')}`)
  const outside = [config.TOCSIN_TLS_CERT, config.TOCSIN_TLS_KEY, config.TOCSIN_SEAL_KEY].filter((path) => path !== null)
  if (outside.length > 0) lines.push(`  not in it, and to be kept apart: ${outside.join(', ')}`)
  lines.push('  it holds the keys of this node: guard it, keep a copy on another machine, and try it: tocsin backup --verify')
  return `${lines.join('\n')}\n`
}

function holds(manifest: Manifest): string[] {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  const files = manifest.files.filter(({ path }) => path.startsWith('database/'))
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const { database, blobs } = manifest
  return [
    database === null ? '  without the database' : `  database  PostgreSQL ${database.version}, ${files.length} files, ${megabytes(size)}`,
    blobs === null ? '  without the originals' : `  originals ${blobs.count}, ${megabytes(blobs.bytes)}`,
    `  as of     ${manifest.begun}`,
  ]
}

async function verify(asked: Extract<Asked, { kind: 'verify' }>, io: Io): Promise<0 | 1> {
  const name = await chooseGeneration(asked.folder, asked.generation)
  const checked = await verifyBackup(asked.folder, name, {
    quick: asked.quick,
    onProgress: (line) => void io.stderr.write(`${line}\n`),
  })
  for (const flaw of checked.flaws) io.stdout.write(`WRONG  ${flaw}\n`)
  const good = checked.flaws.length === 0
  io.stdout.write(`${[`${join(asked.folder, name)}: ${good ? 'as it was written' : 'damaged'}`, ...holds(checked.manifest)].join('\n')}\n`)
  return good ? 0 : 1
}
