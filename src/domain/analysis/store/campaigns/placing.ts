import { type CompiledQuery, sql } from 'kysely'
import type { CampaignId, OrganisationId, ReportId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import { plannedOnce } from '../../../../platform/db/planned.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { bigintsOf, smallintsOf } from '../../../../platform/db/sent-array.ts'
import type { Marks } from '../../campaign/index.ts'
import type { Posting } from '../../campaigns/board.ts'
import { codesOf, marksFrom } from '../../campaigns/stored-marks.ts'

export type NewSignature = { readonly report: ReportId; readonly owner: OrganisationId; readonly received_at: Date; readonly marks: Marks }

/**
 * Writes what reports are compared by, in place of an earlier reading's. The keys under which the postings know a report still are remembered, since they
 * are changed under the lock alone. In the order of ids, as whoever locks them does.
 */
export function signatureStatement(tx: Tx, all: readonly NewSignature[]): CompiledQuery {
  const rows = all.map(({ report, owner, received_at, marks }) => ({ report, owner, received_at, ...codesOf(marks) }))
  return sql`insert into analysis.signature (report, owner, received_at, kinds, keys, says)
    select report, owner, received_at, kinds, keys, says
    from jsonb_to_recordset(${storable(rows)}::jsonb) as g (report uuid, owner uuid, received_at timestamptz, kinds smallint[], keys bigint[], says text[])
    order by report
    on conflict (report) do update set kinds = excluded.kinds, keys = excluded.keys, says = excluded.says, posted = false,
      stale = case when signature.posted then signature.keys else signature.stale end`.compile(tx)
}

/** Whoever places reports of the organisation, or moves them between campaigns, does so alone until the end of the transaction. */
export async function lockCampaigns(tx: Tx, owner: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('analysis.campaign ' || ${owner}::text, 0))`.execute(tx)
}

const zeroId = '00000000-0000-0000-0000-000000000000'

export type Signed = {
  readonly report: ReportId
  readonly received_at: Date
  readonly marks: Marks
  readonly campaign: CampaignId | null
  readonly pinned: boolean
}
export type Wanted = Signed & { readonly stale: readonly bigint[]; readonly by_person: boolean }

/** Arrays as `array_send` gives them. */
type SignedRow = Omit<Signed, 'marks'> & { readonly kinds: Buffer; readonly keys: Buffer }
type WantedRow = SignedRow & {
  readonly says: readonly (string | null)[] | null
  readonly stale: Buffer
  readonly by_person: boolean
}

/** The next of the organisation's reports that the postings do not know yet, in the order of their ids. */
export async function listWaiting(tx: Tx, after: ReportId | undefined, limit: number): Promise<readonly ReportId[]> {
  const { rows } = await sql<{ report: ReportId }>`
    select ${plannedOnce} s.report from analysis.signature s join intake.report r on r.id = s.report
    where s.owner = platform.acting() and not s.posted and s.report > ${after ?? zeroId}::uuid and r.state = 'analysed' order by s.report limit ${limit}`.execute(
    tx,
  )
  return rows.map(({ report }) => report)
}

/** Those of these reports that are open and not placed since they were last read, locked in the order of their ids. */
export async function listWanted(tx: Tx, ids: readonly ReportId[]): Promise<readonly Wanted[]> {
  const { rows } = await sql<WantedRow>`
    select ${plannedOnce} s.report, s.received_at, array_send(s.kinds) as kinds, array_send(s.keys) as keys, s.says, array_send(s.stale) as stale, m.campaign, coalesce(m.pinned, false) as pinned,
      coalesce(m.placed_by = 'person', false) as by_person
    from analysis.signature s join intake.report r on r.id = s.report left join analysis.membership m on m.report = s.report
    where s.report = any (${[...ids]}::uuid[]) and not s.posted and r.state = 'analysed' order by s.report for update of s`.execute(tx)
  return rows.map(({ kinds, keys, says, stale, ...row }) => ({
    ...row,
    marks: marksFrom(smallintsOf(kinds), bigintsOf(keys), says),
    stale: bigintsOf(stale),
  }))
}

/** What these reports are compared by, and where they are. */
export async function listSigned(tx: Tx, owner: OrganisationId, ids: readonly string[]): Promise<readonly Signed[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<SignedRow>`
    select ${plannedOnce} s.report, s.received_at, array_send(s.kinds) as kinds, array_send(s.keys) as keys, m.campaign,
      coalesce(m.pinned, exists (select from analysis.separation p where p.report = s.report)) as pinned
    from analysis.signature s left join analysis.membership m on m.report = s.report
    where s.report = any (${[...ids]}::uuid[]) and s.owner = ${owner}`.execute(tx)
  return rows.map(({ kinds, keys, ...row }) => ({ ...row, marks: marksFrom(smallintsOf(kinds), bigintsOf(keys)) }))
}

/** What is known by these keys. */
export async function listPostings(tx: Tx, owner: OrganisationId, keys: readonly bigint[]): Promise<ReadonlyMap<bigint, Posting>> {
  const { rows } = await sql<{ key: string; reports: number; groups: number; latest: string }>`
    select ${plannedOnce} key::text as key, reports, groups, array_to_string(latest, ' ') as latest from analysis.posting where owner = ${owner} and key = any (${keys.map(String)}::bigint[])`.execute(
    tx,
  )
  return new Map(rows.map(({ key, latest, ...counts }) => [BigInt(key), { ...counts, latest: latest === '' ? [] : latest.split(' ') }]))
}

/** Writes postings as they are now; those of no report go. */
export async function savePostings(tx: Tx, owner: OrganisationId, changed: ReadonlyMap<bigint, Posting>): Promise<void> {
  const all = [...changed].map(([key, posting]) => ({ key: String(key), ...posting }))
  const kept = all.filter(({ reports }) => reports > 0)
  const gone = all.filter(({ reports }) => reports <= 0).map(({ key }) => key)
  if (gone.length > 0) await sql`delete from analysis.posting where owner = ${owner} and key = any (${gone}::bigint[])`.execute(tx)
  if (kept.length === 0) return
  await sql`insert into analysis.posting (owner, key, reports, groups, latest)
    select ${owner}::uuid, key, reports, groups, latest
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as g (key bigint, reports integer, groups integer, latest uuid[])
    on conflict (owner, key) do update set reports = excluded.reports, groups = excluded.groups, latest = excluded.latest`.execute(tx)
}

/** The postings know these reports under their present keys now. */
export async function setPosted(tx: Tx, ids: readonly ReportId[]): Promise<void> {
  await sql`update analysis.signature set posted = true, stale = '{}', says = null where report = any (${[...ids]}::uuid[])`.execute(tx)
}

export type Placed = { readonly reports: number; readonly groups: number }

export async function readPlaced(tx: Tx, owner: OrganisationId): Promise<Placed> {
  const { rows } = await sql<Placed>`select ${plannedOnce} reports, groups from analysis.placed where owner = ${owner}`.execute(tx)
  return rows[0] ?? { reports: 0, groups: 0 }
}

export async function addPlaced(tx: Tx, owner: OrganisationId, { reports, groups }: Placed): Promise<void> {
  if (reports === 0 && groups === 0) return
  await sql`insert into analysis.placed (owner, reports, groups) values (${owner}, greatest(${reports}::int, 0), greatest(${groups}::int, 0))
    on conflict (owner) do update set reports = greatest(placed.reports + ${reports}, 0), groups = greatest(placed.groups + ${groups}, 0)`.execute(
    tx,
  )
}

/** Under which keys the postings know these reports, and where they are; their signatures are locked. */
export async function listPosted(
  tx: Tx,
  ids: readonly ReportId[],
): Promise<readonly { readonly report: ReportId; readonly keys: readonly bigint[]; readonly campaign: CampaignId | null }[]> {
  const { rows } = await sql<{ report: ReportId; keys: Buffer; campaign: CampaignId | null }>`
    select s.report, array_send(case when s.posted then s.keys else s.stale end) as keys, m.campaign
    from analysis.signature s left join analysis.membership m on m.report = s.report
    where s.report = any (${[...ids]}::uuid[]) order by s.report for update of s`.execute(tx)
  return rows.map(({ keys, ...row }) => ({ ...row, keys: bigintsOf(keys) }))
}

export async function dropSignatures(tx: Tx, ids: readonly ReportId[]): Promise<void> {
  await sql`delete from analysis.signature where report = any (${[...ids]}::uuid[])`.execute(tx)
}

/** Those of these reports that a person took out of a campaign. */
export async function listParted(tx: Tx, reports: readonly ReportId[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{
    report: string
  }>`select ${plannedOnce} distinct report from analysis.separation where report = any (${[...reports]}::uuid[])`.execute(tx)
  return new Set(rows.map(({ report }) => report))
}

/** Those of these campaigns out of which a person has taken a report. */
export async function listDivided(tx: Tx, campaigns: readonly CampaignId[]): Promise<ReadonlySet<string>> {
  if (campaigns.length === 0) return new Set()
  const { rows } = await sql<{ campaign: string }>`
    select ${plannedOnce} distinct campaign from analysis.separation where campaign = any (${[...campaigns]}::uuid[])`.execute(tx)
  return new Set(rows.map(({ campaign }) => campaign))
}
