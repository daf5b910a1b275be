import { sql } from 'kysely'
import type { Cursor } from '../../../../base/cursor.ts'
import { newId, type OrganisationId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { CopyContent } from '../../contract/network/copied.ts'
import type { SecrecyName } from '../../network/secret.ts'
import type { Recipient, SharedKind, ShareState } from '../../network/sharing.ts'
import type { Onward, Permitted, Tlp } from '../../network/tlp.ts'
import { deleteFiles } from './shared-files.ts'

/** What a list says of a copy: its content may be half a megabyte. */
export type CopyLine = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: SharedKind
  readonly title: string
  readonly byName: string
  readonly tlp: Tlp
  readonly permitted: Permitted
  readonly onward: Onward
  readonly until: Date | null
  /** marks of its owner that are in force */
  readonly secrecy: readonly SecrecyName[]
  readonly sha256: string
  readonly madeAt: Date
  readonly sharedAt: Date | null
}
/** A copy as its recipients see it; its content is null where its words were taken off. */
export type CopyRow = CopyLine & { readonly content: CopyContent | null }

export const copyLineColumns = sql`c.id, c.owner, c.kind, c.title, c.by_name as "byName", c.tlp, c.permitted, c.onward, c.until, c.secrecy, c.sha256, c.made_at as "madeAt",
  c.shared_at as "sharedAt"`
export const copyColumns = sql`${copyLineColumns}, case when c.emptied_at is null then c.content end as content`

export type ShareLine = Omit<CopyLine, 'id'> & {
  readonly id: string
  readonly copy: string
  readonly sourceKind: SharedKind
  readonly source: string | null
  readonly restsOn: readonly string[]
  readonly state: Exclude<ShareState, 'expired'>
  readonly revision: number
  readonly draftedAt: Date
  readonly draftedBy: string
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly endedAt: Date | null
  readonly endedBy: string | null
}
export type ShareRow = ShareLine & Pick<CopyRow, 'content'> & { readonly asked: unknown }

const ofShare = sql`s.id, s.copy, s.source_kind as "sourceKind", s.source, s.rests_on as "restsOn", s.state, s.revision,
  s.drafted_at as "draftedAt", s.drafted_by as "draftedBy", s.decided_at as "decidedAt", s.decided_by as "decidedBy", s.ended_at as "endedAt", s.ended_by as "endedBy"`
const shareColumns = sql`${copyColumns}, ${ofShare}, s.asked`
const from = sql`cooperation.share s join cooperation.shared_copy c on c.id = s.copy`

export async function findShare(tx: Tx, id: string): Promise<ShareRow | undefined> {
  const { rows } =
    await sql<ShareRow>`select ${shareColumns} from ${from} where s.id = ${id}::uuid and s.owner = platform.acting()`.execute(tx)
  return rows[0]
}

/** The same by the copy that it shows. */
export async function findShareOf(tx: Tx, copy: string): Promise<ShareRow | undefined> {
  const { rows } =
    await sql<ShareRow>`select ${shareColumns} from ${from} where s.copy = ${copy}::uuid and s.owner = platform.acting()`.execute(tx)
  return rows[0]
}

/** By its id, locked until the end of the transaction. */
export async function lockShare(tx: Tx, id: string): Promise<ShareRow | undefined> {
  const { rows } =
    await sql<ShareRow>`select ${shareColumns} from ${from} where s.id = ${id}::uuid and s.owner = platform.acting() for update of s`.execute(
      tx,
    )
  return rows[0]
}

/** Copies that the reader sees; of its own by which share they are shown. */
export async function listCopies(tx: Tx, ids: readonly string[]): Promise<readonly (CopyLine & { readonly share: string | null })[]> {
  const { rows } = await sql<CopyLine & { share: string | null }>`select ${copyLineColumns}, s.id as share from cooperation.shared_copy c
    left join cooperation.share s on s.copy = c.id and s.owner = platform.acting() where c.id = any (${[...ids]}::uuid[])`.execute(tx)
  return rows
}

export type ShareFilter = { readonly state?: readonly ShareState[] | undefined; readonly source?: string | undefined }

