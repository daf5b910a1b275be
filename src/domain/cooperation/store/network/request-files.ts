import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import { storable } from '../../../../base/storable.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { callResults } from '../../contract/network/request-names.ts'
import type { RequestKind, Urgency } from '../../network/request-content.ts'
import { type Course, questionWaits, type RequestOutcome, type RequestState, type Side } from '../../network/request-course.ts'
import type { Cost } from '../../network/request-view.ts'

/** How a request stands, as the acting organisation's own row; never the other side's. */
export type FileRow = Course & {
  readonly id: string
  readonly owner: OrganisationId
  readonly request: string
  readonly side: Side
  readonly reference: string
  readonly kind: RequestKind
  readonly urgency: Urgency
  readonly title: string
  readonly other: OrganisationId
  readonly otherMember: string | null
  readonly otherName: string
  readonly fromCountry: string
  readonly toCountry: string
  readonly draftedAt: Date
  readonly lastAt: Date
  readonly preserveUntil: Date | null
  readonly harm: number | null
  readonly weight: number | null
  readonly weightReason: string | null
  readonly weighedAt: Date | null
  readonly weighedBy: string | null
  readonly rank: number
  readonly case: string | null
  readonly draftedBy: string | null
  readonly asked: unknown
  readonly calledAt: Date | null
  readonly calledBy: string | null
  readonly calledNumber: string | null
  readonly callResult: (typeof callResults)[number] | null
  readonly callNote: string | null
  readonly reminded: string | null
  readonly cost: Cost | null
  readonly outcome: RequestOutcome | null
  readonly outcomeNote: string | null
  readonly outcomeAt: Date | null
}
/** as the database hands it out */
type Read = Omit<FileRow, 'cost'> & { readonly cost: (Omit<Cost, 'at'> & { readonly at: string }) | null }
const fileOf = (row: Read): FileRow => ({ ...row, cost: row.cost === null ? null : { ...row.cost, at: new Date(row.cost.at) } })

const columns = sql`f.id, f.owner, f.request, f.side, f.reference, f.kind, f.urgency, f.title, f.other, f.other_member as "otherMember", f.other_name as "otherName",
  f.from_country as "fromCountry", f.to_country as "toCountry", f.state, f.drafted_at as "draftedAt", f.sent_at as "sentAt", f.acknowledge_due as "acknowledgeDue",
  f.answer_due as "answerDue", f.expires_at as "expiresAt", f.acknowledged_at as "acknowledgedAt", f.questioned_at as "questionedAt", f.partly_at as "partlyAt",
  f.ended_at as "endedAt", f.last_at as "lastAt", f.preserve_until as "preserveUntil", f.harm, f.weight, f.weight_reason as "weightReason",
  f.weighed_at as "weighedAt", f.weighed_by as "weighedBy", f.rank, f."case", f.drafted_by as "draftedBy", f.asked, f.called_at as "calledAt",
  f.called_by as "calledBy", f.called_number as "calledNumber", f.call_result as "callResult", f.call_note as "callNote", f.reminded, f.outcome, f.outcome_note as "outcomeNote", f.outcome_at as "outcomeAt",
  case when f.cost_state is not null then json_build_object('amount', f.cost_amount::float8, 'currency', f.cost_currency, 'bearer', f.cost_bearer, 'state', f.cost_state,
    'at', f.cost_at) end as cost`

/** The acting organisation's own file of a request. */
export async function findFile(tx: Tx, request: string): Promise<FileRow | undefined> {
  const { rows } = await sql<Read>`select ${columns} from cooperation.request_file f
    where f.request = ${request}::uuid and f.owner = platform.acting()`.execute(tx)
  return rows[0] === undefined ? undefined : fileOf(rows[0])
}

export type NewFile = Pick<
  FileRow,
  | 'id'
  | 'owner'
  | 'request'
  | 'side'
  | 'reference'
  | 'kind'
  | 'urgency'
  | 'title'
  | 'other'
  | 'otherMember'
  | 'otherName'
  | 'fromCountry'
  | 'toCountry'
  | 'draftedAt'
  | 'lastAt'
  | 'preserveUntil'
  | 'harm'
  | 'rank'
  | 'case'
  | 'draftedBy'
  | 'asked'
> &
  Course

export async function insertFile(tx: Tx, row: NewFile): Promise<void> {
  await tx
    .insertInto('cooperation.request_file')
    .values({
      ...{ id: row.id, owner: row.owner, request: row.request, side: row.side, reference: row.reference },
      ...draftColumns(row),
      ...{ drafted_by: row.draftedBy, drafted_at: row.draftedAt },
      ...courseColumns(row),
    })
    .execute()
}

