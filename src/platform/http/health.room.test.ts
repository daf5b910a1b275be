import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHttp, type Platform, startPlatform } from '../testing/platform.ts'
import { type Check, openMetrics, serveHealth } from './health.ts'
import type { Http } from './server.ts'

let platform: Platform
let http: Http
let second: Check = { name: 'second', wrong: async () => undefined }
beforeAll(async () => {
  platform = await startPlatform({ settings: { TOCSIN_PROXIES: '10.0.0.1' } })
  http = await openHttp(platform.ctx)
  const checks: Check[] = [
    { name: 'database', wrong: async () => void (await sql`select 1`.execute(platform.ctx.db)) },
    { name: 'second', wrong: () => second.wrong() },
  ]
  serveHealth(http, checks, openMetrics())
  await http.app.ready()
})
afterAll(async () => {
  await http.app.close()
  await platform.close()
})

const healthz = async () => {
  const answer = await http.app.inject({ url: '/healthz' })
  return { status: answer.statusCode, body: answer.json() as unknown }
}

describe('/metrics', () => {
  test('is Prometheus text with figures of the machinery, for callers on this machine', async () => {
    const answer = await http.app.inject({ url: '/metrics' })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4')
    for (const name of ['tocsin_process_resident_memory_bytes', 'tocsin_sandbox_workers', 'tocsin_jobs_waiting', 'tocsin_jobs_parked'])
      expect(answer.body).toMatch(new RegExp(`^${name} \\d`, 'm'))
  })

  test.each([
    ['from elsewhere', '198.51.100.7', {}],
    ['by a proxy for somebody', '127.0.0.1', { 'x-forwarded-for': '198.51.100.7' }],
    ['by a proxy that says it the standard’s way', '127.0.0.1', { forwarded: 'for=198.51.100.7' }],
    ['by somebody who claims to be here', '10.0.0.1', { 'x-forwarded-for': '127.0.0.1' }],
  ])('is not there for a request %s', async (_who, remoteAddress, headers) => {
    const answer = await http.app.inject({ url: '/metrics', remoteAddress, headers })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'platform.missing'])
  })
})

describe('/healthz', () => {
  test('is 200 when all is well', async () => {
    expect(await healthz()).toEqual({ status: 200, body: { ready: true, wrong: [] } })
  })

  test('names what is wrong, whether it says so, fails or never answers', { timeout: 30_000 }, async () => {
    second = { name: 'second', wrong: async () => 'stands still' }
    expect(await healthz()).toEqual({ status: 503, body: { ready: false, wrong: [{ name: 'second', why: 'stands still' }] } })
    second = { name: 'second', wrong: () => Promise.reject(new Error('secret place')) }
    expect(await healthz()).toEqual({ status: 503, body: { ready: false, wrong: [{ name: 'second', why: 'failed' }] } })
    second = { name: 'second', wrong: () => new Promise(() => {}) }
    expect(await healthz()).toEqual({ status: 503, body: { ready: false, wrong: [{ name: 'second', why: 'gave no answer' }] } })
    second = { name: 'second', wrong: async () => undefined }
  })

  test('names the database while it is away, and is well again once it is back', async () => {
    const root = new pg.Client({ connectionString: platform.database.superuserUrl.replace(`/${platform.database.name}?`, '/postgres?') })
    await root.connect()
    const allow = async (connections: number) => {
      await root.query(`alter database ${platform.database.name} connection limit ${connections}`)
      await root.query('select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1', [platform.database.name])
    }
    await root.query(`alter database ${platform.database.name} allow_connections false`)
    await allow(-1)
    expect(await healthz()).toEqual({ status: 503, body: { ready: false, wrong: [{ name: 'database', why: 'failed' }] } })
    await root.query(`alter database ${platform.database.name} allow_connections true`)
    await root.end()
    expect((await healthz()).status).toBe(200)
  })
})
