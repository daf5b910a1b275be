import type { Tx } from '../../../platform/db/pools.ts'
import type { ReleaseRow } from '../release.ts'
import type { Way } from '../ways/way.ts'
import { findWay } from './find-way.ts'

/** Why nothing may go by a way now; undefined where it may. A hotline's page may be opened by a person before anybody confirmed it; else nothing goes unconfirmed. */
export function faultOf(way: Way | undefined, recipient: string): 'way-ended' | 'way-unconfirmed' | 'way-changed' | undefined {
  if (way === undefined) return 'way-ended'
  if (way.confirmedAt === null && !(way.what === 'hotline' && way.kind === 'page')) return 'way-unconfirmed'
  return way.value.toLowerCase() === recipient.toLowerCase() ? undefined : 'way-changed'
}

/** The same of the way that a release names. */
export async function wayFault(tx: Tx, found: ReleaseRow): Promise<string | undefined> {
  return found.way === null ? undefined : faultOf(await findWay(tx, found.owner, found.way), found.recipient.value)
}
