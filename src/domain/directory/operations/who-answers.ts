import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { Context } from '../../../platform/context.ts'
import { askSubscriber } from '../adapters/subscriber-lookup.ts'
import { type Answering, inOrder } from '../answers/answering.ts'
import { isPublic } from '../answers/public.ts'
import { enclosingNets, type Keys, keysOf, type Thing } from '../answers/thing.ts'
import { mayAskOutside, maySeeParties } from '../policy.ts'
import { findLookup } from '../store/subscriber-lookup.ts'
import { locateAddresses } from './locate.ts'
import { ownAnswers, partiesOfCountry, subscriberAnswers } from './own-answers.ts'
import { askRegistries, type Outside } from './registry-answers.ts'

export type LookedUp = {
  readonly answers: readonly Answering[]
  readonly outside: Outside
  /** of a host: where it is */
  readonly address: string | null
  readonly country: string | null
  readonly asn: number | null
  /** the name of that network, from the data on this machine */
  readonly network: string | null
}

/**
 * Everybody who may answer for it, nearest first: the organisation's own customer, whoever serves and whoever routes it, the registrar, the
 * country's team and authority. Asks outside where the operator allows it and the actor may, so never inside a unit of work. Nothing is
 * refused but the actor (`platform.forbidden`) and a value that is no such thing (`directory.not-recognised`); a registry that does
 * not answer is left out.
 */
export async function whoAnswersFor(ctx: Context, actor: Actor, thing: Thing): Promise<readonly Answering[]> {
  return (await lookUp(ctx, actor, thing)).answers
}

/** The same, with what is known beside it and whether anybody outside was asked. */
export async function lookUp(ctx: Context, actor: Actor, thing: Thing): Promise<LookedUp> {
  if (!maySeeParties(actor)) throw new Failure('forbidden', 'platform.forbidden', `${actor.kind} ${actor.id} may not look up`)
  const keys = keysOf(thing)
  if (keys === undefined) throw new Failure('invalid', 'directory.not-recognised', `the value is no ${thing.kind}`)
  const at = thing.at ?? ctx.now()
  const outside = outsideOf(ctx, actor, keys)
  const addresses =
    keys.address !== null ? [keys.address] : outside === 'asked' && keys.host !== null ? await addressesOf(ctx, keys.host) : []
  const located = await locate(ctx, addresses)
  const [own, subscriber, registries] = await Promise.all([
    ctx.read(actor, (tx) =>
      ownAnswers(
        tx,
        keys,
        addresses,
        located.map(({ asn }) => asn),
        at,
      ),
    ),
    keys.address === null ? [] : askOwnSystem(ctx, actor, keys.address, keys.port, at, ctx.outside.allowed),
    askRegistries(ctx, actor, keys, addresses, outside),
  ])
  const near = [...own.answers, ...subscriber, ...registries.answers]
  const offline = located.flatMap((place) => offlineAnswer(place, near, keys))
  const countries = countriesOf(keys, near, located)
  const teams = await ctx.read(actor, (tx) => partiesOfCountry(tx, countries, at))
  return {
    answers: inOrder([...near, ...offline, ...teams]),
    outside: registries.outside,
    address: keys.address ?? addresses[0] ?? null,
    country: located[0]?.country ?? countries[0] ?? null,
    asn: located[0]?.asn ?? null,
    network: located[0]?.network ?? null,
  }
}

function outsideOf(ctx: Context, actor: Actor, keys: Keys): Outside {
  if (keys.address === null && keys.host === null) return 'nothing-to-ask'
  if (keys.address !== null && !isPublic(keys.address)) return 'not-public'
  if (!ctx.outside.allowed) return 'off'
  return mayAskOutside(actor) ? 'asked' : 'role'
}

const mostAddresses = 2

async function addressesOf(ctx: Context, host: string): Promise<readonly string[]> {
  const session = ctx.dns.session({ questions: 2, time: 6_000 })
  if (session === undefined) return []
  const asked = await Promise.all(['A', 'AAAA'].map((type) => session.resolve(host, type).catch(() => [])))
  const found = asked.flat(2).filter((address) => isPublic(address))
  return found.slice(0, mostAddresses)
}

type Place = {
  readonly address: string
  readonly country: string | null
  readonly asn: number | null
  readonly network: string | null
  readonly day: string
}

async function locate(ctx: Context, addresses: readonly string[]): Promise<readonly Place[]> {
  const { places, day } = await locateAddresses(ctx, addresses)
  return [...places].map(([address, place]) => ({ address, ...place, day }))
}

/** Network by number, from the data on this machine, where no registry named one. */
function offlineAnswer(place: Place, near: readonly Answering[], keys: Keys): readonly Answering[] {
  const role = keys.address === null ? ('host' as const) : ('network' as const)
  if (place.asn === null || near.some((one) => one.role === role)) return []
  const name = place.network ?? `AS${place.asn}`
  const party = { id: null, name, country: place.country, reference: null }
  return [{ role, party, contacts: [], source: 'offline', date: place.day, note: null, of: `AS${place.asn}` }]
}

/** Of the network first, then of the name's last label where that is a country's. */
function countriesOf(keys: Keys, near: readonly Answering[], located: readonly Place[]): readonly string[] {
  const networks = near.filter(({ role }) => role === 'network' || role === 'host').map(({ party }) => party.country)
  const end = keys.host?.split('.').at(-1)?.toUpperCase() ?? ''
  // the one top-level domain of a country that is not its code (ISO 3166-1 has GB)
  const ofName = end === 'UK' ? 'GB' : /^[A-Z]{2}$/.test(end) ? end : null
  const all = [...networks, ...located.map(({ country }) => country), ofName].filter((one): one is string => one !== null)
  return [...new Set(all)].slice(0, 3)
}

/** The organisation's own system, where one is configured that knows the network. */
async function askOwnSystem(
  ctx: Context,
  actor: Actor,
  address: string,
  port: number | null,
  at: Date,
  allowed: boolean,
): Promise<readonly Answering[]> {
  const lookup = await ctx.read(actor, findLookup)
  if (lookup === undefined || !mayAskOutside(actor) || !enclosingNets(address).some((net) => lookup.nets.includes(net))) return []
  const told = await askSubscriber(ctx, lookup, { address, port, at })
  if (told.kind !== 'found') {
    if (told.kind === 'failed') ctx.log.warn({ allowed }, 'directory.subscriber-lookup-failed')
    return []
  }
  return ctx.read(actor, (tx) => subscriberAnswers(tx, told.subscriber, at))
}
