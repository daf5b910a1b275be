import type { MessageReading } from '../../../forensics/message/index.ts'
import { findPayments } from '../../../forensics/message/payments.ts'
import { sketchOf } from '../../../forensics/message/sketch.ts'
import { type Mark, markOf } from './mark.ts'

type Reachable = Pick<MessageReading, 'from' | 'replyTo' | 'links' | 'headers' | 'subject'>

const kept = { reply: 2, address: 3, phone: 3, wallet: 3 }

const telephone = /(?:\+|\b00)\d[\d\s().·/‐-―-]{7,18}\d|\(\d{3}\)\s?\d{3}[\s.-]\d{4}\b|\b1?[-. ]?\d{3}[-. ]\d{3}[-. ]\d{4}\b/g
const before = /[\p{L}\p{N}._%+-]{1,64}$/u
const behind = /^(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}/u

/** Mail addresses that stand in a text, at most so many; looked for from each `@`, since most of a text has none. */
function addressesIn(text: string, most: number): string[] {
  const found: string[] = []
  for (let at = text.indexOf('@'); at >= 0 && found.length < most; at = text.indexOf('@', at + 1)) {
    const [user] = before.exec(text.slice(Math.max(0, at - 64), at)) ?? []
    const [host] = behind.exec(text.slice(at + 1, at + 256)) ?? []
    if (user !== undefined && host !== undefined) found.push(`${user}@${host}`)
  }
  return found
}

/** Who keeps a list or a server: they stand below everybody's mail. */
const offices =
  /^(?:listmaster|postmaster|abuse|majordomo|mailman|hostmaster|mailer-daemon|[^@]*-(?:request|owner|admin|unsubscribe|subscribe|help|bounces))@/

/** Where the reader is to turn to: reply addresses and others that are not the sender's own, telephone numbers, wallets. */
export function contactMarks(reading: Reachable, ownWords: string): Mark[] {
  const own = new Set([reading.from?.address.toLowerCase() ?? '', ...recipientsOf(reading)])
  const ownDomain = reading.from?.address.toLowerCase().split('@')[1]
  const foreign = (addresses: readonly string[]) =>
    addresses
      .map((address) => address.toLowerCase().replace(/^\.+|\.+$/g, ''))
      .filter((address) => address.includes('@') && !own.has(address) && address.split('@')[1] !== ownDomain && !offices.test(address))
  // a list answers to itself
  const listed = reading.headers.some(({ name }) => /^(?:list-id|list-post|mailing-list|x-mailman-version)$/i.test(name))
  const replies = listed ? [] : foreign(reading.replyTo.map(({ address }) => address))
  const addresses = foreign([
    ...reading.links.filter(({ scheme }) => scheme === 'mailto').map(({ url }) => decode(url.slice('mailto:'.length).split('?')[0] ?? '')),
    ...addressesIn(ownWords.slice(0, 60_000), 50),
  ])
  const phones = [...`${reading.subject ?? ''}\n${ownWords.slice(0, 60_000)}`.matchAll(telephone)]
    .slice(0, 40)
    .map(([number]) => number.replace(/\D/g, '').replace(/^(?:00|1(?=\d{10}$))/, ''))
    .filter((digits) => digits.length >= 9 && digits.length <= 15 && !/^(\d)\1+$/.test(digits))
  return [
    ...[...new Set(replies)].slice(0, kept.reply).map((address) => markOf('reply', address)),
    ...sketchOf(addresses, kept.address).map((address) => markOf('contact', address)),
    ...sketchOf(phones, kept.phone).map((digits) => markOf('contact', `phone ${digits}`, digits)),
    ...findPayments(ownWords)
      .slice(0, kept.wallet)
      .map(({ address }) => markOf('wallet', address)),
  ]
}

/** Addresses of those who got the message: they differ from one report to the next, or are the reporter's. */
export function recipientsOf({ headers }: Pick<Reachable, 'headers'>): string[] {
  return headers
    .filter(({ name }) => /^(?:to|cc|delivered-to|x-original-to|envelope-to)$/i.test(name))
    .slice(0, 10)
    .flatMap(({ value }) => addressesIn(value, 50).map((address) => address.toLowerCase()))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