/** The acting organisation's, the newest draft first. */
export async function pageShares(
  tx: Tx,
  owner: OrganisationId,
  { state, source }: ShareFilter,
  now: Date,
  before: Cursor | undefined,
  limit: number,
): Promise<readonly ShareLine[]> {
  const is = sql`case when s.state = 'shared' and c.until <= ${now} then 'expired' else s.state end`
  const { rows } = await sql<ShareLine>`select ${copyLineColumns}, ${ofShare} from ${from} where s.owner = ${owner}
      and (${state === undefined} or ${is} = any (${[...(state ?? [])]}::text[]))
      and (${source === undefined} or s.source = ${source ?? null}::uuid)
      ${before === undefined ? sql`` : sql`and (s.drafted_at, s.id) < (${before.at}, ${before.id}::uuid)`}
    order by s.drafted_at desc, s.id desc limit ${limit}`.execute(tx)
  return rows
}

export type NewCopy = {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: SharedKind
  readonly title: string
  readonly content: CopyContent
  readonly sha256: string
  readonly tokens: readonly string[]
  readonly at: Date
}

const vector = (tokens: readonly string[]) => sql`array_to_tsvector(${[...tokens]}::text[])`

export async function insertCopy(tx: Tx, { id, owner, kind, title, content, sha256, tokens, at }: NewCopy): Promise<void> {
  const { terms, from: by, form } = content
  await sql`insert into cooperation.shared_copy (id, owner, kind, title, by_name, tlp, permitted, onward, until, secrecy, form, content, sha256, tokens, made_at)
    values (${id}::uuid, ${owner}::uuid, ${kind}, ${title}, ${by.name}, ${terms.tlp}, ${terms.permitted}, ${terms.onward}, ${terms.until}::timestamptz, ${[...(terms.secrecy ?? [])]}::text[], ${form},
      ${storable(content)}::jsonb, ${sha256}, ${vector(tokens)}, ${at})`.execute(tx)
}

/** Another content in the place of the old; of a draft, or with words of a data subject taken out. */
export async function setCopy(tx: Tx, { id, title, content, sha256, tokens, at }: Omit<NewCopy, 'owner' | 'kind'>): Promise<void> {
  const { terms } = content
  await sql`update cooperation.shared_copy set title = ${title}, tlp = ${terms.tlp}, permitted = ${terms.permitted}, onward = ${terms.onward},
      until = ${terms.until}::timestamptz, secrecy = case when shared_at is not null then secrecy else ${[...(terms.secrecy ?? [])]}::text[] end, content = ${storable(content)}::jsonb, sha256 = ${sha256}, tokens = ${vector(tokens)}, made_at = ${at}
    where id = ${id}::uuid and owner = platform.acting()`.execute(tx)
}

/** Takes its words off; that there was a copy, when and of which hash stays. */
export async function emptyCopies(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await sql`update cooperation.shared_copy set title = '…', content = '{}', tokens = '', emptied_at = ${at}
    where id = any (${[...ids]}::uuid[]) and owner = platform.acting() and emptied_at is null`.execute(tx)
  await deleteFiles(tx, ids)
  await sql`update cooperation.share set asked = '{}' where copy = any (${[...ids]}::uuid[]) and owner = platform.acting()`.execute(tx)
}

export async function setCopyShared(tx: Tx, copy: string, at: Date): Promise<void> {
  await sql`update cooperation.shared_copy set shared_at = ${at} where id = ${copy}::uuid`.execute(tx)
}

export type NewShare = Pick<ShareRow, 'id' | 'owner' | 'copy' | 'sourceKind' | 'source' | 'asked' | 'restsOn'>

export async function insertShare(tx: Tx, row: NewShare, at: Date, by: string): Promise<void> {
  const { id, owner, copy, sourceKind, source, asked, restsOn } = row
  await sql`insert into cooperation.share (id, owner, copy, source_kind, source, asked, rests_on, state, drafted_at, drafted_by)
    values (${id}::uuid, ${owner}::uuid, ${copy}::uuid, ${sourceKind}, ${source}::uuid, ${storable(asked)}::jsonb, ${[...restsOn]}::uuid[], 'draft', ${at}, ${by})`.execute(
    tx,
  )
}

export async function setDrafted(tx: Tx, id: string, asked: unknown, restsOn: readonly string[], at: Date, by: string): Promise<void> {
  await sql`update cooperation.share set asked = ${storable(asked)}::jsonb, rests_on = ${[...restsOn]}::uuid[], revision = revision + 1, drafted_at = ${at},
    drafted_by = ${by} where id = ${id}::uuid`.execute(tx)
}

export async function setDecided(tx: Tx, id: string, at: Date, by: string): Promise<void> {
  await sql`update cooperation.share set state = 'shared', decided_at = ${at}, decided_by = ${by} where id = ${id}::uuid`.execute(tx)
}

