import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { nationalTeams } from '../../directory/index.ts'
import * as contract from '../contract.ts'
import { developmentOf, developmentSource } from '../network/development.ts'
import { maySeeNetwork, type Standing } from '../network/standing.ts'
import { readStanding } from '../operations/network/standing.ts'
import {
  countHeldCalls,
  countJointWith,
  countTrainedOf,
  countTrainingsOf,
  listAttendanceOf,
  listEducationsOf,
  listFiguresOf,
} from '../store/network/country-work.ts'
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
  serve(http, contract.readCountryWork, ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const standing = await readStanding(tx, actor)
      allow(maySeeNetwork(standing))
      return workOf(tx, standing, params.code, ctx.now())
    }),
  )
}

const twoYears = 2 * 365 * 86_400_000

async function workOf(tx: Tx, { network, acting, actor }: Standing, code: string, now: Date): Promise<contract.CountryWork> {
  const day = new Date(now.getTime() - twoYears).toISOString().slice(0, 10)
  const since = new Date(`${day}T00:00:00Z`)
  const attendance = await listAttendanceOf(tx, network, code, since)
  return {
    since: day,
    calls: await countHeldCalls(tx, network, since),
    attendance: attendance.map(({ id, name, calls, last }) => ({ member: { id, name }, calls, last: last?.toISOString() ?? null })),
    trainings: { given: await countTrainingsOf(tx, network, code), trained: acting ? await countTrainedOf(tx, network, code) : null },
    educations: [...(await listEducationsOf(tx, network, code))],
    figures: [...(await listFiguresOf(tx, network, code))],
    joint: acting || actor.organisation === null ? null : await countJointWith(tx, actor.organisation, code),
  }
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
