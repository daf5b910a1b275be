import { atLeast, inScope } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import {
  countryKinds,
  type entryAudiences,
  fieldsOf,
  lawStages,
  needsOf,
  type RegisterField,
  registerFields,
  type registerKinds,
  statesOf,
} from '../contract/network/register-names.ts'
import type { Member } from './member.ts'
import type { Audience } from './proposal.ts'
import { mayKeepNetwork, type Standing } from './standing.ts'

/** By what members are told of a report to other bodies. */
export const reportNotice = 'cooperation.report-shared'

export type RegisterKind = (typeof registerKinds)[number]

/** What an entry says; which fields it has depends on its kind (`fieldsOf`), the others are empty. Days are ISO 8601. */
export type RegisterText = {
  readonly country: string | null
  readonly title: string
  readonly text: string
  readonly audience: (typeof entryAudiences)[number]
  readonly state: string | null
  readonly onDate: string | null
  readonly year: number | null
  readonly lawKinds: readonly string[]
  readonly powers: readonly string[]
  readonly court: string
  readonly outcome: string
  readonly amount: number | null
  readonly collected: number | null
  readonly currency: string | null
  readonly affected: readonly string[]
  readonly responsible: string | null
  readonly solution: string
  readonly topic: string | null
  readonly until: string | null
  readonly body: string
  readonly source: string
  readonly sourceUrl: string
  readonly sourceOn: string | null
}

export type RegisterEntry = RegisterText & {
  readonly id: string
  readonly owner: OrganisationId
  readonly kind: RegisterKind
  readonly member: string | null
  /** what the member was called then, of what was reported in a call */
  readonly byName: string
  /** of a call's agenda, where it was reported there */
  readonly item: string | null
  readonly madeAt: Date
  readonly changedAt: Date
  readonly changedBy: string
  readonly withdrawnAt: Date | null
}

const nothing = {
  state: null,
  onDate: null,
  year: null,
  lawKinds: [],
  powers: [],
  court: '',
  outcome: '',
  amount: null,
  collected: null,
  currency: null,
  affected: [],
  responsible: null,
  solution: '',
  topic: null,
  until: null,
  body: '',
  source: '',
  sourceUrl: '',
  sourceOn: null,
} as const satisfies Readonly<Record<RegisterField, unknown>>

/** What an entry says before anything is said. */
export const emptyText: RegisterText = { ...nothing, country: null, title: '', text: '', audience: 'members' }

/** Without what an entry of this kind does not have; each thing of a list once; a currency only where there is a sum. */
export function tidyEntry(kind: RegisterKind, said: RegisterText): RegisterText {
  const kept = new Set(fieldsOf[kind])
  const emptied = Object.fromEntries(registerFields.flatMap((one) => (kept.has(one) ? [] : [[one, nothing[one]]])))
  const tidy: RegisterText = { ...said, ...emptied }
  const once = (all: readonly string[]) => [...new Set(all)]
  const currency = tidy.amount === null && tidy.collected === null ? null : tidy.currency
  return { ...tidy, currency, lawKinds: once(tidy.lawKinds), powers: once(tidy.powers), affected: once(tidy.affected) }
}

const isEmpty = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** The first field of a tidied entry that is missing or does not go with the others; undefined where none is. */
export function entryFault(kind: RegisterKind, said: RegisterText): keyof RegisterText | undefined {
  const missing = needsOf[kind].find((one) => isEmpty(said[one]))
  if (missing !== undefined) return missing
  if (said.state !== null && !statesOf(kind).includes(said.state)) return 'state'
  if (said.country === null && countryKinds.some((one) => one === kind)) return 'country'
  if ((said.amount !== null || said.collected !== null) && said.currency === null) return 'currency'
  if (said.collected !== null && said.amount !== null && said.collected > said.amount) return 'collected'
  if (kind === 'obstacle' && said.state === 'solved' && said.solution.trim() === '') return 'solution'
  return undefined
}

/** Whether the acting organisation may make an entry of this kind and country: the law of a country is said by its agencies, or the office. */
export function mayEnter(
  standing: Standing,
  own: Pick<Member, 'country' | 'kind'> | undefined,
  kind: RegisterKind,
  country: string | null,
): boolean {
  if (mayKeepNetwork(standing)) return true
  if (own === undefined || standing.member === null || !writes(standing)) return false
  if (country !== null && country !== own.country) return false
  return kind === 'obstacle' || kind === 'offer' || own.kind === 'agency'
}

/** Whoever made it, an agency of the country whose law it is, whoever is to solve the obstacle, or the office. */
export function mayChangeEntry(
  standing: Standing,
  own: Pick<Member, 'id' | 'country' | 'kind'> | undefined,
  entry: Pick<RegisterEntry, 'kind' | 'member' | 'country' | 'responsible' | 'withdrawnAt'>,
): boolean {
  if (entry.withdrawnAt !== null) return false
  if (mayKeepNetwork(standing)) return true
  if (own === undefined || standing.member === null || !writes(standing)) return false
  const ofCountry = countryKinds.some((one) => one === entry.kind) && own.kind === 'agency' && own.country === entry.country
  return entry.member === own.id || ofCountry || (entry.kind === 'obstacle' && entry.responsible === own.id)
}

function writes({ actor }: Standing): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'write')
}

/** Who is told of a report: whoever may see it. */
export function reportAudience(audience: RegisterText['audience']): Audience {
  return audience === 'members' ? 'members' : 'agencies'
}

/** How far a country's laws have come: the farthest stage that any of them has reached; `repealed` only where there is nothing else. */
export function farthestStage(stages: readonly string[]): (typeof lawStages)[number] | undefined {
  const standing = lawStages.filter((one) => one !== 'repealed' && stages.includes(one))
  return standing.at(-1) ?? lawStages.find((one) => one === 'repealed' && stages.includes(one))
}
