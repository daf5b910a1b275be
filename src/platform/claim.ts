import { randomBytes } from 'node:crypto'
import { readdir, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeFolder } from './make-folder.ts'

/** A process that no earlier or later one can be taken for, even when its number is given out again: boot, PID namespace, PID, start. */
export type ProcessIdentity = { readonly boot: string; readonly space: string; readonly pid: number; readonly started: string }

/** Who stands in the way of a claim. */
export type Holder = { readonly holder: ProcessIdentity }

/** A claim that is held until released, or until the process dies. */
export type Claim = { release(): Promise<void> }

const beat = 5_000
/** A claim from another PID namespace (a container on the same folder) cannot be asked of the kernel; it counts as dead without a beat for so long. */
const silence = 20_000

/** Field 22 of proc_pid_stat(5), the start of a process in clock ticks since boot; undefined when it is gone or only a zombie. */
export async function startOf(pid: number): Promise<string | undefined> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'latin1')
    // the name in brackets may hold anything, brackets and spaces too
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

/** Whether that very process still runs, on this boot and in this PID namespace. */
export async function runs(pid: number, started: string): Promise<boolean> {
  return (await startOf(pid)) === started
}

let mine: Promise<ProcessIdentity> | undefined

/** The identity of this process. */
export function ownIdentity(): Promise<ProcessIdentity> {
  mine ??= (async () => {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'latin1')).replaceAll('-', '').slice(0, 12)
    const space = /\d+/.exec(await readlink('/proc/self/ns/pid').catch(() => '0'))?.[0] ?? '0'
    return { boot, space, pid: process.pid, started: (await startOf(process.pid)) ?? '0' }
  })()
  return mine
}

export function identityText(identity: ProcessIdentity): string {
  return `${identity.boot}-${identity.space}-${identity.pid}-${identity.started}`
}

export function readIdentity(text: string): ProcessIdentity | undefined {
  const found = /^([0-9a-f]{1,32})-(\d+)-(\d+)-(\d+)(?:-|$)/.exec(text)
  if (found === null) return undefined
  const [, boot = '', space = '', pid = '', started = ''] = found
  return { boot, space, pid: Number(pid), started }
}

async function lives(other: ProcessIdentity, file: string): Promise<boolean> {
  const own = await ownIdentity()
  if (other.boot !== own.boot) return false
  if (other.space === own.space) return runs(other.pid, other.started)
  const beaten = await stat(file).catch(() => undefined)
  return beaten !== undefined && Date.now() - beaten.mtimeMs < silence
}

/**
 * The live claims in a folder, by name; what dead processes left is swept. Sweeping needs no lock: a name holds the identity of
 * its process, and a dead process never comes back under it.
 */
export async function liveClaims(
  folder: string,
): Promise<ReadonlyMap<string, { readonly holder: ProcessIdentity; readonly held: boolean }>> {
  const files = new Set(await readdir(folder).catch(() => []))
  const live = new Map<string, { holder: ProcessIdentity; held: boolean }>()
  for (const file of files) {
    const name = /^(.+)\.claim$/.exec(file)?.[1]
    const holder = name === undefined ? undefined : readIdentity(name)
    if (name === undefined || holder === undefined) continue
    if (await lives(holder, join(folder, file))) live.set(name, { holder, held: files.has(`${name}.held`) })
    else for (const ending of ['held', 'claim']) await rm(join(folder, `${name}.${ending}`), { force: true })
  }
  return live
}

/**
 * Adds this process to those that share a folder of claims: many may, none is refused. Fails as the file system does.
 */
export async function shareClaim(folder: string): Promise<Claim> {
  const { name, release } = await announce(folder)
  await writeFile(join(folder, `${name}.held`), '')
  return { release }
}

/**
 * Claims a folder for this process alone, or tells who holds it. Atomic between any number of processes: each announces itself
 * before it looks, so that of two at least one sees the other; the lower name waits for the higher, the higher gives way.
 */
export async function tryClaim(folder: string): Promise<Claim | Holder> {
  const { name, release } = await announce(folder)
  for (;;) {
    const others = [...(await liveClaims(folder))].filter(([other]) => other !== name)
    const blocking = others.find(([other, { held }]) => held || other < name)
    if (blocking !== undefined) {
      await release()
      return { holder: blocking[1].holder }
    }
    if (others.length === 0) {
      await writeFile(join(folder, `${name}.held`), '')
      return { release }
    }
    await sleep(5)
  }
}

/** As `tryClaim`, but tries again for `milliseconds`. */
export async function claimWithin(folder: string, milliseconds: number): Promise<Claim | Holder> {
  const end = Date.now() + milliseconds
  for (;;) {
    const claim = await tryClaim(folder)
    if (!('holder' in claim) || Date.now() > end) return claim
    await sleep(10 + Math.random() * 30)
  }
}

async function announce(folder: string): Promise<{ name: string; release: () => Promise<void> }> {
  await makeFolder(folder, 0o700)
  const name = `${identityText(await ownIdentity())}-${randomBytes(4).toString('hex')}`
  const file = join(folder, `${name}.claim`)
  await writeFile(file, '', { flag: 'wx' })
  const timer = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), beat).unref()
  const release = async () => {
    clearInterval(timer)
    for (const ending of ['held', 'claim']) await rm(join(folder, `${name}.${ending}`), { force: true })
  }
  return { name, release }
}
