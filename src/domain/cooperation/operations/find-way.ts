import { present } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { Work } from '../../../platform/work.ts'
import { findWayRow, insertWay, listWayRows } from '../store/ways.ts'
import { shippedHotlines } from '../ways/hotlines.ts'
import { shippedVendors } from '../ways/vendors.ts'
import { type ShippedWay, shippedId, type Way, type WayWhat, wayOfShipped } from '../ways/way.ts'
import { ownerOf } from './note.ts'

const shipped: readonly ShippedWay[] = [...shippedVendors, ...shippedHotlines]

/** The ways of vendors or hotlines that are not given up: the organisation's own and those that ship, by name. */
export async function listWays(tx: Tx, owner: OrganisationId, what: WayWhat): Promise<readonly Way[]> {
  const rows = await listWayRows(tx, owner, what)
  const touched = new Set(rows.map(({ id }) => id))
  const others = shipped.filter((one) => one.what === what && !touched.has(shippedId(owner, one.shipped)))
  const all = [...rows.filter(({ endedAt }) => endedAt === null), ...others.map((one) => wayOfShipped(owner, one))]
  return all.toSorted((a, b) => (a.country ?? '').localeCompare(b.country ?? '') || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

/** One of the acting organisation's; undefined where there is none, or it was given up. */
export async function findWay(tx: Tx, owner: OrganisationId, id: string): Promise<Way | undefined> {
  const row = await findWayRow(tx, id)
  if (row !== undefined) return row.owner === owner && row.endedAt === null ? row : undefined
  const found = shipped.find((one) => shippedId(owner, one.shipped) === id)
  return found === undefined ? undefined : wayOfShipped(owner, found)
}

/** The same, with a row of its own from now on. Refuses `cooperation.no-way`. */
export async function takeWay(work: Work, id: string): Promise<Way> {
  const way = present(await findWay(work.tx, ownerOf(work), id), 'cooperation.no-way', `way ${id}`)
  if (way.changedAt === null) await insertWay(work.tx, { ...way, changedAt: work.now, changedBy: work.actor.id })
  return way
}

/** The hotline that is asked for, else that of a country, else the association that leads on. Undefined where the one asked for is none. */
export async function findHotline(tx: Tx, owner: OrganisationId, country: string, asked: string | undefined): Promise<Way | undefined> {
  if (asked !== undefined) {
    const way = await findWay(tx, owner, asked)
    return way?.what === 'hotline' ? way : undefined
  }
  const all = (await listWays(tx, owner, 'hotline')).filter(({ kind, confirmedAt }) => kind === 'page' || confirmedAt !== null)
  const rank = (way: Way) => (way.country === country ? 0 : way.country === null ? 2 : 4) + (way.confirmedAt === null ? 1 : 0)
  const [best] = all.toSorted((a, b) => rank(a) - rank(b))
  return best !== undefined && rank(best) < 4 ? best : undefined
}
