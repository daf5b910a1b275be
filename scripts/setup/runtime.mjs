import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { inRoot, say, Trouble } from './place.mjs'

/**
 * For a process that stays: on a machine with much memory Node would give its youngest objects 128 MB, and the C library every thread an arena of its own.
 * Without that, a server that had read some hundred messages held 368 MB resident instead of 433.
 */
export const frugal = { flags: ['--max-semi-space-size=16'], environment: { MALLOC_ARENA_MAX: '2' } }

export const wanted = 24

/**
 * The Node that runs the product: the one that runs us if it is new enough, else the one that the lock file pins.
 * `renewed`: node_modules was installed by this very start, so that a Node in there is no longer the one that runs us.
 */
export function findRuntime(renewed = false) {
  const lost = renewed && process.execPath.startsWith(inRoot('node_modules'))
  if (Number(process.versions.node.split('.')[0]) >= wanted && !lost) return process.execPath
  const machine = `${process.platform} ${process.arch}${isMusl() ? ' with musl' : ''}`
  const pinned = inRoot('node_modules', '.bin', 'node')
  const remedy = `install Node ${wanted} or newer yourself and start again with that`
  if (!existsSync(pinned)) {
    const left = /^linux (?:x64|arm64)$/.test(machine)
    const why = left ? 'the one that npm brings was left out: delete node_modules and start again, or' : `npm brings none for ${machine}:`
    throw new Trouble(`Tocsin runs on Node ${wanted}, this is ${process.version}, and ${why} ${remedy}`)
  }
  const { status, stdout, stderr, error } = spawnSync(pinned, ['--version'], { encoding: 'utf8' })
  if (status !== 0 || !/^v\d+/.test(stdout)) {
    const why = (error?.code ?? stderr ?? '').trim().split('\n')[0]
    throw new Trouble(
      `the Node ${wanted} that npm brought does not run on this machine (${machine}${why === '' ? '' : `: ${why}`}): ${remedy}`,
    )
  }
  return pinned
}

/** Alpine and its like: glibc states its version in the report, musl has none. */
function isMusl() {
  return process.platform === 'linux' && process.report?.getReport().header.glibcVersionRuntime === undefined
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']

/** Runs a program with our input and output, passes signals on to it, and answers its exit code (128 + signal when one ended it). */
export function runAs(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    for (const signal of forwarded) process.on(signal, pass)
    child.on('error', (error) => {
      say(`${program} does not start (${error.code ?? error.message})`)
      resolve(126)
    })
    child.on('close', (code, signal) => {
      for (const one of forwarded) process.off(one, pass)
      resolve(signal === null ? code : 128 + (constants.signals[signal] ?? 0))
    })
  })
}
