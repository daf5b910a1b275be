import { type Reporter, usableAddress } from './arrival.ts'

/** What is known of the sender of a report that came by mail. */
export type Sender = {
  /** the envelope's reverse path; empty for the null sender */
  readonly envelopeFrom: string
  readonly headerFrom: string | null
  readonly spf: string
  readonly dmarc: string
  readonly automatic: boolean
}

export type Answering =
  | { readonly kind: 'now'; readonly to: string }
  | { readonly kind: 'held'; readonly to: string; readonly why: string }
  | { readonly kind: 'never'; readonly why: string }

/** Acknowledgements to one address in a day; more would make a node a weapon against whoever is named as sender. */
export const acknowledgedADay = 20

/**
 * Whether a reporter is acknowledged (RFC 3834 §2 and §4): at once where SPF passes for the very address written to, or DMARC passes for the author's;
 * else a person looks first. Never lists, bounces, automatic mail, null senders, ourselves, nor beyond the daily limit.
 */
export function decideAnswer(reporter: Reporter | null, sender: Sender | null, ownDomain: string, sentToday: number): Answering {
  const to = usableAddress(reporter?.address ?? '')
  if (to === undefined) return { kind: 'never', why: 'no-address' }
  if (isOurs(to, ownDomain)) return { kind: 'never', why: 'ourselves' }
  if (nobodyReads(to)) return { kind: 'never', why: 'nobody-reads' }
  if (sentToday >= acknowledgedADay) return { kind: 'never', why: 'limit' }
  // typed into a form or said on the phone: nothing shows that it is theirs
  if (sender === null) return { kind: 'held', to, why: 'address-unproven' }
  if (sender.automatic || sender.envelopeFrom === '') return { kind: 'never', why: 'automatic' }
  const author = sender.headerFrom !== null && same(sender.headerFrom, to)
  if (sender.dmarc === 'pass' && author) return { kind: 'now', to }
  if (sender.spf === 'pass' && same(sender.envelopeFrom, to)) return { kind: 'now', to }
  return { kind: 'held', to, why: 'sender-unproven' }
}

/** The address as it may be written to later on; undefined where nobody reads it, or we do. */
export function readingAddress(address: string, ownDomain: string): string | undefined {
  const to = usableAddress(address)
  return to === undefined || isOurs(to, ownDomain) || nobodyReads(to) ? undefined : to
}

function nobodyReads(address: string): boolean {
  return /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|abuse-noreply)(?:[+@])/i.test(address)
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** What this node reads or writes itself; people may well have their mail under the same domain. */
function isOurs(address: string, domain: string): boolean {
  const [local = ''] = address.toLowerCase().split('@')
  return address.toLowerCase() === `${local}@${domain.toLowerCase()}` && /^(?:(?:report|case)(?:\+.*)?|noreply)$/.test(local)
}
