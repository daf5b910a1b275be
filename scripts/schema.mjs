// Writes db/types.ts and db/schema.sql from the migrations; with --check it only says whether they are as the migrations make them.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describeSchema } from '../src/platform/db/describe.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { openLogger } from '../src/platform/logger.ts'
import { startCluster } from '../src/platform/postgres/cluster.ts'

const check = process.argv.includes('--check')
const folder = mkdtempSync(join(tmpdir(), 'tocsin-schema-'))
chmodSync(folder, 0o711)
const cluster = await startCluster({ dataFolder: folder, log: openLogger('warn'), durability: 'scratch' })
const name = `schema_${process.pid}`
const root = new pg.Client({ connectionString: cluster.superuserUrl() })
await root.connect()
let failed = false
try {
  await root.query(`create database ${name} owner tocsin_owner`)
  await migrate(cluster.ownerUrl(name), 'tocsin')
  const client = new pg.Client({ connectionString: cluster.ownerUrl(name) })
  await client.connect()
  const schema = await describeSchema(client)
  await client.end()
  const types = join(mkdtempSync(join(tmpdir(), 'schema-')), 'types.ts')
  execFileSync(process.execPath, [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    '--dialect',
    'postgres',
    '--url',
    cluster.ownerUrl(name),
    '--out-file',
    types,
    '--exclude-pattern',
    '(graphile_worker|public).*',
    '--default-schema',
    'none',
    '--type-mapping',
    '{"int8":"number"}',
    '--log-level',
    'error',
  ])
  if (!schema.includes('create table platform.audit')) throw new Error('the schema came out empty')
  const written = { 'db/schema.sql': schema, 'db/types.ts': readFileSync(types, 'utf8') }
  for (const [file, text] of Object.entries(written)) {
    if (!check) writeFileSync(file, text)
    else if (readFileSync(file, 'utf8') !== text) {
      failed = true
      console.error(`${file} is not what the migrations make: run node scripts/schema.mjs and commit it`)
    }
  }
} finally {
  await root.query(`drop database if exists ${name} with (force)`)
  await root.end()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(check ? 'schema compared' : 'db/types.ts and db/schema.sql written')
process.exit(failed ? 1 : 0)
