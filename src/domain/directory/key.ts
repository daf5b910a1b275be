import { randomBytes } from 'node:crypto'
import type { Scope } from '../../base/actor.ts'

/** A new API key: `tcs_` and 256 random bits. It is shown once; `start` is kept to recognise it by. */
export function makeKey(): { key: string; start: string } {
  const key = `tcs_${randomBytes(32).toString('base64url')}`
  return { key, start: key.slice(0, 9) }
}

/** The key in an Authorization header (RFC 6750 §2.1); undefined where it has not the shape of one of ours. */
export function keyIn(authorization: string): string | undefined {
  return /^Bearer +(tcs_[A-Za-z0-9_-]{43}) *$/i.exec(authorization)?.[1]
}

/** Why a key is not heard; undefined: it is. */
export function keyRefusal(
  key: { revoked: boolean; suspended: boolean; expires_at: Date },
  now: Date,
): 'revoked' | 'suspended' | 'expired' | undefined {
  if (key.revoked) return 'revoked'
  if (key.expires_at <= now) return 'expired'
  return key.suspended ? 'suspended' : undefined
}

/** Each scope once, in the order of `scopes`. */
export function tidyScopes(asked: readonly Scope[]): Scope[] {
  const order: readonly Scope[] = ['read', 'report', 'write', 'administer']
  return order.filter((scope) => asked.includes(scope))
}
