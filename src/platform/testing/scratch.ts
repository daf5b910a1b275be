import { type ChildProcess, type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { processesIn } from '../postgres/postmaster.ts'
import { run } from '../postgres/run.ts'

const folders: string[] = []
const children: ChildProcess[] = []
const undo: (() => Promise<unknown>)[] = []

/** Something to be undone after the test, last first. */
export function afterwards(act: () => Promise<unknown>): void {
  undo.push(act)
}

/** A folder for one test, open for other users to pass through; `cleanUp` removes it and ends what still runs in it. */
export async function scratchFolder(name = 'data'): Promise<string> {
  const outer = await mkdtemp(join(tmpdir(), 'tocsin-test-'))
  await chmod(outer, 0o711)
  folders.push(outer)
  const folder = join(outer, name)
  await mkdir(folder, { mode: 0o711 })
  await chmod(folder, 0o711)
  return folder
}

export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** Waits for a condition; the test's own limit ends the wait. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}

export type Held = {
  readonly url: string
  readonly owner: string
  readonly postmaster: number
  readonly sockets: string
  readonly stop: () => Promise<void>
  readonly kill: () => Promise<void>
}
export type Refused = { readonly kind: string; readonly code: string; readonly message: string }

export type Ids = { readonly uid: number; readonly gid: number }

/** A process of its own that opens the data folder for `roles` and starts its database; fails with what that said. */
export async function holdCluster(folder: string, roles: readonly string[], as?: Ids): Promise<Held> {
  const held = await tryHoldCluster(folder, roles, as)
  if ('code' in held) throw new Error(`${held.code}: ${held.message}`)
  return held
}

const clone = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
let door: Promise<string | undefined> | undefined

/** The clone by a path that other users may walk: its own, or as root a second mount of it; undefined where neither can be. */
export function openDoor(): Promise<string | undefined> {
  door ??= (async () => {
    const reaches = async (path: string) => (await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', path], { as: { uid: 1, gid: 1 } })).code === 0
    if (await reaches(clone)) return clone
    const mount = await mkdtemp(join(tmpdir(), 'tocsin-test-door-'))
    await chmod(mount, 0o755)
    const mounted = (await run('mount', ['--bind', clone, mount])).code === 0
    // at the end of the process, since all tests of a file share it; rmdir removes nothing where the mount should still stand
    process.on('exit', () => spawnSync('/bin/sh', ['-c', mounted ? 'umount -l -- "$1"; rmdir -- "$1"' : 'rmdir -- "$1"', 'sh', mount]))
    return mounted && (await reaches(mount)) ? mount : undefined
  })()
  return door
}

/** Runs our Node on `args` as another user; file names in them are of the clone. */
export async function spawnNode(args: readonly string[], as?: Ids): Promise<ChildProcessByStdio<Writable, Readable, null>> {
  const base = as === undefined ? clone : await openDoor()
  if (base === undefined) throw new Error('the clone is closed to other users')
  const moved = (path: string) => (path.startsWith(`${clone}/`) ? base + path.slice(clone.length) : path)
  return spawn(moved(process.execPath), args.map(moved), { stdio: ['pipe', 'pipe', 'inherit'], cwd: base, ...as })
}

export async function tryHoldCluster(folder: string, roles: readonly string[], as?: Ids): Promise<Held | Refused> {
  const child = await spawnNode([join(clone, 'src/platform/testing/hold-cluster.ts'), folder, ...roles], as)
  children.push(child)
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const line = await new Promise<string>((resolve) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) resolve(text)
    })
    child.on('error', (error) => resolve(JSON.stringify({ kind: 'crash', code: '', message: error.message })))
    child.on('exit', () => resolve(text || JSON.stringify({ kind: 'crash', code: '', message: 'it ended without a word' })))
  })
  const said = JSON.parse(line) as Refused | Omit<Held, 'stop' | 'kill'>
  if ('code' in said) {
    await ended
    return said
  }
  const end = (act: () => void) => async () => {
    act()
    await ended
  }
  return { ...said, stop: end(() => child.stdin.end()), kill: end(() => child.kill('SIGKILL')) }
}

/** Ends what the tests of this file began, in whatever state a failed test left it. */
export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const act of undo.splice(0).reverse()) await act()
  for (const folder of folders.splice(0)) await sweep(folder)
}

async function sweep(outer: string): Promise<void> {
  const find = spawn('find', [outer, '-maxdepth', '3', '-name', 'cluster', '-o', '-maxdepth', '3', '-name', 'postgresql.where'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let text = ''
  for await (const chunk of find.stdout) text += String(chunk)
  for (const path of text.split('\n').filter((line) => line !== '')) {
    const elsewhere = path.endsWith('.where') ? (await readFile(path, 'utf8')).split('\n')[0] : undefined
    const cluster = elsewhere === undefined ? path : join(elsewhere, 'cluster')
    for (const { pid } of await processesIn(cluster)) process.kill(pid, 'SIGKILL')
    if (elsewhere !== undefined && existsSync(join(elsewhere, 'data-folder.json'))) await rm(elsewhere, { recursive: true, force: true })
  }
  await rm(outer, { recursive: true, force: true, maxRetries: 3 })
}
