import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { openReceiver, type Receive } from '../../domain/intake/index.ts'
import { listenForMail, type MailListener } from '../../domain/intake/listeners.ts'
import type { Auth } from '../../platform/auth/index.ts'
import { type Config, readConfig } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import type { Http } from '../../platform/http/server.ts'
import { type JobRunner, startJobs } from '../../platform/jobs/runner.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { openLive } from '../../platform/live.ts'
import { startLog } from '../../platform/log/start.ts'
import { openLogger } from '../../platform/logger.ts'
import { testDatabase } from '../../platform/testing/database.ts'
import { openWith } from '../context.ts'
import { allJobs } from '../flow.ts'
import { buildRouter } from '../router.ts'
import { evidenceSources } from '../sources.ts'

/** The whole product on a database of its own: HTTP by `inject`, SMTP on a free port, jobs and log running. */
export type House = {
  readonly ctx: Context
  readonly http: Http
  readonly auth: Auth
  readonly receive: Receive
  readonly smtpPort: number
  /** settings for a command that joins this house */
  readonly environment: Readonly<Record<string, string>>
  /** for statements past all policies */
  readonly superuserUrl: string
  /** fails the test when jobs have not come to rest, all done or parked, after so many milliseconds (a minute unless said) */
  drain(patience?: number): Promise<void>
  /** the same, but jobs that are for later (bytes that rest before they are removed) may wait */
  settle(): Promise<void>
  close(): Promise<void>
}

export type Settings = Readonly<Record<string, string>>

const defaults: Settings = {
  TOCSIN_MAIL_DOMAIN: 'tocsin.example',
  TOCSIN_PUBLIC_URL: 'http://localhost:8025',
  TOCSIN_DNS: 'off',
  TOCSIN_WORKERS: '1',
  TOCSIN_JOBS: '2',
}

/** Opens a house; `now` may be a clock of the test's own. */
export async function openHouse(settings: Settings = {}, now: () => Date = () => new Date()): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-house-'))
  // the table of networks takes seconds to make and is the same for all
  const cache = join(tmpdir(), 'tocsin-test-cache')
  await mkdir(cache, { recursive: true })
  await symlink(cache, join(folder, 'cache'))
  const database = await testDatabase()
  const environment = { ...defaults, TOCSIN_DATA: folder, DATABASE_URL: database.url, ...settings }
  const config: Config = readConfig(environment)
  const log = openLogger('silent')
  const opened = await openWith(config, log, { application: database.url }, async () => {}, now)
  const { ctx } = opened
  const receive = openReceiver(ctx, evidenceSources.forget)
  const live = openLive(database.url, log)
  const { http, auth } = await buildRouter(ctx, opened.authPool, receive, live, opened.location.sources, null)
  await http.app.ready()
  const running = await startLog(ctx.db, { folder, keyFile: keyFilesOf(config)['log-key'], authority: 'tocsin.example', log, now })
  const jobs: JobRunner = await startJobs(ctx, opened.queuePool, allJobs(), config.TOCSIN_JOBS)
  const mail: MailListener = await listenForMail(ctx, receive, { host: '127.0.0.1', port: 0 }, 'smtp')
  return {
    ctx,
    http,
    auth,
    receive,
    smtpPort: mail.port,
    environment,
    superuserUrl: database.superuserUrl,
    drain: (wait = patience) => drain(ctx, wait),
    settle: () => settle(database.superuserUrl),
    async close() {
      await mail.close()
      await http.app.close()
      await jobs.stop()
      await running.sequencer.close()
      await live.close()
      await opened.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

// a job that has not ended by then never will
const patience = 60_000

async function drain(ctx: Context, wait: number): Promise<void> {
  const until = Date.now() + wait
  // asked for ever less often: asking is work too
  for (let rest = 10; ; rest = Math.min(200, rest * 1.3)) {
    const { rows } = await sql<{
      left: number
    }>`select coalesce(sum(waiting + running), 0)::int as left from platform.count_jobs()`.execute(ctx.db)
    if (rows[0]?.left === 0) return
    if (Date.now() > until) throw new Error(`${rows[0]?.left} jobs did not come to rest`)
    await sleep(rest)
  }
}

async function settle(superuserUrl: string): Promise<void> {
  const until = Date.now() + patience
  const root = new pg.Client({ connectionString: superuserUrl })
  await root.connect()
  try {
    for (;;) {
      const { rows } = await root.query<{ left: number }>(
        'select count(*)::int as left from graphile_worker._private_jobs where locked_at is not null or (attempts < max_attempts and run_at <= now())',
      )
      if (rows[0]?.left === 0) return
      if (Date.now() > until) throw new Error(`${rows[0]?.left} jobs did not come to rest`)
      await sleep(25)
    }
  } finally {
    await root.end()
  }
}

type Mail = { readonly from: string; readonly to: string | readonly string[]; readonly bytes: Uint8Array; readonly exact?: boolean }

/**
 * Hands a message in by SMTP as a mail server would; answers the reply to the last command that was refused, or to DATA. Line ends are made CRLF, unless
 * `exact`: then the bytes go as they are, with dots doubled and a CRLF at their end.
 */
export async function sendBySmtp(port: number, mail: Mail): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port })
  const replies = readReplies(socket)
  const say = async (line: string | Uint8Array): Promise<string> => {
    socket.write(line)
    return replies()
  }
  try {
    await replies()
    const recipients = typeof mail.to === 'string' ? [mail.to] : mail.to
    for (const command of [
      'EHLO reporter.example\r\n',
      `MAIL FROM:<${mail.from}>\r\n`,
      ...recipients.map((to) => `RCPT TO:<${to}>\r\n`),
      'DATA\r\n',
    ]) {
      const reply = await say(command)
      if (!/^[23]/.test(reply)) return reply
    }
    const data = mail.exact === true ? dotted(Buffer.from(mail.bytes).toString('latin1')) : stuffed(mail.bytes)
    return await say(Buffer.concat([data, Buffer.from('\r\n.\r\n')]))
  } finally {
    socket.end('QUIT\r\n')
  }
}

