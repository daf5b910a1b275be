import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { RegisterEntry, RegisterKind, RegisterText } from '../../network/register.ts'

const columns = sql`e.id, e.owner, e.kind, e.member, e.country, e.title, e.text, e.state, e.on_date::text as "onDate", e.year, e.law_kinds as "lawKinds", e.powers,
  e.court, e.outcome, e.amount::float8 as amount, e.collected::float8 as collected, e.currency, e.affected, e.responsible, e.solution, e.topic,
  e.until::text as until, e.body, e.source, e.source_url as "sourceUrl", e.source_on::text as "sourceOn", e.audience, e.by_name as "byName", e.item, e.made_at as "madeAt",
  e.changed_at as "changedAt", e.changed_by as "changedBy", e.withdrawn_at as "withdrawnAt"`

export type RegisterFilter = {
  readonly kind?: readonly RegisterKind[] | undefined
  readonly country?: string | undefined
  readonly state?: string | undefined
  readonly q?: string | undefined
}

/** What is not withdrawn, the newest change first. */
export async function pageRegister(
  tx: Tx,
  network: OrganisationId,
  { kind, country, state, q }: RegisterFilter,
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<readonly RegisterEntry[]> {
  const { rows } = await sql<RegisterEntry>`select ${columns} from cooperation.register_entry e
    where e.owner = ${network} and e.withdrawn_at is null
      and (${kind === undefined} or e.kind = any (${[...(kind ?? [])]}::text[]))
      and (${country === undefined} or e.country = ${country ?? null} or ${country ?? ''} = any (e.affected))
      and (${state === undefined} or e.state = ${state ?? null})
      and (${q === undefined} or position(lower(${q ?? ''}) in lower(e.title || ' ' || e.text || ' ' || e.body || ' ' || e.court)) > 0)
      and (${after === undefined} or (e.changed_at, e.id) < (${after?.at ?? new Date(0)}, ${after?.id ?? null}::uuid))
    order by e.changed_at desc, e.id desc limit ${limit}`.execute(tx)
  return rows
}

export async function findRegisterEntry(tx: Tx, id: string): Promise<RegisterEntry | undefined> {
  const { rows } = await sql<RegisterEntry>`select ${columns} from cooperation.register_entry e where e.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function lockRegisterEntry(tx: Tx, id: string): Promise<RegisterEntry | undefined> {
  const { rows } =
    await sql<RegisterEntry>`select ${columns} from cooperation.register_entry e where e.id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

/** Obstacles that were reported to these items of calls. */
export async function listObstaclesOf(tx: Tx, items: readonly string[]): Promise<readonly RegisterEntry[]> {
  const { rows } = await sql<RegisterEntry>`select ${columns} from cooperation.register_entry e
    where e.item = any (${[...items]}::uuid[]) and e.withdrawn_at is null order by e.made_at, e.id limit 1000`.execute(tx)
  return rows
}

/** Obstacles that nobody has solved yet, wherever they were told of: two hundred at most. */
export async function listOpenObstacles(tx: Tx, network: OrganisationId): Promise<readonly RegisterEntry[]> {
  const { rows } = await sql<RegisterEntry>`select ${columns} from cooperation.register_entry e
    where e.owner = ${network} and e.kind = 'obstacle' and e.state <> 'solved' and e.withdrawn_at is null
    order by e.changed_at desc, e.id desc limit 200`.execute(tx)
  return rows
}

export type OfCall = { readonly item: string; readonly call: string; readonly title: string; readonly chair: string | null }

/** Of which calls these items are, as far as the reader sees them. */
export async function listCallsOfItems(tx: Tx, items: readonly string[]): Promise<ReadonlyMap<string, OfCall>> {
  const { rows } = await sql<OfCall>`select i.id as item, c.id as call, c.title, c.chair from cooperation.call_item i
    join cooperation.call c on c.id = i.call where i.id = any (${[...new Set(items)]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.item, row]))
}

/** The stages of the laws of each country. */
export async function listLawStages(
  tx: Tx,
  network: OrganisationId,
): Promise<readonly { readonly country: string; readonly stages: readonly string[] }[]> {
  const { rows } = await sql<{
    country: string
    stages: string[]
  }>`select e.country, array_agg(e.state) as stages from cooperation.register_entry e
    where e.owner = ${network} and e.kind = 'law' and e.withdrawn_at is null group by e.country order by e.country`.execute(tx)
  return rows
}

function textColumns({ lawKinds, powers, affected, onDate, sourceUrl, sourceOn, ...rest }: RegisterText) {
  return {
    ...rest,
    law_kinds: [...lawKinds],
    powers: [...powers],
    affected: [...affected],
    on_date: onDate,
    source_url: sourceUrl,
    source_on: sourceOn,
  }
}

export async function insertRegisterEntry(
  tx: Tx,
  row: Pick<RegisterEntry, 'id' | 'owner' | 'kind' | 'member' | 'byName' | 'item'> & { readonly at: Date; readonly by: string },
  said: RegisterText,
): Promise<void> {
  const { id, owner, kind, member, byName, item, at, by } = row
  await tx
    .insertInto('cooperation.register_entry')
    .values({ ...textColumns(said), id, owner, kind, member, by_name: byName, item, made_at: at, changed_at: at, changed_by: by })
    .execute()
}

export async function updateRegisterEntry(tx: Tx, id: string, said: RegisterText, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.register_entry')
    .set({ ...textColumns(said), changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

export async function setRegisterState(tx: Tx, ids: readonly string[], state: string, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.register_entry')
    .set({ state, changed_at: at, changed_by: by })
    .where('id', 'in', [...ids])
    .execute()
}

export async function setRegisterWithdrawn(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await tx
    .updateTable('cooperation.register_entry')
    .set({ withdrawn_at: at, changed_at: at, changed_by: by })
    .where('id', '=', id)
    .execute()
}

export type SupportMatch = {
  readonly id: string
  readonly title: string
  readonly country: string | null
  readonly note: string
  readonly at: Date
}

/** What an offer or an ask was brought together with, as far as the reader sees it. */
export async function listSupportMatches(tx: Tx, id: string): Promise<readonly SupportMatch[]> {
  const { rows } = await sql<SupportMatch>`select e.id, e.title, e.country, m.note, m.at from cooperation.support_match m
    join cooperation.register_entry e on e.id = case when m.offer = ${id}::uuid then m.ask else m.offer end and e.withdrawn_at is null
    where m.offer = ${id}::uuid or m.ask = ${id}::uuid order by m.at desc limit 200`.execute(tx)
  return rows
}

/** False where they were brought together already. */
export async function insertSupportMatch(
  tx: Tx,
  owner: OrganisationId,
  offer: string,
  ask: string,
  note: string,
  at: Date,
  by: string,
): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.support_match')
    .values({ offer, owner, ask, note, at, by })
    .onConflict((conflict) => conflict.columns(['offer', 'ask']).doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}
