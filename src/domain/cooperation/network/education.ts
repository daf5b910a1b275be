import { atLeast, inScope } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type {
  educationAudiences,
  educationPublics,
  educationStates,
  helperKinds,
  phases,
  reachKinds,
} from '../contract/network/training-names.ts'
import { mayKeepCalls } from './call-standing.ts'
import type { Standing } from './standing.ts'

export type EducationState = (typeof educationStates)[number]
export type HelperKind = (typeof helperKinds)[number]
export type Phase = (typeof phases)[number]

/** A joint campaign of education. Days are ISO 8601. */
export type EducationText = {
  readonly title: string
  readonly aim: string
  readonly addressed: readonly (typeof educationPublics)[number][]
  /** BCP 47 */
  readonly languages: readonly string[]
  /** ISO 3166-1 alpha-2; none: everywhere */
  readonly countries: readonly string[]
  readonly startsOn: string
  /** the last day; null: open */
  readonly endsOn: string | null
  readonly audience: (typeof educationAudiences)[number]
}

export type Education = EducationText & {
  readonly id: string
  readonly owner: OrganisationId
  /** who began it; null: the office */
  readonly member: string | null
  readonly endedAt: Date | null
  readonly madeAt: Date
  readonly changedAt: Date
}

export type Reach = {
  readonly id: string
  readonly education: string
  readonly member: string | null
  readonly counted: (typeof reachKinds)[number]
  readonly number: number
  readonly note: string
  readonly source: string
  readonly onDate: string
  readonly at: Date
  readonly withdrawnAt: Date | null
}

export type DeclaredFigure = {
  readonly id: string
  readonly education: string
  readonly member: string | null
  readonly counted: HelperKind
  readonly country: string
  readonly asn: number | null
  readonly since: string
  /** the day after the last */
  readonly until: string
  readonly number: number
  readonly note: string
  readonly source: string
  readonly at: Date
  readonly withdrawnAt: Date | null
}

/** Beginning one, joining it, saying what it reached: members, by their analysts; the office. */
export function mayEducate(standing: Standing): boolean {
  const { member, actor } = standing
  return mayKeepCalls(standing) || (member !== null && atLeast(actor, 'analyst') && inScope(actor, 'write'))
}

/** Changing or ending one: whoever began it, and the office. */
export function mayRunEducation(standing: Standing, { member }: Pick<Education, 'member'>): boolean {
  return mayEducate(standing) && (standing.acting || (member !== null && standing.member?.id === member))
}

/** Reach and figures come from whoever takes part: the partners, who began it, and the office. */
export function mayReport(standing: Standing, education: Pick<Education, 'member'>, partners: readonly string[]): boolean {
  const own = standing.member?.id
  return mayRunEducation(standing, education) || (mayEducate(standing) && own !== undefined && partners.includes(own))
}

/** `today` by the clock of the node, ISO 8601. */
export function educationStateOf(
  { startsOn, endsOn, endedAt }: Pick<Education, 'startsOn' | 'endsOn' | 'endedAt'>,
  today: string,
): EducationState {
  if (endedAt !== null || (endsOn !== null && endsOn < today)) return 'over'
  return startsOn > today ? 'coming' : 'running'
}

/** The phase of a stretch of time that ends the day before `until`; undefined where the campaign began within it, so that it says nothing of either. */
export function phaseOf(startsOn: string, { since, until }: Pick<DeclaredFigure, 'since' | 'until'>): Phase | undefined {
  if (until <= startsOn) return 'before'
  return since >= startsOn ? 'after' : undefined
}

const day = 86_400_000
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

export type Stretch = { readonly since: string; readonly until: string }

/**
 * The two stretches of time that are compared, of the same length: the days of the campaign so far, 365 at most, and as many before it. Undefined before it began.
 */
export function stretchesOf(
  { startsOn, endsOn, endedAt }: Pick<Education, 'startsOn' | 'endsOn' | 'endedAt'>,
  today: string,
): Readonly<Record<Phase, Stretch>> | undefined {
  const start = Date.parse(startsOn)
  const ends = [endsOn, endedAt?.toISOString().slice(0, 10) ?? null, today].filter((one) => one !== null).map((one) => Date.parse(one))
  const days = Math.min(365, Math.floor((Math.min(...ends) - start) / day) + 1)
  if (days < 1) return undefined
  return {
    before: { since: dayOf(start - days * day), until: startsOn },
    after: { since: startsOn, until: dayOf(start + days * day) },
  }
}

export type Compared = {
  readonly country: string
  readonly asn: number | null
  readonly before: number | null
  readonly after: number | null
  /** in parts of a hundred; null where either is missing, or there was nothing before */
  readonly change: number | null
}

