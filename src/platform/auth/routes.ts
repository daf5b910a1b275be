import type { FastifyRequest } from 'fastify'
import { Failure } from '../../base/failure.ts'
import type { PersonId } from '../../base/id.ts'
import { serve } from '../http/serve.ts'
import type { Http } from '../http/server.ts'
import { type EngineAnswer, refusalOf, tidyRecoveryCode } from './answers.ts'
import * as contract from './contract.ts'
import { type Auth, type CountedTry, hashPassword, hashToken, relay, requireStrong, type SignInEvent, type Told } from './index.ts'
import { networkOf } from './network.ts'
import { serveOwn } from './own-routes.ts'
import { findChallenged, findLoginByEmail, findPasskeyOwner, findRecovery, recoverWith, spendCode } from './store.ts'

/** Signing in and out, and what a person does with their own sessions and factors. */
export function serveAuth(http: Http, auth: Auth, told: Told): void {
  serveSignIn(http, auth, told)
  serveSecondStep(http, auth, told)
  servePasskeySignIn(http, auth, told)
  serveRecovery(http, auth, told)
  serveOwn(http, auth, told)
}

function serveSignIn(http: Http, auth: Auth, told: Told): void {
  serve(http, contract.signIn, async ({ body, request, reply }) => {
    const event = eventOf(request, 'password')
    // looked up whether or not there is such a person, and before the answer is known: both ways do the same
    const person = (await findLoginByEmail(auth.db, body.email)) ?? null
    const attempt = await auth.take(request, body.email)
    const answer = await auth.askAfresh(request, 'POST', '/sign-in/email', {
      email: body.email,
      password: body.password,
      rememberMe: body.remember,
    })
    await refuse(answer, attempt, told, { ...event, person })
    await attempt.right()
    await auth.sweep()
    relay(reply, answer)
    if (answer.body.twoFactorRedirect === true) return { next: 'second-factor' as const }
    await told({ ...event, kind: 'auth.signed-in', person, own: true })
    return { next: 'signed-in' as const }
  })

  serve(http, contract.signOut, async ({ request, reply }) => {
    const session = await auth.sessionOf(request)
    relay(reply, await auth.ask(request, 'POST', '/sign-out', {}))
    if (session !== undefined) await told({ ...eventOf(request, 'console'), kind: 'auth.signed-out', person: session.person, own: true })
    return undefined
  })
}

function serveSecondStep(http: Http, auth: Auth, told: Told): void {
  const step = async (request: FastifyRequest, by: string, path: string, code: string) => {
    const event = eventOf(request, by)
    const person = await challengedBy(auth, request)
    if (person === undefined) throw new Failure('forbidden', 'auth.challenge-over', 'no sign-in waits for a code here')
    const attempt = await auth.take(request, `code ${person}`)
    const answer = await auth.askAfresh(request, 'POST', path, { code })
    await refuse(answer, attempt, told, { ...event, person })
    return { answer, person, attempt, signedIn: () => told({ ...event, kind: 'auth.signed-in', person, own: true }) }
  }

  serve(http, contract.verifyCode, async ({ body, request, reply }) => {
    const { answer, person, attempt, signedIn } = await step(request, 'code', '/two-factor/verify-totp', body.code)
    if (!(await spendCode(auth.db, person, body.code))) {
      if (typeof answer.body.token === 'string') await auth.db.deleteFrom('auth.session').where('token', '=', answer.body.token).execute()
      await told({ ...eventOf(request, 'code'), kind: 'auth.refused', person })
      throw new Failure('forbidden', 'auth.wrong-code', 'a code counts once')
    }
    await attempt.right()
    relay(reply, answer)
    await signedIn()
    return undefined
  })

  serve(http, contract.verifyRecoveryCode, async ({ body, request, reply }) => {
    const { answer, attempt, signedIn } = await step(
      request,
      'recovery-code',
      '/two-factor/verify-backup-code',
      tidyRecoveryCode(body.code),
    )
    await attempt.right()
    relay(reply, answer)
    await signedIn()
    return undefined
  })
}

function servePasskeySignIn(http: Http, auth: Auth, told: Told): void {
  serve(http, contract.passkeySignInOptions, async ({ request, reply }) => {
    const answer = await auth.askAfresh(request, 'GET', '/passkey/generate-authenticate-options')
    relay(reply, answer)
    return { ...answer.body, challenge: String(answer.body.challenge), userVerification: 'required' }
  })

  serve(http, contract.passkeySignIn, async ({ body, request, reply }) => {
    const event = eventOf(request, 'passkey')
    const person = (await findPasskeyOwner(auth.db, body.response.id)) ?? null
    const attempt = await auth.take(request, `passkey ${body.response.id}`)
    const answer = await auth.askAfresh(request, 'POST', '/passkey/verify-authentication', { response: body.response })
    await refuse(answer, attempt, told, { ...event, person })
    await attempt.right()
    relay(reply, answer)
    await told({ ...event, kind: 'auth.signed-in', person, own: true })
    return undefined
  })
}

function serveRecovery(http: Http, auth: Auth, told: Told): void {
  serve(http, contract.recover, async ({ body, request }) => {
    const event = eventOf(request, 'link')
    const hash = hashToken(body.token)
    const attempt = await auth.take(request, `recovery ${hash.toString('hex')}`)
    const found = await findRecovery(auth.db, hash, auth.now())
    if (found === undefined) {
      await told(event)
      throw new Failure('forbidden', 'auth.link-spent', 'the recovery link is not good any more')
    }
    await attempt.right()
    requireStrong(body.password, [found.email])
    if (!(await recoverWith(auth.db, hash, await hashPassword(body.password), auth.now())))
      throw new Failure('forbidden', 'auth.link-spent', 'the recovery link was used meanwhile')
    await told({ ...event, kind: 'auth.recovered', person: found.person, own: true })
    return undefined
  })
}

async function refuse(answer: EngineAnswer, attempt: CountedTry, told: Told, event: SignInEvent): Promise<void> {
  const refusal = refusalOf(answer)
  if (refusal === undefined) return
  await told(event)
  if (attempt.last) await told({ ...event, kind: 'auth.throttled' })
  throw refusal
}

function eventOf(request: FastifyRequest, by: string): SignInEvent {
  return { kind: 'auth.refused', person: null, network: networkOf(request.ip), by, own: false }
}

/** Whose second step this browser is at; the library checks the cookie's signature afterwards. */
async function challengedBy(auth: Auth, request: FastifyRequest): Promise<PersonId | undefined> {
  const name = (await auth.engine.$context).createAuthCookie('two_factor').name
  const value = request.cookies[name]
  const identifier = value === undefined ? '' : value.slice(0, value.lastIndexOf('.'))
  return identifier === '' ? undefined : findChallenged(auth.db, identifier)
}
