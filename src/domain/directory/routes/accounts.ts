import type { PersonId } from '../../../base/id.ts'
import { type Auth, relay, type Told } from '../../../platform/auth/index.ts'
import { requirePassword } from '../../../platform/auth/require-password.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { askAddressChange, confirmAddressChange, deleteAccount, offerAddressChange } from '../operations/accounts.ts'
import { openSession, profileOf } from './session.ts'

/** A person's address, and the end of their account. */
export function serveAccounts(http: Http, auth: Auth, told: Told): void {
  const { ctx } = http

  serve(http, contract.askAddressChange, async ({ actor, body, request }) => {
    const { person } = await openSession(http, auth, request)
    await requirePassword(auth, told, request, { person: person.id, email: person.email }, body.password)
    return { expiresAt: (await askAddressChange(ctx, actor, person, body.email)).toISOString() }
  })

  serve(http, contract.offerAddressChange, async ({ actor, params, body }) => {
    const { link, expiresAt, mailed } = await perform(ctx, actor, (work) =>
      offerAddressChange(work, ctx, params.id as PersonId, body.email),
    )
    return { link, expiresAt: expiresAt.toISOString(), mailed }
  })

  serve(http, contract.confirmAddressChange, async ({ actor, body, request }) => {
    const { person } = await openSession(http, auth, request)
    return profileOf(await confirmAddressChange(ctx, actor, person, body.token))
  })

  serve(http, contract.deleteAccount, async ({ actor, body, request, reply }) => {
    const { person } = await openSession(http, auth, request)
    await requirePassword(auth, told, request, { person: person.id, email: person.email }, body.password)
    await deleteAccount(ctx, actor, person)
    relay(reply, await auth.ask(request, 'POST', '/sign-out', {}))
    return undefined
  })
}
