import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Failure } from '../../base/failure.ts'

const nonces = new WeakMap<FastifyRequest, string>()

/** Fresh for each request; the console's component library marks its style elements with it. */
export function styleNonce(request: FastifyRequest): string {
  const nonce = nonces.get(request) ?? randomBytes(16).toString('base64url')
  nonces.set(request, nonce)
  return nonce
}

/** The console's policy: own scripts only, own styles and those that carry the nonce, no foreign anything. */
export function consolePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** For a page without any script: the public report form, tracking pages, printable documents. */
export const plainPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** For the preview of a hostile message: nothing runs, nothing loads, in an opaque origin. Only our own pages may frame it. */
export const previewPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"

/** What every answer tells browsers, unless its route says otherwise. */
export function strictHeaders(policy: string, publicUrl: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
    'cache-control': 'no-store',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

/** Headers on every answer, and the refusal of cross-site writes that ride on a cookie. */
export function installSecurity(app: FastifyInstance, publicUrl: string): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(strictHeaders(consolePolicy(styleNonce(request)), publicUrl))
    if (crossSiteWrite(request, publicUrl)) throw new Failure('forbidden', 'platform.cross-site', 'a write from another site was refused')
  })
}

/** A write that carries a cookie must come from our own pages: the browser says so in Sec-Fetch-Site, or else in Origin. */
function crossSiteWrite(request: FastifyRequest, publicUrl: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return false
  if (request.headers.cookie === undefined) return false
  const site = request.headers['sec-fetch-site']
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  const origin = request.headers.origin
  if (origin === undefined) return false
  return origin !== new URL(publicUrl).origin && URL.parse(origin)?.host !== request.headers.host
}
