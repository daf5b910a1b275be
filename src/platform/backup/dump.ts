import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { Failure } from '../../base/failure.ts'
import type { Blobs } from '../blobs/blobs.ts'
import { explainFileError } from '../postgres/complaint.ts'
import { copyOut } from './copy-rows.ts'
import { type DumpHeader, dumpForm, endOfRows, headerLine, sectionLine } from './dump-form.ts'
import { type Elsewhere, nodeFiles, readNodeFiles } from './node-files.ts'
import { jobColumns, listMigrations, listSequences, listTables, selectJobs } from './tables.ts'

export type DumpOptions = {
  /** the role that owns the tables */
  readonly ownerUrl: string
  readonly dataFolder: string
  /** keys that lie outside of it */
  readonly keyFiles?: Elsewhere
  /** null: without the originals */
  readonly blobs: Blobs | null
  /** the log key, the sign-in secret and the newest checkpoint */
  readonly withKeys: boolean
  readonly program: string
  readonly now: Date
  /** where a dump to `-` goes */
  readonly stdout: NodeJS.WritableStream
  readonly onProgress: (line: string) => void
}

export type Dumped = {
  readonly rows: Readonly<Record<string, number>>
  readonly blobs: number
  /** originals that went while the dump was made, or that no longer match their hash: they are not in it */
  readonly left: readonly string[]
}

/**
 * Writes everything that the database holds into one file, as of one moment, while the node goes on: a read-only transaction that sees
 * one snapshot, under a role that may read all and write nothing. `file` is `-` for standard output; a file is there whole (0600) or not
 * at all. Fails with `platform.not-migrated`, `platform.dump-hidden`, `platform.disk-full` and the like.
 */
export async function dump(file: string, options: DumpOptions): Promise<Dumped> {
  const rows: Record<string, number> = {}
  const tally = { rows, blobs: 0, left: [] as string[] }
  const client = await connect(options.ownerUrl)
  try {
    const source = Readable.from(sections(client, options, tally), { objectMode: false, highWaterMark: 1 << 18 })
    if (file === '-') {
      await pipeline(source, createGzip(), options.stdout, { end: false })
      return tally
    }
    const half = `${file}.half`
    try {
      await pipeline(source, createGzip(), createWriteStream(half, { mode: 0o600, flush: true }))
      await chmod(half, 0o600)
      await rename(half, file)
    } catch (error) {
      await rm(half, { force: true })
      throw explainFileError(error, file)
    }
    return tally
  } finally {
    await client.end().catch(() => {})
  }
}

async function connect(url: string): Promise<pg.Client> {
  const settings = [
    'TimeZone=UTC',
    'DateStyle=ISO',
    'IntervalStyle=postgres',
    'bytea_output=hex',
    'extra_float_digits=3',
    'client_encoding=UTF8',
  ]
  const client = new pg.Client({
    connectionString: url,
    options: settings.map((one) => `-c ${one}`).join(' '),
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => {})
  await client.connect().catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new Failure('unavailable', 'platform.database', `the database cannot be read: ${said}`, { cause })
  })
  return client
}

type Tally = { readonly rows: Record<string, number>; blobs: number; readonly left: string[] }

async function* sections(client: pg.Client, options: DumpOptions, tally: Tally): AsyncGenerator<Buffer> {
  const { dataFolder, blobs, withKeys, onProgress } = options
  await client.query('begin isolation level repeatable read, read only')
  yield headerLine(await headerOf(client, options))
  const tables = await listTables(client)
  for (const [at, { name, columns }] of tables.entries()) {
    yield sectionLine({ section: 'table', name, columns: [...columns] })
    yield* rowsOf(client, 'tocsin_dump', `copy (select ${columns.join(', ')} from ${name}) to stdout`, name, tally)
    onProgress(`table ${at + 1} of ${tables.length}: ${name}, ${tally.rows[name]} rows`)
  }
  yield sectionLine({ section: 'jobs', columns: [...jobColumns] })
  yield* rowsOf(client, 'tocsin_queue', `copy (${selectJobs}) to stdout`, 'jobs', tally)
  for (const one of await listSequences(client)) yield sectionLine({ section: 'sequence', ...one })
  await client.query('commit')
  if (withKeys) {
    const files = await readNodeFiles(dataFolder, options.keyFiles)
    for (const name of nodeFiles) {
      const text = files[name]
      if (text !== undefined) yield sectionLine({ section: 'file', name, text })
    }
  }
  if (blobs !== null) yield* blobsOf(blobs, tally, onProgress)
  yield sectionLine({ section: 'end', rows: tally.rows, blobs: tally.blobs })
}

async function headerOf(client: pg.Client, { now, program }: DumpOptions): Promise<DumpHeader> {
  const migrations = await listMigrations(client)
  const { rows } = await client.query<{ version: string }>(`select split_part(current_setting('server_version'), ' ', 1) as version`)
  return { form: dumpForm, made: now.toISOString(), program, postgres: rows[0]?.version ?? '', migrations }
}

async function* rowsOf(client: pg.Client, role: string, text: string, name: string, tally: Tally): AsyncGenerator<Buffer> {
  await client.query(`set local role ${role}`)
  let count = 0
  for await (const piece of copyOut(client, text)) {
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) count += 1
    yield piece
  }
  await client.query('reset role')
  tally.rows[name] = count
  yield endOfRows
}

async function* blobsOf(blobs: Blobs, tally: Tally, onProgress: (line: string) => void): AsyncGenerator<Buffer> {
  for await (const { sha256 } of blobs.list()) {
    const bytes = await blobs.read(sha256).catch((error: unknown) => {
      if (error instanceof Failure && error.code === 'platform.blob-altered') return undefined
      throw error
    })
    if (bytes === undefined) {
      tally.left.push(sha256)
      continue
    }
    yield sectionLine({ section: 'blob', sha256, size: bytes.length })
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    yield Buffer.from('\n')
    tally.blobs += 1
    if (tally.blobs % 1000 === 0) onProgress(`originals: ${tally.blobs}`)
  }
  onProgress(`originals: ${tally.blobs}`)
}

/** The unpacked bytes of a dump; `-` is standard input. */
export function openDump(file: string, stdin: Readable = process.stdin): AsyncIterable<Buffer> {
  const source = file === '-' ? stdin : createReadStream(file, { highWaterMark: 1 << 18 })
  const gunzip = createGunzip({ chunkSize: 1 << 18 })
  // an error of the source must reach who reads the unpacked bytes
  source.on('error', (error: Error) => gunzip.destroy(error))
  return source.pipe(gunzip)
}
