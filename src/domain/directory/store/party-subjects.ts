import { sql } from 'kysely'
import type { PartyId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'

export type NamingParty = {
  readonly id: PartyId
  readonly name: string
  readonly reference: string | null
  readonly note: string
  readonly since: Date
  readonly addresses: readonly string[]
}

/** Parties of the acting organisation whose name, number, note, contacts or subscriber names hold any of the spellings; candidates, for `matches` to decide. */
export async function listPartiesHolding(tx: Tx, spellings: readonly string[]): Promise<NamingParty[]> {
  const patterns = spellings.map((one) => `%${one.replace(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<NamingParty>`
    select p.id, p.name, p.reference, p.note, p.since,
      coalesce((select array_agg(c.address) from directory.contact c where c.owner = p.owner and c.party = p.id), '{}') ||
      coalesce((select array_agg(r.value) from directory.responsibility r where r.owner = p.owner and r.party = p.id and r.kind = 'subscriber'), '{}') as addresses
    from directory.party p
    where p.owner = platform.acting() and (
      p.name ilike any (${patterns}::text[]) or p.reference ilike any (${patterns}::text[]) or p.note ilike any (${patterns}::text[])
      or exists (select from directory.contact c where c.owner = p.owner and c.party = p.id and c.address ilike any (${patterns}::text[]))
      or exists (select from directory.responsibility r where r.owner = p.owner and r.party = p.id and r.kind = 'subscriber' and r.value ilike any (${patterns}::text[])))
    order by p.since desc limit 5000`.execute(tx)
  return rows
}

/** With contacts, responsibilities and history. */
export async function deleteParties(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from directory.party where id = any (${ids}::uuid[])`.execute(tx)
}

/** Puts the pseudonym in the place of name, number and note; contacts and subscriber names go. */
export async function blankParty(tx: Tx, id: string, pseudonym: string): Promise<void> {
  await sql`update directory.party set name = ${pseudonym}, reference = null, note = '' where id = ${id}`.execute(tx)
  await sql`delete from directory.contact where party = ${id}`.execute(tx)
  await sql`delete from directory.responsibility where party = ${id} and kind = 'subscriber'`.execute(tx)
}
