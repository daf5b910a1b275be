import type { Context } from '../../../platform/context.ts'
import { addressToLookAt, findingOf, type Looked, needsBody } from '../lookback/look.ts'

/** of a body, which is thrown away; milliseconds for a request with its redirects */
const limits = { bytes: 1_048_576, time: 8_000, redirects: 3 }
const hostsAtOnce = 4

type Thing = { readonly kind: 'address' | 'domain' | 'host' | 'url' | 'file' | 'sender'; readonly value: string }

/**
 * Asks whether each thing still answers, through the safe fetcher: HEAD, then GET where HEAD does not say; the body is read up to a limit and dropped. One after
 * another at one host. Never throws; never within a unit of work.
 */
export async function lookAtThings(ctx: Context, things: readonly Thing[]): Promise<readonly Looked[]> {
  const found: Looked[] = things.map(() => ({ found: 'not-looked', status: null }))
  const hosts = new Map<string, (readonly [at: number, address: string])[]>()
  for (const [at, one] of things.entries()) {
    const address = addressToLookAt(one)
    if (address === null) continue
    const host = URL.parse(address)?.host ?? ''
    hosts.set(host, [...(hosts.get(host) ?? []), [at, address]])
  }
  const left = [...hosts.values()]
  const visit = async () => {
    for (let host = left.shift(); host !== undefined; host = left.shift())
      for (const [at, address] of host) found[at] = await lookAt(ctx, address)
  }
  await Promise.all(Array.from({ length: hostsAtOnce }, visit))
  return found
}

async function lookAt(ctx: Context, address: string): Promise<Looked> {
  const asked = { purpose: 'watch', limits } as const
  const head = await ctx.outside.fetchOutside(address, { ...asked, method: 'HEAD' })
  if (!needsBody(head)) return findingOf(head, address)
  const whole = await ctx.outside.fetchOutside(address, { ...asked, method: 'GET' })
  // a page too long to read has said nothing: what HEAD said holds
  return findingOf(whole.kind === 'limit' && whole.why === 'bytes' ? head : whole, address)
}
