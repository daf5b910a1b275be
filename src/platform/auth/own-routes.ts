import type { FastifyRequest } from 'fastify'
import { Failure } from '../../base/failure.ts'
import { isId } from '../../base/id.ts'
import { serve } from '../http/serve.ts'
import type { Http } from '../http/server.ts'
import { type EngineAnswer, refusalOf } from './answers.ts'
import * as contract from './contract.ts'
import { deviceOf } from './device.ts'
import { type Auth, type CheckedSession, relay, requireStrong, type SignInEvent, type Told } from './index.ts'
import { networkOf } from './network.ts'
import { endSessionsOf, hasSecondFactor, listPasskeysOf, listSessionsOf, removePasskeyOf, spendCode } from './store.ts'

/** What a signed-in person does with their own password, sessions, second factor and passkeys. */
export function serveOwn(http: Http, auth: Auth, told: Told): void {
  serveOwnSessions(http, auth, told)
  serveOwnSecondFactor(http, auth, told)
  serveOwnPasskeys(http, auth, told)
}

function serveOwnSessions(http: Http, auth: Auth, told: Told): void {
  serve(http, contract.changePassword, async ({ body, request, reply }) => {
    const session = await sessionOf(auth, request)
    requireStrong(body.next, [session.email])
    const answer = await withPassword(auth, told, request, session, '/change-password', {
      currentPassword: body.current,
      newPassword: body.next,
      revokeOtherSessions: true,
    })
    relay(reply, answer)
    await told(did(request, session, 'auth.password-changed', 'password'))
    return undefined
  })

  serve(http, contract.listSessions, async ({ request }) => {
    const session = await sessionOf(auth, request)
    const rows = await listSessionsOf(auth.db, session.person, auth.now())
    const items = rows.map((row) => ({
      id: row.id,
      current: row.id === session.id,
      ...deviceOf(row.user_agent),
      network: row.network,
      since: row.created_at.toISOString(),
      lastSeen: row.updated_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }))
    return { items, next: null }
  })

  serve(http, contract.endSession, async ({ params, request, reply }) => {
    const session = await sessionOf(auth, request)
    if (params.id === session.id) relay(reply, await auth.ask(request, 'POST', '/sign-out', {}))
    else if (!isId(params.id) || (await endSessionsOf(auth.db, session.person, { only: params.id })) === 0)
      throw new Failure('missing', 'auth.no-session', 'no such session of this person')
    await told(did(request, session, 'auth.sessions-ended', 'one'))
    return undefined
  })

  serve(http, contract.endSessions, async ({ body, request, reply }) => {
    const session = await sessionOf(auth, request)
    await endSessionsOf(auth.db, session.person, body.which === 'all' ? 'all' : { allBut: session.id })
    if (body.which === 'all') relay(reply, await auth.ask(request, 'POST', '/sign-out', {}))
    await told(did(request, session, 'auth.sessions-ended', body.which))
    return undefined
  })
}

function serveOwnSecondFactor(http: Http, auth: Auth, told: Told): void {
  serve(http, contract.readSecondFactor, async ({ request }) => {
    const session = await sessionOf(auth, request)
    return { enabled: await hasSecondFactor(auth.db, session.person) }
  })

  serve(http, contract.enrolSecondFactor, async ({ body, request }) => {
    const session = await sessionOf(auth, request)
    const answer = await withPassword(auth, told, request, session, '/two-factor/enable', { password: body.password, method: 'totp' })
    const uri = String(answer.body.totpURI)
    return { uri, secret: new URL(uri).searchParams.get('secret') ?? '', recoveryCodes: strings(answer.body.backupCodes) }
  })

  serve(http, contract.confirmSecondFactor, async ({ body, request, reply }) => {
    const session = await sessionOf(auth, request)
    const attempt = await auth.take(request, `code ${session.person}`)
    const answer = await auth.ask(request, 'POST', '/two-factor/verify-totp', { code: body.code })
    const refusal = refusalOf(answer)
    if (refusal !== undefined) throw refusal
    await attempt.right()
    await spendCode(auth.db, session.person, body.code)
    relay(reply, answer)
    await told(did(request, session, 'auth.second-factor-enrolled', 'code'))
    return undefined
  })

  serve(http, contract.disableSecondFactor, async ({ body, request, reply }) => {
    const session = await sessionOf(auth, request)
    const answer = await withPassword(auth, told, request, session, '/two-factor/disable', { password: body.password })
    relay(reply, answer)
    await told(did(request, session, 'auth.second-factor-removed', 'password'))
    return undefined
  })

  serve(http, contract.renewRecoveryCodes, async ({ body, request }) => {
    const session = await sessionOf(auth, request)
    const answer = await withPassword(auth, told, request, session, '/two-factor/generate-backup-codes', { password: body.password })
    await told(did(request, session, 'auth.recovery-codes-renewed', 'password'))
    return { recoveryCodes: strings(answer.body.backupCodes) }
  })
}

