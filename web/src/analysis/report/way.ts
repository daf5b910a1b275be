import { centroidOf } from '../../ui/centroids.ts'
import type { Hop, MessageReading, Place } from '../reading.ts'

/**
 * A station of the way in the order of time: what it calls itself (by the line that it wrote), and what the next one saw of it. The
 * last station has been seen by nobody further on.
 */
export type Station = Place & {
  readonly key: string
  /** what it calls itself in its own line; null for the first, which wrote none */
  readonly own: string | null
  readonly helo: string | null
  readonly name: string | null
  readonly ip: string | null
  /** `claimed`: told by lines that anyone could have written; `handover`: the first outside of the reporter's side; `ours`: on that side */
  readonly role: 'claimed' | 'handover' | 'ours'
  /** the line by which it was handed on; null for the last station */
  readonly leg: Hop | null
}

const nowhere: Place = { country: null, asn: null, network: null }

/** The stations of a message, first sender first. `path` runs from the top of the header, so from the last line to the first. */
export function stationsOf({ path, origin }: Pick<MessageReading, 'path' | 'origin'>): readonly Station[] {
  if (path.length === 0) return []
  const inTime = [...path].reverse()
  const stations = inTime.map((hop, at): Station => {
    const role =
      hop.index === origin.hop
        ? 'handover'
        : origin.hop === null
          ? hop.trusted
            ? 'ours'
            : 'claimed'
          : hop.index < origin.hop
            ? 'ours'
            : 'claimed'
    const { country, asn, network } = hop
    return { key: `station-${hop.index}`, own: inTime[at - 1]?.by ?? null, ...hop.from, country, asn, network, role, leg: hop }
  })
  const last = path[0]
  return [
    ...stations,
    {
      key: 'station-last',
      own: last?.by ?? null,
      helo: null,
      name: null,
      ip: null,
      ...nowhere,
      role: last?.trusted === true ? 'ours' : 'claimed',
      leg: null,
    },
  ]
}

export type MapPlace = {
  readonly code: string
  readonly longitude: number
  readonly latitude: number
  readonly role: Station['role']
  readonly claim: boolean
}

/** The countries that the message passed, in order, each once, and the ways between them. A sender's own claims have no way. */
export function placesOf(stations: readonly Station[], claims: readonly { readonly country: string | null }[]) {
  const places: MapPlace[] = []
  const arcs: { from: string; to: string; claimed: boolean }[] = []
  let before: string | undefined
  for (const { country, role } of stations) {
    const at = country === null ? undefined : centroidOf(country)
    if (country === null || at === undefined) continue
    const known = places.findIndex((place) => place.code === country)
    if (known < 0) places.push({ code: country, ...at, role, claim: false })
    else if (role === 'handover') places[known] = { code: country, ...at, role, claim: false }
    if (before !== undefined && before !== country && !arcs.some((arc) => arc.from === before && arc.to === country))
      arcs.push({ from: before, to: country, claimed: role === 'claimed' })
    before = country
  }
  for (const { country } of claims) {
    const at = country === null ? undefined : centroidOf(country)
    if (country === null || at === undefined || places.some((place) => place.code === country)) continue
    places.push({ code: country, ...at, role: 'claimed', claim: true })
  }
  return { places, arcs }
}
