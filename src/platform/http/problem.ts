import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod'
import { Failure, type FailureKind } from '../../base/failure.ts'
import { isAway } from '../db/away.ts'
import { describeError, type Logger } from '../logger.ts'

const statusOf: Record<FailureKind, number> = { invalid: 400, forbidden: 403, missing: 404, conflict: 409, limited: 429, unavailable: 503 }

/** RFC 9457 problem details; `code` is the stable member that clients and translations rely on. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail?: unknown
}

const titles: Record<number, string> = {
  400: 'The request is not as the contract says',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not there',
  405: 'Not with this method',
  408: 'It took too long to arrive',
  409: 'It clashes with what is',
  413: 'Too large',
  415: 'This kind of content is not taken here',
  429: 'Too many requests',
  431: 'The headers are too large',
  500: 'Something broke on our side',
  503: 'Not available right now; try again',
}

/** What a client is told of an error. Messages of unexpected errors stay in the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Failure) {
    const status = error.code === 'platform.sign-in' ? 401 : statusOf[error.kind]
    return make(status, error.code, error.detail)
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((one) => ({
      at: `${error.validationContext ?? 'body'}${one.instancePath}`,
      says: one.message ?? '',
    }))
    return make(400, 'platform.invalid-request', { fields: fields.slice(0, 20) })
  }
  if (isResponseSerializationError(error)) return make(500, 'platform.answer-broke-contract')
  if (isAway(error)) return make(503, 'platform.database-away')
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  const codes: Record<number, string> = {
    400: 'platform.invalid-request',
    404: 'platform.missing',
    413: 'platform.too-large',
    415: 'platform.content-type',
    429: 'platform.limited',
  }
  return status >= 400 && status < 500 ? make(status, codes[status] ?? 'platform.refused') : make(500, 'platform.unexpected')
}

function make(status: number, code: string, detail?: unknown): Problem {
  return {
    type: `/problems/${code}`,
    title: titles[status] ?? titles[500] ?? '',
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  }
}

/** What a client is told whose request could not even be read (by the code of Node's `clientError`), as a whole answer: there is no reply to send it by. */
export function unreadable(code: string | undefined): string {
  const [status, reason, said] =
    code === 'HPE_HEADER_OVERFLOW'
      ? ([431, 'Request Header Fields Too Large', 'platform.headers-too-large'] as const)
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'Request Timeout', 'platform.too-slow'] as const)
        : ([400, 'Bad Request', 'platform.invalid-request'] as const)
  const body = JSON.stringify(make(status, said))
  const heads = ['content-type: application/problem+json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close']
  return [`HTTP/1.1 ${status} ${reason}`, ...heads, '', body].join('\r\n')
}

/** Sends it; what says in its detail when to come again says so in Retry-After (RFC 9110 §10.2.3) as well. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { detail } = problem
  if (typeof detail === 'object' && detail !== null && 'retryAfter' in detail && typeof detail.retryAfter === 'number')
    void reply.header('retry-after', detail.retryAfter)
  return reply.code(problem.status).header('content-type', 'application/problem+json').serializer(JSON.stringify).send(problem)
}

export function installProblems(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request: FastifyRequest, reply) => {
    const problem = problemOf(error)
    if (problem.status >= 500)
      log.error(
        { method: request.method, route: request.routeOptions.url, problem: problem.code, error: describeError(error) },
        'http.failed',
      )
    return sendProblem(reply, problem)
  })
}
