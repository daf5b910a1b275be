import { Failure } from '../../../base/failure.ts'
import { isId, type PersonId } from '../../../base/id.ts'
import type { Auth } from '../../../platform/auth/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { acceptAsNewcomer, actingIn, inviteMember, joinAsKnown, readInvitation, revokeInvitation } from '../operations/invite.ts'
import { changeRole, removePerson } from '../operations/people.ts'
import { mayManagePeople, maySeePeople } from '../policy.ts'
import { listOpenInvitations } from '../store/invitations.ts'
import { listMembers, type MemberRow, namesOf } from '../store/people.ts'
import { choose, openSession, sessionStateOf } from './session.ts'

/** People of the acting organisation, and how they come and go. */
export function servePeople(http: Http, auth: Auth): void {
  const { ctx } = http

  serve(http, contract.listPeople, async ({ actor, query }) => {
    allow(maySeePeople(actor))
    const place = readCursor(query.after)
    const rows = await ctx.read(actor, (tx) =>
      listMembers(tx, actingIn(actor), place === undefined ? undefined : { name: place.by, id: place.id }, query.limit + 1),
    )
    const page = pageOf(rows, query.limit, (last) => cursorOf(last.name, last.id))
    return { items: page.rows.map(memberOf), next: page.next }
  })

  serve(http, contract.changeRole, async ({ actor, params, body }) =>
    memberOf(await perform(ctx, actor, (work) => changeRole(work, params.id as PersonId, body.role))),
  )

  serve(http, contract.removePerson, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => removePerson(work, params.id as PersonId))
    return undefined
  })

  serve(http, contract.listInvitations, async ({ actor, query }) => {
    allow(mayManagePeople(actor))
    const after = query.after !== undefined && isId(query.after) ? query.after : undefined
    const { rows, names } = await ctx.read(actor, async (tx) => {
      const found = await listOpenInvitations(tx, actingIn(actor), ctx.now(), after, query.limit + 1)
      return { rows: found, names: await namesOf(tx, [...new Set(found.map((row) => row.invited_by).filter(isId))]) }
    })
    const page = pageOf(rows, query.limit, (last) => last.id)
    const items = page.rows.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      by: names.get(row.invited_by) ?? '',
      since: row.since.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }))
    return { items, next: page.next }
  })

  serve(http, contract.invite, async ({ actor, body }) => {
    const { id, link, expiresAt, mailed } = await perform(ctx, actor, (work) => inviteMember(work, ctx, body))
    return { id, link, expiresAt: expiresAt.toISOString(), mailed }
  })

  serve(http, contract.revokeInvitation, async ({ actor, params }) => {
    await perform(ctx, actor, (work) => revokeInvitation(work, params.id))
    return undefined
  })

  serve(http, contract.lookAtInvitation, async ({ actor, body }) => {
    const found = await readInvitation(ctx, actor, body.token)
    const organisation = { name: found.organisation_name, kind: found.kind, country: found.country }
    return { organisation, email: found.email, role: found.role, expiresAt: found.expires_at.toISOString(), known: found.known }
  })

  serve(http, contract.acceptInvitation, async ({ actor, body, request, reply }) => {
    const { invitation, person } = await acceptAsNewcomer(ctx, actor, body.token, body.person)
    await auth.signIn(request, reply, invitation.email, body.person.password)
    return { organisation: invitation.owner, person }
  })

  serve(http, contract.joinByInvitation, async ({ actor, body, request, reply }) => {
    const { person } = await openSession(http, auth, request)
    const organisation = await joinAsKnown(ctx, actor, person, body.token)
    return sessionStateOf(http, await choose(http, auth, reply, person.id, organisation))
  })
}

/** Refuses a read with `platform.forbidden`; writes ask in their unit of work. */
export function allow(allowed: boolean): void {
  if (!allowed) throw new Failure('forbidden', 'platform.forbidden', 'this may not be read')
}

function memberOf({ id, name, email, role, since }: MemberRow) {
  return { id, name, email, role, since: since.toISOString() }
}
