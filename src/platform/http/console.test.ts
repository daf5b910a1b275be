import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLogger } from '../logger.ts'
import { serveConsole } from './console.ts'
import { installProblems } from './problem.ts'
import { installSecurity } from './security.ts'
import type { Http } from './server.ts'

const script = 'console.log("hello from the console")\n'

let folder: string
let app: FastifyInstance

async function open(): Promise<FastifyInstance> {
  const fresh = Fastify({ logger: false })
  installProblems(fresh, openLogger('error'))
  installSecurity(fresh, 'http://localhost')
  fresh.get('/api/known', async () => ({ ok: true }))
  await serveConsole({ app: fresh } as unknown as Http, folder)
  return fresh
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-console-'))
  await mkdir(join(folder, 'assets'))
  await mkdir(join(folder, '.vite'))
  await writeFile(join(folder, 'index.html'), '<meta name="style-nonce" content="__STYLE_NONCE__"><div id="root"></div>')
  await writeFile(join(folder, 'assets', 'main-Ab12Cd34.js'), script)
  await writeFile(join(folder, 'assets', 'main-Ab12Cd34.js.gz'), gzipSync(script))
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  await writeFile(join(folder, '.vite', 'manifest.json'), '{"secret":true}')
  app = await open()
})

afterEach(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

describe('the console is served', () => {
  test('every page of it is the one document, with a nonce that is new each time and stands in the policy too', async () => {
    const nonces = new Set<string>()
    for (const url of ['/', '/people', '/reports/0190', '/sign-in?next=%2Fpeople']) {
      const answer = await app.inject({ url })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['cache-control']).toBe('no-store')
      const nonce = /content="([\w-]{16,})"/.exec(answer.body)?.[1] ?? ''
      expect(answer.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
      expect(answer.headers['content-security-policy']).not.toMatch(/unsafe-(?:inline|eval)/)
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(4)
  })

  test('a file with a hash in its name is kept for a year, any other is asked for again', async () => {
    const hashed = await app.inject({ url: '/assets/main-Ab12Cd34.js' })
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const icon = await app.inject({ url: '/favicon.svg' })
    expect(icon.headers['cache-control']).toBe('no-cache')
    const again = await app.inject({ url: '/favicon.svg', headers: { 'if-none-match': String(icon.headers.etag) } })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  test('a client that takes gzip gets the file as it was compressed, one that refuses it gets it plain', async () => {
    const packed = await app.inject({ url: '/assets/main-Ab12Cd34.js', headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(packed.headers.vary).toBe('accept-encoding')
    expect(gunzipSync(packed.rawPayload).toString()).toBe(script)
    const plain = await app.inject({ url: '/assets/main-Ab12Cd34.js', headers: { 'accept-encoding': 'gzip;q=0' } })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body).toBe(script)
  })

  test('what is no page and no file is missing, and never answered with the page', async () => {
    for (const url of ['/api/unknown', '/api', '/assets/gone-Ab12Cd34.js', '/robots.txt', '/.vite/manifest.json', '/index.html']) {
      const answer = await app.inject({ url })
      expect([url, answer.statusCode]).toEqual([url, 404])
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  test('no path leads out of the folder', async () => {
    await writeFile(join(folder, '..', 'tocsin-outside.txt'), 'outside')
    for (const url of ['/../tocsin-outside.txt', '/%2e%2e/tocsin-outside.txt', '/assets/..%2f..%2ftocsin-outside.txt']) {
      expect((await app.inject({ url })).body).not.toBe('outside')
    }
    await rm(join(folder, '..', 'tocsin-outside.txt'))
  })

  test('routes of the API come first', async () => {
    expect((await app.inject({ url: '/api/known' })).json()).toEqual({ ok: true })
  })
})

test('without a built console a page says what to do', async () => {
  await rm(join(folder, 'index.html'))
  const bare = await open()
  const answer = await bare.inject({ url: '/' })
  expect(answer.statusCode).toBe(503)
  expect(answer.body).toContain('npm start')
  await bare.close()
})
