import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../../base/failure.ts'
import { plainPolicy } from '../../../platform/http/security.ts'
import type { Markup } from '../pages/markup.ts'
import { chooseLanguage, type Language } from '../texts.ts'

// What all pages for the public have in common.

/** The language that the page was asked in, or that the visitor's browser prefers. */
export function languageOf(request: FastifyRequest): Language {
  const asked = (request.query as { language?: unknown }).language
  return chooseLanguage(typeof asked === 'string' ? asked : request.headers['accept-language'])
}

/** RFC 9110 §10.2.3: a suspension is not over in a moment. */
export function later(reply: FastifyReply): FastifyReply {
  return reply.header('retry-after', 3_600)
}

export function send(
  reply: FastifyReply,
  status: number,
  { markup }: Markup,
  { found = false }: { readonly found?: boolean } = {},
): FastifyReply {
  return reply
    .code(status)
    .headers({ 'content-security-policy': plainPolicy, vary: 'accept-language', ...(found ? {} : { 'x-robots-tag': 'noindex, nofollow' }) })
    .type('text/html; charset=utf-8')
    .send(markup)
}

const failures: Readonly<Partial<Record<Failure['kind'], number>>> = { invalid: 400, conflict: 409, limited: 429 }

/** What a visitor did wrong keeps its status; a form that is none is 400; the rest is ours. */
export function statusOf(error: unknown): number {
  if (error instanceof Failure) return failures[error.kind] ?? 503
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 503
}