export function changeOf(before: number | null, after: number | null): number | null {
  return before === null || after === null || before === 0 ? null : Math.round(((after - before) / before) * 1000) / 10
}

/**
 * What members declared of one kind, by country and network. Of several figures for the same place and phase counts the mean of each source's latest: sources that
 * counted the same thing are not added up, and one that counts often does not weigh more. A phase that nobody declared anything for is null and never 0.
 */
export function compareDeclared(
  startsOn: string,
  figures: readonly DeclaredFigure[],
): readonly (Compared & { readonly sources: number })[] {
  const places = new Map<string, { country: string; asn: number | null; by: Map<Phase, Map<string, DeclaredFigure>> }>()
  for (const one of figures) {
    const phase = phaseOf(startsOn, one)
    if (phase === undefined || one.withdrawnAt !== null) continue
    const key = `${one.country} ${one.asn ?? ''}`
    const place = places.get(key) ?? { country: one.country, asn: one.asn, by: new Map() }
    places.set(key, place)
    const sources = place.by.get(phase) ?? new Map<string, DeclaredFigure>()
    place.by.set(phase, sources)
    const source = `${one.member} ${one.source.trim().toLowerCase()}`
    const known = sources.get(source)
    if (known === undefined || known.until < one.until || (known.until === one.until && known.at <= one.at)) sources.set(source, one)
  }
  return [...places.values()]
    .map(({ country, asn, by }) => {
      const [before, after] = [meanOf(by.get('before')), meanOf(by.get('after'))]
      const sources = new Set([...by.values()].flatMap((one) => [...one.keys()])).size
      return { country, asn, before, after, change: changeOf(before, after), sources }
    })
    .sort((a, b) => a.country.localeCompare(b.country) || (a.asn ?? 0) - (b.asn ?? 0))
}

function meanOf(sources: ReadonlyMap<string, DeclaredFigure> | undefined): number | null {
  if (sources === undefined || sources.size === 0) return null
  const numbers = [...sources.values()].map(({ number }) => number)
  return Math.round(numbers.reduce((sum, one) => sum + one, 0) / numbers.length)
}

/** An address that a released copy names as one that sent, and when it was seen. */
export type SeenSender = {
  readonly address: string
  readonly copy: string
  readonly owner: string
  readonly since: string
  readonly until: string
}
export type Place = { readonly country: string | null; readonly asn: number | null; readonly network: string | null }

export type CountedPlace = Compared & { readonly before: number; readonly after: number; readonly network: string | null }
export type Counted = {
  readonly items: readonly CountedPlace[]
  readonly total: { readonly before: number; readonly after: number; readonly change: number | null }
  /** copies and organisations that any of it comes from */
  readonly copies: number
  readonly sources: number
  /** addresses of which nobody knows where they lie */
  readonly nowhere: number
}

/** Senders by country and network, each address once a phase. `places` by address; `countries` empty: all. */
export function countSenders(
  senders: readonly SeenSender[],
  places: ReadonlyMap<string, Place>,
  stretches: Readonly<Record<Phase, Stretch>>,
  countries: readonly string[],
): Counted {
  const found = new Map<string, { place: Place; before: Set<string>; after: Set<string> }>()
  const [copies, sources, nowhere] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const all = { before: new Set<string>(), after: new Set<string>() }
  for (const { address, copy, owner, since, until } of senders) {
    const seen = (['before', 'after'] as const).filter((phase) => since < stretches[phase].until && until >= stretches[phase].since)
    if (seen.length === 0) continue
    const place = places.get(address)
    if (place?.country == null) {
      nowhere.add(address)
      continue
    }
    if (countries.length > 0 && !countries.includes(place.country)) continue
    copies.add(copy)
    sources.add(owner)
    const key = `${place.country} ${place.asn ?? ''}`
    const one = found.get(key) ?? { place, before: new Set<string>(), after: new Set<string>() }
    found.set(key, one)
    for (const phase of seen) {
      one[phase].add(address)
      all[phase].add(address)
    }
  }
  const items = [...found.values()].map(({ place, before, after }) => ({
    ...{ country: place.country ?? '', asn: place.asn, network: place.network },
    ...{ before: before.size, after: after.size, change: changeOf(before.size, after.size) },
  }))
  items.sort((a, b) => b.before + b.after - (a.before + a.after) || a.country.localeCompare(b.country) || (a.asn ?? 0) - (b.asn ?? 0))
  const total = { before: all.before.size, after: all.after.size, change: changeOf(all.before.size, all.after.size) }
  return { items, total, copies: copies.size, sources: sources.size, nowhere: nowhere.size }
}
