import pg from 'pg'
import { Failure } from '../../base/failure.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { listSteps, migrate, readStep } from '../db/migrate.ts'
import { copyIn } from './copy-rows.ts'
import { type DumpHeader, DumpReader, type DumpSection } from './dump-form.ts'
import type { NodeFiles } from './node-files.ts'
import { type DumpTable, jobColumns, listMigrations, listTables } from './tables.ts'

export type LoadOptions = {
  /** the role that is to own the tables, on a new database */
  readonly ownerUrl: string
  /** the login that the application will have */
  readonly application: string
  /** the steps of the schema, in place of this program's */
  readonly steps?: URL
  /** where originals of the dump go; null: they are passed over */
  readonly blobs: Blobs | null
  readonly onProgress: (line: string) => void
}

export type Loaded = {
  readonly header: DumpHeader
  readonly rows: Readonly<Record<string, number>>
  readonly blobs: number
  /** the node's own files, for the caller to put in place when all is done */
  readonly files: NodeFiles
}

/** A blob waits for the others of its group, so that they share their syncs. */
const groupOf = 64
const groupBytes = 64 << 20

/**
 * Reads a dump into an empty database, all of it in one transaction: it is there whole or not at all. The schema is brought to where the
 * dump stands before, and to this version's after, so that a dump of an older version is loaded too. Row-level security is forced on the
 * owner, so its force is lifted from each table inside that transaction and put back before the commit; nobody else ever sees it lifted.
 * Fails with `platform.dump-damaged`, `platform.dump-other-version` and `platform.load-not-empty`, each without a row changed.
 */
export async function load(source: AsyncIterable<Buffer>, options: LoadOptions): Promise<Loaded> {
  const reader = new DumpReader(source)
  const header = await reader.header()
  const { ownerUrl, application } = options
  const known = options.steps === undefined ? {} : { steps: options.steps }
  const last = await requireKnownSchema(header, options.steps)
  await migrate(ownerUrl, application, { ...known, until: last })
  const loaded = await fill(reader, header, options)
  await migrate(ownerUrl, application, known)
  return { header, ...loaded }
}

/** The last step of the dump's schema, which must be the first steps of this program's, as they were. */
async function requireKnownSchema({ migrations, program }: DumpHeader, folder: URL | undefined): Promise<string> {
  const steps = await listSteps(folder)
  for (const [at, { name, hash }] of migrations.entries()) {
    if (steps[at] === name && (await readStep(name, folder)).hash === hash) continue
    throw new Failure(
      'conflict',
      'platform.dump-other-version',
      `the dump was made by Tocsin ${program}, whose schema this version does not know: load it with that version, or a newer one`,
    )
  }
  const last = migrations.at(-1)
  if (last === undefined) throw damaged('it names no schema')
  return last.name
}

async function fill(reader: DumpReader, header: DumpHeader, options: LoadOptions): Promise<Omit<Loaded, 'header'>> {
  const client = new pg.Client({
    connectionString: options.ownerUrl,
    options: ['TimeZone=UTC', 'DateStyle=ISO', 'IntervalStyle=postgres', 'client_encoding=UTF8'].map((one) => `-c ${one}`).join(' '),
  })
  client.on('error', () => {})
  await client.connect()
  try {
    if ((await listMigrations(client)).length > header.migrations.length)
      throw new Failure(
        'conflict',
        'platform.load-not-empty',
        'the database has a newer schema than the dump already: a dump is loaded into a new one only',
      )
    await client.query('begin')
    const tables = await listTables(client)
    const shipped = await requireEmpty(client, tables)
    for (const { name, secured } of tables) if (secured) await client.query(`alter table ${name} no force row level security`)
    for (const name of shipped) await client.query(`delete from ${name}`)
    const loaded = await takeSections(client, reader, tables, options)
    for (const { name, secured } of tables) if (secured) await client.query(`alter table ${name} force row level security`)
    await client.query('commit')
    await client.query('analyze')
    return loaded
  } finally {
    // an open transaction ends with its connection
    await client.end().catch(() => {})
  }
}

/** Answers the tables that hold nothing but what a step of the schema shipped, by `changed_by`: that gives way to what the dump has. */
async function requireEmpty(client: pg.Client, tables: readonly DumpTable[]): Promise<readonly string[]> {
  const shipped: string[] = []
  for (const { name } of tables) {
    const { rowCount: columns } = await client.query(
      `select from pg_attribute where attrelid = $1::regclass and attname = 'changed_by' and not attisdropped`,
      [name],
    )
    const marked = columns !== 0
    // as the role that sees all: the owner would be shown nothing
    await client.query('set local role tocsin_dump')
    const { rowCount } = await client.query(`select from ${name} ${marked ? `where changed_by <> 'migration'` : ''} limit 1`)
    await client.query('reset role')
    if (rowCount === 0 && marked) shipped.push(name)
    if (rowCount !== 0)
      throw new Failure(
        'conflict',
        'platform.load-not-empty',
        `the database is in use (${name} has rows): a dump is loaded into a new one only`,
      )
  }
  return shipped
}

