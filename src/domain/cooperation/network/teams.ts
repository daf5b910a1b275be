import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import type { RawMember, Supposed } from './raw-member.ts'

// FIRST's list of teams: https://api.first.org/v1/get-teams, scope `public` or `minimal`; the field names are those of its answer.

/** The teams as rows. Their contacts are taken in apart from them (contact-file.ts). */
export function readTeams(bytes: Uint8Array, supposed: Supposed, most: number): Parsed<readonly RawMember[]> {
  const teams = listTeams(bytes, most)
  if (isMalformed(teams)) return teams
  return teams.map((one, at) => ({
    line: at + 1,
    kind: supposed.kind,
    card: { category: supposed.kind === 'industry' ? supposed.category : null, ...cardOf(one) },
  }))
}

/** How a team says that it is reached. */
export type TeamContact = {
  readonly line: number
  readonly name: string
  readonly country: string
  readonly mail: string
  readonly phone: string
  readonly emergency: string
  readonly hours: string
  readonly timeZone: string
  readonly pgp: string
}

/** The contacts of the teams; teams that name no way to reach them are left out. */
export function readTeamContacts(bytes: Uint8Array, most: number): Parsed<readonly TeamContact[]> {
  const teams = listTeams(bytes, most)
  if (isMalformed(teams)) return teams
  const contacts = teams.map((team, at) => {
    const { name, country, timeZone, hours } = cardOf(team)
    const key = text(team['pgp-key'] ?? team.pgp ?? team.key)
    return {
      ...{ line: at + 1, name, country, timeZone, hours },
      mail: text(team.email ?? team.e ?? team.mail),
      phone: phoneOf(text(team.phone ?? team.telephone ?? team.tel)),
      emergency: phoneOf(text(team['emergency-phone'] ?? team['emergency-telephone'] ?? team.emergency)),
      // many give the place of a key, or its fingerprint
      pgp: key.startsWith('-----BEGIN PGP') ? key : '',
    }
  })
  return contacts.filter(({ mail, phone }) => mail !== '' || phone !== '')
}

function listTeams(bytes: Uint8Array, most: number): Parsed<readonly Team[]> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { malformed: 'unreadable' }
  }
  const list = Array.isArray(json) ? json : isObject(json) ? json.data : undefined
  if (!Array.isArray(list)) return { malformed: 'no-teams' }
  return list.slice(0, most).map((one: unknown) => (isObject(one) ? one : {}))
}

type Team = Readonly<Record<string, unknown>>

function cardOf(team: Team) {
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

/** What is no number is left out: in such lists stands much that is none. */
function phoneOf(written: string): string {
  return /^[+0-9][0-9 ()./;,#*x-]{2,}$/i.test(written) && written.length <= 60 ? written : ''
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
