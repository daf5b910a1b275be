import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readdir, readFile, readlink, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../base/failure.ts'
import { runs, startOf } from '../claim.ts'
import type { Binaries } from './binaries.ts'
import { explain } from './complaint.ts'
import { type Place, writeWhole } from './place.ts'
import { plainEnvironment, type RunAs } from './run.ts'

/** A running postmaster, told apart from a later process with the same number. */
export type Postmaster = { readonly pid: number; readonly started: string }

type Recorded = Postmaster & { readonly fingerprint: string }

const patience = 60_000
const largestLog = 10_000_000

/** What a postmaster was started with; one with another fingerprint is restarted, not adopted. */
export function fingerprintOf(binaries: Binaries, conf: string): string {
  return createHash('sha256').update(`${binaries.folder}\n${binaries.version}\n${conf}`).digest('hex').slice(0, 32)
}

export type State = 'starting' | 'ready' | 'stopping'

/** Line 1 (PID) and line 8 (state) of postmaster.pid; undefined where there is none. The file is the server's: believe nothing of it alone. */
export function readPidFile(text: string): { readonly pid: number; readonly state: State } | undefined {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const word = lines[7]?.trim()
  return Number.isInteger(pid) && pid > 1 ? { pid, state: word === 'ready' || word === 'stopping' ? word : 'starting' } : undefined
}

/** What a running postmaster says of itself. */
export async function stateOf(place: Place, postmaster: Postmaster): Promise<State> {
  const file = readPidFile(await readFile(join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => ''))
  if (file?.pid !== postmaster.pid) return 'starting'
  return file.state === 'ready' && !existsSync(join(place.sockets, '.s.PGSQL.5432')) ? 'starting' : file.state
}

/** The processes that work in the cluster's folder: PostgreSQL's all do, and no others. */
export async function processesIn(cluster: string): Promise<readonly Postmaster[]> {
  const found: Postmaster[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const [cwd, program] = await Promise.all([readlink(`/proc/${name}/cwd`).catch(() => ''), readlink(`/proc/${name}/exe`).catch(() => '')])
    if (cwd !== cluster || !/\/postgres(?: \(deleted\))?$/.test(program)) continue
    const started = await startOf(Number(name))
    if (started !== undefined) found.push({ pid: Number(name), started })
  }
  return found
}

async function readRecord(place: Place): Promise<Recorded | undefined> {
  try {
    return JSON.parse(await readFile(place.record, 'utf8')) as Recorded
  } catch {
    return undefined
  }
}

/** The postmaster that runs on the cluster, with the fingerprint it was started with. Only our own record says so: the PID file belongs to the server. */
export async function findPostmaster(place: Place): Promise<Recorded | undefined> {
  const recorded = await readRecord(place)
  return recorded !== undefined && (await runs(recorded.pid, recorded.started)) ? recorded : undefined
}

/**
 * Clears the way for a start: ends what still runs in the cluster's folder without its postmaster, and removes the lock files that
 * a killed one left. Their numbers may be another process's by now, or a zombie's that nobody reaps, and PostgreSQL would refuse.
 */
export async function clearAway(place: Place): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    const left = await processesIn(place.cluster)
    for (const { pid, started } of left) if (await runs(pid, started)) signalQuietly(pid, signal)
    if (await gone(left, signal === 'SIGINT' ? 5_000 : 2_000)) break
  }
  await rm(join(place.cluster, 'postmaster.pid'), { force: true })
  for (const ending of ['.lock', '']) await rm(join(place.sockets, `.s.PGSQL.5432${ending}`), { force: true })
  await rm(place.record, { force: true })
}

/** Starts a postmaster in a session of its own, so that Ctrl-C at our terminal does not reach it before our orderly stop, and waits until it takes connections. */
export async function startPostmaster(place: Place, binaries: Binaries, as: RunAs, fingerprint: string): Promise<Postmaster> {
  if (
    await stat(place.log).then(
      (file) => file.size > largestLog,
      () => false,
    )
  )
    await rename(place.log, `${place.log}.1`)
  const log = await open(place.log, 'a', 0o600)
  try {
    const from = (await log.stat()).size
    const child = spawn(
      join(binaries.folder, 'postgres'),
      ['-D', place.cluster, '-c', `config_file=${join(place.conf, 'postgresql.conf')}`],
      {
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
        cwd: '/',
        env: plainEnvironment,
        ...as,
      },
    )
    const ended = new Promise<string>((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      child.on('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`))
    })
    child.unref()
    const { pid } = child
    const started = pid === undefined ? undefined : await startOf(pid)
    if (pid === undefined || started === undefined) throw explain(`${await ended}\n${await tailOf(place.log, from)}`, place.cluster)
    // before it is ready, so that a start which dies here leaves a postmaster that can be found again
    await writeWhole(place.record, `${JSON.stringify({ pid, started, fingerprint })}\n`)
    await Promise.race([untilReady(place, { pid, started }), ended])
    if (await runs(pid, started)) return { pid, started }
    throw explain(`${await ended}\n${await tailOf(place.log, from)}`, place.cluster)
  } finally {
    await log.close()
  }
}

/** Waits until the postmaster takes connections, or is gone. */
export async function untilReady(place: Place, postmaster: Postmaster): Promise<void> {
  const end = Date.now() + patience
  while (await runs(postmaster.pid, postmaster.started)) {
    if ((await stateOf(place, postmaster)) === 'ready') return
    if (Date.now() > end)
      throw new Failure(
        'unavailable',
        'platform.database-start',
        `PostgreSQL on ${place.cluster} is still recovering after ${patience / 1000} s: see ${place.log}`,
      )
    await sleep(15)
  }
}

/** Stops a postmaster: fast (open transactions are rolled back), after 7 s at once (the next start recovers), at last by force. Within 10 s. */
export async function stopPostmaster(place: Place, postmaster: Postmaster): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', 7_000],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ] as const) {
    if (await runs(postmaster.pid, postmaster.started)) signalQuietly(postmaster.pid, signal)
    if (await gone([postmaster], wait)) break
  }
  await rm(place.record, { force: true })
}

async function gone(processes: readonly Postmaster[], milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  for (;;) {
    const live = await Promise.all(processes.map(({ pid, started }) => runs(pid, started)))
    if (!live.includes(true)) return true
    if (Date.now() > end) return false
    await sleep(10)
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // gone between the look and the signal
  }
}

async function tailOf(log: string, from: number): Promise<string> {
  const text = await readFile(log).catch(() => Buffer.alloc(0))
  return text.subarray(Math.max(from, text.length - 16_384)).toString('utf8')
}
