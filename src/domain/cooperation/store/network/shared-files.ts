import { sql } from 'kysely'
import { type ChannelId, type ItemId, newId, type OrganisationId, type ReportId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Onward, Permitted, Tlp } from '../../network/tlp.ts'

// Bytes that go with shared copies, who fetched them, and what is asked of other rooms about what a copy is made of.

export type SharedFile = {
  /** the copy's */
  readonly id: string
  readonly owner: OrganisationId
  readonly item: ItemId
  readonly sha256: string
  readonly size: number
  readonly mediaType: string
}
const columns = sql`f.id, f.owner, f.item, f.sha256, f.size, f.media_type as "mediaType"`

/** In the place of what went with the copy before. */
export async function setFile(tx: Tx, copy: string, file: Omit<SharedFile, 'id'> | null): Promise<void> {
  await deleteFiles(tx, [copy])
  if (file === null) return
  const { owner, item, sha256, size, mediaType } = file
  await sql`insert into cooperation.shared_file (id, owner, item, sha256, size, media_type)
    values (${copy}::uuid, ${owner}::uuid, ${item}::uuid, ${sha256}, ${size}, ${mediaType})`.execute(tx)
}

/** The acting organisation's own. */
export async function deleteFiles(tx: Tx, copies: readonly string[]): Promise<void> {
  await sql`delete from cooperation.shared_file where id = any (${[...copies]}::uuid[]) and owner = platform.acting()`.execute(tx)
}

/** What goes with a copy of the acting organisation's. */
export async function findOwnFile(tx: Tx, copy: string): Promise<SharedFile | undefined> {
  const { rows } = await sql<SharedFile>`select ${columns} from cooperation.shared_file f
    where f.id = ${copy}::uuid and f.owner = platform.acting()`.execute(tx)
  return rows[0]
}

/** What goes with a copy that another shows to the acting organisation at this moment. */
export async function findShownFile(tx: Tx, copy: string): Promise<SharedFile | undefined> {
  const { rows } = await sql<SharedFile>`select ${columns} from cooperation.shared_file f join cooperation.shared_copy c on c.id = f.id
    where f.id = ${copy}::uuid and f.owner <> platform.acting() and c.shared_at is not null`.execute(tx)
  return rows[0]
}

/** With the trees of these items: what was destroyed goes to nobody. */
export async function deleteFilesUnder(tx: Tx, roots: readonly ItemId[]): Promise<void> {
  await sql`delete from cooperation.shared_file f where f.owner = platform.acting()
    and f.item in (select i.id from evidence.item i where i.owner = platform.acting() and i.root = any (${[...roots]}::uuid[]))`.execute(tx)
}

/** `inside`: hashes by which the bytes are known too: of the archive that they went in, and of what they hold. */
export async function insertFetch(
  tx: Tx,
  copy: {
    readonly id: string
    readonly owner: OrganisationId
    readonly tlp: Tlp
    readonly onward: Onward
    readonly secrecy: readonly string[]
  },
  { sha256, inside }: { readonly sha256: string; readonly inside: readonly string[] },
  reader: OrganisationId,
  name: string,
  at: Date,
): Promise<void> {
  await sql`insert into cooperation.share_fetch (id, owner, copy, reader, name, sha256, inside, tlp, onward, secrecy, at)
    values (${newId(at.getTime())}::uuid, ${copy.owner}::uuid, ${copy.id}::uuid, ${reader}::uuid, ${name}, ${sha256}, ${[...inside]}::text[], ${copy.tlp}, ${copy.onward}, ${[...copy.secrecy]}::text[], ${at})`.execute(
    tx,
  )
}

export type Fetch = { readonly name: string; readonly at: Date }

/** Who fetched the bytes of a copy of the acting organisation's, the first first. */
export async function listFetches(tx: Tx, copy: string): Promise<readonly Fetch[]> {
  const { rows } = await sql<Fetch>`select f.name, f.at from cooperation.share_fetch f
    where f.copy = ${copy}::uuid and f.owner = platform.acting() order by f.at, f.id limit 2000`.execute(tx)
  return rows
}

/** The terms on which bytes came from another; `copy` is null once that is shown no more. */
export type FetchedTerms = {
  readonly tlp: Tlp
  readonly onward: Onward
  readonly permitted: Permitted
  readonly until: Date | null
  readonly owner: OrganisationId
  readonly copy: string | null
}

/** The marks under which the acting organisation was given bytes of these hashes by others, with a copy or in a request, or bytes that hold them, and whose they are. */
export async function listFetchedTerms(tx: Tx, hashes: readonly string[]): Promise<readonly FetchedTerms[]> {
  const { rows } =
    await sql<FetchedTerms>`select distinct f.tlp, f.onward, f.owner, c.id as copy, coalesce(c.permitted, 'none') as permitted, c.until
    from cooperation.share_fetch f left join cooperation.shared_copy c on c.id = f.copy where f.reader = platform.acting() and (f.sha256 = any (${[...hashes]}::text[]) or f.inside && ${[...hashes]}::text[])
    union select r.tlp, r.onward, r.owner, null, 'none', null from cooperation.attachment_receipt r
      where r.reader = platform.acting() and r.tlp is not null and r.sha256 = any (${[...hashes]}::text[])`.execute(tx)
  return rows
}

/** By which kind of channel something came in. */
export async function findChannelKind(tx: Tx, channel: ChannelId): Promise<string | null> {
  const { rows } = await sql<{ kind: string }>`select c.kind from intake.channel c where c.id = ${channel}::uuid`.execute(tx)
  return rows[0]?.kind ?? null
}

/** Whether a place that these reports point at, or that was read in what they brought, is where suspected child-abuse material lies. */
export async function nameWithheld(tx: Tx, reports: readonly ReportId[]): Promise<boolean> {
  if (reports.length === 0) return false
  const { rows } = await sql`select 1 from intake.report r join intake.sighting w on w.report = r.id
    where r.owner = platform.acting() and r.state = 'withheld' and w.kind in ('url', 'host') and w.value in (
      select i.value from analysis.indicator i
        where i.owner = platform.acting() and i.report = any (${[...reports]}::uuid[]) and i.kind in ('url', 'host', 'domain')
      union all select s.value from intake.sighting s
        where s.owner = platform.acting() and s.report = any (${[...reports]}::uuid[]) and s.kind in ('url', 'host') and s.value is not null)
    limit 1`.execute(tx)
  return rows.length > 0
}
