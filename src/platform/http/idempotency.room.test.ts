import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import { newId } from '../../base/id.ts'
import { defineRoute } from '../../base/route.ts'
import { as, openHttp, type Platform, someone, startPlatform } from '../testing/platform.ts'
import { perform } from '../work.ts'
import { forgetAnswers } from './idempotency.ts'
import { serve } from './serve.ts'
import type { Http } from './server.ts'

const shape = {
  method: 'POST',
  room: 'trial',
  summary: 'A change',
  access: 'write',
  query: z.object({ side: z.string().optional() }),
  body: z.strictObject({ n: z.number() }),
  answer: z.object({ n: z.number(), id: z.string() }),
  status: 201,
} as const
const change = defineRoute({ ...shape, path: '/api/trial' })
const hidden = defineRoute({ ...shape, path: '/api/trial/secret', secret: true })
const form = defineRoute({
  method: 'POST',
  path: '/api/trial/form',
  room: 'trial',
  summary: 'A form',
  access: 'write',
  answer: z.object({ id: z.string() }),
})

/** what the handler does besides its change; set by each test */
let before: () => Promise<void> | void
let after: () => void

let platform: Platform
let http: Http
let actor: Actor
beforeAll(async () => {
  platform = await startPlatform()
  http = await openHttp(platform.ctx)
  const { ctx } = platform
  const act = async (by: Actor, n: number) => {
    const id = newId()
    await perform(ctx, by, async (work) => {
      work.require(true)
      work.record('trial.changed', id, { n })
      await before()
    })
    after()
    return { n, id }
  }
  serve(http, change, ({ actor: by, body }) => act(by, body.n))
  serve(http, hidden, ({ actor: by, body }) => act(by, body.n))
  serve(http, form, async ({ actor: by, request }) => {
    for await (const part of request.parts()) if (part.type === 'file') await part.toBuffer()
    return { id: (await act(by, 0)).id }
  })
  await http.app.ready()
})
afterAll(async () => {
  await http.app.close()
  await platform.close()
})
beforeEach(() => {
  actor = someone()
  before = () => {}
  after = () => {}
})

async function send(key: string | undefined, n: number, { by = actor, url = '/api/trial' }: { by?: Actor; url?: string } = {}) {
  const answer = await http.app.inject({
    method: 'POST',
    url,
    headers: { ...as(by), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    payload: { n },
  })
  return {
    status: answer.statusCode,
    body: answer.json() as { code?: string; id?: string; n?: number },
    replayed: answer.headers['idempotent-replayed'],
  }
}

async function changes(by: Actor = actor): Promise<number> {
  return platform.ctx.read(by, async (tx) => {
    const rows = await tx
      .selectFrom('platform.audit')
      .select('id')
      .where('action', '=', 'trial.changed')
      .where('owner', '=', by.organisation)
      .execute()
    return rows.length
  })
}

describe('a POST under a key', () => {
  test('sent twice is one change with one answer', async () => {
    const first = await send('k', 1)
    const again = await send('k', 1)
    expect(first).toMatchObject({ status: 201, body: { n: 1 }, replayed: undefined })
    expect(again).toEqual({ ...first, replayed: 'true' })
    expect(await changes()).toBe(1)
  })

  test('without a key is a change each time', async () => {
    await send(undefined, 1)
    await send(undefined, 1)
    expect(await changes()).toBe(2)
  })

  test.each([
    ['with another body', 2, '/api/trial'],
    ['at another address', 1, '/api/trial?side=left'],
  ])('used %s is refused', async (_what, n, url) => {
    await send('k', 1)
    expect(await send('k', n, { url })).toMatchObject({ status: 409, body: { code: 'platform.idempotency-reused' } })
    expect(await changes()).toBe(1)
  })

  test('is its caller’s own', async () => {
    const other = someone()
    const colleague = { ...someone(actor.organisation ?? undefined) }
    await send('k', 1)
    expect(await send('k', 5, { by: other })).toMatchObject({ status: 201, body: { n: 5 } })
    expect(await send('k', 6, { by: colleague })).toMatchObject({ status: 201, body: { n: 6 } })
  })

  test('may be tried again when it was refused', async () => {
    before = () => {
      throw new Failure('conflict', 'trial.closed', 'not now')
    }
    expect(await send('k', 1)).toMatchObject({ status: 409, body: { code: 'trial.closed' } })
    before = () => {}
    expect(await send('k', 1)).toMatchObject({ status: 201 })
    expect(await changes()).toBe(1)
  })

  test('whose answer was lost behind the commit is not carried out again, and says so', async () => {
    after = () => {
      throw new Error('the process ended here')
    }
    expect(await send('k', 1)).toMatchObject({ status: 500, body: { code: 'platform.unexpected' } })
    after = () => {}
    expect(await send('k', 1)).toMatchObject({ status: 409, body: { code: 'platform.idempotency-done' } })
    expect(await changes()).toBe(1)
  })

  test('sent twice at once is one change; the other is told to wait', async () => {
    const both = Promise.withResolvers<void>()
    let inside = 0
    before = () => {
      if (++inside === 2) both.resolve()
      return both.promise
    }
    const answers = await Promise.all([send('k', 1), send('k', 1)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('platform.idempotency-busy')
    expect(await changes()).toBe(1)
    before = () => {}
    expect(await send('k', 1)).toMatchObject({ status: 201, replayed: 'true' })
  })

  test('is refused when its key is far too long', async () => {
    expect(await send('k'.repeat(201), 1)).toMatchObject({ status: 400, body: { code: 'platform.idempotency-key' } })
    expect(await changes()).toBe(0)
  })

  test('leaves no trace of an answer that holds a secret', async () => {
    await send('k', 1, { url: '/api/trial/secret' })
    const rows = await platform.ctx.read(actor, (tx) =>
      tx.selectFrom('platform.idempotent_answer').select('key').where('owner', '=', actor.organisation).execute(),
    )
    expect(rows).toEqual([])
  })

  test('does not answer one form with the answer to another', async () => {
    const post = (text: string) => {
      const payload = `--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${text}\r\n--b--\r\n`
      const headers = { ...as(actor), 'idempotency-key': 'k', 'content-type': 'multipart/form-data; boundary=b' }
      return http.app.inject({ method: 'POST', url: '/api/trial/form', headers, payload })
    }
    const [one, other] = [await post('one'), await post('other')]
    expect([one.statusCode, other.statusCode]).toEqual([200, 200])
    expect(one.json().id).not.toBe(other.json().id)
  })

  test('is forgotten after a day, and not before', async () => {
    const first = await send('k', 1)
    await forgetAnswers.run(platform.ctx, actor, {})
    expect((await send('k', 1)).body).toEqual(first.body)
    await forgetAnswers.run({ ...platform.ctx, now: () => new Date(Date.now() + 86_500_000) }, actor, {})
    expect((await send('k', 1)).body.id).not.toBe(first.body.id)
  })
})