/** What a draft, drafted anew, changes. */
export async function setFileDraft(tx: Tx, row: NewFile): Promise<void> {
  await tx.updateTable('cooperation.request_file').set(draftColumns(row)).where('id', '=', row.id).execute()
}

function draftColumns(row: NewFile) {
  return {
    kind: row.kind,
    urgency: row.urgency,
    title: row.title,
    other: row.other,
    other_member: row.otherMember,
    other_name: row.otherName,
    from_country: row.fromCountry,
    to_country: row.toCountry,
    last_at: row.lastAt,
    preserve_until: row.preserveUntil,
    harm: row.harm,
    rank: row.rank,
    case: row.case,
    asked: row.asked === null ? null : storable(row.asked),
  }
}

function courseColumns(course: Course) {
  return {
    state: course.state,
    sent_at: course.sentAt,
    acknowledge_due: course.acknowledgeDue,
    answer_due: course.answerDue,
    expires_at: course.expiresAt,
    acknowledged_at: course.acknowledgedAt,
    questioned_at: course.questionedAt,
    partly_at: course.partlyAt,
    ended_at: course.endedAt,
  }
}

/** Where it stands, in the acting organisation's own file; what it was reminded of counts no more. */
export async function setCourse(tx: Tx, request: string, course: Course, at: Date): Promise<void> {
  await sql`update cooperation.request_file set state = ${course.state}, sent_at = ${course.sentAt}, acknowledge_due = ${course.acknowledgeDue},
      answer_due = ${course.answerDue}, expires_at = ${course.expiresAt}, acknowledged_at = ${course.acknowledgedAt}, questioned_at = ${course.questionedAt},
      partly_at = ${course.partlyAt}, ended_at = ${course.endedAt}, last_at = ${at}, reminded = null
    where request = ${request}::uuid and owner = platform.acting()`.execute(tx)
}

type Holder = { readonly organisation: OrganisationId; readonly member: string; readonly name: string }

/** With whom it lies from now on; of the asker's file. */
export async function setHolder(tx: Tx, request: string, { organisation, member, name }: Holder): Promise<void> {
  await sql`update cooperation.request_file set other = ${organisation}::uuid, other_member = ${member}::uuid, other_name = ${name}
    where request = ${request}::uuid and owner = platform.acting() and side = 'asker'`.execute(tx)
}

export async function setWeight(tx: Tx, id: string, weight: number, reason: string, rank: number, at: Date, by: string): Promise<void> {
  await sql`update cooperation.request_file set weight = ${weight}, weight_reason = ${reason}, weighed_at = ${at}, weighed_by = ${by}, rank = ${rank}
    where id = ${id}::uuid`.execute(tx)
}

export type Call = { readonly number: string; readonly result: (typeof callResults)[number]; readonly note: string }

export async function setCall(tx: Tx, id: string, { number, result, note }: Call, at: Date, by: string): Promise<void> {
  await sql`update cooperation.request_file set called_at = ${at}, called_by = ${by}, called_number = ${number}, call_result = ${result}, call_note = ${note}
    where id = ${id}::uuid`.execute(tx)
}

export async function setReminded(tx: Tx, id: string, of: string): Promise<void> {
  await sql`update cooperation.request_file set reminded = ${of} where id = ${id}::uuid`.execute(tx)
}

export type FileFilter = {
  readonly side: Side
  readonly state?: readonly RequestState[] | undefined
  readonly kind?: RequestKind | undefined
  readonly country?: string | undefined
  readonly overdue?: boolean | undefined
  readonly case?: string | undefined
}
/** Where a page of the list ended. */
export type FilePlace = { readonly rank: number; readonly at: Date; readonly id: string }

const openStates = sql`('sent', 'acknowledged', 'questioned', 'partly')`

