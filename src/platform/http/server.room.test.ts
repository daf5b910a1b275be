import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Failure, type FailureKind } from '../../base/failure.ts'
import { defineRoute } from '../../base/route.ts'
import { as, openHttp, type Platform, someone, startPlatform } from '../testing/platform.ts'
import { serve } from './serve.ts'
import type { Http } from './server.ts'

const kinds: readonly FailureKind[] = ['invalid', 'forbidden', 'missing', 'conflict', 'limited', 'unavailable']
const route = { room: 'trial', summary: 'A trial' } as const
const fail = defineRoute({ ...route, method: 'GET', path: '/api/fail/:kind', access: 'public', params: z.object({ kind: z.string() }) })
const echo = defineRoute({
  ...route,
  method: 'POST',
  path: '/api/echo',
  access: 'write',
  body: z.strictObject({ text: z.string().min(1), n: z.int().optional() }),
  answer: z.object({ text: z.string() }),
})
const broken = defineRoute({ ...route, method: 'GET', path: '/api/broken', access: 'public', answer: z.object({ n: z.number() }) })
const seen = defineRoute({ ...route, method: 'GET', path: '/api/seen', access: 'read', answer: z.object({ id: z.string() }) })
const run = defineRoute({ ...route, method: 'GET', path: '/api/run', access: 'operator', answer: z.object({}) })
const own = defineRoute({ ...route, method: 'GET', path: '/api/own', access: 'session', answer: z.object({}) })

let platform: Platform
let http: Http
beforeAll(async () => {
  platform = await startPlatform()
  http = await openHttp(platform.ctx)
  serve(http, fail, async ({ params }) => {
    if (params.kind === 'bug') throw new TypeError('secret of the inside')
    throw new Failure(params.kind as FailureKind, 'trial.code', 'words for the log', {
      detail: params.kind === 'limited' ? { retryAfter: 17 } : { fields: ['a'] },
    })
  })
  serve(http, echo, async ({ body }) => ({ text: body.text }))
  serve(http, broken, async () => ({ n: 'no number' }) as never)
  serve(http, seen, async ({ actor }) => ({ id: actor.id }))
  serve(http, run, async () => ({}))
  serve(http, own, async () => ({}))
  await http.app.ready()
})
afterAll(async () => {
  await http.app.close()
  await platform.close()
})

type Sent = { method?: 'GET' | 'POST'; headers?: Record<string, string>; payload?: string | object; remoteAddress?: string }
async function ask(url: string, sent: Sent = {}) {
  const answer = await http.app.inject({ url, ...sent })
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    headers: answer.headers,
    text: answer.body,
    body: answer.json() as Record<string, unknown>,
  }
}

describe('what goes wrong is a problem (RFC 9457)', () => {
  const status: Record<FailureKind, number> = { invalid: 400, forbidden: 403, missing: 404, conflict: 409, limited: 429, unavailable: 503 }

  test.each(kinds)('of the kind %s, with its code and without the words for the log', async (kind) => {
    const answer = await ask(`/api/fail/${kind}`)
    expect(answer.type).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: '/problems/trial.code',
      status: status[kind],
      code: 'trial.code',
      title: expect.stringMatching(/\w/),
    })
    expect(answer.status).toBe(status[kind])
    expect(answer.text).not.toContain('words for the log')
  })

  test('says when to come again in Retry-After too', async () => {
    expect((await ask('/api/fail/limited')).headers['retry-after']).toBe('17')
    expect((await ask('/api/fail/conflict')).headers['retry-after']).toBeUndefined()
  })

  test('that is a fault of ours says nothing of the inside', async () => {
    const answer = await ask('/api/fail/bug')
    expect([answer.status, answer.body['code']]).toEqual([500, 'platform.unexpected'])
    expect(answer.text).not.toMatch(/secret|TypeError|\.ts/)
  })

  test('an answer that breaks its contract is not sent', async () => {
    const answer = await ask('/api/broken')
    expect([answer.status, answer.body['code']]).toEqual([500, 'platform.answer-broke-contract'])
    expect(answer.text).not.toContain('no number')
  })

  test.each([
    ['what is not there', '/api/nowhere', {}, 404, 'platform.missing'],
    [
      'a body that is no JSON',
      '/api/echo',
      { method: 'POST', payload: '{', headers: { 'content-type': 'application/json' } },
      400,
      'platform.invalid-request',
    ],
    [
      'a body of another kind',
      '/api/echo',
      { method: 'POST', payload: 'x', headers: { 'content-type': 'text/csv' } },
      415,
      'platform.content-type',
    ],
    ['a body that is too large', '/api/echo', { method: 'POST', payload: { text: 'x'.repeat(1_100_000) } }, 413, 'platform.too-large'],
    ['an address that is none', '/api/%zz', {}, 400, 'platform.invalid-request'],
  ] as const)('%s', async (_what, url, sent, code, name) => {
    const headers = { ...as(someone()), ...('headers' in sent ? sent.headers : {}) }
    const answer = await ask(url, { ...sent, headers })
    expect([answer.status, answer.body['code']]).toEqual([code, name])
    expect(answer.type).toContain('application/problem+json')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  test.each([
    [{ text: '' }, 'body/text'],
    [{ text: 'x', n: 1.5 }, 'body/n'],
    [{ text: 'x', more: 1 }, 'body/'],
    [{}, 'body/text'],
  ])('the fields at fault are named: %j', async (payload, at) => {
    const { status: got, body } = await ask('/api/echo', { method: 'POST', payload, headers: as(someone()) })
    expect([got, body['code']]).toEqual([400, 'platform.invalid-request'])
    expect((body['detail'] as { fields: { at: string }[] }).fields.map((field) => field.at)).toContain(at)
  })
})

