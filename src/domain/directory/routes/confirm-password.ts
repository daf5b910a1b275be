import type { FastifyRequest } from 'fastify'
import type { Auth } from '../../../platform/auth/index.ts'
import { requirePassword } from '../../../platform/auth/require-password.ts'
import type { Http } from '../../../platform/http/server.ts'
import { auditSignIn } from '../operations/sign-in-audit.ts'
import { openSession } from './session.ts'

/** Asks whoever is signed in for their password once more, before something that an open window alone must not be enough for. Fails with `auth.refused`, `auth.throttled`. */
export async function confirmPassword(http: Http, auth: Auth, request: FastifyRequest, password: string): Promise<void> {
  const { person } = await openSession(http, auth, request)
  await requirePassword(auth, auditSignIn(http.ctx), request, { person: person.id, email: person.email }, password)
}
