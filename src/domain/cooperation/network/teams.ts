import type { Parsed } from '../../../base/parsed.ts'
import type { RawMember, Supposed } from './raw-member.ts'

// FIRST's list of teams: https://api.first.org/v1/get-teams, scope `public` or `minimal`; the field names are those of its answer.

/** The teams as rows. Contacts in the list are left where they are: whoever is to be written to is confirmed by the member itself. */
export function readTeams(bytes: Uint8Array, supposed: Supposed, most: number): Parsed<readonly RawMember[]> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { malformed: 'unreadable' }
  }
  const list = Array.isArray(json) ? json : isObject(json) ? json.data : undefined
  if (!Array.isArray(list)) return { malformed: 'no-teams' }
  return list.slice(0, most).map((one: unknown, at) => ({
    line: at + 1,
    kind: supposed.kind,
    card: { category: supposed.kind === 'industry' ? supposed.category : null, ...cardOf(isObject(one) ? one : {}) },
  }))
}

type Team = Readonly<Record<string, unknown>>

function cardOf(team: Team): Readonly<Record<string, unknown>> {
  const name = text(team['team-full'] ?? team.t) || text(team.team ?? team.s)
  return {
    name,
    country: text(team.country ?? team.c).toUpperCase(),
    website: websiteOf(text(team.website ?? team.url ?? team.u)),
    timeZone: zoneOf(text(team.timezone)),
    hours: text(team['operating-hours']).slice(0, 500),
    represents: text(team['constituency-description'] || team.constituency).slice(0, 2_000),
  }
}

function isObject(value: unknown): value is Team {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is written there; of several the first. */
function text(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one.trim() : ''
}

function websiteOf(written: string): string | null {
  const url = /^https?:\/\//i.test(written) ? written : `https://${written}`
  return written !== '' && written.length <= 500 && URL.canParse(url) ? url : null
}

/** `UTC-03:00` as the zone of that name, `Etc/GMT+3`, whose sign POSIX has the other way round; what is no whole hour is not told. */
function zoneOf(written: string): string {
  const offset = /^(?:UTC|GMT)?\s*([+-])0?(\d{1,2})(?::?00)?$/i.exec(written)
  if (offset === null) return /^[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+$/.test(written) ? written : 'UTC'
  const hours = Number(offset[2])
  if (hours === 0 || hours > (offset[1] === '+' ? 14 : 12)) return 'UTC'
  return `Etc/GMT${offset[1] === '+' ? '-' : '+'}${hours}`
}
