import { type RawBuilder, sql } from 'kysely'
import type { Cursor } from '../../../base/cursor.ts'
import type { ActionId, CaseId, OrganisationId, ReleaseId } from '../../../base/id.ts'
import { storable } from '../../../base/storable.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import type { LetterTerms } from '../letter-terms.ts'
import type { Onward, Permitted } from '../network/tlp.ts'
import type { EventWhat, ReleaseAction, ReleaseKind, ReleaseRow, ReleaseState, Tlp, Wording } from '../release.ts'

export const releaseColumns = sql`r.id, r.owner, r.kind, r.in_case as "case", r.object_kind as "objectKind", r.object,
  jsonb_build_object('kind', r.recipient_kind, 'value', r.recipient, 'name', r.recipient_name, 'role', r.recipient_role, 'party', r.party,
    'contact', r.contact, 'language', r.language, 'format', r.format) as recipient,
  r.warnings, r.purpose, r.ground, r.tlp, r.profile, r.redaction, r.way, r.state, r.fault, r.version, r.title, r.media_type as "mediaType", r.sha256,
  r.size::float8 as size, r.grouping, r.codes, r.wording, r.at_most_every as "atMostEvery", r.created_at as "createdAt", r.created_by as "createdBy", r.drafted_at as "draftedAt",
  r.decided_at as "decidedAt", r.decided_by as "decidedBy", r.decided_rule as "decidedRule", r.not_before as "notBefore", r.until, r.thread, r.mail,
  r.settled_at as "settledAt", r.receipt, r.permitted, r.onward, r.law, r.aim, r.keep_until as "keepUntil", r.rests_on as "restsOn",
  (select jsonb_build_object('at', c.recalled_at, 'by', c.recalled_by, 'mail', c.mail, 'reply', c.reply, 'confirmedAt', c.confirmed_at, 'confirmedBy', c.confirmed_by)
    from cooperation.release_recall c where c.release = r.id) as recall`

export type NewReleaseRow = Pick<
  ReleaseRow,
  | 'id'
  | 'owner'
  | 'kind'
  | 'case'
  | 'objectKind'
  | 'object'
  | 'recipient'
  | 'purpose'
  | 'ground'
  | 'tlp'
  | 'profile'
  | 'title'
  | 'mediaType'
  | 'grouping'
  | 'codes'
  | 'atMostEvery'
  | 'createdAt'
  | 'createdBy'
> & { readonly way?: string | null | undefined; readonly terms: LetterTerms | null }

export async function insertRelease(tx: Tx, row: NewReleaseRow): Promise<void> {
  const { recipient } = row
  await tx
    .insertInto('cooperation.release')
    .values({
      id: row.id,
      owner: row.owner,
      kind: row.kind,
      in_case: row.case,
      object_kind: row.objectKind,
      object: row.object,
      recipient_kind: recipient.kind,
      recipient: recipient.value,
      recipient_name: recipient.name,
      recipient_role: recipient.role,
      party: recipient.party,
      contact: recipient.contact,
      language: recipient.language,
      format: recipient.format,
      purpose: row.purpose,
      ground: row.ground,
      tlp: row.tlp,
      profile: row.profile,
      way: row.way ?? null,
      title: row.title,
      media_type: row.mediaType,
      grouping: row.grouping,
      codes: [...row.codes],
      at_most_every: row.atMostEvery,
      ...(row.terms === null ? {} : termColumns(row.terms)),
      created_at: row.createdAt,
      created_by: row.createdBy,
    })
    .execute()
}

/** Terms as their columns. */
export function termColumns({ tlp, permitted, onward, ground, purpose, until }: LetterTerms) {
  return { tlp, permitted, onward, law: ground, aim: purpose, keep_until: until }
}

export async function findRelease(tx: Tx, id: ReleaseId): Promise<ReleaseRow | undefined> {
  const { rows } = await sql<ReleaseRow>`select ${releaseColumns} from cooperation.release r where r.id = ${id}`.execute(tx)
  return rows[0]
}

/** Ours, locked until the unit of work ends. */
export async function lockRelease(tx: Tx, id: ReleaseId): Promise<ReleaseRow | undefined> {
  const { rows } =
    await sql<ReleaseRow>`select ${releaseColumns} from cooperation.release r where r.id = ${id} and r.owner = platform.acting() for no key update`.execute(
      tx,
    )
  return rows[0]
}

