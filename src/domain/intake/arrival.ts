import { createHash } from 'node:crypto'
import type { ChannelId, OrganisationId, ReplyId } from '../../base/id.ts'
import { storableText } from '../../base/storable.ts'

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
  /** tells visitors of the public page apart, who have no address or none that is proven */
  readonly visitor?: string
  /** where suspected child material lies, as its reporter says: this stays when the rest is not kept */
  readonly places?: readonly Place[]
  /** the reply that a person made a report of: it stays one, whatever it answers */
  readonly reply?: ReplyId
}

export type Place = { readonly kind: 'url' | 'host' | 'address'; readonly value: string }

/** characters at most of what reporters say */
export const lengths = { address: 254, name: 200, note: 10_000, file: 255, mediaType: 255, language: 35, value: 8_192 } as const

/** The arrival as it is written down: its texts no longer than they may be, and of characters that can be kept. */
export function tidyArrival(arrival: Arrival): Arrival {
  const { reporter } = arrival
  return {
    ...arrival,
    mediaType: storableText(arrival.mediaType, lengths.mediaType),
    name: tidy(arrival.name, lengths.file),
    note: tidy(arrival.note, lengths.note),
    language: tidy(arrival.language, lengths.language),
    reporter: reporter === null ? null : { address: tidy(reporter.address, lengths.address), name: tidy(reporter.name, lengths.name) },
  }
}

/** A text as it may be kept; null for none, and for one of nothing but space. */
export function tidy(text: string | null, most: number): string | null {
  return text === null || text.trim() === '' ? null : storableText(text.trim(), most)
}

export type Reporter = { readonly address: string | null; readonly name: string | null }

/** The SMTP session that delivered it (RFC 5321): what the check of the reporter's own mail rests on. */
export type Envelope = {
  readonly peer: string
  readonly helo: string
  readonly from: string
  readonly to: string
  /** the mailbox that it was fetched from: then there was no session, and `peer`, `helo` and `from` are empty */
  readonly mailbox?: string
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
 * apart by channel, visitors of the public page by themselves: nobody learns there what another reported. A hash, since it outlives the address.
 */
export function samenessOf(sha256: string, { reporter, channel, visitor }: Pick<Arrival, 'reporter' | 'channel' | 'visitor'>): string {
  const address = reporter?.address?.toLowerCase() ?? ''
  const who = visitor !== undefined ? `visitor ${visitor} ${address}` : address !== '' ? address : `channel ${channel}`
  return createHash('sha256').update(`${sha256}\n${who}`).digest('hex')
}
