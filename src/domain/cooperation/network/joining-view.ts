import type { EditionView, ProposalView, ProposalWhole } from '../contract/network/joining.ts'
import type { Edition, Signature } from './edition.ts'
import type { Member, MemberKind } from './member.ts'
import type { Proposal } from './proposal.ts'

const moment = (at: Date | null) => at?.toISOString() ?? null

/** What a proposal's row says besides its course. */
export type Asked = Proposal & {
  readonly application:
    | (Pick<Member, 'name' | 'country' | 'category' | 'categoryOther' | 'organisation'> & {
        readonly member: string
        readonly kind: MemberKind
        readonly statement: string
      })
    | null
}

/** `inside`: whether the reader is of the network; an applicant learns of its own application what becomes of it, and by what rule it goes not. */
export function proposalView(row: Asked, names: ReadonlyMap<string, string>, inside: boolean): ProposalView {
  const { id, kind, state, reason, proposer, terms } = row
  return {
    id,
    kind,
    state,
    reason,
    proposer: proposer === null ? null : { id: proposer, name: names.get(proposer) ?? '' },
    proposedAt: row.proposedAt.toISOString(),
    terms: inside ? terms : null,
    noticedAt: moment(row.noticedAt),
    closesAt: moment(row.closesAt),
    decidedAt: moment(row.decidedAt),
    application: row.application === null ? null : applicationView(row.application, inside),
  }
}

function applicationView(
  { organisation, member, ...said }: NonNullable<Asked['application']>,
  inside: boolean,
): NonNullable<ProposalView['application']> {
  return { ...said, member: inside ? member : null, here: organisation !== null }
}

type Objected = {
  readonly id: string
  readonly member: string
  readonly name: string
  readonly country: string
  readonly reason: string | null
  readonly at: Date
  readonly withdrawnAt: Date | null
  readonly receivedOn: string | null
}
export function objectionView({
  id,
  member,
  name,
  country,
  reason,
  at,
  withdrawnAt,
  receivedOn,
}: Objected): ProposalWhole['objections']['items'][number] {
  return { id, member: { id: member, name, country }, reason, at: at.toISOString(), withdrawnAt: moment(withdrawnAt), receivedOn }
}

type Told = {
  readonly member: string
  readonly name: string
  readonly organisation: string | null
  readonly people: number
  readonly toldAt: Date | null
  readonly how: string | null
  readonly seenAt: Date | null
  readonly mailState: NonNullable<NonNullable<ProposalWhole['told']>[number]['mail']>['state'] | null
  readonly mailAt: Date | null
}
export function tellingView({
  member,
  name,
  organisation,
  people,
  toldAt,
  how,
  seenAt,
  mailState,
  mailAt,
}: Told): Omit<NonNullable<ProposalWhole['told']>[number], 'replies'> {
  return {
    ...{ member: { id: member, name }, here: organisation !== null, people, toldAt: moment(toldAt), how, seenAt: moment(seenAt) },
    mail: mailState === null || mailAt === null ? null : { state: mailState, at: mailAt.toISOString() },
  }
}

export function editionLine({
  id,
  kind,
  number,
  title,
  sha256,
  proposal,
  rules,
  since,
  until,
}: Omit<Edition, 'text'>): Omit<EditionView, 'signatures'> {
  return { id, kind, number, title, sha256, proposal, rules, since: moment(since), until: moment(until) }
}

export function signatureView({ id, member, name, signer, capacity, signedOn, recordedAt }: Signature) {
  return { id, member, name, signer, capacity, signedOn, recordedAt: recordedAt.toISOString() }
}
