import { type Actor, atLeast, inScope, type Role } from '../../../base/actor.ts'
import type { ceilingReaches, sharedKinds, shareReaches, shareStates } from '../contract/network/names.ts'
import { isAsStrict, type Tlp } from './tlp.ts'

export type SharedKind = (typeof sharedKinds)[number]
export type Reach = (typeof shareReaches)[number]
export type ShareState = (typeof shareStates)[number]

/** To whom, as it is asked for: a member's card, a group, a country, the agencies of a country, all agencies (`value` is empty). */
export type Recipient = { readonly kind: Reach; readonly value: string }

/** Up to where a role may decide: the most open mark, and the widest recipient. */
export type Ceiling = { readonly tlp: Tlp; readonly reach: (typeof ceilingReaches)[number] }
export type SharingRule = {
  readonly secondPerson: boolean
  readonly analyst: Ceiling
  readonly manager: Ceiling
  /** whether messages may go as they came, unredacted */
  readonly originals: boolean
}

/** Until somebody sets another. */
export const firstRule: SharingRule = {
  secondPerson: false,
  analyst: { tlp: 'green', reach: 'group' },
  manager: { tlp: 'clear', reach: 'agencies' },
  originals: false,
}

const widths: Readonly<Record<Reach, number>> = { member: 0, group: 1, country: 2, 'country-agencies': 2, agencies: 3 }

/** The ceiling of a role; administrators have none. */
export function ceilingOf(rule: SharingRule, role: Role | null): Ceiling | undefined {
  if (role === 'administrator') return undefined
  return role === 'manager' ? rule.manager : rule.analyst
}

/** What of it is above the ceiling of the role. */
export function aboveCeiling(
  rule: SharingRule,
  role: Role | null,
  asked: { readonly tlp: Tlp; readonly recipients: readonly Pick<Recipient, 'kind'>[] },
): 'tlp' | 'reach' | undefined {
  const ceiling = ceilingOf(rule, role)
  if (ceiling === undefined) return undefined
  if (!isAsStrict(asked.tlp, ceiling.tlp)) return 'tlp'
  return asked.recipients.some(({ kind }) => widths[kind] > widths[ceiling.reach]) ? 'reach' : undefined
}

/** Where a share stands at a moment: what was shared until then is over. */
export function stateAt(
  { state, until }: { readonly state: Exclude<ShareState, 'expired'>; readonly until: Date | null },
  now: Date,
): ShareState {
  return state === 'shared' && until !== null && until <= now ? 'expired' : state
}

/** Seeing what others show us, and what we show them. */
export function maySeeShares(actor: Actor): boolean {
  return atLeast(actor, 'viewer') && inScope(actor, 'read')
}

/** Drafting, changing and refusing: nothing is seen by others from it. Calling back too: it only takes away. */
export function mayDraftShare(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'write')
}

/** Letting others see something: a person who saw it. Never a program by its key. */
export function mayShare(actor: Actor): boolean {
  return actor.kind === 'person' && atLeast(actor, 'analyst')
}

/** Whether the person who drafted it may decide on it too. */
export function isSecondPerson(rule: SharingRule, actor: Actor, draftedBy: string): boolean {
  return !rule.secondPerson || actor.id !== draftedBy
}

/** Being handed bytes of evidence, which may be hostile: one's own as they would go, and others'. */
export function mayTakeBytes(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'read')
}

/** Groups of the organisation's own, and leaving others'. */
export function mayKeepGroups(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Putting a mark of secrecy on something of one's own. */
export function mayMarkSecret(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'write')
}

/** Taking one away, and setting how the organisation shares. */
export function mayLiftSecret(actor: Actor): boolean {
  return atLeast(actor, 'administrator') && inScope(actor, 'administer')
}

/**
 * Words to search copies by, in which the reference of a report is looked for part by part: copies name it with the organisation before it
 * (`harbour-R-7K3M-9Q2X`), and people type it as they know it.
 */
export const referencesApart = (words: string): string =>
  words.replaceAll(/(?<![\w-])R-[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])/gi, (reference) => reference.replaceAll('-', ' '))
