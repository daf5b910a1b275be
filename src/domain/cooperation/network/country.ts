import type { namingStates, requestRouteKinds, routeKinds } from '../contract/network/contact-names.ts'
import type { lawKinds } from '../contract/network/names.ts'

export type NamingState = (typeof namingStates)[number]
export type Agency = { readonly id: string; readonly name: string }

/** That the agencies of a country name one of them together. */
export type Naming = {
  readonly id: string
  readonly country: string
  readonly agency: string
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly state: NamingState
  readonly stoodAt: Date | null
  readonly endedAt: Date | null
}
export type Signature = {
  readonly naming: string
  readonly agency: string
  readonly said: 'signed' | 'declined'
  readonly reason: string | null
  readonly at: Date
}

/** The agencies of a country that have not said anything to a naming. */
export function missingFrom(agencies: readonly Agency[], signatures: readonly Pick<Signature, 'agency'>[]): readonly Agency[] {
  const said = new Set(signatures.map(({ agency }) => agency))
  return agencies.filter(({ id }) => !said.has(id))
}

/**
 * What becomes of a naming when the agencies of its country are these and that was said. A proposal stands once each of them has signed, so one that leaves is
 * waited for no more, and one that joins meanwhile is. What stands goes on when one joins: it is asked, and what it says is shown. Both end when the
 * agency that is named leaves.
 */
export function settleNaming(
  naming: Pick<Naming, 'state' | 'agency'>,
  agencies: readonly Agency[],
  signatures: readonly Pick<Signature, 'agency' | 'said'>[],
): NamingState {
  if (naming.state !== 'proposed' && naming.state !== 'standing') return naming.state
  if (!agencies.some(({ id }) => id === naming.agency)) return 'lapsed'
  if (naming.state === 'standing') return 'standing'
  if (signatures.some(({ agency, said }) => said === 'declined' && agencies.some(({ id }) => id === agency))) return 'declined'
  return missingFrom(agencies, signatures).length === 0 ? 'standing' : 'proposed'
}

export type RouteKind = (typeof routeKinds)[number]
export type Route = { readonly kind: RouteKind; readonly to: readonly Agency[] }

/**
 * Where 'to this country' goes: to the agency that its agencies named, else to its only agency, else to each of several, else to the secretariat. `primary` is
 * the agency of the naming that stands.
 */
export function routeToCountry(agencies: readonly Agency[], primary: string | null): Route {
  const named = agencies.find(({ id }) => id === primary)
  if (named !== undefined) return { kind: 'primary', to: [named] }
  if (agencies.length === 0) return { kind: 'secretariat', to: [] }
  return { kind: agencies.length === 1 ? 'only-agency' : 'each', to: agencies }
}

export type LawKind = (typeof lawKinds)[number]
export type RequestRouteKind = (typeof requestRouteKinds)[number]
/** An agency that a request to its country may go to. */
export type Askable = Agency & {
  readonly laws: readonly LawKind[]
  /** whether it works on this node */
  readonly here: boolean
  readonly joinedAt: Date | null
}
export type RequestRoute = { readonly kind: RequestRouteKind; readonly to: Askable; readonly others: readonly Askable[] }

/**
 * To which one agency a request to a country goes: to the one that its agencies named, else to its only one. Of several that named none, to one that works on this
 * node and enforces the law in question, else to one that works on this node; of more than one, to whoever is a member the longest. Undefined where the country has no
 * agency. `others` are those that it might have gone to as well.
 */
export function routeRequest(agencies: readonly Askable[], primary: string | null, law: LawKind): RequestRoute | undefined {
  const [only] = agencies
  if (only === undefined) return undefined
  const named = agencies.find(({ id }) => id === primary)
  if (named !== undefined) return { kind: 'primary', to: named, others: [] }
  if (agencies.length === 1) return { kind: 'only-agency', to: only, others: [] }
  const reached = agencies.some(({ here }) => here) ? agencies.filter(({ here }) => here) : agencies
  const enforcing = reached.filter(({ laws }) => laws.includes(law))
  const pool = enforcing.length === 0 ? reached : enforcing
  const since = ({ joinedAt }: Askable) => joinedAt?.getTime() ?? Number.POSITIVE_INFINITY
  const to = pool.reduce((one, other) => (since(other) < since(one) || (since(other) === since(one) && other.id < one.id) ? other : one))
  return { kind: enforcing.length === 0 ? 'longest' : 'by-law', to, others: agencies.filter(({ id }) => id !== to.id) }
}
