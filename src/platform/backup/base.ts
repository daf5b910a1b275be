// A base backup of a running PostgreSQL by SQL alone (PostgreSQL 18, §25.3.4 "Making a Base Backup Using the Low Level API").
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { Failure } from '../../base/failure.ts'
import { copyFile, forEach, hashFile, makeFolderFor, syncFolder } from './copy-file.ts'
import type { Manifest, ManifestFile } from './manifest.ts'

/** §25.3.4.3: what a backup leaves out, because it is made anew at the start or would do harm. */
const leftOut = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map', 'current_logfiles', 'pg_internal.init'])
const leftEmpty = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'])
const control = 'global/pg_control'

export type BaseBackup = { readonly database: NonNullable<Manifest['database']>; readonly files: readonly ManifestFile[] }

/**
 * Copies the cluster that `superuserUrl` leads to into `target` (made here), with the write-ahead log that makes the copy whole; the server
 * goes on meanwhile. What was committed before this began is in the copy, and nothing that was not. The log that is needed is held by a
 * replication slot of this session, so that no checkpoint removes it. Fails with `platform.backup-server` where the server breaks off.
 */
export async function copyCluster(superuserUrl: string, target: string, onProgress: (line: string) => void): Promise<BaseBackup> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: 10_000 })
  let lost: Error | undefined
  client.on('error', (error) => {
    lost = error
  })
  try {
    await client.connect()
    return await copyWith(client, target, onProgress, () => {
      if (lost !== undefined) throw lost
    })
  } catch (cause) {
    if (lost === undefined && !(cause instanceof Error && 'severity' in cause)) throw cause
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new Failure('unavailable', 'platform.backup-server', `the database broke off the backup: ${said}`, { cause })
  } finally {
    // the end of the session ends the backup mode and the slot
    await client.end().catch(() => {})
  }
}

async function copyWith(client: pg.Client, target: string, onProgress: (line: string) => void, still: () => void): Promise<BaseBackup> {
  const { folder, version, major, segment } = await describeServer(client)
  await client.query('select pg_create_physical_replication_slot($1, true, true)', [`tocsin_backup_${randomBytes(6).toString('hex')}`])
  onProgress('database: waiting for its checkpoint')
  const start = await only(client, `select pg_backup_start('tocsin', true)::text as value`)
  const { files: found, folders } = await walk(folder)
  const data = found.filter((path) => path !== control)
  for (const one of ['', ...folders]) await makeFolderFor(join(target, one))
  const files: ManifestFile[] = []
  const copy = async (path: string) => {
    const copied = await copyFile(join(folder, path), join(target, path))
    // dropped or shortened since it was listed: the write-ahead log knows
    if (copied !== undefined) files.push({ path, ...copied })
  }
  let done = 0
  await forEach(data, 4, async (path) => {
    still()
    await copy(path)
    done += 1
    if (done % 500 === 0) onProgress(`database: ${done} of ${data.length} files`)
  })
  files.push(await copyControl(folder, target))
  const { rows } = await client.query<{ stop: string; label: string; spaces: string | null; last: string }>(
    'select lsn::text as stop, labelfile as label, spcmapfile as spaces, pg_walfile_name(lsn) as last from pg_backup_stop(false)',
  )
  const stopped = rows[0]
  if (stopped === undefined) throw new Error('the server did not say where the backup ends')
  await writeFile(join(target, 'backup_label'), stopped.label, { mode: 0o600, flag: 'wx', flush: true })
  await describe(target, 'backup_label', files)
  const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(stopped.label)?.[1]
  if (first === undefined) throw new Error('the label of the backup names no write-ahead log')
  const wal = namesBetween(first, stopped.last, segment)
  const histories = (await readdir(join(folder, 'pg_wal'))).filter((name) => /^[0-9A-F]{8}\.history$/.test(name))
  for (const name of [...wal, ...histories]) await copy(join('pg_wal', name))
  const missing = wal.find((name) => !files.some(({ path, size }) => path === `pg_wal/${name}` && size === segment))
  if (missing !== undefined)
    throw new Failure('unavailable', 'platform.backup-server', `the write-ahead log ${missing} that the backup needs is gone`)
  for (const one of [...folders, '']) await syncFolder(join(target, one))
  onProgress(`database: ${files.length} files copied, with ${wal.length} of the write-ahead log`)
  return { database: { version, major, start, stop: stopped.stop, wal, folders }, files }
}

type Server = { readonly folder: string; readonly version: string; readonly major: number; readonly segment: number }

async function describeServer(client: pg.Client): Promise<Server> {
  const { rows } = await client.query<Server & { readonly spaces: boolean }>(`
    select current_setting('data_directory') as folder, split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int / 10000 as major, pg_size_bytes(current_setting('wal_segment_size'))::int as segment,
      exists (select from pg_tablespace where spcname not in ('pg_default', 'pg_global')) as spaces`)
  const server = rows[0]
  if (server === undefined) throw new Error('the server did not describe itself')
  if (server.spaces)
    throw new Failure(
      'conflict',
      'platform.backup-tablespaces',
      'the database has tablespaces of its own, which this backup does not know: drop them',
    )
  return server
}

async function only(client: pg.Client, text: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>(text)
  return rows[0]?.value ?? ''
}

/** Plain files and folders under a cluster that belong into a backup, relative. */
async function walk(folder: string): Promise<{ readonly files: string[]; readonly folders: string[] }> {
  const files: string[] = []
  const folders: string[] = []
  const enter = async (inside: string): Promise<void> => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      // a database that was dropped meanwhile
      if (error.code === 'ENOENT') return []
      throw error
    })
    for (const entry of entries) {
      const path = join(inside, entry.name)
      if (leftOut.has(entry.name) || entry.name.startsWith('pgsql_tmp') || entry.name.startsWith('pg_internal.init')) continue
      if (entry.isFile()) files.push(path)
      else if (entry.isDirectory()) {
        folders.push(path)
        if (inside !== '' || !leftEmpty.has(entry.name)) await enter(path)
      }
    }
  }
  await enter('')
  folders.push(join('pg_wal', 'archive_status'))
  return { files, folders }
}

/** The control file last, and read until two reads agree: the server may be writing it. */
async function copyControl(folder: string, target: string): Promise<ManifestFile> {
  for (let attempt = 0; attempt < 20; attempt++) {
    await rm(join(target, control), { force: true })
    const copied = await copyFile(join(folder, control), join(target, control))
    const again = await readFile(join(folder, control))
    if (copied !== undefined && again.equals(await readFile(join(target, control)))) return { path: control, ...copied }
  }
  throw new Failure('unavailable', 'platform.backup-server', 'the control file of the database does not hold still')
}

async function describe(target: string, path: string, files: ManifestFile[]): Promise<void> {
  const hashed = await hashFile(join(target, path))
  if (hashed !== undefined) files.push({ path, ...hashed })
}

/** The names of the files of the write-ahead log from one to another of the same timeline, both with it (PostgreSQL: XLogFileName). */
export function namesBetween(first: string, last: string, segment: number): string[] {
  const perLog = 0x1_0000_0000 / segment
  const numberOf = (name: string) => Number.parseInt(name.slice(8, 16), 16) * perLog + Number.parseInt(name.slice(16), 16)
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
  const names: string[] = []
  for (let at = numberOf(first); at <= numberOf(last); at++) names.push(first.slice(0, 8) + hex(Math.floor(at / perLog)) + hex(at % perLog))
  return names
}
