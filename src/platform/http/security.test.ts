import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { openLogger } from '../logger.ts'
import { installProblems } from './problem.ts'
import { consolePolicy, installSecurity, plainPolicy, previewPolicy, styleNonce } from './security.ts'

const publicUrl = 'https://desk.example'

let app: FastifyInstance
async function open(url = publicUrl): Promise<FastifyInstance> {
  app = Fastify({ logger: false })
  installProblems(app, openLogger('silent'))
  installSecurity(app, url)
  app.route({ method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], url: '/api/x', handler: async () => ({ ok: true }) })
  app.get('/nonce', async (request) => styleNonce(request))
  await app.ready()
  return app
}
afterEach(() => app.close())

const write = async (headers: Record<string, string>, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' = 'POST') => {
  const answer = await app.inject({ method, url: '/api/x', headers })
  return answer.statusCode === 200 ? 'taken' : `${answer.statusCode} ${answer.json().code}`
}
const refused = '403 platform.cross-site'

describe('a write that rides on a cookie', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('by %s from another site is refused', async (method) => {
    await open()
    expect(await write({ cookie: 'a=b', 'sec-fetch-site': 'cross-site' }, method)).toBe(refused)
    expect(await write({ cookie: 'a=b', 'sec-fetch-site': 'same-site' }, method)).toBe(refused)
    expect(await write({ cookie: 'a=b', 'sec-fetch-site': 'same-origin' }, method)).toBe('taken')
  })

  test('is judged by its origin where the browser does not say more', async () => {
    await open()
    expect(await write({ cookie: 'a=b', origin: 'https://evil.example' })).toBe(refused)
    expect(await write({ cookie: 'a=b', origin: 'null' })).toBe(refused)
    expect(await write({ cookie: 'a=b', origin: 'https://desk.example.evil.example' })).toBe(refused)
    expect(await write({ cookie: 'a=b', origin: publicUrl })).toBe('taken')
    expect(await write({ cookie: 'a=b', origin: 'http://node.internal:8025', host: 'node.internal:8025' })).toBe('taken')
  })

  test('is not made good by an origin when the browser says that it is foreign', async () => {
    await open()
    expect(await write({ cookie: 'a=b', origin: publicUrl, 'sec-fetch-site': 'cross-site' })).toBe(refused)
  })

  test('that carries no cookie, or comes from no browser, is nobody else’s ride', async () => {
    await open()
    expect(await write({ authorization: 'Bearer x', origin: 'https://other.example' })).toBe('taken')
    expect(await write({ cookie: 'a=b' })).toBe('taken')
  })

  test('is no read: those answer whoever asks', async () => {
    await open()
    expect((await app.inject({ url: '/api/x', headers: { cookie: 'a=b', 'sec-fetch-site': 'cross-site' } })).statusCode).toBe(200)
  })
})

describe('every answer', () => {
  test.each(['/api/x', '/nowhere'])('of %s tells browsers to be strict', async (url) => {
    await open()
    expect((await app.inject({ url })).headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': 'no-store',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
    })
  })

  test('does not bind to TLS what is served without', async () => {
    await open('http://localhost:8025')
    expect((await app.inject({ url: '/api/x' })).headers['strict-transport-security']).toBeUndefined()
  })

  test('has a style nonce of its own, the one in its policy', async () => {
    await open()
    const answers = await Promise.all([1, 2, 3].map(() => app.inject({ url: '/nonce' })))
    for (const answer of answers) expect(answer.headers['content-security-policy']).toContain(`'nonce-${answer.body}'`)
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(3)
  })
})

describe('policies', () => {
  test.each([
    ['of the console', consolePolicy('n')],
    ['of pages without script', plainPolicy],
  ])('%s allow nothing inline and nothing foreign', (_which, policy) => {
    expect(policy).not.toMatch(/unsafe-|\*|https?:/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("base-uri 'none'")
  })

  test('of pages without script allow none at all', () => {
    expect(plainPolicy).not.toContain('script-src')
  })

  test('of the preview lets nothing run or load, in an origin of its own', () => {
    expect(previewPolicy.split('; ').sort()).toEqual(
      [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        'img-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        'sandbox',
      ].sort(),
    )
  })
})
