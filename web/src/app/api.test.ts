import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { defineRoute } from '../../../src/base/route.ts'
import { ApiFailure, addressOf, call, failureOf, faultsOf } from './api.ts'

describe('an address', () => {
  test('has its parameters filled in, so that no value can leave its place', () => {
    expect(addressOf('/api/people/:id', { id: 'a/../b?c#d' }, undefined)).toBe('/api/people/a%2F..%2Fb%3Fc%23d')
    expect(addressOf('/api/a/:one/b/:two', { one: 1, two: 2 }, undefined)).toBe('/api/a/1/b/2')
  })

  test('leaves out what is not asked and repeats lists', () => {
    expect(
      addressOf('/api/reports', undefined, { q: 'a b', after: undefined, none: null, empty: '', zero: 0, no: false, many: ['x', 'y'] }),
    ).toBe('/api/reports?q=a+b&zero=0&no=false&many=x&many=y')
    expect(addressOf('/api/reports', undefined, undefined)).toBe('/api/reports')
  })
})

describe('a failure', () => {
  test('has the code and detail of the problem', () => {
    const failure = failureOf(409, '{"type":"/problems/x","code":"directory.last-administrator","detail":{"a":1}}')
    expect(failure).toMatchObject({ status: 409, code: 'directory.last-administrator', detail: { a: 1 } })
  })

  test('from something that is not our server gets a code by its status', () => {
    expect(failureOf(502, '<html>Bad gateway</html>').code).toBe('platform.unexpected')
    expect(failureOf(401, '').code).toBe('platform.sign-in')
    expect(failureOf(418, '{"code":7}').code).toBe('console.status-418')
  })
})

describe('a server that is slow', () => {
  const thing = {
    path: '/api/thing',
    room: 'directory',
    summary: 'a thing',
    access: 'session',
    answer: z.object({ done: z.boolean() }),
  } as const
  const read = defineRoute({ ...thing, method: 'GET' })
  const change = defineRoute({ ...thing, method: 'POST' })

  /** Sends the header and a part of the body at once, and the rest after a while. */
  async function slow(after: number): Promise<void> {
    const server = createServer((_request, response) => {
      response.writeHead(200).write('{"done":')
      setTimeout(() => response.end('true}'), after)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const browsers = globalThis.fetch
    // addresses are relative to a page, which is not here
    globalThis.fetch = (address, init) =>
      browsers(new URL(String(address), `http://127.0.0.1:${(server.address() as AddressInfo).port}`), init)
    onTestFinished(() => {
      globalThis.fetch = browsers
      server.close()
      server.closeAllConnections()
    })
  }

  test('is given up for what is only read, and that is said', async () => {
    await slow(60_000)
    await expect(call(read, {}, { patience: 50 })).rejects.toMatchObject({ status: 408, code: 'console.no-answer' })
  })

  test('is waited for where something changes', async () => {
    await slow(300)
    expect(await call(change, {}, { patience: 50 })).toEqual({ done: true })
  })

  test('that is left by the page is no failure of its own', async () => {
    await slow(60_000)
    const leaving = new AbortController()
    const answer = call(read, {}, { signal: leaving.signal })
    leaving.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('fields at fault', () => {
  test('are named as the form names them', () => {
    const failure = new ApiFailure(400, 'platform.invalid-request', {
      fields: [{ at: 'body/person/email', says: 'bad' }, { at: 'querystring/limit', says: 'big' }, { wrong: true }],
    })
    expect(faultsOf(failure)).toEqual([
      { field: 'person.email', says: 'bad' },
      { field: 'limit', says: 'big' },
    ])
  })

  test('may be one that the failure names itself', () => {
    expect(faultsOf(new ApiFailure(409, 'directory.code-taken', { field: 'code' }))).toEqual([
      { field: 'code', says: 'directory.code-taken' },
    ])
  })

  test('are none where the failure says nothing of fields', () => {
    for (const failure of [new Error('x'), null, undefined, new ApiFailure(500, 'x'), new ApiFailure(400, 'x', { fields: 'many' })])
      expect(faultsOf(failure)).toEqual([])
  })
})