async function takeSections(
  client: pg.Client,
  reader: DumpReader,
  tables: readonly DumpTable[],
  { blobs, onProgress }: LoadOptions,
): Promise<Omit<Loaded, 'header'>> {
  const rows: Record<string, number> = {}
  const files: Record<string, string> = {}
  const missing = new Set(tables.map(({ name }) => name))
  const store = openStore(blobs)
  let stored = 0
  for (;;) {
    const section = await reader.section()
    switch (section.section) {
      case 'table':
        missing.delete(section.name)
        rows[section.name] = await takeTable(client, reader, section, tables)
        onProgress(`${section.name}: ${rows[section.name]} rows`)
        break
      case 'jobs':
        rows.jobs = await takeJobs(client, reader, section.columns)
        onProgress(`jobs that wait: ${rows.jobs}`)
        break
      case 'sequence':
        await client.query('select setval($1::regclass, $2, $3)', [section.name, section.last, section.called])
        break
      case 'file':
        files[section.name] = section.text
        break
      case 'blob':
        await store.add(section.sha256, await reader.bytes(section.size))
        stored += 1
        if (stored % 1000 === 0) onProgress(`originals: ${stored}`)
        break
      case 'end': {
        await store.flush()
        const [forgotten] = missing
        if (forgotten !== undefined) throw damaged(`${forgotten} is missing`)
        for (const [name, count] of Object.entries(section.rows)) {
          if (rows[name] !== count) throw damaged(`${name} should have ${count} rows and has ${rows[name] ?? 0}`)
        }
        if (section.blobs !== stored) throw damaged(`${section.blobs} originals were written and ${stored} are there`)
        await reader.finish()
        return { rows, blobs: blobs === null ? 0 : stored, files }
      }
    }
  }
}

function damaged(why: string): Failure {
  return new Failure('invalid', 'platform.dump-damaged', `this is not a whole dump of Tocsin: ${why}`)
}

type Section<Kind extends DumpSection['section']> = Extract<DumpSection, { section: Kind }>

async function takeTable(
  client: pg.Client,
  reader: DumpReader,
  { name, columns }: Section<'table'>,
  tables: readonly DumpTable[],
): Promise<number> {
  const known = tables.find((one) => one.name === name)
  // the names go into a statement, so they must be those of this database
  if (known === undefined || columns.length !== known.columns.length || columns.some((column) => !known.columns.includes(column)))
    throw damaged('a table is not as the schema makes it')
  return copyIn(client, `copy ${name} (${columns.join(', ')}) from stdin`, reader.rows())
}

async function takeJobs(client: pg.Client, reader: DumpReader, columns: readonly string[]): Promise<number> {
  if (columns.join() !== jobColumns.join()) throw damaged('jobs in a form that this version does not know')
  await client.query(`create temporary table loaded_job (task text, queue text, payload json, priority smallint, run_at timestamptz,
    attempts smallint, max_attempts smallint, last_error text, created_at timestamptz, key text, flags jsonb,
    place integer generated always as identity) on commit drop`)
  await client.query('grant select on loaded_job to tocsin_queue')
  const count = await copyIn(client, `copy loaded_job (${jobColumns.join(', ')}) from stdin`, reader.rows())
  await client.query('set local role tocsin_queue')
  await client.query('insert into graphile_worker._private_tasks (identifier) select distinct task from loaded_job on conflict do nothing')
  await client.query(
    'insert into graphile_worker._private_job_queues (queue_name) select distinct queue from loaded_job where queue is not null on conflict do nothing',
  )
  await client.query(`
    insert into graphile_worker._private_jobs (task_id, job_queue_id, payload, priority, run_at, attempts, max_attempts, last_error, created_at, key, flags)
    select t.id, q.id, j.payload, j.priority, j.run_at, j.attempts, j.max_attempts, j.last_error, j.created_at, j.key, j.flags
    from loaded_job j join graphile_worker._private_tasks t on t.identifier = j.task
      left join graphile_worker._private_job_queues q on q.queue_name = j.queue
    order by j.place`)
  await client.query('reset role')
  return count
}

/** Puts blobs in groups; one whose bytes are not its name's is refused. */
function openStore(blobs: Blobs | null): { add(sha256: string, bytes: Buffer): Promise<void>; flush(): Promise<void> } {
  let group: { readonly sha256: string; readonly bytes: Buffer }[] = []
  let size = 0
  async function flush(): Promise<void> {
    const now = group
    group = []
    size = 0
    if (blobs === null || now.length === 0) return
    const names = await blobs.put(now.map((one) => one.bytes))
    if (now.some(({ sha256 }, at) => names[at] !== sha256)) throw damaged('an original is not what its name says')
  }
  return {
    flush,
    async add(sha256, bytes) {
      group.push({ sha256, bytes })
      size += bytes.length
      if (group.length >= groupOf || size >= groupBytes) await flush()
    },
  }
}
