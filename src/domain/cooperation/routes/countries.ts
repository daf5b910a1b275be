import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { nationalTeams } from '../../directory/index.ts'
import * as contract from '../contract.ts'
import { developmentOf, developmentSource } from '../network/development.ts'
import { maySeeNetwork } from '../network/standing.ts'
import { readStanding } from '../operations/network/standing.ts'
import { countByCountry } from '../store/network/members.ts'
import { allow } from './network.ts'

/** The network by its countries. */
export function countryRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCountries, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      return { items: [...(await countByCountry(tx, standing.network))] }
    }),
  )
  serve(http, contract.readCountry, ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      const counted = (await countByCountry(tx, standing.network)).find(({ country }) => country === params.code)
      return countryView(params.code, counted ?? { agencies: 0, industry: 0 })
    }),
  )
}

function countryView(
  country: string,
  { agencies, industry }: { readonly agencies: number; readonly industry: number },
): contract.NetworkCountry {
  const teams = nationalTeams(country)
  return {
    country,
    agencies,
    industry,
    development: { ...developmentOf(country), ...developmentSource },
    teams: teams.map(({ role, party, contacts }) => ({
      role: role === 'cert' ? 'cert' : 'authority',
      name: party.name,
      address: contacts[0]?.address ?? null,
    })),
    teamsDate: teams[0]?.date ?? null,
  }
}
