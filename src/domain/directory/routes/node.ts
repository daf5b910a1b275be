import { isId, type OrganisationId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { pageOf } from '../cursor.ts'
import { asNode, inviteAdministrator, makeOrganisation, resumeOrganisation, type Staffed, suspendOrganisation } from '../operations/node.ts'
import { mayOperate } from '../policy.ts'
import { listStaffed, type StaffedRow } from '../store/organisations.ts'
import { allow } from './people.ts'
import { organisationOf } from './session.ts'

/** The node's operator: organisations come, are suspended and resumed. */
export function serveNode(http: Http): void {
  const { ctx } = http

  serve(http, contract.listOrganisations, async ({ actor, query }) => {
    allow(mayOperate(actor))
    const after = query.after !== undefined && isId(query.after) ? query.after : undefined
    const rows = await ctx.read(asNode(actor), (tx) => listStaffed(tx, ctx.now(), undefined, after, query.limit + 1))
    const page = pageOf(rows, query.limit, (last) => last.id)
    return { items: page.rows.map(staffedOf), next: page.next }
  })

  serve(http, contract.makeOrganisation, async ({ actor, body }) => {
    allow(mayOperate(actor))
    return invitedOf(await makeOrganisation(ctx, actor, body.organisation, body.administrator))
  })

  serve(http, contract.inviteAdministrator, async ({ actor, params, body }) =>
    invitedOf(await inviteAdministrator(ctx, actor, params.id as OrganisationId, body.administrator)),
  )

  serve(http, contract.suspendOrganisation, async ({ actor, params, body }) =>
    staffedOf(await suspendOrganisation(ctx, actor, params.id as OrganisationId, body.reason)),
  )

  serve(http, contract.resumeOrganisation, async ({ actor, params }) =>
    staffedOf(await resumeOrganisation(ctx, actor, params.id as OrganisationId)),
  )
}

function staffedOf(row: StaffedRow) {
  return { ...organisationOf(row), since: row.since.toISOString(), administrators: row.administrators, openInvitation: row.open_invitation }
}

function invitedOf({ organisation, invited }: Staffed) {
  return { organisation: staffedOf(organisation), link: invited.link, expiresAt: invited.expiresAt.toISOString(), mailed: invited.mailed }
}
