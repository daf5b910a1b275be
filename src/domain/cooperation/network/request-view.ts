import type { Actor } from '../../../base/actor.ts'
import { serialiseCsv } from '../../../formats/csv/index.ts'
import type { dataKinds } from '../contract/network/disclosure-names.ts'
import type { RequestAttachment } from '../contract/network/request-attachments.ts'
import type { RequestPair } from '../contract/network/request-figures.ts'
import type {
  answerLines,
  costBearers,
  costStates,
  otherRoutes,
  refusals,
  requestActs,
  signInMeans,
} from '../contract/network/request-names.ts'
import type { RequestLine, RequestMessage, RequestWhole } from '../contract/network/requests.ts'
import { type Names, whoView } from '../view.ts'
import { hashText, type RequestKind, type Urgency } from './request-content.ts'
import { type Course, overdue, type RequestAct, type RequestOutcome, type Side, stateAt } from './request-course.ts'
import { aboveCeiling, isSecondPerson, mayDraftShare, mayShare, type SharingRule } from './sharing.ts'
import type { Onward, Permitted, Tlp } from './tlp.ts'

/** Who approved a request, as whoever is asked is shown it. */
export type RequestProof = {
  readonly person: string
  readonly means: (typeof signInMeans)[number] | null
  /** whether it is the member's designated unit that asks, by its address */
  readonly unit: boolean
  readonly at: string
  /** over the bytes that were approved, by the key on the card of the designated unit at that moment; valid then, or the request had not gone */
  readonly signature?: RequestSignature
}

export type RequestSignature = {
  /** of the primary key, upper-case hex */
  readonly fingerprint: string
  readonly unit: string
  /** since when the card names this key: it may be younger than the card. Not there in what was signed before this was kept */
  readonly keySince?: string | null
  /** when the card was last confirmed to be right */
  readonly confirmedAt: string | null
  /** as the signature itself says */
  readonly at: string
  readonly text: string
}

export type AnsweredLine = {
  readonly data: (typeof dataKinds)[number]
  readonly said: (typeof answerLines)[number]
  readonly text: string
}
/** A file that goes with a message. */
export type AttachedFile = { readonly id: string; readonly name: string; readonly sha256: string; readonly size: number }

/** What answering costs, and how that stands. */
export type Cost = {
  readonly amount: number
  readonly currency: string
  readonly bearer: (typeof costBearers)[number]
  readonly state: (typeof costStates)[number]
  readonly at: Date
}

/** On which terms something is given in an answer. */
export type AnswerTerms = { readonly tlp: Tlp; readonly permitted: Permitted; readonly onward: Onward; readonly until: string | null }

/** What a message holds beside its words, by what it does. */
export type MessageDetail = {
  readonly lines?: readonly AnsweredLine[]
  readonly refusal?: (typeof refusals)[number]
  readonly otherRoute?: (typeof otherRoutes)[number]
  readonly terms?: AnswerTerms
  /** in its hash, so that the bytes are bound to what was said */
  readonly files?: readonly AttachedFile[]
  readonly passedTo?: { readonly member: string; readonly name: string }
}

export type FileView = Course & {
  readonly request: string
  readonly side: Side
  readonly reference: string
  readonly kind: RequestKind
  readonly urgency: Urgency
  readonly title: string
  readonly otherMember: string | null
  readonly otherName: string
  readonly fromCountry: string
  readonly toCountry: string
  readonly draftedAt: Date
  readonly lastAt: Date
  readonly preserveUntil: Date | null
  readonly harm: number | null
  readonly weight: number | null
  readonly cost: Cost | null
  readonly outcome: RequestOutcome | null
}

const moment = (at: Date | null) => at?.toISOString() ?? null

export function fileView(row: FileView, now: Date): RequestLine {
  return {
    ...{ id: row.request, side: row.side, reference: row.reference, kind: row.kind, urgency: row.urgency, title: row.title },
    other: { member: row.otherMember, name: row.otherName, country: row.side === 'asker' ? row.toCountry : row.fromCountry },
    state: stateAt(row, now),
    overdue: overdue(row, now) ?? null,
    draftedAt: row.draftedAt.toISOString(),
    sentAt: moment(row.sentAt),
    acknowledgeDue: moment(row.acknowledgeDue),
    answerDue: moment(row.answerDue),
    acknowledgedAt: moment(row.acknowledgedAt),
    endedAt: moment(row.endedAt),
    lastAt: row.lastAt.toISOString(),
    preserveUntil: moment(row.preserveUntil),
    harm: row.harm,
    weight: row.weight,
    cost: row.cost === null ? null : { ...row.cost, at: row.cost.at.toISOString() },
    outcome: row.outcome,
  }
}

type Said = {
  readonly id: string
  readonly owner: string
  readonly at: Date
  readonly act: (typeof requestActs)[number]
  readonly byName: string
  readonly personName: string
  readonly text: string
  readonly detail: MessageDetail
  readonly sha256: string
  readonly leaf: string | null
}

