import type { OrganisationId } from '../../../../base/id.ts'
import { setScope } from '../../../../platform/db/scope.ts'
import type { Work } from '../../../../platform/work.ts'

/** Writes what is another organisation's own, in its name and in this unit of work: how something between both stands, never a word of who acts. */
export async function inPlaceOf<T>(work: Work, organisation: OrganisationId, run: () => Promise<T>): Promise<T> {
  await setScope(work.tx, { ...work.actor, organisation })
  const done = await run()
  await setScope(work.tx, work.actor)
  return done
}
