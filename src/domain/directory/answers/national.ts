import national from '../data/national.json' with { type: 'json' }
import type { Answering } from './answering.ts'

/** The team and the authority of a country that came with the program. They are known by name; nobody here has confirmed them. */
export function nationalTeams(country: string): readonly Answering[] {
  return national.teams
    .filter((team) => team.country === country)
    .map(({ kind, name, address }) => ({
      role: kind === 'cert' ? ('cert' as const) : ('authority' as const),
      party: { id: null, name, country, reference: null },
      contacts:
        address === null ? [] : [{ id: null, address, purpose: 'abuse', format: 'xarf' as const, language: null, atMostEvery: null }],
      source: 'offline' as const,
      date: national.date,
      note: 'unconfirmed' as const,
      of: country,
    }))
}
