import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { Work } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { contactView } from '../network/contact-view.ts'
import { missingFrom, type Naming, routeToCountry, type Signature } from '../network/country.ts'
import { maySeeNetwork, maySpeakFor, type Standing } from '../network/standing.ts'
import { declineNaming, proposeNaming, signNaming, withdrawNaming } from '../operations/network/country-contacts.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findPeriods } from '../store/network/contact-tests.ts'
import { listUnits } from '../store/network/contacts.ts'
import { type CountryAgency, findNaming, listAgenciesOf, listNamings, listSignatures } from '../store/network/country-contacts.ts'
import { findMember } from '../store/network/members.ts'

/** Whom a country's agencies named together, and where 'to this country' goes. */
export function countryContactRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readCountryContact, ({ actor, params }) => countryView(http, actor, params.code))
  serve(http, contract.proposeCountryContact, async ({ actor, params, body }) => {
    await performInNetwork(ctx, actor, (work, standing) => proposeNaming(work, standing, { country: params.code, ...body }))
    return countryView(http, actor, params.code)
  })
  /** A naming that the actor can not see is none to them. */
  const act = async (actor: Actor, id: string, run: (work: Work, standing: Standing) => Promise<void>) => {
    const naming = await ctx.read(actor, async (tx) => {
      await see(tx, actor)
      return present(await findNaming(tx, id), 'cooperation.no-naming', `naming ${id}`)
    })
    await performInNetwork(ctx, actor, run)
    return countryView(http, actor, naming.country)
  }
  serve(http, contract.signCountryContact, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => signNaming(work, standing, params.id, body.agency)),
  )
  serve(http, contract.declineCountryContact, ({ actor, params, body }) =>
    act(actor, params.id, (work, standing) => declineNaming(work, standing, params.id, body.agency, body.reason)),
  )
  serve(http, contract.withdrawCountryContact, ({ actor, params }) =>
    act(actor, params.id, (work, standing) => withdrawNaming(work, standing, params.id)),
  )
}

async function see(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await readStanding(tx, actor)
  if (!maySeeNetwork(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not see the network')
  return standing
}

async function countryView({ ctx }: Http, actor: Actor, country: string): Promise<contract.CountryContactView> {
  return ctx.read(actor, async (tx) => {
    const standing = await see(tx, actor)
    const { network } = standing
    const agencies = await listAgenciesOf(tx, network, country)
    const namings = await listNamings(tx, network, country)
    const signatures = await listSignatures(
      tx,
      namings.map(({ id }) => id),
    )
    const names = new Map(agencies.map(({ id, name }) => [id, name]))
    for (const id of namings.flatMap((one) => [one.agency, one.proposedBy]).concat(signatures.map(({ agency }) => agency)))
      if (!names.has(id)) names.set(id, (await findMember(tx, id))?.name ?? '')
    const speaks = agencies.filter((agency) => maySpeakFor(standing, { ...agency, kind: 'agency', state: 'member' })).map(agencyView)
    const views = namings.map((one) => namingView(one, { agencies, signatures, names, speaks }))
    const standingNow = views.find(({ state }) => state === 'standing') ?? null
    const route = routeToCountry(agencies, standingNow?.agency.id ?? null)
    const [periods, now] = [await findPeriods(tx, network), ctx.now()]
    const units = await listUnits(
      tx,
      route.to.map(({ id }) => id),
    )
    const unitOf = (id: string) => {
      const found = units.find(({ member }) => member === id)
      return found === undefined ? null : contactView(found, periods, now)
    }
    return {
      country,
      agencies: agencies.map((one) => ({ ...agencyView(one), laws: [...one.laws], here: one.organisation !== null })),
      route: { kind: route.kind, to: route.to.map(({ id, name }) => ({ agency: { id, name }, contact: unitOf(id) })) },
      standing: standingNow,
      proposed: views.find(({ state }) => state === 'proposed') ?? null,
      history: views.filter(({ endedAt }) => endedAt !== null),
      mayPropose: views.some(({ state }) => state === 'proposed') ? [] : speaks,
    }
  })
}

const agencyView = ({ id, name }: CountryAgency) => ({ id, name })

type Around = {
  readonly agencies: readonly CountryAgency[]
  readonly signatures: readonly Signature[]
  readonly names: ReadonlyMap<string, string>
  readonly speaks: readonly { readonly id: string; readonly name: string }[]
}

function namingView(naming: Naming, { agencies, signatures, names, speaks }: Around): contract.NamingView {
  const { id, country, agency, proposedBy, proposedAt, state, stoodAt, endedAt } = naming
  const named = (member: string) => ({ id: member, name: names.get(member) ?? '' })
  const said = signatures.filter((one) => one.naming === id)
  // whoever may not see what was said is told nothing of who has not
  const missing = said.length === 0 || endedAt !== null ? [] : missingFrom(agencies, said).map(({ id: one, name }) => ({ id: one, name }))
  return {
    ...{ id, country, state },
    agency: named(agency),
    proposedBy: named(proposedBy),
    proposedAt: proposedAt.toISOString(),
    stoodAt: stoodAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    signatures: said.map((one) => ({ agency: named(one.agency), said: one.said, reason: one.reason, at: one.at.toISOString() })),
    missing,
    maySign: missing.filter(({ id: one }) => speaks.some((agencyOf) => agencyOf.id === one)),
    mayWithdraw: state === 'proposed' && speaks.some((agencyOf) => agencyOf.id === proposedBy),
  }
}
