import { createHash } from 'node:crypto'

/** Addresses of cryptocurrencies in text; those with a checksum are checked, so that random strings are not told. */
export type PaymentAddress = {
  readonly currency: 'bitcoin' | 'litecoin' | 'dogecoin' | 'tron' | 'ethereum' | 'monero'
  readonly address: string
  readonly at: number
}

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const candidate =
  /\b(?:[13LMDT][1-9A-HJ-NP-Za-km-z]{25,34}|(?:bc1|ltc1)[02-9ac-hj-np-z]{11,71}|0x[0-9a-fA-F]{40}|[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93})\b/g

/** Finds up to twenty such addresses. */
export function findPayments(text: string): PaymentAddress[] {
  const found: PaymentAddress[] = []
  const seen = new Set<string>()
  let tried = 0
  for (const match of text.slice(0, 500_000).matchAll(candidate)) {
    if (found.length >= 20 || ++tried > 500) break
    const address = match[0]
    const currency = currencyOf(address)
    if (currency === undefined || seen.has(address)) continue
    seen.add(address)
    found.push({ currency, address, at: match.index })
  }
  return found
}

function currencyOf(address: string): PaymentAddress['currency'] | undefined {
  if (address.startsWith('0x')) return /^0x0+$/.test(address) ? undefined : 'ethereum'
  if (/^(?:bc1|ltc1)/.test(address)) return bech32Holds(address) ? (address.startsWith('bc1') ? 'bitcoin' : 'litecoin') : undefined
  if (address.length === 95) return 'monero'
  const version = base58Version(address)
  if (version === 0 || version === 5) return 'bitcoin'
  if (version === 0x30 || version === 0x32) return 'litecoin'
  if (version === 0x1e || version === 0x16) return 'dogecoin'
  return version === 0x41 ? 'tron' : undefined
}

/** The version byte of a base58check address whose checksum holds, else undefined. */
function base58Version(address: string): number | undefined {
  let value = 0n
  for (const character of address) {
    const digit = base58.indexOf(character)
    if (digit < 0) return undefined
    value = value * 58n + BigInt(digit)
  }
  const bytes = Buffer.from(value.toString(16).padStart(50, '0'), 'hex')
  if (bytes.length !== 25) return undefined
  const sum = createHash('sha256')
    .update(createHash('sha256').update(bytes.subarray(0, 21)).digest())
    .digest()
  return sum.subarray(0, 4).equals(bytes.subarray(21)) ? bytes[0] : undefined
}

/** BIP 173 and BIP 350. */
function bech32Holds(address: string): boolean {
  const split = address.lastIndexOf('1')
  const prefix = address.slice(0, split)
  const values: number[] = []
  for (const character of prefix) values.push(character.charCodeAt(0) >> 5)
  values.push(0)
  for (const character of prefix) values.push(character.charCodeAt(0) & 31)
  for (const character of address.slice(split + 1)) values.push(bech32.indexOf(character))
  if (values.includes(-1)) return false
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
  let check = 1
  for (const value of values) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    for (const [i, generator] of generators.entries()) if (((top >>> i) & 1) === 1) check ^= generator
  }
  return check === 1 || check === 0x2bc830a3
}