/** One message of the exchange; a leaf is named to its author alone, since it lies in the author's book. */
export function messageView(
  row: Said,
  reader: string | null,
  attached: readonly RequestAttachment[] = [],
  secrecy: RequestMessage['secrecy'] = [],
): RequestMessage {
  const { id, owner, at, act, byName, personName, text, detail, sha256, leaf } = row
  const own = owner === reader
  return {
    ...{ id, act, own, text, sha256, secrecy },
    at: at.toISOString(),
    by: { organisation: byName, person: personName },
    lines: (detail.lines ?? []).map((line) => ({ ...line })),
    refusal: detail.refusal ?? null,
    otherRoute: detail.otherRoute ?? null,
    terms: detail.terms === undefined ? null : { ...detail.terms },
    files: (detail.files ?? []).map((file) => attached.find(({ id: one }) => one === file.id) ?? { ...file, there: false, fetched: [] }),
    passedTo: detail.passedTo ?? null,
    leaf: own ? leaf : null,
  }
}

/** What a message is proven by later: who said what, to which request. */
export function messageRecord(request: string, act: RequestAct, text: string, detail: MessageDetail) {
  return { request, act, text, detail }
}

type Waits = { readonly said: string; readonly draftedAt: Date; readonly draftedBy: string }
type WaitsSaid = Pick<MessageDetail, 'lines'> & {
  readonly act: 'question' | 'reply' | 'partial' | 'answer'
  readonly text: string
  readonly terms: AnswerTerms
  readonly files?: readonly string[]
  readonly restsOn?: readonly string[]
}

/** The copies of others that an answer which waits rests on. */
export const restsOnOf = ({ said }: Pick<Waits, 'said'>): readonly string[] => (JSON.parse(said) as WaitsSaid).restsOn ?? []

type Titled = { readonly id: string; readonly title: string }
type Reader = { readonly rule: SharingRule; readonly actor: Actor; readonly names: Names; readonly shown: readonly Titled[] }

/** An answer that waits for a second person, as its own organisation reads it. `shown`: what it rests on, as far as that is shown still. */
export function waitsView({ said, draftedAt, draftedBy }: Waits, { rule, actor, names, shown }: Reader): RequestWhole['waits'] {
  const { act, text, lines = [], terms, files = [], restsOn = [] } = JSON.parse(said) as WaitsSaid
  const above = aboveCeiling(rule, actor.role, { tlp: terms.tlp, recipients: [{ kind: 'member' }] }) !== undefined
  return {
    ...{ act, text, terms: { ...terms }, files: [...files], lines: lines.map((line) => ({ ...line })) },
    restsOn: restsOn.map((id) => ({ id, title: shown.find((one) => one.id === id)?.title ?? null })),
    sha256: hashText(said),
    draftedAt: draftedAt.toISOString(),
    draftedBy: whoView(draftedBy, names),
    may: { approve: mayShare(actor) && !above && isSecondPerson(rule, actor, draftedBy), drop: mayDraftShare(actor) },
  }
}

const rounded = (hours: number | null) => (hours === null ? null : Math.round(hours * 10) / 10)

export function pairView<T extends Omit<RequestPair, 'from' | 'to'>>(row: T): Omit<RequestPair, 'from' | 'to'> {
  const { requests, open, answered, refused, ended, acknowledgeHours, answerHours, outcomes, ledOn, noUse, costs } = row
  const results = { outcomes, ledOn, noUse, costs: costs.map((one) => ({ ...one })) }
  return {
    requests,
    open,
    answered,
    refused,
    ended,
    acknowledgeHours: rounded(acknowledgeHours),
    answerHours: rounded(answerHours),
    ...results,
  }
}

const pairColumns = [
  'from',
  'to',
  'requests',
  'open',
  'answered',
  'refused',
  'ended',
  'acknowledge_hours',
  'answer_hours',
  'outcomes',
  'led_on',
  'no_use',
  'costs',
]

/** By pair of countries, as CSV; medians in hours, empty where there is none. */
export function pairsCsv(pairs: readonly RequestPair[]): string {
  const number = (value: number | null) => (value === null ? '' : String(value))
  const rows = pairs.map((one) => [
    one.from,
    one.to,
    ...[one.requests, one.open, one.answered, one.refused, one.ended, one.acknowledgeHours, one.answerHours].map(number),
    ...[one.outcomes, one.ledOn, one.noUse].map(number),
    one.costs.map(({ currency, amount }) => `${currency} ${amount}`).join('; '),
  ])
  return serialiseCsv([pairColumns, ...rows])
}

const lineColumns = [
  'reference',
  'side',
  'kind',
  'urgency',
  'title',
  'other',
  'country',
  'state',
  'overdue',
  'sent_at',
  'acknowledge_due',
  'acknowledged_at',
  'answer_due',
  'ended_at',
  'harm',
  'weight',
  'cost',
  'cost_currency',
  'cost_bearer',
  'cost_state',
  'outcome',
]

/** Requests as CSV; moments in UTC (ISO 8601). */
export function requestsCsv(lines: readonly RequestLine[]): string {
  const rows = lines.map((one) => [
    ...[one.reference, one.side, one.kind, one.urgency, one.title, one.other.name, one.other.country, one.state, one.overdue ?? ''],
    ...[one.sentAt, one.acknowledgeDue, one.acknowledgedAt, one.answerDue, one.endedAt].map((at) => at ?? ''),
    ...[one.harm, one.weight, one.cost?.amount ?? null].map((value) => (value === null ? '' : String(value))),
    ...[one.cost?.currency, one.cost?.bearer, one.cost?.state, one.outcome].map((value) => value ?? ''),
  ])
  return serialiseCsv([lineColumns, ...rows])
}
