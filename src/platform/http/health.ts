import { sql } from 'kysely'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { departures } from '../departures.ts'
import type { Http } from './server.ts'

/** One thing that must work: answers what is wrong, or undefined. */
export type Check = { readonly name: string; readonly wrong: () => Promise<string | undefined> }

export type Metrics = {
  readonly registry: Registry
  readonly count: (name: string, help: string, labels?: readonly string[]) => Counter
  readonly gauge: (name: string, help: string, read: () => Promise<number> | number) => void
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'tocsin_' })
  return {
    registry,
    count: (name, help, labels = []) => new Counter({ name: `tocsin_${name}`, help, labelNames: [...labels], registers: [registry] }),
    gauge(name, help, read) {
      new Gauge({
        name: `tocsin_${name}`,
        help,
        registers: [registry],
        async collect() {
          this.set(await read())
        },
      })
    },
  }
}

const patience = 5_000

/**
 * GET /healthz: 200 when every check passes, else 503 and the names of those that do not. GET /metrics: Prometheus text, given to callers on this machine only;
 * neither holds an address, a name or content.
 */
export function serveHealth(http: Http, checks: readonly Check[], metrics: Metrics): void {
  const { app, ctx } = http
  metrics.registry.registerMetric(departures)
  metrics.gauge('sandbox_workers', 'Threads that read hostile input', () => ctx.sandbox.stats().workers)
  metrics.gauge('sandbox_waiting', 'Tasks that wait for one', () => ctx.sandbox.stats().waiting)
  for (const state of ['waiting', 'running', 'parked'] as const) {
    metrics.gauge(`jobs_${state}`, `Jobs ${state}`, async () => {
      const { rows } = await sql<{ n: number }>`select coalesce(sum(${sql.ref(state)}), 0)::int as n from platform.count_jobs()`.execute(
        ctx.db,
      )
      return rows[0]?.n ?? 0
    })
  }
  app.get('/healthz', { schema: { hide: true }, config: { rateLimit: false } }, async (_request, reply) => {
    const found = await Promise.all(checks.map(async (check) => ({ name: check.name, wrong: await within(check.wrong()) })))
    const wrong = found.flatMap(({ name, wrong: why }) => (why === undefined ? [] : [{ name, why }]))
    return reply
      .code(wrong.length === 0 ? 200 : 503)
      .serializer(JSON.stringify)
      .send({ ready: wrong.length === 0, wrong })
  })
  app.get('/metrics', { schema: { hide: true }, config: { rateLimit: false } }, async (request, reply) => {
    const local =
      ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip) &&
      request.headers['x-forwarded-for'] === undefined &&
      request.headers.forwarded === undefined
    if (!local) return reply.callNotFound()
    return reply
      .type(metrics.registry.contentType)
      .serializer(String)
      .send(await metrics.registry.metrics())
  })
}

async function within(answer: Promise<string | undefined>): Promise<string | undefined> {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('gave no answer'), patience).unref())
  return Promise.race([answer.catch(() => 'failed'), late])
}
