import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { newId } from '../../base/id.ts'
import { migrate } from '../db/migrate.ts'
import { testCluster } from './cluster.ts'

/** A migrated database of the test's own, cloned from a template that the run makes once. */
export type TestDatabase = {
  readonly name: string
  readonly url: string
  readonly ownerUrl: string
  readonly superuserUrl: string
  drop(): Promise<void>
}

const folder = new URL('../../../db/migrations/', import.meta.url)

/** Clones the template; milliseconds, once the first caller of the run has migrated it. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = await testCluster()
  const name = `t_${newId().replaceAll('-', '')}`
  const root = new pg.Client({ connectionString: cluster.superuserUrl })
  await root.connect()
  try {
    await root.query(`select pg_advisory_lock(hashtext('template'))`)
    const template = await ensureTemplate(root, (database) => cluster.ownerUrl(database))
    // copied as files: by way of the write-ahead log, PostgreSQL's own choice, it costs twice the processor time
    await root.query(`create database ${name} template ${template} owner tocsin_owner strategy file_copy`)
    await root.query(`select pg_advisory_unlock(hashtext('template'))`)
  } finally {
    await root.end()
  }
  const superuserUrl = cluster.superuserUrl.replace('/postgres?', `/${name}?`)
  return {
    name,
    url: cluster.appUrl(name),
    ownerUrl: cluster.ownerUrl(name),
    superuserUrl,
    drop: () => dropDatabase(cluster.superuserUrl, name),
  }
}

async function ensureTemplate(root: pg.Client, ownerUrl: (database: string) => string): Promise<string> {
  const name = `template_${hashOfMigrations()}`
  const { rows } = await root.query('select from pg_database where datname = $1', [name])
  if (rows.length > 0) return name
  await root.query(`drop database if exists ${name}_new with (force)`)
  await root.query(`create database ${name}_new owner tocsin_owner`)
  await migrate(ownerUrl(`${name}_new`), 'tocsin')
  await root.query(`alter database ${name}_new rename to ${name}`)
  return name
}

function hashOfMigrations(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(new URL(file, folder)))
  return hash.digest('hex').slice(0, 16)
}

async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  const root = new pg.Client({ connectionString: superuserUrl })
  await root.connect()
  await root.query(`drop database if exists ${name} with (force)`)
  await root.end()
}
