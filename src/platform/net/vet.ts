import { Failure } from '../../base/failure.ts'
import { mayRequest, readIp } from './addresses.ts'
import type { Dns } from './resolver.ts'

/** Where a connection goes in the end. A test sets its own, so that addresses of the world lead to servers on loopback. */
export type Dial = (address: string, port: number) => { readonly host: string; readonly port: number }

export type Vetted =
  | { readonly kind: 'vetted'; readonly address: string }
  | { readonly kind: 'refused'; readonly why: 'host' | 'address' }
  | { readonly kind: 'failed'; readonly why: 'name' | 'name-server' }

/**
 * The one address that a host is asked at: resolved once, judged, and then dialled as a number, so that a name which answers otherwise the
 * next moment (DNS rebinding) leads nowhere. A name of which any address is not global unicast is refused as a whole. `host` as a URL gives
 * it: lower case, IPv6 in brackets.
 */
export async function vetHost(dns: Dns, host: string): Promise<Vetted> {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (readIp(bare) !== undefined) return mayRequest(bare) ? { kind: 'vetted', address: bare } : { kind: 'refused', why: 'address' }
  // a name without a dot is one of this machine's or network's; the rest are kept for local use (RFC 6761, RFC 6762, RFC 8375, RFC 7686)
  if (!bare.includes('.') || /(?:^|\.)(?:localhost|local|internal|home\.arpa|onion|test|invalid)$/i.test(bare))
    return { kind: 'refused', why: 'host' }
  const session = dns.session({ questions: 2, time: 8_000 })
  if (session === undefined) return { kind: 'failed', why: 'name-server' }
  const [v4, v6] = await Promise.all([addressesOf(session.resolve, bare, 'A'), addressesOf(session.resolve, bare, 'AAAA')])
  const all = [...v4.found, ...v6.found]
  if (all.some((address) => !mayRequest(address))) return { kind: 'refused', why: 'address' }
  const [first] = all
  if (first !== undefined) return { kind: 'vetted', address: first }
  return { kind: 'failed', why: v4.absent && v6.absent ? 'name' : 'name-server' }
}

async function addressesOf(
  resolve: (name: string, type: string) => Promise<string[] | string[][]>,
  name: string,
  type: 'A' | 'AAAA',
): Promise<{ readonly found: readonly string[]; readonly absent: boolean }> {
  try {
    return { found: (await resolve(name, type)).flat(), absent: true }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return { found: [], absent: code === 'ENOTFOUND' || code === 'ENODATA' }
  }
}

/** Refuses (`platform.not-outside`) what was dialled at one address and answers from another. */
export function confirmPeer(peer: string | undefined, dialled: string): void {
  if (peer === undefined || canonical(peer) !== canonical(dialled))
    throw new Failure('forbidden', 'platform.not-outside', 'the connection did not go where it was sent')
}

function canonical(address: string): string {
  const bytes = readIp(address.replace(/%.*$/, ''))
  if (bytes === undefined) return address
  const mapped = bytes.length === 16 && bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  return [...(mapped ? bytes.subarray(12) : bytes)].join('.')
}
