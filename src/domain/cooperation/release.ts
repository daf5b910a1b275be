import type { ActionId, CaseId, ContactId, OrganisationId, PartyId, ReleaseId, ThreadId } from '../../base/id.ts'
import type { eventWhats, objectKinds, recipientKinds, releaseFormats, releaseKinds, releaseStates, tlps } from './contract/shapes.ts'
import type { Onward, Permitted } from './network/tlp.ts'

export type ReleaseKind = (typeof releaseKinds)[number]
export type ReleaseState = (typeof releaseStates)[number]
export type ReleaseFormat = (typeof releaseFormats)[number]
export type RecipientKind = (typeof recipientKinds)[number]
export type ObjectKind = (typeof objectKinds)[number]
export type Tlp = (typeof tlps)[number]
export type EventWhat = (typeof eventWhats)[number]

/** Whom something goes to. `value` is an address, the name of a public list, a vendor's or an organisation's id. */
export type ReleaseRecipient = {
  readonly kind: RecipientKind
  readonly value: string
  readonly name: string | null
  readonly role: string | null
  readonly party: PartyId | null
  readonly contact: ContactId | null
  /** BCP 47 */
  readonly language: string | null
  readonly format: ReleaseFormat
}

/** What somebody changed in a draft, in place of what the template and the playbook say. */
export type Wording = {
  readonly title?: string | undefined
  readonly text?: string | undefined
  /** false: nothing of the evidence goes with it */
  readonly evidence?: boolean | undefined
}

/** A release as it lies in the database. */
export type ReleaseRow = {
  readonly id: ReleaseId
  readonly owner: OrganisationId
  readonly kind: ReleaseKind
  readonly case: CaseId | null
  readonly objectKind: ObjectKind
  readonly object: string
  readonly recipient: ReleaseRecipient
  readonly warnings: readonly string[]
  readonly purpose: string
  readonly ground: string
  readonly tlp: Tlp
  readonly profile: string | null
  readonly redaction: unknown
  /** by whose way it goes (`ways/way.ts`); null: a mail to an address, or a list */
  readonly way: string | null
  readonly state: ReleaseState
  readonly fault: string | null
  readonly version: number
  readonly title: string
  readonly mediaType: string
  readonly sha256: string | null
  readonly size: number
  readonly grouping: string | null
  readonly codes: readonly string[]
  readonly wording: Wording
  /** seconds that the recipient wants between two letters; null: none */
  readonly atMostEvery: number | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly draftedAt: Date | null
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly decidedRule: string | null
  readonly notBefore: Date | null
  readonly until: Date | null
  readonly thread: ThreadId | null
  readonly mail: string | null
  readonly settledAt: Date | null
  readonly receipt: Readonly<Record<string, unknown>>
  /** terms that it bears; null: it bears none (`contract/letter-terms-names.ts`) */
  readonly permitted: Permitted | null
  readonly onward: Onward | null
  /** the ground in law */
  readonly law: string | null
  /** for what it is given; null: as letters of its kind say it */
  readonly aim: string | null
  readonly keepUntil: Date | null
  /** copies of others that it rests on */
  readonly restsOn: readonly string[]
  readonly recall: RecallRow | null
}

/** That its recipient was asked to delete it. Moments as the database writes them in JSON. */
export type RecallRow = {
  readonly at: string
  readonly by: string
  readonly mail: string
  readonly reply: string | null
  readonly confirmedAt: string | null
  readonly confirmedBy: string | null
}

/** One action of a case that a release carries out. */
export type ReleaseAction = { readonly action: ActionId; readonly case: CaseId | null }

/**
 * `draft`: previewed and not decided; `decided`: these bytes may go until then; `delivered`, `failed`: they went, or were refused for good; `recalled`: taken back
 * before they went, or told to be disregarded; `refused`: somebody decided that they shall not.
 */
const moves: Readonly<Record<ReleaseState, readonly ReleaseState[]>> = {
  draft: ['decided', 'refused'],
  decided: ['delivered', 'failed', 'recalled'],
  failed: ['decided', 'delivered', 'recalled'],
  delivered: ['recalled'],
  recalled: [],
  refused: [],
}

export function mayBecome(from: ReleaseState, to: ReleaseState): boolean {
  return moves[from].includes(to)
}

/** What several actions share so that one letter tells of them all; null for kinds that are always letters of their own. */
export function groupingOf(kind: ReleaseKind, recipient: ReleaseRecipient, profile: string | null): string | null {
  if (recipient.kind !== 'address' || !(kind === 'notify' || kind === 'take-down' || kind === 'tell-customer' || kind === 'warn-affected'))
    return null
  return [kind, recipient.value.toLowerCase(), recipient.format, recipient.language ?? '', profile ?? ''].join(' ')
}

/** When the next letter may go to whoever wants them no more often than every so many seconds; `last` is when the last one went or will go. */
export function nextAllowed(last: Date | null, everySeconds: number | null, now: Date): Date | null {
  if (last === null || everySeconds === null || everySeconds <= 0) return null
  const next = new Date(last.getTime() + everySeconds * 1000)
  return next > now ? next : null
}

/** Whether the recipient can be asked by mail to delete it: it went to an address, and nobody asked yet. */
export function mayCallBack({ state, recipient, thread, recall }: Pick<ReleaseRow, 'state' | 'recipient' | 'thread' | 'recall'>): boolean {
  return state === 'delivered' && recipient.kind === 'address' && thread !== null && recall === null
}

/** Whether a person gives it to the recipient themselves: on a page that takes no machine. */
export function isByHand({ recipient, mediaType }: Pick<ReleaseRow, 'recipient' | 'mediaType'>): boolean {
  return (recipient.kind === 'vendor' || recipient.kind === 'organisation') && !mediaType.startsWith('multipart/')
}
