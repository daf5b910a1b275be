import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { setupLink } from '../domain/directory/index.ts'
import { findSealKey } from '../domain/evidence/index.ts'
import { openReceiver } from '../domain/intake/index.ts'
import { keepMailboxes } from '../domain/intake/listeners/mailboxes.ts'
import { listenForMail } from '../domain/intake/listeners.ts'
import type { Auth } from '../platform/auth/index.ts'
import type { Config } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { openDatabase } from '../platform/db/pools.ts'
import { openMetrics, serveHealth } from '../platform/http/health.ts'
import { type JobRunner, startJobs } from '../platform/jobs/runner.ts'
import { keyFilesOf } from '../platform/key-files.ts'
import { openLive } from '../platform/live.ts'
import { type RunningLog, startLog } from '../platform/log/start.ts'
import type { Logger } from '../platform/logger.ts'
import { type Opened, openContext } from './context.ts'
import { allJobs } from './flow.ts'
import { buildRouter } from './router.ts'
import { startSchedule, turnsOf } from './schedule.ts'
import { evidenceSources } from './sources.ts'

export type Running = { readonly http: string | null; stop(): Promise<void> }

/** a leaf waits two seconds at most when all is well; much longer, and the log stands still */
const logLate = 30_000

/** Starts what TOCSIN_ROLES asks for. Resolves when it is ready to serve; `say` gets lines for a person who waits. */
export async function start(config: Config, log: Logger, say: (line: string) => void): Promise<Running> {
  // a key that is missing is found now, not when the first material is to be sealed
  await findSealKey(config)
  const serving = config.TOCSIN_ROLES !== 'work'
  const working = config.TOCSIN_ROLES !== 'serve'
  const opened = await openContext(config, log, [...(serving ? ['serve'] : []), ...(working ? ['work'] : [])], say)
  const stops: (() => Promise<void> | void)[] = [opened.close]
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    const running = working ? await startWorking(opened, stops) : null
    const http = serving ? await startServing(opened, running, stops, say) : null
    log.info({ roles: config.TOCSIN_ROLES }, 'process.ready')
    return { http, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startWorking({ ctx, queuePool, authPool }: Opened, stops: (() => Promise<void> | void)[]): Promise<RunningLog> {
  const { config, db, log, now } = ctx
  const running = await startLog(db, {
    folder: config.TOCSIN_DATA,
    keyFile: keyFilesOf(config)['log-key'],
    authority: new URL(config.TOCSIN_PUBLIC_URL).host,
    log,
    now,
  })
  stops.push(() => running.sequencer.close())
  const jobs: JobRunner = await startJobs(ctx, queuePool, allJobs(), config.TOCSIN_JOBS)
  stops.push(() => jobs.stop())
  const mailboxes = keepMailboxes(ctx, openReceiver(ctx, evidenceSources.forget))
  stops.push(() => mailboxes.stop())
  const schedule = startSchedule(ctx, turnsOf(ctx, openDatabase(authPool)))
  stops.push(() => schedule.stop())
  return running
}

async function startServing(
  { ctx, authPool, databaseUrl, location }: Opened,
  running: RunningLog | null,
  stops: (() => Promise<void> | void)[],
  say: (line: string) => void,
): Promise<string | null> {
  const { config, log } = ctx
  const receive = openReceiver(ctx, evidenceSources.forget)
  const live = openLive(databaseUrl, log)
  stops.push(() => live.close())
  const { http, auth } = await buildRouter(
    ctx,
    authPool,
    receive,
    live,
    location.sources,
    fileURLToPath(new URL('../../web/dist', import.meta.url)),
  )
  serveHealth(http, checksOf(ctx, running), openMetrics())
  stops.push(() => http.app.close())
  for (const [protocol, listen] of [
    ['smtp', config.TOCSIN_SMTP],
    ['lmtp', config.TOCSIN_LMTP],
  ] as const) {
    if (listen === null) continue
    const listener = await listenForMail(ctx, receive, listen, protocol)
    stops.push(() => listener.close())
    say(`takes reports by ${protocol.toUpperCase()} on ${listen.host}:${listener.port}, for report@${config.TOCSIN_MAIL_DOMAIN}`)
  }
  if (config.TOCSIN_HTTP === null) return null
  const address = await http.app.listen({ host: config.TOCSIN_HTTP.host, port: config.TOCSIN_HTTP.port })
  say(`serves ${config.TOCSIN_PUBLIC_URL} (${address})`)
  await greet(ctx, auth, say)
  return address
}

/** The one line that a new user needs: the set-up link, until it was used. */
async function greet(ctx: Context, auth: Auth, say: (line: string) => void): Promise<void> {
  const link = await setupLink(ctx, auth)
  if (link !== undefined) say(`\n  Set up this node: ${link}\n`)
}

function checksOf(ctx: Context, running: RunningLog | null) {
  return [
    { name: 'database', wrong: async () => void (await sql`select 1`.execute(ctx.db)) },
    {
      name: 'blobs',
      wrong: async () => {
        await ctx.blobs.has('0'.repeat(64))
        return undefined
      },
    },
    { name: 'log', wrong: async () => (running !== null && running.sequencer.sinceGood() > logLate ? 'stands still' : undefined) },
  ]
}
