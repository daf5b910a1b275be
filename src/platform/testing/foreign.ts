import { spawn } from 'node:child_process'
import { chown, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describeBinaries, findBinaries } from '../postgres/binaries.ts'
import { plainEnvironment, run } from '../postgres/run.ts'
import { findRunner } from '../postgres/runner.ts'
import { afterwards, scratchFolder } from './scratch.ts'

/** A PostgreSQL as an administrator of one's own runs it: TCP on loopback, SCRAM passwords (RFC 7677), nothing of ours in its settings. */
export type ForeignServer = {
  readonly version: string
  /** as a role whose password is its name */
  url(role: string, database: string): string
  /** one statement or several, as its superuser */
  query(text: string, database?: string): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

/** Starts one of the version that the run is about (TOCSIN_TEST_DATABASE), or of `major`; undefined where its programs are not installed. */
export async function startForeignServer(major = Number(process.env.TOCSIN_TEST_DATABASE || '18')): Promise<ForeignServer | undefined> {
  const { as } = await findRunner()
  const embedded = await findBinaries(as, () => {})
  const binaries = embedded.major === major ? embedded : await describeBinaries(`/usr/lib/postgresql/${major}/bin`, as)
  if (binaries === undefined) return undefined
  const folder = await scratchFolder()
  if (as !== undefined) await chown(folder, as.uid, as.gid)
  const cluster = join(folder, 'cluster')
  const password = join(folder, 'password')
  await writeFile(password, 'postgres\n')
  const made = await run(
    join(binaries.folder, 'initdb'),
    ['-D', cluster, '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=scram-sha-256', `--pwfile=${password}`, '--no-sync'],
    { as },
  )
  if (made.code !== 0) throw new Error(`initdb: ${made.said}`)
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off', 'logging_collector=off']
  const child = spawn(join(binaries.folder, 'postgres'), ['-D', cluster, ...settings.flatMap((one) => ['-c', one])], {
    stdio: 'ignore',
    cwd: '/',
    env: plainEnvironment,
    ...as,
  })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGQUIT')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  afterwards(stop)
  const url = (role: string, database: string) => `postgresql://${role}:${role}@127.0.0.1:${port}/${database}`
  const query = async (text: string, database = 'postgres') => {
    const client = new pg.Client({ connectionString: url('postgres', database) })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text)).rows
    } finally {
      await client.end()
    }
  }
  for (let attempt = 0; ; attempt++) {
    if (await query('select 1').then(Boolean, () => false)) break
    if (child.exitCode !== null || attempt > 600) throw new Error('the foreign server did not start')
    await sleep(50)
  }
  return { version: binaries.version, url, query, stop }
}

/** The two roles and the database, as docs/operations.md asks an administrator to make them. */
export async function prepareForeign(
  server: ForeignServer,
  database = 'tocsin',
): Promise<{ readonly owner: string; readonly application: string }> {
  const there = async (text: string) => (await server.query(text)).length > 0
  if (!(await there(`select 1 from pg_roles where rolname = 'tocsin_owner'`)))
    await server.query(`create role tocsin_owner login createrole password 'tocsin_owner'`)
  if (!(await there(`select 1 from pg_roles where rolname = 'tocsin'`))) await server.query(`create role tocsin login password 'tocsin'`)
  await server.query(`create database ${database} owner tocsin_owner`)
  return { owner: server.url('tocsin_owner', database), application: server.url('tocsin', database) }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
