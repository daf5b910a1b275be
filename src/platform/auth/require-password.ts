import type { FastifyRequest } from 'fastify'
import { Failure } from '../../base/failure.ts'
import type { Auth, CheckedSession, Told } from './index.ts'
import { networkOf } from './network.ts'
import { verifyPassword } from './password.ts'
import { findPasswordHash } from './store.ts'

/**
 * Asks the person of a session for their password once more, before something that an open window alone must not be enough for. Wrong ones are
 * counted with those at sign-in and told. Fails with `auth.refused`, `auth.throttled`.
 */
export async function requirePassword(
  auth: Auth,
  told: Told,
  request: FastifyRequest,
  session: Pick<CheckedSession, 'email' | 'person'>,
  password: string,
): Promise<void> {
  const attempt = await auth.take(request, session.email)
  const hash = await findPasswordHash(auth.db, session.person)
  if (await verifyPassword(hash ?? '', password)) return attempt.right()
  const event = { person: session.person, network: networkOf(request.ip), by: 'password', own: true } as const
  await told({ ...event, kind: 'auth.refused' })
  if (attempt.last) await told({ ...event, kind: 'auth.throttled' })
  throw new Failure('forbidden', 'auth.refused', 'the password is wrong')
}
