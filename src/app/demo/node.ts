import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { setupLink } from '../../domain/directory/index.ts'
import { openReceiver } from '../../domain/intake/index.ts'
import type { Config } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { openDatabase } from '../../platform/db/pools.ts'
import { startJobs } from '../../platform/jobs/runner.ts'
import { keyFilesOf } from '../../platform/key-files.ts'
import { openLive } from '../../platform/live.ts'
import { startLog } from '../../platform/log/start.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Sandbox } from '../../platform/sandbox/index.ts'
import { openContext } from '../context.ts'
import { allJobs } from '../flow.ts'
import { buildRouter } from '../router.ts'
import { type Turn, turnsOf } from '../schedule.ts'
import { evidenceSources } from '../sources.ts'

/** Somebody who is signed in, and for whom they act. */
export type Caller = { readonly cookies: ReadonlyMap<string, string>; readonly organisation: string }

/** A whole node in this process that nobody reaches from outside, whose clock is turned by whoever holds it. */
export type DemoNode = {
  readonly ctx: Context
  /** the token of the first run */
  readonly token: string
  /** Calls the API as somebody, or as nobody; answers what it says where that is JSON. Bytes that are no report go as a file. Fails where it refuses. */
  call<T>(who: Caller | null, method: 'GET' | 'POST' | 'PUT', path: string, body?: object | Uint8Array): Promise<T>
  /** The same, and who is signed in by the answer. */
  enter(who: Caller | null, method: 'POST' | 'PUT', path: string, body: object): Promise<Caller>
  /** Moves the clock on, never back, and waits until what is due by then is done. */
  until(at: Date): Promise<void>
  /** Moves the clock on by so many hours, without waiting for what is due. */
  pass(hours: number): void
  /** Waits until no job is left that could run now. */
  rest(): Promise<void>
  close(): Promise<void>
}

// what the clock alone brings about in the network's life
const tended = new Set(['close-windows', 'tend-contacts', 'tend-cases', 'silence-campaigns', 'count-days'])

/** Whatever is read here is ours: on a machine that is busy or slow its reading may take as long as two minutes. */
const patient = (sandbox: Sandbox): Sandbox => ({
  ...sandbox,
  run: (task, input, options = {}) => sandbox.run(task, input, { ...options, time: 120_000 }),
})

/** Opens a node on the folder and database of the settings, with the clock at `start`. Fails with `platform.…` where that is in use. */
export async function openDemoNode(config: Config, log: Logger, start: Date, say: (line: string) => void): Promise<DemoNode> {
  // it runs as any clock does, and is only ever put forward: jobs wait for it
  let [base, setAt] = [start.getTime(), Date.now()]
  const now = () => new Date(base + Date.now() - setAt)
  const opened = await openContext(config, log, ['serve', 'work'], say, now)
  const ctx: Context = { ...opened.ctx, sandbox: patient(opened.ctx.sandbox) }
  const receive = openReceiver(ctx, evidenceSources.forget)
  const live = openLive(opened.databaseUrl, log)
  const { http, auth } = await buildRouter(ctx, opened.authPool, receive, live, opened.location.sources, null)
  await http.app.ready()
  const authority = new URL(config.TOCSIN_PUBLIC_URL).host
  const keyFile = keyFilesOf(config)['log-key']
  const running = await startLog(ctx.db, { folder: config.TOCSIN_DATA, keyFile, authority, log, now: ctx.now })
  const jobs = await startJobs(ctx, opened.queuePool, allJobs(), config.TOCSIN_JOBS)
  const turns: readonly Turn[] = turnsOf(ctx, openDatabase(opened.authPool)).filter(({ name }) => tended.has(name))
  const link = await setupLink(ctx, auth)

  let asked = 0
  const inject = async (who: Caller | null, method: 'GET' | 'POST' | 'PUT', url: string, body?: object | Uint8Array) => {
    asked += 1
    const cookie = [...(who?.cookies ?? [])].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')
    const bytes = body instanceof Uint8Array
    const answer = await http.app.inject({
      method,
      url,
      // many people at once, as far as limits for each are concerned
      remoteAddress: `10.1.${Math.floor(asked / 250) % 250}.${asked % 250}`,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        'sec-fetch-site': 'same-origin',
        ...(bytes ? { 'content-type': url === '/api/reports' ? 'message/rfc822' : 'application/octet-stream' } : {}),
      },
      ...(body === undefined ? {} : { payload: bytes ? Buffer.from(body) : body }),
    })
    if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body.slice(0, 500)}`)
    return answer
  }
  const rest = async () => {
    for (let pause = 5; ; pause = Math.min(200, pause * 1.3)) {
      const { rows } = await sql<{
        left: number
      }>`select coalesce(sum(waiting + running), 0)::int as left from platform.count_jobs()`.execute(ctx.db)
      if (rows[0]?.left === 0) return
      await sleep(pause)
    }
  }
  return {
    ctx,
    token: link?.split('#')[1] ?? '',
    async call<T>(...asked: Parameters<DemoNode['call']>) {
      const { body, headers } = await inject(...asked)
      return (String(headers['content-type']).startsWith('application/json') ? JSON.parse(body) : undefined) as T
    },
    async enter(who, method, path, body) {
      const answer = await inject(who, method, path, body)
      const said = answer.json() as { organisation?: string; acting?: { organisation: { id: string } } | null }
      const cookies = new Map([...(who?.cookies ?? []), ...answer.cookies.map(({ name, value }) => [name, value] as const)])
      return { cookies, organisation: said.organisation ?? said.acting?.organisation.id ?? '' }
    },
    async until(at) {
      if (at > now()) [base, setAt] = [at.getTime(), Date.now()]
      for (const turn of turns) await turn.run()
      await rest()
    },
    pass(hours) {
      ;[base, setAt] = [now().getTime() + hours * 3_600_000, Date.now()]
    },
    rest,
    async close() {
      await http.app.close()
      await jobs.stop()
      await running.sequencer.close()
      await live.close()
      await opened.close()
    },
  }
}
