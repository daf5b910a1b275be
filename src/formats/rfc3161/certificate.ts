import { X509Certificate } from 'node:crypto'
import { isMalformed } from '../../base/parsed.ts'
import { context, type Der, parseDer, readInteger, readOid, tags } from './der.ts'
import { ids } from './identifiers.ts'

/** A certificate (RFC 5280 §4.1) with what a time stamp's signer is checked for. */
export type Certificate = {
  readonly x509: X509Certificate
  readonly der: Uint8Array
  readonly issuer: Uint8Array
  readonly serial: Uint8Array
  /** purposes of its extended key usage, and whether that extension is critical; null without one */
  readonly purposes: { readonly ids: readonly string[]; readonly critical: boolean } | null
  readonly authority: boolean
  /** how many authorities may stand between it and the signer */
  readonly pathLength: number | null
  readonly keyId: string | null
}

/** Reads a certificate; undefined where it is none. */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  const top = parseDer(bytes)
  if (isMalformed(top)) return undefined
  let x509: X509Certificate
  try {
    x509 = new X509Certificate(bytes)
  } catch {
    return undefined
  }
  const fields = top.children[0]?.children ?? []
  const skip = fields[0]?.tag === context(0) ? 1 : 0
  const [serial, , issuer] = fields.slice(skip)
  if (serial?.tag !== tags.integer || issuer?.tag !== tags.sequence) return undefined
  const extensions = fields.find(({ tag }) => tag === context(3))?.children[0]?.children ?? []
  const usage = extensionOf(extensions, ids.extendedKeyUsage)
  const basic = extensionOf(extensions, ids.basicConstraints)
  const key = extensionOf(extensions, '2.5.29.14')
  const path = basic?.value?.children.find(({ tag }) => tag === tags.integer)
  return {
    x509,
    der: bytes,
    issuer: issuer.whole,
    serial: serial.content,
    purposes:
      usage === undefined ? null : { ids: (usage.value?.children ?? []).map((one) => readOid(one) ?? ''), critical: usage.critical },
    authority: basic?.value?.children[0]?.tag === tags.boolean && basic.value.children[0].content[0] === 0xff,
    pathLength: path === undefined ? null : Number(readInteger(path) ?? 0n),
    keyId: key?.value === undefined ? null : Buffer.from(key.value.content).toString('hex'),
  }
}

function extensionOf(all: readonly Der[], id: string): { critical: boolean; value: Der | undefined } | undefined {
  const found = all.filter(({ children }) => readOid(children[0]) === id)
  const [one] = found
  if (one === undefined || found.length > 1) return undefined
  const inner = one.children.at(-1)
  const value = inner?.tag === tags.octets ? parseDer(inner.content) : undefined
  const critical = one.children[1]?.tag === tags.boolean && one.children[1].content[0] === 0xff
  return { critical, value: value === undefined || isMalformed(value) ? undefined : value }
}

/** The certificates of a PEM text, or the one that DER bytes are; undefined where any of them is none. */
export function readCertificates(bytes: Uint8Array, most = 500): readonly Certificate[] | undefined {
  const text = Buffer.from(bytes).toString('latin1')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g)
  const encoded = blocks?.slice(0, most).map((block) => Buffer.from(block.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64')) ?? [bytes]
  const read = encoded.map(readCertificate)
  const known = read.filter((one) => one !== undefined)
  return known.length === read.length ? known : undefined
}
