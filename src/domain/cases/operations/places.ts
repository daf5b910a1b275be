import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { Context } from '../../../platform/context.ts'
import { lookUp, type Thing } from '../../directory/index.ts'
import type { ActionRow, ActionThing } from '../action.ts'
import { digestOf } from '../lookback/digest.ts'

/** Who answers for where a thing lay, as it was when the notice was written. */
export type Place = {
  readonly network: string | null
  readonly network_name: string | null
  readonly host: string | null
  readonly registrar: string | null
  readonly country: string | null
}

export const nowhere: Place = { network: null, network_name: null, host: null, registrar: null, country: null }
const longest = 200
const atOnce = 4

/** Where each thing lies, by its digest: from registries where outside look-ups are allowed, else from the data on this machine, else from whom the notice is to. */
export async function placesOf(
  ctx: Context,
  actor: Actor,
  action: ActionRow,
  things: readonly ActionThing[],
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>()
  const left = [...things]
  const visit = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift())
      places.set(digestOf(one), withRecipient(await placeOf(ctx, actor, one), action))
  }
  await Promise.all(Array.from({ length: atOnce }, visit))
  return places
}

async function placeOf(ctx: Context, actor: Actor, { kind, value, port, at }: ActionThing): Promise<Place> {
  if (kind === 'file' || kind === 'sender') return nowhere
  const seen = at == null ? null : new Date(at)
  const thing: Thing = kind === 'address' ? { kind, value, port: port ?? null, at: seen } : { kind, value, at: seen }
  try {
    const { answers, country, asn, network } = await lookUp(ctx, actor, thing)
    const host = answers.find(({ role }) => role === 'host') ?? answers.find(({ role }) => role === 'network')
    const registrar = answers.find(({ role }) => role === 'registrar')
    const place = host?.party.country ?? country
    return {
      network: asn === null ? null : `AS${asn}`,
      network_name: network?.slice(0, longest) ?? null,
      host: host?.party.name.slice(0, longest) ?? null,
      registrar: registrar?.party.name.slice(0, longest) ?? null,
      country: place !== null && /^[A-Z]{2}$/.test(place) ? place : null,
    }
  } catch (error) {
    // what is no address or name lies nowhere
    if (error instanceof Failure && error.kind === 'invalid') return nowhere
    throw error
  }
}

/** Whoever the notice went to stands in where nobody else is known. */
function withRecipient(place: Place, { recipient }: ActionRow): Place {
  const name = recipient?.name.slice(0, longest) ?? null
  if (recipient?.role === 'registrar') return { ...place, registrar: place.registrar ?? name }
  if (recipient?.role === 'host') return { ...place, host: place.host ?? name }
  if (recipient?.role === 'network') return { ...place, network_name: place.network_name ?? name }
  return place
}