export async function setEnded(tx: Tx, id: string, state: 'recalled' | 'refused', at: Date, by: string): Promise<void> {
  await sql`update cooperation.share set state = ${state}, ended_at = ${at}, ended_by = ${by} where id = ${id}::uuid`.execute(tx)
}

export type NamedRecipient = Recipient & { readonly name: string }

export async function setRecipients(
  tx: Tx,
  owner: OrganisationId,
  share: string,
  recipients: readonly NamedRecipient[],
  at: Date,
): Promise<void> {
  await sql`delete from cooperation.share_recipient where share = ${share}::uuid and owner = ${owner}::uuid`.execute(tx)
  await sql`insert into cooperation.share_recipient (id, owner, share, kind, value, name)
    select i.id, ${owner}::uuid, ${share}::uuid, i.kind, i.value, i.name
    from unnest(${recipients.map(() => newId(at.getTime()))}::uuid[], ${recipients.map(({ kind }) => kind)}::text[], ${recipients.map(({ value }) => value)}::text[],
      ${recipients.map(({ name }) => name)}::text[]) i (id, kind, value, name)`.execute(tx)
}

export async function listRecipients(tx: Tx, shares: readonly string[]): Promise<readonly (NamedRecipient & { readonly share: string })[]> {
  const { rows } = await sql<NamedRecipient & { share: string }>`select r.share, r.kind, r.value, r.name from cooperation.share_recipient r
    where r.share = any (${[...shares]}::uuid[]) order by r.share, r.kind, lower(r.name), r.id`.execute(tx)
  return rows
}

export type ShareEvent = {
  readonly id: string
  readonly at: Date
  readonly what: string
  readonly actor: string
  readonly leaf: string | null
}

export async function insertShareEvent(tx: Tx, owner: OrganisationId, share: string, event: ShareEvent): Promise<void> {
  await tx
    .insertInto('cooperation.share_event')
    .values({ ...event, owner, share })
    .execute()
}

export async function listShareEvents(tx: Tx, share: string): Promise<readonly ShareEvent[]> {
  const { rows } =
    await sql<ShareEvent>`select e.id, e.at, e.what, e.actor, e.leaf from cooperation.share_event e where e.share = ${share}::uuid order by e.at, e.id limit 500`.execute(
      tx,
    )
  return rows
}

/** Lets these organisations and groups see the copy, in one statement. By the database's clock, which groups and reading go by. */
export async function grantCopy(
  tx: Tx,
  owner: OrganisationId,
  copy: string,
  recipients: readonly string[],
  until: Date | null,
  ground: string,
  at: Date,
): Promise<void> {
  await sql`insert into platform.access_grant (id, owner, recipient, kind, object, since, until, ground)
    select i.id, ${owner}::uuid, i.recipient, 'shared-copy', ${copy}::uuid, now(), ${until}::timestamptz, ${ground}
    from unnest(${recipients.map(() => newId(at.getTime()))}::uuid[], ${[...recipients]}::uuid[]) i (id, recipient)`.execute(tx)
}

/** Those of the organisations and groups to which the acting organisation never granted a copy before. */
export async function listNewcomers(tx: Tx, owner: OrganisationId, recipients: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select i.id from unnest(${[...recipients]}::uuid[]) i (id)
    where not exists (select from platform.access_grant g where g.recipient = i.id and g.kind = 'shared-copy' and g.owner = ${owner}::uuid)`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** The organisations that see the copy now. */
export async function listReaders(tx: Tx, copy: string): Promise<readonly OrganisationId[]> {
  const { rows } = await sql<{
    organisation: OrganisationId
  }>`select organisation from platform.readers_of('shared-copy', ${copy}::uuid, false)`.execute(tx)
  return rows.map(({ organisation }) => organisation)
}

/** How many of the acting organisation's reports name it, and when first and last. */
export async function countNaming(
  tx: Tx,
  owner: OrganisationId,
  kind: string,
  value: string,
): Promise<{ readonly reports: number; readonly firstAt: Date | null; readonly lastAt: Date | null }> {
  const { rows } = await sql<{
    reports: number
    firstAt: Date | null
    lastAt: Date | null
  }>`select count(*)::int as reports, min(r.received_at) as "firstAt", max(r.received_at) as "lastAt"
    from (select i.report from analysis.indicator i where i.owner = ${owner} and i.kind = ${kind} and i.value = ${value} limit 10000) n
    join intake.report r on r.id = n.report`.execute(tx)
  return rows[0] ?? { reports: 0, firstAt: null, lastAt: null }
}