/** The open draft that takes in what is added for the same recipient, locked. */
export async function lockOpenDraft(tx: Tx, owner: OrganisationId, grouping: string): Promise<ReleaseRow | undefined> {
  const { rows } = await sql<ReleaseRow>`select ${releaseColumns} from cooperation.release r
    where r.owner = ${owner} and r.grouping = ${grouping} and r.state = 'draft' for no key update`.execute(tx)
  return rows[0]
}

export type ReleaseChange = Partial<{
  readonly state: ReleaseState
  readonly fault: string | null
  readonly version: number
  readonly title: string
  readonly media_type: string
  readonly sha256: string
  readonly size: number
  readonly warnings: string[]
  readonly profile: string | null
  readonly tlp: Tlp
  readonly ground: string
  readonly permitted: Permitted
  readonly onward: Onward
  readonly law: string | null
  readonly aim: string | null
  readonly keep_until: Date | null
  readonly rests_on: string[]
  readonly language: string | null
  readonly format: ReleaseRow['recipient']['format']
  readonly codes: string[]
  readonly drafted_at: Date
  readonly decided_at: Date
  readonly decided_by: string
  readonly decided_rule: string | null
  readonly not_before: Date | null
  readonly until: Date | null
  readonly thread: string
  readonly mail: string | null
  readonly settled_at: Date | null
}> & { readonly wording?: Wording; readonly redaction?: unknown; readonly receipt?: Readonly<Record<string, unknown>> }

export async function updateRelease(tx: Tx, id: ReleaseId, { wording, redaction, receipt, ...change }: ReleaseChange): Promise<void> {
  await tx
    .updateTable('cooperation.release')
    .set({
      ...change,
      ...(wording === undefined ? {} : { wording: storable(wording) }),
      ...(redaction === undefined ? {} : { redaction: storable(redaction) }),
      ...(receipt === undefined ? {} : { receipt: storable(receipt) }),
    })
    .where('id', '=', id)
    .execute()
}

export type ReleaseFilter = {
  readonly state?: readonly ReleaseState[] | undefined
  readonly kind?: readonly ReleaseKind[] | undefined
  readonly case?: string | undefined
  readonly action?: string | undefined
  readonly object?: string | undefined
  readonly recipient?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** called back after it went: all of them, or those whose recipient has not said that they deleted it */
  readonly recall?: 'all' | 'open' | undefined
}

