import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type pg from 'pg'
import { type SignInMeans, signInMeans } from '../../base/actor.ts'
import { Failure } from '../../base/failure.ts'
import type { PersonId } from '../../base/id.ts'
import type { Context } from '../context.ts'
import { type Database, openDatabase } from '../db/pools.ts'
import type { EngineAnswer } from './answers.ts'
import { type Engine, enginePath, makeEngine, networkHeader } from './engine.ts'
import { networkOf } from './network.ts'
import { requireRoom } from './password.ts'
import { addRecovery, sweepAuth } from './store.ts'
import type { Common } from './throttle.ts'
import { giveBack, takeTry } from './throttle-store.ts'
import { weaknessOf } from './weakness.ts'

export { hashPassword } from './password.ts'
export { addLogin, sweepAuth } from './store.ts'

/** A session that was checked. `email` is the address that its person signs in with. */
export type CheckedSession = { readonly id: string; readonly person: PersonId; readonly email: string; readonly means: SignInMeans | null }

/** Something that happened at sign-in, for the audit. `person` is null where nobody is known by that address. */
export type SignInEvent = {
  readonly kind:
    | 'auth.signed-in'
    | 'auth.refused'
    | 'auth.throttled'
    | 'auth.signed-out'
    | 'auth.sessions-ended'
    | 'auth.password-changed'
    | 'auth.second-factor-enrolled'
    | 'auth.second-factor-removed'
    | 'auth.recovery-codes-renewed'
    | 'auth.passkey-enrolled'
    | 'auth.passkey-removed'
    | 'auth.recovery-offered'
    | 'auth.recovered'
  readonly person: PersonId | null
  /** the caller's network, never the address; null: not by a network */
  readonly network: string | null
  /** by which means: `password`, `code`, `recovery-code`, `passkey`, `link`, `command` */
  readonly by: string
  /** whether the person was known by a session, so that it is they who acted */
  readonly own: boolean
}

/** Hears what happened at sign-in and writes it down, before the answer leaves. */
export type Told = (event: SignInEvent) => Promise<void>

/** A try that was counted; `right` takes it back. `last`: if it was wrong, the next is heard only after a pause. */
export type CountedTry = { readonly last: boolean; right(): Promise<void> }