function serveOwnPasskeys(http: Http, auth: Auth, told: Told): void {
  serve(http, contract.listPasskeys, async ({ request }) => {
    const session = await sessionOf(auth, request)
    const rows = await listPasskeysOf(auth.db, session.person)
    const items = rows.map((row) => ({
      id: row.id,
      name: row.name ?? '',
      since: (row.created_at ?? new Date(0)).toISOString(),
      synced: row.backed_up,
    }))
    return { items, next: null }
  })

  serve(http, contract.passkeyEnrolOptions, async ({ request, reply }) => {
    await sessionOf(auth, request)
    const answer = await auth.ask(request, 'GET', '/passkey/generate-register-options')
    const refusal = refusalOf(answer)
    if (refusal !== undefined) throw refusal
    relay(reply, answer)
    return { ...answer.body, challenge: String(answer.body.challenge) }
  })

  serve(http, contract.enrolPasskey, async ({ body, request, reply }) => {
    const session = await sessionOf(auth, request)
    const answer = await auth.ask(request, 'POST', '/passkey/verify-registration', { name: body.name, response: body.response })
    const refusal = refusalOf(answer)
    if (refusal !== undefined) throw refusal
    relay(reply, answer)
    await told(did(request, session, 'auth.passkey-enrolled', 'passkey'))
    return { id: String(answer.body.id), name: body.name, since: auth.now().toISOString(), synced: answer.body.backedUp === true }
  })

  serve(http, contract.removePasskey, async ({ params, request }) => {
    const session = await sessionOf(auth, request)
    if (!isId(params.id) || !(await removePasskeyOf(auth.db, session.person, params.id)))
      throw new Failure('missing', 'auth.no-passkey', 'no such passkey of this person')
    await told(did(request, session, 'auth.passkey-removed', 'passkey'))
    return undefined
  })
}

/** Asks the library for something that the person must confirm by password; wrong ones are counted with those at sign-in. */
async function withPassword(
  auth: Auth,
  told: Told,
  request: FastifyRequest,
  session: CheckedSession,
  path: string,
  body: object,
): Promise<EngineAnswer> {
  const attempt = await auth.take(request, session.email)
  const answer = await auth.ask(request, 'POST', path, body)
  const refusal = refusalOf(answer)
  // anything else may have been refused before the password was looked at, and then proves nothing
  if (refusal === undefined || refusal.code === 'auth.second-factor-already') await attempt.right()
  if (refusal?.code === 'auth.refused') {
    await told(did(request, session, 'auth.refused', 'password'))
    if (attempt.last) await told(did(request, session, 'auth.throttled', 'password'))
  }
  if (refusal !== undefined) throw refusal
  return answer
}

async function sessionOf(auth: Auth, request: FastifyRequest): Promise<CheckedSession> {
  const session = await auth.sessionOf(request)
  if (session === undefined) throw new Failure('forbidden', 'platform.sign-in', 'no open session')
  return session
}

function did(request: FastifyRequest, session: CheckedSession, kind: SignInEvent['kind'], by: string): SignInEvent {
  return { kind, person: session.person, network: networkOf(request.ip), by, own: true }
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
