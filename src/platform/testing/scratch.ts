import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { inject } from 'vitest'
import { processesIn } from '../postgres/postmaster.ts'
import { run } from '../postgres/run.ts'

const folders: string[] = []
const children: ChildProcess[] = []
const undo: (() => Promise<unknown>)[] = []

/** Something to be undone after the test, last first. */
export function afterwards(act: () => Promise<unknown>): void {
  undo.push(act)
}

/** The folder of this test run: its guard ends and removes everything in it when the run is killed. */
export function runFolder(): string {
  return dirname(inject('clusterBroker'))
}

/** A folder for one test, open for other users to pass through; `cleanUp` removes it and ends what still runs in it. */
export async function scratchFolder(name = 'data'): Promise<string> {
  const outer = await mkdtemp(join(runFolder(), 'scratch-'))
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

/**
 * A command, run as root, that runs what follows it as another user who finds the clone in `base`: the clone itself, or where that
 * is closed to others a second mount of it, read-only and in a mount namespace of that command, so that nobody else meets it.
 */
type Door = { readonly base: string; readonly command: readonly string[] }
let door: Promise<Door | undefined> | undefined

/** How another user can run the code of this clone; undefined where it cannot. */
export function openDoor(): Promise<Door | undefined> {
  door ??= (async () => {
    const mount = await mkdtemp(join(runFolder(), 'door-'))
    await chmod(mount, 0o755)
    const become = `base=$1 uid=$2 gid=$3; shift 3; cd -- "$base" && exec setpriv --reuid="$uid" --regid="$gid" --clear-groups "$@"`
    const again = `mount --bind "$1" "$2" && mount -o remount,bind,ro "$2" && shift && ${become}`
    const doors: Door[] = [
      { base: clone, command: ['/bin/sh', '-c', become, 'sh', clone] },
      { base: mount, command: ['unshare', '--mount', '/bin/sh', '-c', again, 'sh', clone, mount] },
    ]
    for (const one of doors) {
      const [program = '', ...args] = one.command
      if ((await run(program, [...args, '1', '1', '/bin/sh', '-c', 'cd -- "$1/src"', 'sh', one.base])).code === 0) return one
    }
    return undefined
  })()
  return door
}

/** Runs our Node on `args`, as another user when `as` is given; file names in them are of the clone. */
export async function spawnNode(args: readonly string[], as?: Ids): Promise<ChildProcessByStdio<Writable, Readable, null>> {
  if (as === undefined) return spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' })
  const found = await openDoor()
  if (found === undefined) throw new Error('the clone is closed to other users')
  const moved = (path: string) => (path.startsWith(`${clone}/`) ? found.base + path.slice(clone.length) : path)
  const [program = '', ...before] = found.command
  const command = [...before, String(as.uid), String(as.gid), moved(process.execPath), ...args.map(moved)]
  return spawn(program, command, { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' })
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
