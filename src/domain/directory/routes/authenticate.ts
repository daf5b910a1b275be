import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { isId, type OrganisationId, type PersonId } from '../../../base/id.ts'
import { type Auth, hashToken } from '../../../platform/auth/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Authenticate } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { keyIn, keyRefusal } from '../key.ts'
import { findKey, findPerson, type MembershipRow, membershipsOf, type PersonRow } from '../store/callers.ts'
import { touchApiKey } from '../store/keys.ts'

/** A person who is signed in, what they belong to, and for whom they act. */
export type SignedIn = { readonly person: PersonRow; readonly memberships: readonly MembershipRow[]; readonly actor: Actor }

const nobody: Actor = { kind: 'public', id: 'public', organisation: null, role: null, operator: false, scopes: null }
const actingCookie = 'tocsin_acting'
const touchEvery = 60_000

/**
 * Who calls: the person of a session, acting for the organisation that they chose, or an API key. Membership, role and suspension are read at every
 * request, so what ends, ends at once. A key that is there and not good is refused with 401, that of a suspended organisation with
 * `directory.suspended`; a session that has ended is as if there were none.
 */
export function authenticate(ctx: Context, auth: Auth): Authenticate {
  return async (request) => {
    const { authorization } = request.headers
    if (authorization !== undefined) return byKey(ctx, authorization)
    return (await signedIn(ctx, auth, request))?.actor
  }
}

/** The same for a session alone, with what the console wants to know. */
export async function signedIn(ctx: Context, auth: Auth, request: FastifyRequest): Promise<SignedIn | undefined> {
  const session = await auth.sessionOf(request)
  const found = session === undefined ? undefined : await readSignedIn(ctx, session.person, request.cookies[actingCookie])
  return found === undefined || session === undefined ? undefined : { ...found, actor: { ...found.actor, means: session.means } }
}

/** What is known of a person now; `chosen` is the cookie that says for whom they act. */
export async function readSignedIn(ctx: Context, id: PersonId, chosen: string | undefined): Promise<SignedIn | undefined> {
  return ctx.read(nobody, async (tx) => {
    const person = await findPerson(tx, id)
    if (person === undefined) return undefined
    const memberships = await membershipsOf(tx, id)
    const acting = actingFor(person.id, memberships, chosen)
    const actor: Actor = {
      kind: 'person',
      id,
      organisation: acting?.owner ?? null,
      role: acting?.role ?? null,
      operator: person.operator,
      scopes: null,
    }
    return { person, memberships, actor }
  })
}

/**
 * The membership acted under. Without a choice the oldest that is open; a choice that does not hold any more means none, lest a write meant for
 * one organisation lands in another. A choice that somebody else made in this browser is no choice.
 */
export function actingFor(person: PersonId, memberships: readonly MembershipRow[], chosen: string | undefined): MembershipRow | undefined {
  const open = memberships.filter(({ suspended }) => !suspended)
  const [who, organisation] = (chosen ?? '').split('.')
  if (who !== person || organisation === undefined) return open[0]
  return open.find(({ owner }) => owner === organisation)
}

/** Remembers in the browser for whom this person acts. */
export function chooseActing(reply: FastifyReply, person: PersonId, organisation: OrganisationId, publicUrl: string): void {
  reply.setCookie(actingCookie, `${person}.${organisation}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    maxAge: 400 * 86_400,
  })
}

async function byKey(ctx: Context, authorization: string): Promise<Actor> {
  const key = keyIn(authorization)
  const found = key === undefined ? undefined : await ctx.read(nobody, (tx) => findKey(tx, hashToken(key)))
  const refusal = found === undefined ? undefined : keyRefusal(found, ctx.now())
  // whoever holds a good key may know why it does not open now
  if (refusal === 'suspended') throw new Failure('forbidden', 'directory.suspended', 'the organisation of this key is suspended')
  if (found === undefined || refusal !== undefined || !isId(found.owner))
    throw new Failure('forbidden', 'platform.sign-in', 'the API key is not good')
  const actor: Actor = { kind: 'key', id: found.id, organisation: found.owner, role: found.role, operator: false, scopes: found.scopes }
  const used = found.last_used_at?.getTime() ?? 0
  if (ctx.now().getTime() - used >= touchEvery) {
    await perform(ctx, actor, async (work) => {
      work.require(true)
      await touchApiKey(work.tx, found.owner, found.id, work.now)
    })
  }
  return actor
}
