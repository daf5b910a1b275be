import type { Failure } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type { categories, lawKinds, memberKinds, memberStates, powerKinds, standingGroups } from '../contract/network/names.ts'

export type MemberKind = (typeof memberKinds)[number]
export type MemberState = (typeof memberStates)[number]
export type StandingGroup = (typeof standingGroups)[number]

/** What a member says of itself. */
export type Card = {
  readonly name: string
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  readonly category: (typeof categories)[number] | null
  readonly categoryOther: string | null
  /** for whom it speaks now, in words; what is written here as it is entered becomes somebody who is named (representation.ts) */
  readonly represents: string
  readonly legalBasis: string
  readonly laws: readonly (typeof lawKinds)[number][]
  readonly powers: readonly (typeof powerKinds)[number][]
  readonly languages: readonly string[]
  readonly timeZone: string
  readonly hours: string
  readonly website: string | null
  readonly resources: readonly string[]
  readonly public: boolean
}

export type Member = Card & {
  readonly id: string
  readonly owner: OrganisationId
  readonly organisation: OrganisationId | null
  readonly kind: MemberKind
  readonly state: MemberState
  readonly joinedAt: Date | null
  readonly leftAt: Date | null
  readonly leftWhy: string | null
  readonly changedAt: Date
  readonly changedBy: string
}

/** The same, each thing once. */
export function tidyCard<C extends Card>(card: C): C {
  const { laws, powers, languages, resources } = card
  const once = <T>(all: readonly T[]) => [...new Set(all)]
  return { ...card, laws: once(laws), powers: once(powers), languages: once(languages), resources: once(resources) }
}

/** What does not go together in a card of this kind, by the code of its failure: industry has a category, another one is explained. */
export function cardFault(kind: MemberKind, card: Pick<Card, 'category' | 'categoryOther'>): Failure['code'] | undefined {
  if ((kind === 'industry') !== (card.category !== null)) return 'cooperation.category'
  if ((card.category === 'other') !== (card.categoryOther !== null && card.categoryOther !== '')) return 'cooperation.category-other'
  return undefined
}

/** The groups that a member of this kind is in as long as it is one. */
export function groupsOf(kind: MemberKind): readonly StandingGroup[] {
  return kind === 'agency' ? ['agencies', 'members'] : ['industry', 'members']
}
