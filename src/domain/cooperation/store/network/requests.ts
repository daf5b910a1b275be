import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import { type RequestContent, requestForm } from '../../network/request-content.ts'
import { firstPeriods, type RequestPeriods } from '../../network/request-course.ts'
import type { RequestProof } from '../../network/request-view.ts'

/** What is asked, as both sides see it. */
export type RequestRow = {
  readonly id: string
  readonly owner: OrganisationId
  readonly year: number
  readonly number: number
  readonly state: 'draft' | 'sent' | 'dropped'
  /** null where its words were taken off */
  readonly content: RequestContent | null
  readonly sha256: string
  readonly madeAt: Date
  readonly sentAt: Date | null
  readonly proof: RequestProof | null
}

const columns = sql`r.id, r.owner, r.year, r.number, r.state, case when r.emptied_at is null then r.content end as content, r.sha256, r.made_at as "madeAt",
  r.sent_at as "sentAt", r.proof`

export async function findRequest(tx: Tx, id: string): Promise<RequestRow | undefined> {
  const { rows } = await sql<RequestRow>`select ${columns} from cooperation.request r where r.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Until the end of the transaction whoever acts on it on either side waits: a row that only one side may lock would not do. */
export async function lockRequest(tx: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`request ${id}`}, 0))`.execute(tx)
}

/** The next number of the acting organisation in a year; whoever drafts at the same time waits. */
export async function nextNumber(tx: Tx, owner: OrganisationId, year: number): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`request number ${owner}`}, 0))`.execute(tx)
  const { rows } = await sql<{ next: number }>`select coalesce(max(r.number), 0) + 1 as next from cooperation.request r
    where r.owner = ${owner} and r.year = ${year}`.execute(tx)
  return rows[0]?.next ?? 1
}

type Made = { readonly content: RequestContent; readonly sha256: string; readonly at: Date }

export async function insertRequest(
  tx: Tx,
  { id, owner, year, number, content, sha256, at }: Made & Pick<RequestRow, 'id' | 'owner' | 'year' | 'number'>,
): Promise<void> {
  await sql`insert into cooperation.request (id, owner, year, number, state, form, content, sha256, made_at)
    values (${id}::uuid, ${owner}::uuid, ${year}, ${number}, 'draft', ${requestForm}, ${storable(content)}::jsonb, ${sha256}, ${at})`.execute(
    tx,
  )
}

export async function setContent(tx: Tx, id: string, { content, sha256, at }: Made): Promise<void> {
  await sql`update cooperation.request set content = ${storable(content)}::jsonb, sha256 = ${sha256}, made_at = ${at}
    where id = ${id}::uuid and owner = platform.acting()`.execute(tx)
}

export async function setSent(tx: Tx, id: string, proof: RequestProof, at: Date): Promise<void> {
  await sql`update cooperation.request set state = 'sent', sent_at = ${at}, proof = ${storable(proof)}::jsonb where id = ${id}::uuid`.execute(
    tx,
  )
}

export async function setDropped(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update cooperation.request set state = 'dropped', content = '{}', emptied_at = ${at} where id = ${id}::uuid`.execute(tx)
}

export async function findRequestPeriods(tx: Tx, network: OrganisationId): Promise<RequestPeriods> {
  const { rows } = await sql<RequestPeriods>`select p.acknowledge_hours as "acknowledgeHours", p.answer_days as "answerDays",
      p.urgent_acknowledge_hours as "urgentAcknowledgeHours", p.urgent_answer_days as "urgentAnswerDays", p.emergency_hours as "emergencyHours",
      p.expire_days as "expireDays"
    from cooperation.request_period p where p.owner = ${network}`.execute(tx)
  return rows[0] ?? firstPeriods
}

export async function putRequestPeriods(tx: Tx, network: OrganisationId, periods: RequestPeriods, at: Date, by: string): Promise<void> {
  const values = {
    acknowledge_hours: periods.acknowledgeHours,
    answer_days: periods.answerDays,
    urgent_acknowledge_hours: periods.urgentAcknowledgeHours,
    urgent_answer_days: periods.urgentAnswerDays,
    emergency_hours: periods.emergencyHours,
    expire_days: periods.expireDays,
    changed_at: at,
    changed_by: by,
  }
  await tx
    .insertInto('cooperation.request_period')
    .values({ owner: network, ...values })
    .onConflict((conflict) => conflict.column('owner').doUpdateSet(values))
    .execute()
}
