import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Failure } from '../../base/failure.ts'
import { isMalformed } from '../../base/parsed.ts'
import { parseCheckpoint } from '../../formats/tlog/checkpoint.ts'
import { type Config, readConfig } from '../../platform/config.ts'
import { openDataFolder } from '../../platform/data-folder.ts'
import { checkDatabase } from '../../platform/db/check.ts'
import { type Database, openDatabase, openPool } from '../../platform/db/pools.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { recallHead, rememberHead } from '../../platform/log/head.ts'
import { openLog } from '../../platform/log/integrate.ts'
import { openLogKey } from '../../platform/log/key.ts'
import { readCheckpoint, summariseLogs } from '../../platform/log/prove.ts'
import { openLogger } from '../../platform/logger.ts'
import { openDatabaseUrls } from '../places.ts'

type Io = { readonly stdout: { write(text: string): unknown }; readonly stderr: { write(text: string): unknown } }

const usage = `Usage: tocsin log [--json]
       tocsin log open [--cites CHECKPOINT]

Shows the logs of this node, the one that grows last, with the public key that 'tocsin verify --key' takes.

  open           begins a new log: after a restore, since the old one may have gone on after the backup was taken
  --cites FILE   the last checkpoint of the old log that anyone kept; without it, the newest that this node knows
  --json         one JSON object a log
`

/** `tocsin log`: answers the exit code. 0 done, 2 wrong usage. Fails with `log.…` or `platform.…` where the log or the database refuses. */
export async function logCommand(
  argv: readonly string[],
  io: Io,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<0 | 2> {
  const asked = read(argv)
  if (asked === undefined || asked.help) {
    ;(asked === undefined ? io.stderr : io.stdout).write(usage)
    return asked === undefined ? 2 : 0
  }
  const config = readConfig(environment)
  await withDatabase(config, io, async (db) => {
    if (asked.open) await open(db, config, asked.cites)
    await show(db, io, asked.json)
  })
  return 0
}

function read(argv: readonly string[]): { open: boolean; json: boolean; help: boolean; cites: string | undefined } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, cites: { type: 'string' } },
    })
    const [verb] = positionals
    if (positionals.length > 1 || (verb !== undefined && verb !== 'open') || (verb === undefined && values.cites !== undefined))
      return undefined
    return { open: verb === 'open', json: values.json === true, help: values.help === true, cites: values.cites }
  } catch {
    return undefined
  }
}

async function withDatabase(config: Config, io: Io, run: (db: Database) => Promise<void>): Promise<void> {
  const folder = await openDataFolder(config.TOCSIN_DATA)
  try {
    const urls = await openDatabaseUrls(config, openLogger(config.TOCSIN_LOG_LEVEL), (line) => io.stderr.write(`${line}\n`))
    const pool = openPool(urls.application, 'tocsin_app', 2)
    try {
      await checkDatabase(pool)
      await run(openDatabase(pool))
    } finally {
      await pool.end()
      await urls.stop()
    }
  } finally {
    await folder.release()
  }
}

async function open(db: Database, config: Config, cites: string | undefined): Promise<void> {
  const lastKnown = cites === undefined ? (await recallHead(config.TOCSIN_DATA))?.note : await readCited(cites)
  const key = await openLogKey(keyFilesOf(config)['log-key'])
  const authority = new URL(config.TOCSIN_PUBLIC_URL).host
  await openLog(db, key, { authority, now: new Date(), ...(lastKnown === undefined ? {} : { lastKnown }) })
  await rememberHead(config.TOCSIN_DATA, (await db.transaction().execute((tx) => readCheckpoint(tx))).note)
}

async function readCited(path: string): Promise<string> {
  const note = await readFile(path, 'utf8').catch(() => '')
  const checkpoint = parseCheckpoint(note)
  if (isMalformed(checkpoint)) throw new Failure('invalid', 'log.cites', `${path} is not a checkpoint: ${checkpoint.malformed}`)
  return note
}

async function show(db: Database, io: Io, json: boolean): Promise<void> {
  for (const log of await db.transaction().execute(summariseLogs)) {
    const text = `${log.origin}\n  opened  ${log.openedAt}\n  leaves  ${log.size}\n  key     ${log.key}\n`
    io.stdout.write(json ? `${JSON.stringify(log)}\n` : text)
  }
}
