import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { LightMyRequestResponse } from 'fastify'
import { type Auth, openAuth } from '../../../platform/auth/index.ts'
import { serveAuth } from '../../../platform/auth/routes.ts'
import { openFileBlobs } from '../../../platform/blobs/file-blobs.ts'
import { readConfig } from '../../../platform/config.ts'
import type { Context } from '../../../platform/context.ts'
import { openDatabase, openPool } from '../../../platform/db/pools.ts'
import { readAs } from '../../../platform/db/scope.ts'
import { serveMachinery } from '../../../platform/http/machinery-routes.ts'
import { buildHttp, type Http } from '../../../platform/http/server.ts'
import { openLogger } from '../../../platform/logger.ts'
import { openFetcher } from '../../../platform/net/fetch.ts'
import { createDns, type Dns } from '../../../platform/net/resolver.ts'
import type { Dial } from '../../../platform/net/vet.ts'
import { createSandbox } from '../../../platform/sandbox/index.ts'
import { type TestDatabase, testDatabase } from '../../../platform/testing/database.ts'
import { auditSignIn, authenticate, serveDirectory, setupLink } from '../index.ts'

/** A node with sign-in and the directory, on a database of its own, with a clock that the test turns. */
export type TestNode = {
  readonly ctx: Context
  readonly auth: Auth
  readonly http: Http
  readonly database: TestDatabase
  /** turns the clock that limits and links are measured by */
  pass(milliseconds: number): void
  close(): Promise<void>
}

/** The world that a node is put into, and the worker that reads what comes from there. */
export type Outside = { readonly dns?: Dns; readonly dial?: Dial; readonly ca?: string; readonly worker?: URL }

/** `more` adds routes before the server is ready. */
export async function startNode(
  settings: Readonly<Record<string, string>> = {},
  more: (http: Http, database: TestDatabase) => void = () => {},
  outside: Outside = {},
): Promise<TestNode> {
  const database = await testDatabase()
  const folder = await mkdtemp(`${tmpdir()}/directory-`)
  const config = readConfig({ TOCSIN_DATA: folder, TOCSIN_PUBLIC_URL: 'http://localhost:8025', ...settings })
  const log = openLogger('error')
  const pools = [openPool(database.url, 'tocsin_app', 6), openPool(database.url, 'tocsin_auth', 4)] as const
  const db = openDatabase(pools[0])
  let ahead = 0
  // never asked to run anything, unless a worker is given
  const sandbox = createSandbox({ entry: outside.worker ?? new URL('unused.ts', import.meta.url), size: 1 })
  const dns = outside.dns ?? createDns('off')
  const { dial, ca } = outside
  const ctx: Context = {
    config,
    log,
    db,
    read: (actor, run) => readAs(db, actor, run),
    blobs: await openFileBlobs(folder),
    sandbox,
    dns,
    outside: openFetcher({
      allowed: config.TOCSIN_OUTSIDE === 'on',
      inside: config.TOCSIN_INSIDE,
      dns,
      log,
      ...(dial === undefined ? {} : { dial }),
      ...(ca === undefined ? {} : { ca }),
    }),
    mac: (purpose, text) => createHmac('sha256', 'the secret of a test').update(`${purpose}\n${text}`).digest(),
    now: () => new Date(Date.now() + ahead),
    subscribers: new Map(),
  }
  const auth = await openAuth(ctx, pools[1])
  const http = await buildHttp(ctx, authenticate(ctx, auth))
  serveAuth(http, auth, auditSignIn(ctx))
  serveDirectory(http, auth)
  serveMachinery(http)
  more(http, database)
  await http.app.ready()
  return {
    ctx,
    auth,
    http,
    database,
    pass(milliseconds) {
      ahead += milliseconds
    },
    async close() {
      await http.app.close()
      await sandbox.close()
      for (const pool of pools) await pool.end()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type Answer = {
  readonly status: number
  readonly code: string | undefined
  readonly body: Record<string, unknown>
  readonly raw: LightMyRequestResponse
}
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A browser with its cookies, at an address of its own; or a program with an API key. */
export type Caller = {
  readonly jar: Map<string, string>
  call(method: Method, url: string, body?: object): Promise<Answer>
}

export function browser(node: TestNode, from = '198.51.100.7', more: Readonly<Record<string, string>> = {}): Caller {
  const jar = new Map<string, string>()
  return {
    jar,
    async call(method, url, body) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const raw = await node.http.app.inject({
        method,
        url,
        remoteAddress: from,
        headers: {
          'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
          ...(cookie === '' ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
          ...more,
        },
        ...(body === undefined ? {} : { payload: body }),
      })
      for (const { name, value, maxAge } of raw.cookies) {
        if (maxAge === 0) jar.delete(name)
        else jar.set(name, value)
      }
      const read: unknown = raw.body === '' ? {} : JSON.parse(raw.body)
      const answer = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {}
      return { status: raw.statusCode, code: typeof answer.code === 'string' ? answer.code : undefined, body: answer, raw }
    },
  }
}

/** The same with an API key instead of cookies. */
export function program(node: TestNode, key: string): Caller {
  return browser(node, '198.51.100.8', { authorization: `Bearer ${key}` })
}

export const password = 'seventeen quiet herons'

/** The first run, by its own link: an operator who administers the first organisation, signed in. */
export async function firstRun(node: TestNode): Promise<{ admin: Caller; organisation: string; person: string }> {
  const admin = browser(node)
  const link = await setupLink(node.ctx, node.auth)
  const answer = await admin.call('POST', '/api/setup', {
    token: link?.split('#')[1],
    organisation: { name: 'Agence des télécoms', kind: 'agency', country: 'FR' },
    person: { name: 'Ada', email: 'Ada@Agence.example', password, locale: 'fr', timeZone: 'Europe/Paris' },
  })
  if (answer.status !== 201) throw new Error(`set-up answered ${answer.status} ${answer.raw.body}`)
  return { admin, organisation: String(answer.body.organisation), person: String(answer.body.person) }
}

/** Invites a newcomer and lets them accept; answers their browser. */
export async function join(
  node: TestNode,
  by: Caller,
  email: string,
  role: string,
  from = '198.51.100.9',
): Promise<{ caller: Caller; person: string }> {
  const invited = await by.call('POST', '/api/invitations', { email, role })
  return accept(node, String(invited.body.link), email.split('@')[0] ?? '', from)
}

export async function accept(
  node: TestNode,
  link: string,
  name: string,
  from = '198.51.100.9',
): Promise<{ caller: Caller; person: string }> {
  const caller = browser(node, from)
  const answer = await caller.call('POST', '/api/invitations/accept', { token: link.split('#')[1], person: { name, password } })
  if (answer.status !== 201) throw new Error(`accepting answered ${answer.status} ${answer.raw.body}`)
  return { caller, person: String(answer.body.person) }
}

/** The organisation's book, newest first: action and actor. */
export async function book(
  by: Caller,
  query = '',
): Promise<{ action: string; actor: { kind: string; name: string | null }; subject: string; detail: Record<string, unknown> }[]> {
  const answer = await by.call('GET', `/api/audit?limit=200&${query}`)
  return answer.body.items as Awaited<ReturnType<typeof book>>
}
