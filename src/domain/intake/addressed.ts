/** What a recipient address asks for: the node's own desk, a channel's token, a thread's token, or nothing that is served here. */
export type Addressed =
  | { readonly kind: 'desk' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'thread'; readonly token: string }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unknown' }

/**
 * Reads `report@DOMAIN`, `report+TOKEN@DOMAIN` and `case+TOKEN@DOMAIN` (RFC 5233 subaddressing); the domain must be ours, else the node would be a
 * relay.
 */
export function readAddressed(address: string, domain: string): Addressed {
  const cut = address.lastIndexOf('@')
  if (cut < 1) return { kind: 'unknown' }
  const local = address.slice(0, cut).toLowerCase()
  if (address.slice(cut + 1).toLowerCase() !== domain.toLowerCase()) return { kind: 'elsewhere' }
  if (local === 'report') return { kind: 'desk' }
  const [, what, token] = /^(report|case)\+([a-z0-9]{8,64})$/.exec(local) ?? []
  if (token === undefined) return { kind: 'unknown' }
  return { kind: what === 'case' ? 'thread' : 'token', token }
}