describe('who may call at all', () => {
  const by = (change: object) => ({ headers: as({ ...someone(), ...change }) })
  test.each([
    ['nobody', '/api/seen', {}, 401],
    ['a key without the scope', '/api/seen', by({ kind: 'key', scopes: ['report'] }), 403],
    ['a key with it', '/api/seen', by({ kind: 'key', scopes: ['read'] }), 200],
    [
      'a key that may read, writing',
      '/api/echo',
      { method: 'POST', payload: { text: 'x' }, ...by({ kind: 'key', scopes: ['read'] }) },
      403,
    ],
    ['a manager, running the node', '/api/run', by({ kind: 'person', operator: false }), 403],
    ['the operator', '/api/run', by({ kind: 'person', operator: true }), 200],
    ['a key, where a person must be', '/api/own', by({ kind: 'key' }), 403],
    ['a person', '/api/own', by({ kind: 'person' }), 200],
  ] as const)('%s at %s', async (_who, url, sent, status) => {
    expect((await ask(url, sent as Sent)).status).toBe(status)
  })

  test('is asked before the body is read: nobody makes us hold megabytes without leave', async () => {
    const answer = await ask('/api/echo', { method: 'POST', payload: { text: 'x'.repeat(1_100_000) } })
    expect(answer.status).toBe(401)
  })
})

describe('too many requests', () => {
  test('of one caller are refused, whatever address they come from, and nobody else is', { timeout: 60_000 }, async () => {
    const [busy, other] = [someone(), someone()]
    const statuses = new Map<number, number>()
    for (let i = 0; i < 1_210; i++) {
      const { status } = await ask('/api/seen', { headers: as(busy), remoteAddress: `198.51.100.${i % 200}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [200, 1_200],
      [429, 10],
    ])
    const refused = await ask('/api/seen', { headers: as(busy) })
    expect(refused).toMatchObject({ status: 429, body: { code: 'platform.limited' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('/api/seen', { headers: as(other) })).status).toBe(200)
  })

  test('of one address are refused, whoever they claim to be, and no other address is', { timeout: 60_000 }, async () => {
    let last = { status: 0, headers: {} as Record<string, unknown>, body: {} as Record<string, unknown> }
    let taken = 0
    for (let i = 0; i < 6_010; i++) {
      last = await ask('/api/fail/missing', { remoteAddress: '203.0.113.9', headers: { authorization: `Bearer ${i}` } })
      if (last.status === 404) taken++
    }
    expect(taken).toBe(6_000)
    expect(last).toMatchObject({ status: 429, body: { code: 'platform.limited' } })
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('/api/fail/missing', { remoteAddress: '203.0.113.10' })).status).toBe(404)
  })
})

describe('the description of the API', () => {
  test('is OpenAPI 3.1 with every route, its room, its summary and its schemas', async () => {
    const { body } = await ask('/api/openapi.json')
    expect(body['openapi']).toBe('3.1.0')
    const paths = body['paths'] as Record<string, Record<string, { summary: string; tags: string[]; security?: unknown[] }>>
    expect(Object.keys(paths).sort()).toEqual(['/api/broken', '/api/echo', '/api/fail/{kind}', '/api/own', '/api/run', '/api/seen'])
    expect(paths['/api/echo']?.['post']).toMatchObject({
      summary: 'A trial',
      tags: ['trial'],
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['text'], additionalProperties: false } } } },
      responses: { 200: { content: { 'application/json': { schema: { required: ['text'] } } } } },
    })
    expect(paths['/api/fail/{kind}']?.['get']?.security).toEqual([])
  })

  test('has a page without inline script or style, all of whose files are ours and allowed by its policy', async () => {
    const page = await http.app.inject({ url: '/api/docs' })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('<title>Tocsin: API</title>')
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/unsafe-|https?:|\*/)
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|\sstyle=/)
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '')
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      expect(file).toMatch(/^\/api\/docs\/static\//)
      expect([file, (await http.app.inject({ url: file })).statusCode]).toEqual([file, 200])
    }
  })
})

test('what cannot even be read as a request is a problem too, and the connection ends', async () => {
  const address = await http.app.listen({ host: '127.0.0.1', port: 0 })
  const answer = await fetch(`${address}/api/seen`, { headers: { 'x-large': 'a'.repeat(20_000) } })
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('connection')]).toEqual([
    431,
    'application/problem+json',
    'close',
  ])
  expect(await answer.json()).toEqual({
    type: '/problems/platform.headers-too-large',
    title: 'The headers are too large',
    status: 431,
    code: 'platform.headers-too-large',
  })
})
