import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Actor } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { Route } from '../../base/route.ts'
import type { Context } from '../context.ts'
import { neighbourhood } from '../net/addresses.ts'
import { mayCall } from './access.ts'
import { describe } from './describe.ts'
import { installProblems, problemOf, sendProblem, unreadable } from './problem.ts'
import { installSecurity, plainPolicy, strictHeaders } from './security.ts'

/** Answers who calls: by session cookie or API key; undefined when neither is there. Refuses what is there and not valid. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>

export type Http = {
  readonly app: FastifyInstance
  readonly ctx: Context
  /** The caller, if the route's access allows them. Fails with `platform.sign-in` (401), `platform.forbidden` or `platform.limited` (429). */
  admit(request: FastifyRequest, access: Route['access']): Promise<Actor>
}

const visitor: Actor = { kind: 'public', id: 'public', organisation: null, role: null, operator: false, scopes: null }

/** requests a minute of one address (IPv6: /64) for all that come from it: a desk may share one */
const perAddress = 6_000

/** The HTTP server with everything that all routes share; rooms add their routes, app wires it. */
export async function buildHttp(ctx: Context, authenticate: Authenticate): Promise<Http> {
  const app = Fastify({
    logger: false,
    trustProxy: ctx.config.TOCSIN_PROXIES.length > 0 ? [...ctx.config.TOCSIN_PROXIES] : false,
    bodyLimit: 1_048_576,
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    // an address that cannot be read meets no hook and no error handler
    frameworkErrors: (error, _request, reply) => {
      reply.headers(strictHeaders(plainPolicy, ctx.config.TOCSIN_PUBLIC_URL))
      void sendProblem(reply, problemOf(error))
    },
    // nor does what is no request at all: headers that are too large (RFC 6585 §5), or that never end
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || socket.destroyed) return
      if (socket.writable) socket.write(unreadable(error.code))
      socket.destroy(error)
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  installProblems(app, ctx.log)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      type: '/problems/platform.missing',
      title: 'Not there',
      status: 404,
      code: 'platform.missing',
      detail: { method: request.method },
    }),
  )
  installSecurity(app, ctx.config.TOCSIN_PUBLIC_URL)
  await app.register(cookie)
  // a connection that was cut meanwhile has no address any more, whatever its type says
  await app.register(rateLimit, { max: perAddress, timeWindow: 60_000, keyGenerator: ({ ip }) => neighbourhood(ip) })
  const callers = new WeakMap<FastifyRequest, Actor>()
  const count = app.createRateLimit({
    max: ctx.config.TOCSIN_CALLER_RATE,
    timeWindow: 60_000,
    keyGenerator: (request) => callers.get(request)?.id ?? '',
  })
  await app.register(multipart, { limits: { fileSize: ctx.config.TOCSIN_MAIL_SIZE, files: 100, fields: 50, fieldSize: 1_048_576 } })
  await describe(app)
  return {
    app,
    ctx,
    async admit(request, access) {
      const actor = access === 'public' ? visitor : await authenticate(request)
      if (actor === undefined) throw new Failure('forbidden', 'platform.sign-in', 'no session and no API key')
      if (!mayCall(actor, access))
        throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not call ${request.routeOptions.url ?? ''}`)
      if (actor !== visitor) {
        callers.set(request, actor)
        const counted = await count(request)
        if (!counted.isAllowed && counted.isExceeded)
          throw new Failure('limited', 'platform.limited', 'too many requests of one caller', {
            detail: { retryAfter: counted.ttlInSeconds },
          })
      }
      return actor
    },
  }
}
