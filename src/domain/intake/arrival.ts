import type { ChannelId, OrganisationId } from '../../base/id.ts'

/** Something that came in, before anything of it is believed. */
export type Arrival = {
  readonly owner: OrganisationId
  readonly channel: ChannelId
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** file name, where it came as a file */
  readonly name: string | null
  readonly reporter: Reporter | null
  /** the reporter's own words */
  readonly note: string | null
  /** BCP 47 tag of the language that the reporter reads */
  readonly language: string | null
  readonly envelope: Envelope | null
  /** what the reporter says it is */
  readonly said: 'unwanted' | 'child-material'
  /** false: coming again it is not counted again (an import that is repeated) */
  readonly counted?: boolean
}

export type Reporter = { readonly address: string | null; readonly name: string | null }

/** The SMTP session that delivered it (RFC 5321): what the check of the reporter's own mail rests on. */
export type Envelope = {
  readonly peer: string
  readonly helo: string
  readonly from: string
  readonly to: string
}

/** A mail address that may be written to, or undefined: one local part, one domain, no odd characters. Length limits by RFC 5321 §4.5.3.1. */
export function usableAddress(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 254) return undefined
  return /^[^\s<>()[\],;:"\\@\p{Cc}]{1,64}@[^\s<>()[\],;:"\\@\p{Cc}]+\.[^\s<>()[\],;:"\\@\p{Cc}]+$/u.test(trimmed) ? trimmed : undefined
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What a person quotes on the phone: `R-7K3F-9QX2`, 40 random bits in Crockford's alphabet; unique within an organisation. */
export function makeReference(random: Uint8Array): string {
  let bits = 0n
  for (const byte of random.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let at = 0; at < 8; at++) text = `${crockford[Number((bits >> BigInt(5 * at)) & 31n)] ?? '0'}${text}`
  return `R-${text.slice(0, 4)}-${text.slice(4)}`
}

/**
 * What makes two arrivals one report: the same bytes from the same reporter to the same organisation. Reporters without an address are told
 * apart by channel, so that an anonymous report does not swallow another channel's.
 */
export function samenessOf(sha256: string, arrival: Pick<Arrival, 'reporter' | 'channel'>): string {
  return `${sha256}:${arrival.reporter?.address?.toLowerCase() ?? `channel ${arrival.channel}`}`
}
