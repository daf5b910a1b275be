import { readAddress } from '../../formats/ip.ts'
import type { HeaderField } from '../../formats/mime/index.ts'

/** Fields in which web mailers and gateways name the sender's own address. Anyone can write them: they are claims. */
const claiming = new Set([
  'x-originating-ip',
  'x-sender-ip',
  'x-source-ip',
  'x-client-ip',
  'x-remote-ip',
  'x-real-ip',
  'x-user-ip',
  'x-forwarded-for',
  'x-http-posting-ip',
  'x-yahoo-post-ip',
  'x-originating-client-ip',
  'x-aol-ip',
  'x-eip',
  'x-php-originating-ip',
  'x-mdremoteip',
  'x-envelope-sender-ip',
])

/** The addresses that the header claims for the sender, at most ten. */
export function readClaims(header: readonly HeaderField[]): { header: string; line: number; ip: string }[] {
  const found: { header: string; line: number; ip: string }[] = []
  for (const [line, field] of header.entries()) {
    if (found.length >= 10 || !claiming.has(field.key)) continue
    for (const word of field.unfolded.slice(0, 500).split(/[\s,;]+/)) {
      const ip = readAddress(word.replace(/^[[("']+|[\])"']+$/g, ''))
      if (ip !== undefined) {
        found.push({ header: field.key, line, ip })
        break
      }
    }
  }
  return found
}
