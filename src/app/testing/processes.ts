import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** Product processes as a user runs them, on one data folder with the embedded database; for tests that kill them. */
export type Node = {
  readonly folder: string
  readonly smtpPort: number
  readonly httpPort: number
  /** Starts those that do not run, and waits until the node says it is ready. */
  up(): Promise<void>
  /** kill -9, as a crash would */
  kill(what: 'serve' | 'work' | 'database'): Promise<void>
  /** SIGTERM to all, and waits. */
  down(): Promise<void>
  /** what the processes said */
  said(): string
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url))

/** `settings` come before those that are given here. */
export async function openNode(
  folder: string,
  roles: readonly ('all' | 'serve' | 'work')[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Node> {
  const [smtpPort, httpPort] = [await freePort(), await freePort()]
  const running = new Map<string, ChildProcess>()
  let text = ''
  const environment = {
    ...process.env,
    TOCSIN_DATA: folder,
    TOCSIN_SMTP: `127.0.0.1:${smtpPort}`,
    TOCSIN_HTTP: `127.0.0.1:${httpPort}`,
    TOCSIN_PUBLIC_URL: `http://localhost:${httpPort}`,
    TOCSIN_MAIL_DOMAIN: 'tocsin.example',
    TOCSIN_DNS: 'off',
    TOCSIN_WORKERS: '1',
    DATABASE_URL: '',
    VITEST: '',
    ...settings,
  }

  function launch(role: string): void {
    const child = spawn(process.execPath, [main, 'serve'], {
      env: { ...environment, TOCSIN_ROLES: role },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.set(role, child)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('exit', () => {
      if (running.get(role) === child) running.delete(role)
    })
  }

  async function up(): Promise<void> {
    const until = Date.now() + 90_000
    for (;;) {
      for (const role of roles) if (!running.has(role)) launch(role)
      const ready = await fetch(`http://127.0.0.1:${httpPort}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) return
      if (Date.now() > until) throw new Error(`the node did not come up\n${text.slice(-3000)}`)
      await sleep(250)
    }
  }

  return {
    folder,
    smtpPort,
    httpPort,
    up,
    said: () => text,
    async kill(what) {
      if (what === 'database') {
        const { pid } = JSON.parse(await readFile(join(folder, 'postgresql', 'postmaster.json'), 'utf8')) as { pid: number }
        process.kill(pid, 'SIGKILL')
        return
      }
      const role = running.has('all') ? 'all' : what
      const child = running.get(role)
      if (child === undefined) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
    async down() {
      const children = [...running.values()]
      const gone = Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))))
      for (const child of children) child.kill('SIGTERM')
      await gone
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
