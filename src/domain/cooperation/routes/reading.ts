import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import { isId, type OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { namesOf } from '../../directory/index.ts'
import { maySeeReleases } from '../policy.ts'
import type { Names } from '../view.ts'

/** The organisation whose releases the actor may see. */
export function ownerFor(actor: Actor): OrganisationId {
  if (!maySeeReleases(actor) || actor.organisation === null)
    throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} may not see releases`)
  return actor.organisation
}

/** The names of those among the actors who are people and whom the reader may know. */
export function namesAmong(tx: Tx, actors: readonly string[]): Promise<Names> {
  return namesOf(tx, [...new Set(actors.filter(isId))])
}
