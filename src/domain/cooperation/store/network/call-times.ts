import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { PastCall } from '../../network/fair-time.ts'

export type AgencyClock = { readonly id: string; readonly name: string; readonly zone: string }

/** The agencies that are members, with the time zone of each. */
export async function listAgencyClocks(tx: Tx, network: OrganisationId, limit: number): Promise<readonly AgencyClock[]> {
  const { rows } = await sql<AgencyClock>`select m.id, m.name, m.time_zone as zone from cooperation.member m
    where m.owner = ${network} and m.kind = 'agency' and m.state = 'member' order by m.id limit ${limit}`.execute(tx)
  return rows
}

/** The latest calls that were, each with the agencies that were members by then. */
export async function listPastCalls(tx: Tx, network: OrganisationId, limit: number): Promise<readonly PastCall[]> {
  const { rows } = await sql<PastCall>`select c.starts_at as "startsAt", c.duration as minutes,
      array(select m.id from cooperation.member m where m.owner = c.owner and m.kind = 'agency' and m.state = 'member' and m.joined_at <= c.starts_at) as expected
    from cooperation.call c where c.owner = ${network} and c.state in ('held', 'reported') order by c.starts_at desc, c.id limit ${limit}`.execute(
    tx,
  )
  return rows
}