/** RFC 5321 §4.5.2: a line that begins with a dot gets another. */
function stuffed(bytes: Uint8Array): Buffer {
  const text = Buffer.from(bytes).toString('latin1').replaceAll(/\r?\n/g, '\r\n').replaceAll(/^\./gm, '..')
  return Buffer.from(text.endsWith('\r\n') ? text.slice(0, -2) : text, 'latin1')
}

/** The receiving side takes a bare line feed for the end of a line here, so the sending one must too. */
function dotted(text: string): Buffer {
  return Buffer.from(text.replaceAll(/^\.|(?<=\n)\./g, '..'), 'latin1')
}

function readReplies(socket: ReturnType<typeof createConnection>): () => Promise<string> {
  let text = ''
  const waiting: { resolve: (reply: string) => void; reject: (error: Error) => void }[] = []
  const pump = () => {
    const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text)
    const next = whole === null ? undefined : waiting.shift()
    if (whole === null || next === undefined) return
    text = text.slice(whole[0].length)
    next.resolve(whole[0].trim())
    pump()
  }
  const fail = () => {
    for (const one of waiting.splice(0)) one.reject(new Error('the connection ended'))
  }
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    pump()
  })
  socket.on('error', fail)
  socket.on('close', fail)
  return () =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      pump()
    })
}

/** A person who is signed in: their cookies on every call. */
export type Client = {
  readonly organisation: string
  readonly cookie: string
  call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: never; raw: Buffer; headers: Record<string, unknown> }>
}

/** Makes the first organisation with its administrator, who is also the operator. */
export async function firstRun(house: House): Promise<Client> {
  const { setupLink } = await import('../../domain/directory/index.ts')
  const link = await setupLink(house.ctx, house.auth)
  const token = link?.split('#')[1]
  const answer = await house.http.app.inject({
    method: 'POST',
    url: '/api/setup',
    payload: {
      token,
      organisation: { code: 'desk', name: 'First Desk', kind: 'provider', country: 'SG' },
      person: {
        email: 'ann@desk.example',
        name: 'Ann',
        password: 'correct-horse-battery-9-staple',
        locale: 'en',
        timeZone: 'Asia/Singapore',
      },
    },
  })
  if (answer.statusCode !== 201) throw new Error(`first run: ${answer.statusCode} ${answer.body}`)
  return clientOf(house, cookiesOf(answer), answer.json().organisation)
}

export function cookiesOf(answer: { cookies: readonly { name: string; value: string }[] }): string {
  return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

export function clientOf(house: House, cookie: string, organisation: string): Client {
  return {
    organisation,
    cookie,
    async call(method, url, body, headers = {}) {
      const raw = body instanceof Uint8Array
      const answer = await house.http.app.inject({
        method,
        url,
        headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers },
        ...(body === undefined ? {} : { payload: raw ? Buffer.from(body) : (body as object) }),
      })
      const json = String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        body: (json && answer.body !== '' ? answer.json() : answer.body) as never,
        raw: answer.rawPayload,
        headers: answer.headers,
      }
    },
  }
}
