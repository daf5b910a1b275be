import type { Actor } from '../../../base/actor.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { officeContactView } from '../network/office.ts'
import { mayKeepNetwork, maySeeNetwork } from '../network/standing.ts'
import { confirmOfficeContact, setOfficeContact } from '../operations/network/office.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findPeriods } from '../store/network/contact-tests.ts'
import { findOfficeContact } from '../store/network/office.ts'
import { whoView } from '../view.ts'
import { allow } from './network.ts'
import { namesAmong } from './reading.ts'

/** How the office is reached: seen by all members, kept by whoever holds it. */
export function officeContactRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readOfficeContact, ({ actor }) => contactOfOffice(http, actor))
  serve(http, contract.setOfficeContact, async ({ actor, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => setOfficeContact(work, standing, body))
    return contactOfOffice(http, actor)
  })
  serve(http, contract.confirmOfficeContact, async ({ actor }) => {
    await performInNetwork(ctx, actor, confirmOfficeContact)
    return contactOfOffice(http, actor)
  })
}

function contactOfOffice({ ctx }: Http, actor: Actor): Promise<contract.OfficeContactAnswer> {
  return ctx.read(actor, async (tx) => {
    const standing = await readStanding(tx, actor)
    allow(maySeeNetwork(standing))
    const row = await findOfficeContact(tx, standing.network)
    const may = { keep: mayKeepNetwork(standing) }
    if (row === undefined) return { contact: null, may }
    const by = whoView(row.confirmedBy, await namesAmong(tx, [row.confirmedBy]))
    return { contact: officeContactView(row, by, await findPeriods(tx, standing.network), ctx.now()), may }
  })
}