/** Sign-in for one node: the library behind it, its secret, its limits. */
export type Auth = {
  readonly engine: Engine
  readonly db: Database
  readonly now: () => Date
  readonly publicUrl: string
  /** A keyed hash (HMAC-SHA-256) under the node's secret. */
  mac(text: string): Buffer
  /** The session that a request carries; undefined where it carries none that is open. */
  sessionOf(request: FastifyRequest): Promise<CheckedSession | undefined>
  /** The same, and puts its end off when it is used; for the one route that every console asks first. */
  refresh(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Asks the library in the name of the session that the request carries. */
  ask(request: FastifyRequest, method: 'GET' | 'POST', path: string, body?: object): Promise<EngineAnswer>
  /** Asks the library as a browser without a session: who signs in may not be mixed up with who was signed in before. */
  askAfresh(request: FastifyRequest, method: 'GET' | 'POST', path: string, body?: object): Promise<EngineAnswer>
  /** Counts a try on `what` (an account) from the caller's network. Fails with `auth.throttled`. */
  take(request: FastifyRequest, what: string): Promise<CountedTry>
  /** Signs a person in who has just been made, by the cookies of the answer. */
  signIn(request: FastifyRequest, reply: FastifyReply, email: string, password: string): Promise<void>
  /** A one-time token, good for an hour, that sets a new password. */
  offerRecovery(person: PersonId, resetFactors: boolean): Promise<string>
  /** Removes sessions, challenges and counts that have run out; does nothing more often than once an hour. */
  sweep(): Promise<void>
}

const recoveryFor = 3_600_000
const sweepEvery = 3_600_000

/** Opens sign-in on a pool that acts as `tocsin_auth`. */
export async function openAuth(ctx: Context, pool: pg.Pool): Promise<Auth> {
  const publicUrl = ctx.config.TOCSIN_PUBLIC_URL
  const secret = ctx.mac('sign-in', 'cookies and codes').toString('base64url')
  const engine = makeEngine(pool, publicUrl, secret)
  const db = openDatabase(pool)
  const cookieName = (await engine.$context).authCookies.sessionToken.name
  const mac = (text: string) => ctx.mac('sign-in', text)

  const send = async (headers: Headers, method: string, path: string, body: object | undefined): Promise<EngineAnswer> => {
    const url = new URL(`${enginePath}${path}`, publicUrl)
    const answer = await engine.handler(
      new Request(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    )
    const text = await answer.text()
    const read: unknown = text === '' ? {} : JSON.parse(text)
    return { status: answer.status, body: isRecord(read) ? read : {}, cookies: answer.headers.getSetCookie() }
  }

  const { origin } = new URL(publicUrl)
  let swept = 0
  const ask: Auth['ask'] = (request, method, path, body) => send(headersFor(request, origin), method, path, body)
  const askAfresh: Auth['ask'] = (request, method, path, body) => {
    const headers = headersFor(request, origin)
    const others = (headers.get('cookie') ?? '').split(';').filter((one) => one.trim().split('=')[0] !== cookieName)
    headers.set('cookie', others.join(';'))
    return send(headers, method, path, body)
  }

  return {
    engine,
    db,
    now: ctx.now,
    publicUrl,
    mac,
    ask,
    askAfresh,
    async sessionOf(request) {
      const cookie = request.headers.cookie
      if (cookie === undefined || !cookie.includes(cookieName)) return undefined
      const found = await engine.api
        .getSession({ headers: new Headers({ cookie }), query: { disableRefresh: true } })
        // a session that is none is no error: the library could not ask its database, and does not say why
        .catch((cause: unknown) => {
          throw new Failure('unavailable', 'auth.unavailable', 'the session could not be read', { cause })
        })
      if (found === null) return undefined
      const means = signInMeans.find((one) => one === found.session.means) ?? null
      return { id: found.session.id, person: found.user.id as PersonId, email: found.user.email, means }
    },
    async refresh(request, reply) {
      relay(reply, await ask(request, 'GET', '/get-session'))
    },
    async take(request, what) {
      // before the library works on a password: it would tell a full house as an error of ours
      requireRoom()
      const network = networkOf(request.ip) ?? 'none'
      const parts: Record<Common, string> = { 'account-network': `${what}\n${network}`, account: what, network }
      const keys = (['account-network', 'account', 'network'] as const).map((common) => ({
        common,
        key: mac(`try\n${common}\n${parts[common]}`),
      }))
      const heard = await takeTry(db, keys, ctx.now())
      if ('wait' in heard)
        throw new Failure('limited', 'auth.throttled', 'too many wrong tries', { detail: { retryAfter: Math.ceil(heard.wait / 1_000) } })
      return { last: heard.last, right: () => giveBack(db, keys) }
    },
    async signIn(request, reply, email, password) {
      relay(reply, await askAfresh(request, 'POST', '/sign-in/email', { email, password }))
    },
    async offerRecovery(person, resetFactors) {
      const token = randomBytes(32).toString('base64url')
      await addRecovery(db, hashToken(token), person, resetFactors, new Date(ctx.now().getTime() + recoveryFor))
      return token
    },
    async sweep() {
      const now = ctx.now()
      if (now.getTime() - swept < sweepEvery) return
      swept = now.getTime()
      await sweepAuth(db, now)
    },
  }
}

/** Passes the library's cookies on. */
export function relay(reply: FastifyReply, { cookies }: EngineAnswer): void {
  if (cookies.length > 0) reply.header('set-cookie', [...cookies])
}

/** What is kept of a one-time token or a key: tokens are 256 random bits, so a plain SHA-256 gives nothing away. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Refuses a new password that is easy to guess, with `auth.weak-password` and `detail.why`. `own` is what others know of the person. */
export function requireStrong(password: string, own: readonly string[]): void {
  const why = weaknessOf(password, own)
  if (why !== undefined) throw new Failure('invalid', 'auth.weak-password', 'the password is easy to guess', { detail: { why } })
}

// only these pass from the caller to the library: it must not believe a forwarded address or an origin that we did not check
function headersFor(request: FastifyRequest, origin: string): Headers {
  const headers = new Headers({ 'content-type': 'application/json', origin })
  const { cookie, 'user-agent': userAgent } = request.headers
  if (cookie !== undefined) headers.set('cookie', cookie)
  if (userAgent !== undefined) headers.set('user-agent', userAgent.slice(0, 500))
  const network = networkOf(request.ip)
  if (network !== null) headers.set(networkHeader, network)
  return headers
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
