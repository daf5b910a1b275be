import type { Actor } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { SignInEvent, Told } from '../../../platform/auth/index.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import { membershipsOf } from '../store/callers.ts'

/**
 * Writes what happened at sign-in into the books: of each organisation that the person belongs to, or of the node where there is none or nobody is
 * known by the address. The address itself is not written; a network is.
 */
export function auditSignIn(ctx: Context): Told {
  return async (event) => {
    const owners = await ownersOf(ctx, event)
    for (const owner of owners) {
      await perform(ctx, actorOf(event, owner), async (work) => {
        // whoever knocks is written down; there is no right to go unseen
        work.require(true)
        work.record(event.kind, event.person ?? 'unknown', {
          by: event.by,
          ...(event.network === null ? {} : { network: event.network }),
        })
      })
    }
  }
}

async function ownersOf(ctx: Context, event: SignInEvent): Promise<(OrganisationId | null)[]> {
  // asked for somebody unknown as well, under an id that nobody has: the answer takes as long either way
  const person = event.person ?? ('00000000-0000-7000-8000-000000000000' as NonNullable<SignInEvent['person']>)
  const memberships = await ctx.read(actorOf(event, null), (tx) => membershipsOf(tx, person))
  return memberships.length === 0 ? [null] : memberships.map(({ owner }) => owner)
}

function actorOf(event: SignInEvent, organisation: OrganisationId | null): Actor {
  const who =
    event.own && event.person !== null ? ({ kind: 'person', id: event.person } as const) : ({ kind: 'public', id: 'public' } as const)
  return { ...who, organisation, role: null, operator: false, scopes: null }
}
