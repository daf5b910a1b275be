import { sql } from 'kysely'
import type { OrganisationId } from '../../../../base/id.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Card, MemberKind } from '../../network/member.ts'
import type { Proposal, ProposalKind, ProposalState, Terms } from '../../network/proposal.ts'

/** What was asked for as it was said then; null for a change of a text. */
export type Application = Pick<Card, 'name' | 'country' | 'category' | 'categoryOther'> & {
  readonly member: string
  readonly organisation: OrganisationId | null
  readonly kind: MemberKind
  readonly statement: string
}
export type ProposalRow = Proposal & { readonly application: Application | null }

const columns = sql`p.id, p.owner, p.kind, p.proposer, p.reason, p.state, p.proposed_at as "proposedAt", p.proposed_by as "proposedBy", p.procedures,
  case when p.noticed_at is not null then jsonb_build_object('audience', p.audience, 'windowDays', p.window_days, 'agenciesLearn', p.agencies_learn) end as terms,
  p.noticed_at as "noticedAt", p.closes_at as "closesAt", p.decided_at as "decidedAt",
  case when a.proposal is not null then jsonb_build_object('member', a.member, 'organisation', a.organisation, 'kind', a.kind, 'category', a.category,
    'categoryOther', a.category_other, 'name', a.name, 'country', a.country, 'statement', a.statement) end as application`
const from = sql`cooperation.proposal p left join cooperation.application a on a.proposal = p.id`

export async function findProposal(tx: Tx, id: string): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ${from} where p.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** The same, locked until the end of the transaction; the network's own act. */
export async function lockProposal(tx: Tx, id: string): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ${from} where p.id = ${id}::uuid for update of p`.execute(tx)
  return rows[0]
}

export type ProposalFilter = { readonly kind?: readonly ProposalKind[] | undefined; readonly state?: readonly ProposalState[] | undefined }

/** The newest first, before `after`. */
export async function pageProposals(
  tx: Tx,
  network: OrganisationId,
  { kind, state }: ProposalFilter,
  after: { readonly at: Date; readonly id: string } | undefined,
  limit: number,
): Promise<readonly ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ${from}
    where p.owner = ${network}
      and (${kind === undefined} or p.kind = any (${[...(kind ?? [])]}::text[]))
      and (${state === undefined} or p.state = any (${[...(state ?? [])]}::text[]))
      and (${after === undefined} or (p.proposed_at, p.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by p.proposed_at desc, p.id desc limit ${limit}`.execute(tx)
  return rows
}

/** What one organisation asked for, the newest first; a hundred at most. */
export async function listApplicationsOf(tx: Tx, network: OrganisationId, organisation: OrganisationId): Promise<readonly ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`select ${columns} from ${from}
    where p.owner = ${network} and a.organisation = ${organisation} order by p.proposed_at desc, p.id desc limit 100`.execute(tx)
  return rows
}

/** False where a change of the same text is under way. */
export async function insertProposal(
  tx: Tx,
  {
    id,
    owner,
    kind,
    proposer,
    reason,
    proposedAt,
    proposedBy,
  }: Pick<Proposal, 'id' | 'owner' | 'kind' | 'proposer' | 'reason' | 'proposedAt' | 'proposedBy'>,
): Promise<boolean> {
  const done = await tx
    .insertInto('cooperation.proposal')
    .values({ id, owner, kind, proposer, reason, state: 'proposed', proposed_at: proposedAt, proposed_by: proposedBy })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function insertApplication(tx: Tx, owner: OrganisationId, proposal: string, application: Application): Promise<void> {
  const { categoryOther, ...rest } = application
  await tx
    .insertInto('cooperation.application')
    .values({ ...rest, category_other: categoryOther, owner, proposal })
    .execute()
}

export async function updateNoticed(tx: Tx, id: string, terms: Terms, procedures: string, noticedAt: Date, closesAt: Date): Promise<void> {
  await tx
    .updateTable('cooperation.proposal')
    .set({
      state: 'open',
      procedures,
      audience: terms.audience,
      window_days: terms.windowDays,
      agencies_learn: terms.agenciesLearn,
      noticed_at: noticedAt,
      closes_at: closesAt,
    })
    .where('id', '=', id)
    .execute()
}

export async function updateEnded(tx: Tx, id: string, state: ProposalState, at: Date): Promise<void> {
  await tx.updateTable('cooperation.proposal').set({ state, decided_at: at }).where('id', '=', id).execute()
}

/** Whose window is over and that nobody decided yet, the oldest first; a hundred at most. */
export async function listDueProposals(tx: Tx, network: OrganisationId, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`select p.id from cooperation.proposal p
    where p.owner = ${network} and p.state = 'open' and p.closes_at <= ${now} order by p.closes_at, p.id limit 100`.execute(tx)
  return rows.map(({ id }) => id)
}

export type Objection = {
  readonly id: string
  readonly member: string
  readonly name: string
  readonly country: string
  readonly reason: string | null
  readonly at: Date
  readonly withdrawnAt: Date | null
  /** an ISO 8601 day */
  readonly receivedOn: string | null
}

/** Those that the reader may see, in order; what a member has withdrawn stays told as that. */
export async function listObjections(tx: Tx, proposal: string): Promise<readonly Objection[]> {
  const { rows } = await sql<Objection>`select o.id, o.member, m.name, m.country, o.reason, o.at, o.withdrawn_at as "withdrawnAt",
    o.received_on::text as "receivedOn"
    from cooperation.objection o join cooperation.member m on m.id = o.member where o.proposal = ${proposal}::uuid order by o.at, o.id limit 1000`.execute(
    tx,
  )
  return rows
}

/** The members whose objections stand: not withdrawn, and members still. The network's own question. */
export async function listObjecting(tx: Tx, proposal: string): Promise<readonly string[]> {
  const { rows } = await sql<{ member: string }>`select o.member from cooperation.objection o join cooperation.member m on m.id = o.member
    where o.proposal = ${proposal}::uuid and o.withdrawn_at is null and m.state = 'member' order by o.member`.execute(tx)
  return rows.map(({ member }) => member)
}

export async function insertObjection(
  tx: Tx,
  owner: OrganisationId,
  {
    receivedOn,
    ...objection
  }: {
    readonly id: string
    readonly proposal: string
    readonly member: string
    readonly reason: string | null
    readonly receivedOn: string | null
  },
  at: Date,
  by: string,
): Promise<void> {
  await tx
    .insertInto('cooperation.objection')
    .values({ ...objection, received_on: receivedOn, owner, at, by })
    .execute()
}

export async function withdrawObjection(tx: Tx, proposal: string, member: string, at: Date): Promise<void> {
  await tx
    .updateTable('cooperation.objection')
    .set({ withdrawn_at: at })
    .where('proposal', '=', proposal)
    .where('member', '=', member)
    .where('withdrawn_at', 'is', null)
    .execute()
}
