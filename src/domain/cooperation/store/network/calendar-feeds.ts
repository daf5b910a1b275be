import { sql } from 'kysely'
import type { OrganisationId, PersonId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Call } from '../../network/call.ts'
import { callColumns } from './calls.ts'

// All of it asked in the network's name, which owns the rows.

export type CalendarFeed = {
  readonly id: string
  readonly owner: OrganisationId
  readonly organisation: OrganisationId
  readonly person: PersonId
  readonly madeAt: Date
}
const columns = sql`f.id, f.owner, f.organisation, f.person, f.made_at as "madeAt"`

export async function findFeedByHash(tx: Tx, hash: Buffer): Promise<CalendarFeed | undefined> {
  const { rows } =
    await sql<CalendarFeed>`select ${columns} from cooperation.calendar_feed f where f.token_hash = ${hash} and f.ended_at is null`.execute(
      tx,
    )
  return rows[0]
}

export async function findFeedOf(tx: Tx, organisation: string, person: string): Promise<CalendarFeed | undefined> {
  const { rows } = await sql<CalendarFeed>`select ${columns} from cooperation.calendar_feed f
    where f.organisation = ${organisation}::uuid and f.person = ${person}::uuid and f.ended_at is null`.execute(tx)
  return rows[0]
}

export async function insertFeed(tx: Tx, { id, owner, organisation, person, madeAt }: CalendarFeed, hash: Buffer): Promise<void> {
  await tx.insertInto('cooperation.calendar_feed').values({ id, owner, organisation, person, made_at: madeAt, token_hash: hash }).execute()
}

export async function endFeed(tx: Tx, organisation: string, person: string, at: Date): Promise<boolean> {
  const done = await tx
    .updateTable('cooperation.calendar_feed')
    .set({ ended_at: at })
    .where('organisation', '=', organisation)
    .where('person', '=', person)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** more than anybody has in a year and a half */
const most = 500

/** The calls that the reader may see, from a moment on; row-level security says which. */
export async function listCallsFrom(tx: Tx, network: OrganisationId, from: Date): Promise<readonly Call[]> {
  const { rows } = await sql<Call>`select ${callColumns} from cooperation.call c
    where c.owner = ${network} and c.starts_at >= ${from} order by c.starts_at, c.id limit ${most}`.execute(tx)
  return rows
}
