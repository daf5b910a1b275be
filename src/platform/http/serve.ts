import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../base/actor.ts'
import { Failure, present } from '../../base/failure.ts'
import type { AnswerFor, BodyOf, ParamsOf, QueryOf, Route } from '../../base/route.ts'
import { type Attempt, findAnswer, keepAnswer, withAttempt } from './idempotency.ts'
import type { Http } from './server.ts'

/** One call of a route, its inputs already as the contract says. */
export type Call<R extends Route> = {
  readonly actor: Actor
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const empty = z.undefined().describe('Done')

const callers = new WeakMap<FastifyRequest, Actor>()

/**
 * Serves one route of a contract: who may call at all, input and answer checked against the schemas, repeated POSTs with the same
 * Idempotency-Key answered once. A route without an `answer` schema sends by `reply` itself.
 */
export function serve<R extends Route>(http: Http, route: R, handler: (call: Call<R>) => Promise<AnswerFor<R> | FastifyReply>): void {
  const status = route.status ?? 200
  http.app.route({
    method: route.method,
    url: route.path,
    schema: {
      summary: route.summary,
      tags: [route.room],
      ...(route.access === 'public' ? { security: [] } : {}),
      ...(route.params === undefined ? {} : { params: route.params }),
      ...(route.query === undefined ? {} : { querystring: route.query }),
      ...(route.body === undefined ? {} : { body: route.body }),
      ...(route.answer === undefined ? (status === 204 ? { response: { 204: empty } } : {}) : { response: { [status]: route.answer } }),
    },
    // before the body is read: nobody makes us hold megabytes without leave
    onRequest: async (request) => {
      callers.set(request, await http.admit(request, route.access))
    },
    async handler(request, reply) {
      const actor = present(callers.get(request), 'platform.sign-in', 'the caller')
      const call = { actor, params: request.params, query: request.query, body: request.body, request, reply } as Call<R>
      reply.code(status)
      const key = request.headers['idempotency-key']
      if (route.method !== 'POST' || route.secret === true || typeof key !== 'string' || actor.organisation === null) return handler(call)
      // a form is read by its handler, so nobody could tell yet whether it is the same again
      if (request.isMultipart()) return handler(call)
      return once(http, attemptOf(request, actor, key), reply, () => handler(call))
    },
  })
}

function attemptOf(request: FastifyRequest, actor: Actor, key: string): Attempt {
  if (key.length > 200) throw new Failure('invalid', 'platform.idempotency-key', 'an Idempotency-Key has at most 200 characters')
  const hash = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null))
    .digest('hex')
  return { actor, key, hash }
}

async function once<T>(http: Http, attempt: Attempt, reply: FastifyReply, run: () => Promise<T>): Promise<T | unknown> {
  const before = await findAnswer(http.ctx, attempt)
  if (before !== undefined) {
    reply.code(before.status).header('idempotent-replayed', 'true')
    return before.answer
  }
  const answer = await withAttempt(attempt, run)
  await keepAnswer(http.ctx, attempt, reply.statusCode, answer)
  return answer
}