/** What others ask by the worst harm, what is asked of others by what moved last. */
export async function pageFiles(
  tx: Tx,
  owner: OrganisationId,
  { side, state, kind, country, overdue, case: about }: FileFilter,
  now: Date,
  place: FilePlace | undefined,
  limit: number,
): Promise<readonly FileRow[]> {
  const is = sql`case when f.state in ${openStates} and f.expires_at <= ${now} then 'expired' else f.state end`
  const late = sql`(f.expires_at > ${now} and (f.state = 'sent' and f.acknowledge_due < ${now} or f.state in ('sent', 'acknowledged', 'partly') and f.answer_due < ${now}
    or f.state = 'questioned' and f.questioned_at < ${new Date(now.getTime() - questionWaits)}))`
  const byHarm = side === 'asked'
  const further =
    place === undefined
      ? sql``
      : byHarm
        ? sql`and (f.rank, f.last_at, f.id) < (${place.rank}, ${place.at}, ${place.id}::uuid)`
        : sql`and (f.last_at, f.id) < (${place.at}, ${place.id}::uuid)`
  const { rows } = await sql<Read>`select ${columns} from cooperation.request_file f where f.owner = ${owner} and f.side = ${side}
      and (${state === undefined} or ${is} = any (${[...(state ?? [])]}::text[]))
      and (${kind === undefined} or f.kind = ${kind ?? null})
      and (${country === undefined} or case f.side when 'asker' then f.to_country else f.from_country end = ${country ?? null})
      and (${overdue !== true} or ${late})
      and (${about === undefined} or f."case" = ${about ?? null}::uuid)
      ${further}
    order by ${byHarm ? sql`f.rank desc, f.last_at desc, f.id desc` : sql`f.last_at desc, f.id desc`} limit ${limit}`.execute(tx)
  return rows.map(fileOf)
}

/** Those of the acting organisation that wait, or are to keep data for it, after this id. */
export async function listRunning(tx: Tx, now: Date, after: string, limit: number): Promise<readonly FileRow[]> {
  const { rows } = await sql<Read>`select ${columns} from cooperation.request_file f
    where f.owner = platform.acting() and f.id > ${after}::uuid and f.sent_at is not null
      and (f.ended_at is null or (f.side = 'asker' and f.kind = 'preservation' and f.state = 'answered' and f.preserve_until > ${now}))
    order by f.id limit ${limit}`.execute(tx)
  return rows.map(fileOf)
}

export type PairRow = {
  readonly from: string | null
  readonly to: string | null
  readonly requests: number
  readonly open: number
  readonly answered: number
  readonly refused: number
  readonly ended: number
  /** hours */
  readonly acknowledgeHours: number | null
  readonly answerHours: number | null
  readonly outcomes: number
  readonly ledOn: number
  readonly noUse: number
  readonly costs: { currency: string; amount: number }[]
}

/** By pair of countries, the most asked first; the row without countries is all of them. Medians over what was acknowledged, and answered. */
export async function countPairs(
  tx: Tx,
  owner: OrganisationId,
  side: Side | undefined,
  since: Date | undefined,
  now: Date,
): Promise<readonly PairRow[]> {
  const { rows } = await sql<PairRow>`with sent as (
      select f.from_country, f.to_country, f.sent_at, f.acknowledged_at, f.ended_at, f.outcome, f.cost_state, f.cost_currency, f.cost_amount,
        case when f.state in ${openStates} and f.expires_at <= ${now} then 'expired' else f.state end as state
      from cooperation.request_file f where f.owner = ${owner} and f.sent_at is not null
        and (${side === undefined} or f.side = ${side ?? null}) and (${since === undefined} or f.sent_at >= ${since ?? null}::timestamptz))
    select g.*, coalesce((select json_agg(json_build_object('currency', c.currency, 'amount', c.amount) order by c.currency)
        from (select s.cost_currency as currency, sum(s.cost_amount)::float8 as amount from sent s where s.cost_state in ('agreed', 'paid')
          and (g."from" is null or (s.from_country = g."from" and s.to_country = g."to")) group by s.cost_currency) c), '[]') as costs
    from (select s.from_country as "from", s.to_country as "to", count(*)::int as requests, count(*) filter (where s.state in ${openStates})::int as open,
      count(*) filter (where s.state = 'answered')::int as answered, count(*) filter (where s.state = 'refused')::int as refused,
      count(*) filter (where s.state in ('withdrawn', 'expired', 'passed-on'))::int as ended,
      percentile_cont(0.5) within group (order by extract(epoch from s.acknowledged_at - s.sent_at) / 3600)
        filter (where s.acknowledged_at is not null) as "acknowledgeHours",
      percentile_cont(0.5) within group (order by extract(epoch from s.ended_at - s.sent_at) / 3600) filter (where s.state = 'answered') as "answerHours",
      count(s.outcome)::int as outcomes, count(*) filter (where s.outcome in ('action', 'judgment', 'settlement'))::int as "ledOn",
      count(*) filter (where s.outcome = 'no-use')::int as "noUse"
    from sent s group by grouping sets ((s.from_country, s.to_country), ()) order by grouping(s.from_country) desc, count(*) desc, 1, 2 limit 2000) g`.execute(
    tx,
  )
  return rows
}
