import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isWithin, mayRequest, readIp, readPrefix } from './addresses.ts'

/** Where a host that somebody typed may be reached: one address, looked up once, so that it cannot be another one by the time of the connection. */
export type Reach =
  | { readonly kind: 'address'; readonly address: string; readonly listed: boolean }
  /** it has no address */
  | { readonly kind: 'unknown' }
  /** all of its addresses are private, and in none of the networks that the operator allows */
  | { readonly kind: 'private' }

/**
 * Looks a host up and chooses an address that the node may connect to on somebody's behalf: a global one, or one within the networks that the operator
 * has listed (`listed`). Never throws.
 */
export async function findReach(host: string, allowed: readonly string[]): Promise<Reach> {
  const bare = host.replace(/^\[|\]$/g, '')
  const addresses = isIP(bare) > 0 ? [bare] : (await lookup(bare, { all: true }).catch(() => [])).map(({ address }) => address)
  if (addresses.length === 0) return { kind: 'unknown' }
  const networks = allowed.flatMap((one) => readPrefix(one) ?? [])
  for (const address of addresses) {
    const bytes = readIp(address)
    const listed = bytes !== undefined && networks.some((network) => isWithin(bytes, network))
    if (listed || mayRequest(address)) return { kind: 'address', address, listed }
  }
  return { kind: 'private' }
}
