// Writes db/types.ts and db/schema.sql from the migrations; with --check it only says whether they are as the migrations make them.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describeSchema } from '../src/platform/db/describe.ts'
import { withScratchDatabase, writeOrCheck } from './scratch.mjs'

const files = await withScratchDatabase(async ({ folder, ownerUrl }) => {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const schema = await describeSchema(client)
  await client.end()
  if (!schema.includes('create table platform.audit')) throw new Error('the schema came out empty')
  const types = join(folder, 'types.ts')
  const options = {
    dialect: 'postgres',
    url: ownerUrl,
    'out-file': types,
    'exclude-pattern': '(graphile_worker|public).*',
    'default-schema': 'none',
    'type-mapping': '{"int8":"number"}',
    'log-level': 'error',
  }
  execFileSync(process.execPath, [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
  ])
  return { 'db/schema.sql': schema, 'db/types.ts': readFileSync(types, 'utf8') }
})
process.exit(writeOrCheck(files, 'scripts/schema.mjs'))
