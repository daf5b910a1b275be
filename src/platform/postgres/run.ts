import { spawn } from 'node:child_process'

/** The operating system's user that a program runs as; undefined: the one we are. */
export type RunAs = { readonly uid: number; readonly gid: number } | undefined

export type Ran = { readonly code: number | null; readonly said: string }

/** What a program of PostgreSQL may see of our environment: no PG… variable, no secret of ours. */
export const plainEnvironment = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs a program to its end and answers its exit code and what it said on both outputs (64 KB at most); never throws on a failure of it. */
export function run(program: string, args: readonly string[], options: { as?: RunAs; cwd?: string } = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: plainEnvironment, cwd: options.cwd ?? '/', ...options.as })
    let said = ''
    const hear = (chunk: Buffer) => {
      if (said.length < 65_536) said += chunk.toString('utf8')
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', (error: NodeJS.ErrnoException) => resolve({ code: null, said: `${program}: ${error.code ?? error.message}` }))
    child.on('close', (code) => resolve({ code, said }))
  })
}
