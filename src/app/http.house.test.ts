import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, firstRun, type House, openHouse } from './testing/house.ts'

let house: House
let ann: Client
let report: string
beforeAll(async () => {
  house = await openHouse({ TOCSIN_MAIL_SIZE: '2000000' })
  ann = await firstRun(house)
  const sample = await readFile(new URL('../../fixtures/samples/look-alike-link.en.eml', import.meta.url))
  const sent = await ann.call('POST', '/api/reports', sample, { 'content-type': 'message/rfc822' })
  report = (sent.body as { id: string }).id
  await house.drain()
})
afterAll(() => house.close())

type Operation = {
  summary?: string
  tags?: string[]
  parameters?: { in: string; name: string; required?: boolean }[]
  responses: Record<string, { description?: string; content?: Record<string, { schema?: object }> }>
}
type Api = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: object; securitySchemes: object } }

async function description(): Promise<Api> {
  return (await house.http.app.inject({ url: '/api/openapi.json' })).json()
}

const operations = ({ paths }: Api) =>
  Object.entries(paths).flatMap(([path, all]) => Object.entries(all).map(([method, operation]) => ({ path, method, operation })))

describe('the description of the API', () => {
  test('names the room and says in a sentence what each route does', async () => {
    const all = operations(await description())
    expect(all.length).toBeGreaterThan(60)
    const rooms = [...(await readdir(new URL('../domain/', import.meta.url))), 'auth', 'platform', 'log']
    for (const { path, method, operation } of all) {
      const [room, ...more] = operation.tags ?? []
      expect([method, path, room, more]).toEqual([method, path, expect.toBeOneOf(rooms), []])
      expect([path, operation.summary]).toEqual([path, expect.stringMatching(/^[A-Z].{5,110}[^.]$/)])
    }
    const said = all.map(({ operation }) => operation.summary)
    expect(said.filter((one, at) => said.indexOf(one) !== at)).toEqual([])
  })

  test('is OpenAPI 3.1: parameters of the path are stated, references lead somewhere, every answer is described', async () => {
    const api = await description()
    expect(api.openapi).toBe('3.1.0')
    for (const { path, method, operation } of operations(api)) {
      expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method)
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
      const stated = (operation.parameters ?? []).filter((one) => one.in === 'path')
      expect([path, stated.map(({ name }) => name).sort(), stated.every(({ required }) => required === true)]).toEqual([path, inPath, true])
      expect(path).not.toMatch(/[:*]/)
      for (const [code, answer] of Object.entries(operation.responses)) {
        expect(code).toMatch(/^(?:2\d\d|default)$/)
        expect([path, typeof answer.description]).toEqual([path, 'string'])
        if (code === '204') expect(answer.content).toBeUndefined()
      }
      expect(operation.responses['default']?.content).toHaveProperty(['application/problem+json'])
    }
    const known = new Set<string>()
    const collect = (node: unknown, at: string): void => {
      known.add(at)
      if (typeof node !== 'object' || node === null) return
      for (const [key, value] of Object.entries(node)) collect(value, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    }
    collect(api, '#')
    const references = [...JSON.stringify(api).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '')
    expect(references.length).toBeGreaterThan(0)
    for (const reference of references) expect(known).toContain(reference)
  })

  test('leaves no route of the server out but pages, files and the description itself', async () => {
    const described = new Set(operations(await description()).map(({ method, path }) => `${method.toUpperCase()} ${path}`))
    const served = routesOf(house.http.app.printRoutes({ commonPrefix: false, includeHooks: false }))
    expect(served.length).toBeGreaterThan(60)
    const hidden = served.filter((one) => !described.has(one))
    expect(hidden.filter((one) => one.includes('/api/') && !/ \/api\/(?:docs|openapi\.json|live)/.test(one))).toEqual([])
  })
})

