import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import { openWith } from '../../src/app/context.ts'
import { buildRouter } from '../../src/app/router.ts'
import { setupLink } from '../../src/domain/directory/index.ts'
import { openReceiver } from '../../src/domain/intake/index.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Context } from '../../src/platform/context.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { openPool } from '../../src/platform/db/pools.ts'
import type { Http } from '../../src/platform/http/server.ts'
import { openLive } from '../../src/platform/live.ts'
import { openLogger } from '../../src/platform/logger.ts'
import { startCluster } from '../../src/platform/postgres/cluster.ts'

export type Node = {
  readonly ctx: Context
  readonly organisation: string
  readonly person: string
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** As somebody signed in asks; milliseconds until the whole answer is there. */
  ask(path: string): Promise<Answered>
  /** The same, for another organisation that the person may act for. */
  actFor(organisation: string): Promise<(path: string) => Promise<Answered>>
  /** Milliseconds of processor that this process and the database's have used, where the system tells (Linux): load does not change it much. */
  cpu(): Promise<number>
  close(): Promise<void>
}

export type Answered = { readonly status: number; readonly ms: number; readonly bytes: number; readonly body: string }

const administrator = { email: 'ann@desk.example', password: 'correct-horse-battery-9-staple' }

/**
 * A node with HTTP alone, on a migrated database of its own with the durability of a running one, and its first administrator. In a folder that is given it stays,
 * and is found there again.
 */
export async function openNode(kept: string | undefined): Promise<Node> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'tocsin-bench-')))
  await mkdir(folder, { recursive: true })
  const log = openLogger('silent')
  const cluster = await startCluster({ dataFolder: folder, log, onProgress: () => {} })
  await migrate(cluster.ownerUrl(), decodeURIComponent(new URL(cluster.applicationUrl()).username))
  const config = readConfig({
    TOCSIN_DATA: folder,
    DATABASE_URL: cluster.applicationUrl(),
    TOCSIN_MAIL_DOMAIN: 'tocsin.example',
    TOCSIN_PUBLIC_URL: 'http://localhost:8025',
    TOCSIN_DNS: 'off',
    TOCSIN_WORKERS: '1',
  })
  const opened = await openWith(config, log, { application: cluster.applicationUrl() }, async () => {})
  const live = openLive(cluster.applicationUrl(), log)
  const { http, auth } = await buildRouter(opened.ctx, opened.authPool, openReceiver(opened.ctx, []), live, opened.location.sources, null)
  await http.app.ready()
  const root = openPool(cluster.superuserUrl(), null, 2)
  const signed = await signIn(http, await setupLink(opened.ctx, auth))
  const cookie = signed.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const { person, acting } = (await http.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } })).json()
  let caller = 0
  const askWith = async (cookies: string, url: string): Promise<Answered> => {
    caller++
    const began = performance.now()
    // from an address of its own each time: these are more questions than one caller may ask
    const answer = await http.app.inject({
      method: 'GET',
      url,
      remoteAddress: `10.${caller >> 16}.${(caller >> 8) & 255}.${caller & 255}`,
      headers: { cookie: cookies, 'sec-fetch-site': 'same-origin' },
    })
    return { status: answer.statusCode, ms: performance.now() - began, bytes: answer.rawPayload.length, body: answer.body }
  }
  return {
    ctx: opened.ctx,
    organisation: acting.organisation.id,
    person: person.id,
    query: async (text, values) => (await root.query<Record<string, unknown>>(text, values)).rows,
    ask: (path) => askWith(cookie, path),
    async actFor(organisation) {
      const headers = { cookie, 'sec-fetch-site': 'same-origin' }
      const answer = await http.app.inject({ method: 'PUT', url: '/api/session/acting', headers, payload: { organisation } })
      if (answer.statusCode >= 300) throw new Error(answer.body)
      const all = new Map([...signed.cookies, ...answer.cookies].map(({ name, value }) => [name, value]))
      const cookies = [...all].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')
      return (path) => askWith(cookies, path)
    },
    cpu: () => cpuOf(cluster.pid()),
    async close() {
      await http.app.close()
      await live.close()
      await opened.close()
      await root.end()
      await cluster.stop()
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The first administrator: made with the link, or of a folder that has one. */
async function signIn({ app }: Http, link: string | undefined): Promise<LightMyRequestResponse> {
  const answer =
    link === undefined
      ? await app.inject({ method: 'POST', url: '/api/auth/sign-in', headers: { 'sec-fetch-site': 'same-origin' }, payload: administrator })
      : await app.inject({
          method: 'POST',
          url: '/api/setup',
          payload: {
            token: link.split('#')[1],
            organisation: { code: 'desk', name: 'First Desk', kind: 'provider', country: 'SG' },
            person: { ...administrator, name: 'Ann', locale: 'en', timeZone: 'UTC' },
          },
        })
  if (answer.statusCode >= 300) throw new Error(answer.body)
  return answer
}

export type Statement = { readonly text: string; readonly ms: number }

/** Lets every statement of this process be timed, from when it is sent until it is answered; answers how to take what was noted. */
export function timeStatements(): () => readonly Statement[] {
  let noted: Statement[] = []
  const original = pg.Client.prototype.query as (...given: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const began = performance.now()
    const [first] = given
    const text = typeof first === 'string' ? first : String((first as { text?: string } | null)?.text ?? '')
    const answer = original.apply(this, given)
    if (answer instanceof Promise)
      void answer.then(
        () => noted.push({ text, ms: performance.now() - began }),
        () => {},
      )
    return answer
  } as typeof pg.Client.prototype.query
  return () => {
    const taken = noted
    noted = []
    return taken
  }
}

async function cpuOf(postmaster: number): Promise<number> {
  const { user, system } = process.cpuUsage()
  const read = (path: string) => readFile(path, 'utf8').catch(() => '')
  const children = (await read(`/proc/${postmaster}/task/${postmaster}/children`)).split(' ').filter((one) => one !== '')
  const used = await Promise.all(children.map(async (pid) => Number((await read(`/proc/${pid}/schedstat`)).split(' ')[0] ?? 0)))
  return (user + system) / 1_000 + used.reduce((sum, one) => sum + one, 0) / 1_000_000
}