export async function pageReleases(
  tx: Tx,
  owner: OrganisationId,
  filter: ReleaseFilter,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly ReleaseRow[]> {
  const also: RawBuilder<unknown>[] = []
  if (filter.state !== undefined) also.push(sql`r.state = any (${[...filter.state]}::text[])`)
  if (filter.kind !== undefined) also.push(sql`r.kind = any (${[...filter.kind]}::text[])`)
  if (filter.recipient !== undefined) also.push(sql`lower(r.recipient) = ${filter.recipient.toLowerCase()}`)
  if (filter.object !== undefined) also.push(sql`r.object = ${filter.object}::uuid`)
  if (filter.since !== undefined) also.push(sql`r.created_at >= ${filter.since}::timestamptz`)
  if (filter.until !== undefined) also.push(sql`r.created_at < ${filter.until}::timestamptz`)
  if (filter.recall !== undefined)
    also.push(sql`r.id in (select c.release from cooperation.release_recall c where c.owner = ${owner}
      ${filter.recall === 'open' ? sql`and c.confirmed_at is null` : sql``})`)
  if (filter.case !== undefined)
    also.push(sql`(r.in_case = ${filter.case}::uuid or r.id in (select a.release from cooperation.release_action a
      where a.owner = ${owner} and a.in_case = ${filter.case}::uuid))`)
  if (filter.action !== undefined)
    also.push(
      sql`r.id in (select a.release from cooperation.release_action a where a.owner = ${owner} and a.action = ${filter.action}::uuid)`,
    )
  if (before !== undefined) also.push(sql`(r.created_at, r.id) < (${before.at}, ${before.id}::uuid)`)
  const where = also.length === 0 ? sql`` : sql`and ${sql.join(also, sql` and `)}`
  const { rows } = await sql<ReleaseRow>`select ${releaseColumns} from cooperation.release r where r.owner = ${owner} ${where}
    order by r.created_at desc, r.id desc limit ${limit}`.execute(tx)
  return rows
}

/** Ids of drafts that nobody decided on yet, the newest first: what is made anew when forms change. */
export async function listOpenDrafts(tx: Tx, owner: OrganisationId, limit: number): Promise<readonly ReleaseId[]> {
  const { rows } = await sql<{ id: ReleaseId }>`select r.id from cooperation.release r where r.owner = ${owner} and r.state = 'draft'
    order by r.created_at desc limit ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** When the last letter to this address went, or will go. */
export async function lastTo(tx: Tx, owner: OrganisationId, recipient: string): Promise<Date | null> {
  const { rows } = await sql<{ last: Date | null }>`select max(coalesce(r.settled_at, r.not_before, r.decided_at)) as last
    from cooperation.release r where r.owner = ${owner} and lower(r.recipient) = ${recipient.toLowerCase()}
      and r.state in ('decided', 'delivered') and r.kind <> 'reply'`.execute(tx)
  return rows[0]?.last ?? null
}

/** Adds what is not in it yet; answers how many came. */
export async function addActions(
  tx: Tx,
  { release, owner, at }: { readonly release: ReleaseId; readonly owner: OrganisationId; readonly at: Date },
  actions: readonly ReleaseAction[],
): Promise<number> {
  if (actions.length === 0) return 0
  const done = await tx
    .insertInto('cooperation.release_action')
    .values(actions.map((one) => ({ release, owner, action: one.action, in_case: one.case, added_at: at })))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows ?? 0n)
}

export async function removeActions(tx: Tx, release: ReleaseId, actions: readonly ActionId[]): Promise<void> {
  if (actions.length === 0) return
  await tx
    .deleteFrom('cooperation.release_action')
    .where('release', '=', release)
    .where('action', 'in', [...actions])
    .execute()
}

export async function listActions(tx: Tx, release: ReleaseId): Promise<readonly ReleaseAction[]> {
  const rows = await tx
    .selectFrom('cooperation.release_action')
    .select(['action', 'in_case'])
    .where('release', '=', release)
    .orderBy('added_at')
    .orderBy('action')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({ action: row.action as ActionId, case: row.in_case as CaseId | null }))
}

/** The release that carries out an action and is not refused or taken back; undefined where there is none. */
export async function findReleaseOf(tx: Tx, owner: OrganisationId, action: ActionId): Promise<ReleaseId | undefined> {
  const { rows } = await sql<{ id: ReleaseId }>`select r.id from cooperation.release_action a join cooperation.release r on r.id = a.release
    where a.owner = ${owner} and a.action = ${action} and r.state not in ('refused', 'recalled') limit 1`.execute(tx)
  return rows[0]?.id
}

/** The letter that went last in a conversation, unless its history has this answer already. */
export async function findAnswered(tx: Tx, owner: OrganisationId, thread: string, reply: string): Promise<ReleaseRow | undefined> {
  const { rows } = await sql<ReleaseRow>`select ${releaseColumns} from cooperation.release r
    where r.owner = ${owner} and r.thread = ${thread} and r.state = 'delivered'
      and not exists (select from cooperation.release_event e where e.release = r.id and e.what = 'answered' and e.detail ->> 'reply' = ${reply})
    order by r.decided_at desc limit 1`.execute(tx)
  return rows[0]
}

export type EventRow = {
  readonly id: string
  readonly release: ReleaseId
  readonly at: Date
  readonly what: EventWhat
  readonly actor_kind: string
  readonly actor: string
  readonly detail: Readonly<Record<string, unknown>>
  readonly leaf: string | null
}

export async function insertEvent(tx: Tx, owner: OrganisationId, row: EventRow): Promise<void> {
  await tx
    .insertInto('cooperation.release_event')
    .values({ ...row, owner, detail: storable(row.detail) })
    .execute()
}

/** Oldest first, a thousand at most. */
export async function listEvents(tx: Tx, release: ReleaseId): Promise<readonly EventRow[]> {
  const rows = await tx
    .selectFrom('cooperation.release_event')
    .select(['id', 'release', 'at', 'what', 'actor_kind', 'actor', 'detail', 'leaf'])
    .where('release', '=', release)
    .orderBy('at')
    .orderBy('id')
    .limit(1_000)
    .execute()
  return rows as unknown as EventRow[]
}
