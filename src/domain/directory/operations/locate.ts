import { isMalformed } from '../../../base/parsed.ts'
import type { Context } from '../../../platform/context.ts'
import { locateTask } from '../tasks.ts'

/** Where an address lies, by the data on this machine. */
export type Located = { readonly country: string | null; readonly asn: number | null; readonly network: string | null }

/** Country and network of addresses, by address, and of which day the data is; nothing leaves the node. Empty where the look-up took too long. */
export async function locateAddresses(
  ctx: Context,
  addresses: readonly string[],
): Promise<{ readonly places: ReadonlyMap<string, Located>; readonly day: string }> {
  const nowhere = { places: new Map<string, Located>(), day: '' }
  if (addresses.length === 0) return nowhere
  const found = await ctx.sandbox.run(locateTask, { addresses }, { time: 5_000 })
  if (!('ok' in found) || isMalformed(found.ok)) return nowhere
  const { places, networksDate } = found.ok
  const pairs = addresses.flatMap((address, at) => {
    const place = places[at]
    return place === undefined ? [] : [[address, place] as const]
  })
  return { places: new Map(pairs), day: networksDate }
}
