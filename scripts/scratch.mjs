import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../src/platform/db/migrate.ts'
import { openLogger } from '../src/platform/logger.ts'
import { startCluster } from '../src/platform/postgres/cluster.ts'

/** Runs with a database made by the migrations alone, on a cluster that is thrown away afterwards. */
export async function withScratchDatabase(run) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-scratch-'))
  chmodSync(folder, 0o711)
  const cluster = await startCluster({ dataFolder: folder, log: openLogger('warn'), durability: 'scratch' })
  try {
    const root = new pg.Client({ connectionString: cluster.superuserUrl() })
    await root.connect()
    await root.query('create database scratch owner tocsin_owner')
    await root.end()
    await migrate(cluster.ownerUrl('scratch'), 'tocsin')
    return await run({ folder, ownerUrl: cluster.ownerUrl('scratch'), applicationUrl: cluster.applicationUrl('scratch') })
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Writes files that are made by a script, or with --check says which are not as it would make them; in the folder that the command line
 * names, or here. Answers the exit code.
 */
export function writeOrCheck(files, made, asked = process.argv.slice(2)) {
  const folder = asked.find((argument) => !argument.startsWith('-')) ?? '.'
  const read = (file) => (existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : undefined)
  if (!asked.includes('--check')) {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
    console.log(`${Object.keys(files).join(' and ')} written`)
    return 0
  }
  const stale = Object.entries(files).filter(([file, text]) => read(file) !== text)
  for (const [file] of stale) console.error(`${file} is not as ${made} makes it: run node ${made} and commit it`)
  console.log(`${Object.keys(files).length} files compared, ${stale.length} wrong`)
  const none = Object.keys(files).every((file) => read(file) === undefined)
  if (none) console.error(`${made}: nothing was checked`)
  return stale.length > 0 || none ? 1 : 0
}
