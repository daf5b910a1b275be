import { sql } from 'kysely'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { OnwardAsk } from '../../network/onward.ts'

// Questions whether a shared copy may be passed on, as both sides see them, and what was answered.

export type OnwardAskRow = OnwardAsk & { readonly owner: OrganisationId; readonly copyOwner: OrganisationId }
const select = sql`select k.id, k.owner, k.owner_name as "ownerName", k.copy, k.copy_owner as "copyOwner", k.to_kind as "toKind", k.to_value as "toValue",
  k.to_name as "toName", k.audience, k.audience_ids as "audienceIds", k.what, k.why, k.asked_at as "askedAt", k.asked_by as "askedBy", k.withdrawn_at as "withdrawnAt", k.share,
  a.consent, a.reason, a.at as "answeredAt"
  from cooperation.onward_ask k left join cooperation.onward_answer a on a.ask = k.id`

export type NewOnwardAsk = Pick<
  OnwardAskRow,
  | 'id'
  | 'owner'
  | 'ownerName'
  | 'copy'
  | 'copyOwner'
  | 'toKind'
  | 'toValue'
  | 'toName'
  | 'audience'
  | 'audienceIds'
  | 'what'
  | 'why'
  | 'askedAt'
  | 'askedBy'
>

export async function insertOnwardAsk(tx: Tx, row: NewOnwardAsk): Promise<void> {
  await sql`insert into cooperation.onward_ask (id, owner, owner_name, copy, copy_owner, to_kind, to_value, to_name, audience, audience_ids, what, why, asked_at, asked_by)
    values (${row.id}::uuid, ${row.owner}::uuid, ${row.ownerName}, ${row.copy}::uuid, ${row.copyOwner}::uuid, ${row.toKind}, ${row.toValue}::uuid, ${row.toName},
      ${[...row.audience]}::text[], ${row.audienceIds === null ? null : [...row.audienceIds]}::uuid[], ${row.what}, ${row.why}, ${row.askedAt}, ${row.askedBy})`.execute(
    tx,
  )
}

/** Of one copy, the newest first: all to its owner, its own to whoever asked. */
export async function listOnwardAsks(tx: Tx, copy: string): Promise<readonly OnwardAskRow[]> {
  const { rows } = await sql<OnwardAskRow>`${select} where k.copy = ${copy}::uuid order by k.asked_at desc, k.id desc limit 500`.execute(tx)
  return rows
}

/** The acting organisation's own on these copies. */
export async function listOwnAsks(tx: Tx, copies: readonly string[]): Promise<readonly OnwardAskRow[]> {
  const { rows } =
    await sql<OnwardAskRow>`${select} where k.copy = any (${[...copies]}::uuid[]) and k.owner = platform.acting() order by k.asked_at, k.id`.execute(
      tx,
    )
  return rows
}

/** As either side; `lock` takes it until the end of the transaction, as whoever asked. */
export async function findOnwardAsk(tx: Tx, id: string, lock = false): Promise<OnwardAskRow | undefined> {
  if (lock)
    await sql`select 1 from cooperation.onward_ask k where k.id = ${id}::uuid and k.owner = platform.acting() for update`.execute(tx)
  const { rows } = await sql<OnwardAskRow>`${select} where k.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

export async function setOnwardWithdrawn(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update cooperation.onward_ask set withdrawn_at = ${at} where id = ${id}::uuid and owner = platform.acting()`.execute(tx)
}

/** A consent is used once; answers whose it was, fewer where one of these was used, or taken back, meanwhile. */
export async function setOnwardUsed(tx: Tx, ids: readonly string[], share: string): Promise<readonly OrganisationId[]> {
  const { rows } = await sql<{ owner: OrganisationId }>`update cooperation.onward_ask set share = ${share}::uuid
    where id = any (${[...ids]}::uuid[]) and owner = platform.acting() and share is null and withdrawn_at is null returning copy_owner as owner`.execute(
    tx,
  )
  return rows.map(({ owner }) => owner)
}

/** False where it was answered already. */
export async function insertOnwardAnswer(
  tx: Tx,
  { id, owner, copyOwner }: OnwardAskRow,
  consent: boolean,
  reason: string,
  at: Date,
  by: string,
): Promise<boolean> {
  const done = await sql`insert into cooperation.onward_answer (id, owner, ask, asker, consent, reason, at, by_actor)
    values (${newId(at.getTime())}::uuid, ${copyOwner}::uuid, ${id}::uuid, ${owner}::uuid, ${consent}, ${reason}, ${at}, ${by}) on conflict (ask) do nothing`.execute(
    tx,
  )
  return done.numAffectedRows === 1n
}

/** Until the end of the transaction: nobody else decides to pass these copies on, and nobody calls them back. In one order, so that two wait and none is stuck. */
export async function holdCopies(tx: Tx, copies: readonly string[]): Promise<void> {
  for (const copy of [...new Set(copies)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`tocsin.shared-copy ${copy}`}, 0))`.execute(tx)
}

export type OnwardShare = { readonly owner: OrganisationId; readonly share: string }

/** Shares of others that rest on the owner's consent to pass this copy on; read as that owner. */
export async function listOnwardShares(tx: Tx, copy: string): Promise<readonly OnwardShare[]> {
  const { rows } = await sql<OnwardShare>`select distinct k.owner, k.share from cooperation.onward_ask k
    where k.copy = ${copy}::uuid and k.copy_owner = platform.acting() and k.share is not null order by k.owner, k.share`.execute(tx)
  return rows
}

/** A live notice to those who see a copy of the acting organisation, or whose grant ends in this transaction. */
export async function tellReaders(tx: Tx, copy: string): Promise<void> {
  await sql`select platform.tell('shared-copy', ${[copy]}::uuid[])`.execute(tx)
}

/** Takes the words off what the acting organisation asked and answered before, as far as it is done with; answers how many. */
export async function emptyOldAsks(tx: Tx, before: Date): Promise<number> {
  const asked =
    await sql`update cooperation.onward_ask k set what = '…', why = '…' where k.owner = platform.acting() and k.asked_at < ${before} and k.what <> '…'
    and (k.withdrawn_at is not null or exists (select from cooperation.onward_answer a where a.ask = k.id) or not platform.granted('shared-copy', k.copy))`.execute(
      tx,
    )
  const answered =
    await sql`update cooperation.onward_answer set reason = '' where owner = platform.acting() and at < ${before} and reason <> ''`.execute(
      tx,
    )
  return Number((asked.numAffectedRows ?? 0n) + (answered.numAffectedRows ?? 0n))
}