/** `METHOD /path/{id}` of each line of Fastify's own list. */
function routesOf(printed: string): string[] {
  const stack: string[] = []
  return printed.split('\n').flatMap((line) => {
    const found = /^([│ ]*)(?:├──|└──) (\S*)(?: \(([A-Z, ]+)\))?/.exec(line)
    if (found === null) return []
    const depth = (found[1] ?? '').length / 4
    stack.splice(depth)
    stack[depth] = found[2] ?? ''
    const path = stack.join('').replaceAll(/:(\w+)/g, '{$1}')
    return (found[3] ?? '')
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`)
  })
}

describe('every kind of answer', () => {
  const strict = (policy: RegExp) => ({
    'content-security-policy': expect.stringMatching(policy),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  const plain = /^default-src 'none'; style-src 'self'; img-src 'self';/
  const usual = /script-src 'self';/

  const answers: readonly (readonly [which: string, url: () => string, status: number, policy: RegExp])[] = [
    ['of the API', () => '/api/session', 200, usual],
    ['that is refused', () => '/api/reports?limit=0', 400, usual],
    ['that is not there', () => '/api/reports/0190b8a0-0000-7000-8000-000000000000', 404, usual],
    ['of an unknown address', () => '/api/nothing', 404, usual],
    ['of the public page', () => '/report', 200, plain],
    ['of a tracking link', () => `/track/${'x'.repeat(24)}`, 404, plain],
    ['of the description', () => '/api/openapi.json', 200, usual],
    ['of its page', () => '/api/docs', 200, usual],
    ['of the source of a report', () => `/api/reports/${report}/source`, 200, usual],
    ['of the figures of a desk', () => '/api/reports/figures', 200, usual],
  ]
  test.each(answers)('%s is strict with browsers', async (_which, url, status, policy) => {
    const answer = await ann.call('GET', url())
    expect([answer.status, answer.headers]).toEqual([status, expect.objectContaining(strict(policy))])
    expect(String(answer.headers['content-security-policy'])).not.toMatch(/unsafe-|\*|https?:/)
    expect(answer.headers['x-frame-options']).toBe('DENY')
  })

  test('of a hostile message is a document of its own in which nothing runs and nothing loads', async () => {
    const answer = await ann.call('GET', `/api/reports/${report}/preview`)
    expect(answer.status).toBe(200)
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; img-src data:;/)
    expect(policy).toMatch(/; sandbox$/)
    expect(policy).not.toMatch(/script|allow-|https?:/)
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['cache-control']).toContain('no-store')
  })

  test('sets no cookie for somebody without an account', async () => {
    for (const url of ['/report', '/public/pages.css', `/track/${'x'.repeat(24)}`, '/api/openapi.json', '/api/docs']) {
      expect([url, (await house.http.app.inject({ url })).headers['set-cookie']]).toEqual([url, undefined])
    }
  })
})

describe('a session’s cookie', () => {
  test('is out of reach for scripts and for other sites', async () => {
    const answer = await house.http.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in',
      payload: { email: 'ann@desk.example', password: 'correct-horse-battery-9-staple' },
    })
    expect(answer.cookies.length).toBeGreaterThan(0)
    for (const cookie of answer.cookies)
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: expect.toBeOneOf(['Lax', 'Strict']), path: '/' })
  })

  test('lets nobody write from another site', async () => {
    const answer = await ann.call('PATCH', '/api/me', { name: 'Mallory' }, { 'sec-fetch-site': 'cross-site' })
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([403, 'platform.cross-site'])
    expect((await ann.call('GET', '/api/session')).body).toMatchObject({ person: { name: 'Ann' } })
  })
})

describe('a message that is too large', () => {
  const large = Buffer.alloc(2_100_000, 'x')

  test('is refused as a body', async () => {
    const answer = await ann.call('POST', '/api/reports', large, { 'content-type': 'message/rfc822' })
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([413, 'platform.too-large'])
  })

  test('is refused as a file of a form', async () => {
    const form = Buffer.concat([
      Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.eml"\r\ncontent-type: message/rfc822\r\n\r\n'),
      large,
      Buffer.from('\r\n--b--\r\n'),
    ])
    const answer = await ann.call('POST', '/api/reports', form, { 'content-type': 'multipart/form-data; boundary=b' })
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([413, 'platform.too-large'])
  })
})

describe('a list that is read in pages', () => {
  const hand = async (n: number) => {
    const text = `From: a${n}@b.example\r\nSubject: page ${n}\r\n\r\nbody ${n}\r\n`
    const sent = await ann.call('POST', '/api/reports', Buffer.from(text), { 'content-type': 'message/rfc822' })
    return (sent.body as { id: string }).id
  }

  test('shows each of its rows once, however many come in meanwhile', async () => {
    const before: string[] = [report]
    for (let n = 0; n < 11; n++) before.push(await hand(n))
    const seen: string[] = []
    let next: string | null = null
    let n = 100
    do {
      const { body } = await ann.call('GET', `/api/reports?limit=3${next === null ? '' : `&after=${encodeURIComponent(next)}`}`)
      const page = body as { items: { id: string }[]; next: string | null }
      expect(page.items.length).toBeLessThanOrEqual(3)
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
      await hand(n++)
      await hand(n++)
    } while (next !== null)
    expect(seen).toEqual(before.toReversed())
  })

  test('refuses a place that it never gave', async () => {
    for (const after of ['x', '2026-01-01', "'; drop table", '2026-01-01T00:00:00.000Z_nobody']) {
      const answer = await ann.call('GET', `/api/reports?after=${encodeURIComponent(after)}`)
      expect([after, answer.status, (answer.body as { code: string }).code]).toEqual([after, 400, 'platform.cursor'])
    }
  })
})

test('the live stream is strict with browsers too, and says nothing but kinds and ids', async () => {
  const address = await house.http.app.listen({ host: '127.0.0.1', port: 0 })
  const signed = await house.http.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in',
    payload: { email: 'ann@desk.example', password: 'correct-horse-battery-9-staple' },
  })
  const cookie = signed.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  const stop = new AbortController()
  const answer = await fetch(`${address}/api/live`, { headers: { cookie }, signal: stop.signal })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('cache-control')).toBe('no-store')
  await ann.call('POST', '/api/reports', Buffer.from('From: live@b.example\r\nSubject: quitesecret\r\n\r\nx\r\n'), {
    'content-type': 'message/rfc822',
  })
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString('utf8')
    if (text.includes('"kind":"report"')) break
  }
  stop.abort()
  const told = [...text.matchAll(/^data: (.*)$/gm)].flatMap(([, line]) => JSON.parse(line ?? '[]') as object[])
  expect(told.length).toBeGreaterThan(0)
  for (const one of told) expect(Object.keys(one).sort()).toEqual(['id', 'kind'])
  expect(text).not.toContain('quitesecret')
})
