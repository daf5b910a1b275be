import type { FastifyRequest } from 'fastify'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId, PersonId } from '../../../base/id.ts'
import type { Auth } from '../../../platform/auth/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { changeOrganisation, changeProfile } from '../operations/people.ts'
import { isSetupOpen, setUp } from '../operations/set-up.ts'
import { rightsOf } from '../policy.ts'
import type { MembershipRow, PersonRow } from '../store/callers.ts'
import { isDemonstration } from '../store/demonstration.ts'
import { findOwnNetwork, type OrganisationRow } from '../store/organisations.ts'
import { actingFor, chooseActing, readSignedIn, type SignedIn, signedIn } from './authenticate.ts'

/** First run, who is signed in, for whom they act, their own data and their organisation's. */
export function serveSession(http: Http, auth: Auth): void {
  const { ctx } = http

  serve(http, contract.readSetup, async () => ({ open: await isSetupOpen(ctx) }))

  serve(http, contract.setUp, async ({ body, request, reply }) => {
    const made = await setUp(ctx, body)
    await auth.signIn(request, reply, body.person.email, body.person.password)
    return made
  })

  serve(http, contract.readSession, async ({ request, reply }) => {
    await auth.refresh(request, reply)
    return sessionStateOf(http, await openSession(http, auth, request))
  })

  serve(http, contract.actFor, async ({ body, request, reply }) => {
    const { person } = await openSession(http, auth, request)
    return sessionStateOf(http, await choose(http, auth, reply, person.id, body.organisation as OrganisationId))
  })

  serve(http, contract.changeProfile, async ({ actor, body, request }) => {
    const { person } = await openSession(http, auth, request)
    const { name, locale, timeZone, digest, digestHour } = body
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(locale === undefined ? {} : { locale }),
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
      ...(digest === undefined ? {} : { digest }),
      ...(digestHour === undefined ? {} : { digest_hour: digestHour }),
    }
    await perform(ctx, actor, (work) => changeProfile(work, person.id, change))
    return profileOf({ ...person, ...change })
  })

  serve(http, contract.changeOrganisation, async ({ actor, body }) => {
    const { name, kind, country } = body
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(kind === undefined ? {} : { kind }),
      ...(country === undefined ? {} : { country }),
    }
    return organisationOf(await perform(ctx, actor, (work) => changeOrganisation(work, change)))
  })
}

/** The caller's session, which a route with access `session` has checked to be there. */
export async function openSession(http: Http, auth: Auth, request: FastifyRequest): Promise<SignedIn> {
  const found = await signedIn(http.ctx, auth, request)
  if (found === undefined) throw new Failure('forbidden', 'platform.sign-in', 'no open session')
  return found
}

/** Chooses for whom a person acts from now on; refuses what is not theirs, or suspended. */
export async function choose(
  http: Http,
  auth: Auth,
  reply: Parameters<typeof chooseActing>[0],
  person: PersonId,
  organisation: OrganisationId,
): Promise<SignedIn> {
  const chosen = `${person}.${organisation}`
  const found = present(await readSignedIn(http.ctx, person, chosen), 'directory.no-person', 'the person')
  if (actingFor(person, found.memberships, chosen) === undefined)
    throw new Failure('forbidden', 'directory.not-a-member', 'the person does not belong to this organisation, or it is suspended')
  chooseActing(reply, person, organisation, auth.publicUrl)
  return found
}

export async function sessionStateOf({ ctx }: Pick<Http, 'ctx'>, { person, memberships, actor }: SignedIn) {
  const network = actor.organisation === null ? undefined : await ctx.read(actor, findOwnNetwork)
  const acting = memberships.find(({ owner }) => owner === actor.organisation)
  return {
    person: profileOf(person),
    operator: person.operator,
    acting: acting === undefined ? null : { organisation: organisationOfMembership(acting), role: acting.role },
    memberships: memberships.map((row) => ({ organisation: organisationOfMembership(row), role: row.role, unread: row.unread })),
    network: network ?? null,
    rights: rightsOf(actor),
    demo: await ctx.read(actor, isDemonstration),
  }
}

export function organisationOf(row: OrganisationRow) {
  const { id, code, name, kind, country } = row
  return { id, code, name, kind, country, suspended: row.suspended_at !== null }
}

function organisationOfMembership({ owner, code, name, kind, country, suspended }: MembershipRow) {
  return { id: owner, code, name, kind, country, suspended }
}

export function profileOf(person: PersonRow) {
  const { id, email, name, locale, digest } = person
  return { id, email, name, locale, timeZone: person.time_zone, digest, digestHour: person.digest_hour }
}
