import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { context, type Der, parseDer, readInteger, readOid, readTime, tags } from './der.ts'
import { ids } from './identifiers.ts'
import { readImprint } from './request.ts'

/** What an authority states (TSTInfo, RFC 3161 §2.4.2). */
export type Statement = {
  readonly policy: string
  readonly algorithm: string
  readonly hash: Uint8Array
  readonly serial: string
  readonly time: Date
  readonly nonce: bigint | null
}

/** A statement with the authority's signature (CMS SignedData with one signer, RFC 5652 §5, RFC 3161 §2.4.2). */
export type Token = {
  readonly statement: Statement
  /** the encoded statement, which the signed attributes carry the hash of */
  readonly signed: Uint8Array
  readonly signer: { readonly issuer: Uint8Array; readonly serial: Uint8Array } | { readonly keyId: Uint8Array }
  readonly digest: string
  /** by identifier; each has one value, as RFC 5652 §11 wants of those that matter here */
  readonly attributes: ReadonlyMap<string, Der>
  /** what the signature is over: the attributes as a SET (RFC 5652 §5.4) */
  readonly signedAttributes: Uint8Array
  readonly signature: { readonly algorithm: string; readonly parameters: Der | undefined; readonly bytes: Uint8Array }
  /** X.509, DER, as the token carries them */
  readonly certificates: readonly Uint8Array[]
}

export type TimestampResponse =
  | { readonly kind: 'granted'; readonly token: Token }
  /** PKIStatus other than granted, with the authority's words for it */
  | { readonly kind: 'refused'; readonly status: number; readonly words: string }

const mostCertificates = 16

/** Reads an authority's answer (TimeStampResp, RFC 3161 §2.4.2). Nothing is verified yet. */
export function parseResponse(bytes: Uint8Array): Parsed<TimestampResponse> {
  const top = parseDer(bytes)
  if (isMalformed(top)) return top
  const [info, token, ...more] = top.children
  const status = readInteger(info?.children[0])
  if (top.tag !== tags.sequence || info?.tag !== tags.sequence || status === undefined || more.length > 0)
    return { malformed: 'not an answer of an authority' }
  if (status > 1n) return { kind: 'refused', status: Number(status), words: wordsOf(info) }
  if (token === undefined) return { malformed: 'granted, and yet without a token' }
  const read = readToken(token)
  return isMalformed(read) ? read : { kind: 'granted', token: read }
}

function wordsOf(info: Der): string {
  const texts = info.children.find(({ tag }) => tag === tags.sequence)?.children ?? []
  return texts
    .map(({ content }) => Buffer.from(content).toString('utf8'))
    .join(' ')
    .slice(0, 200)
}

/** ContentInfo with SignedData. */
function readToken(info: Der): Parsed<Token> {
  const wrong = (what: string) => ({ malformed: `the token: ${what}` })
  const [type, wrapped] = info.children
  const data = wrapped?.children[0]
  if (readOid(type) !== ids.signedData || wrapped?.tag !== context(0) || data?.tag !== tags.sequence) return wrong('no signed data')
  const [, , content, ...rest] = data.children
  const signed = content?.children[1]?.children[0]
  if (readOid(content?.children[0]) !== ids.tstInfo || signed?.tag !== tags.octets) return wrong('no statement in it')
  const statement = readStatement(signed.content)
  if (isMalformed(statement)) return statement
  const certificates = rest.find(({ tag }) => tag === context(0))?.children ?? []
  if (certificates.length > mostCertificates) return wrong('more certificates than are read')
  const signers = rest.at(-1)?.tag === tags.set ? (rest.at(-1)?.children ?? []) : []
  const [signer] = signers
  // RFC 3161 §2.4.2: one signature, that of the authority
  if (signers.length !== 1 || signer === undefined) return wrong('not exactly one signer')
  const read = readSigner(signer)
  return isMalformed(read) ? read : { ...read, statement, signed: signed.content, certificates: certificates.map(({ whole }) => whole) }
}

function readStatement(bytes: Uint8Array): Parsed<Statement> {
  const wrong = (what: string) => ({ malformed: `the statement: ${what}` })
  const top = parseDer(bytes)
  if (isMalformed(top)) return top
  const [version, policy, imprint, serial, at, ...rest] = top.children
  if (top.tag !== tags.sequence || readInteger(version) !== 1n) return wrong('not of version 1')
  const read = readImprint(imprint)
  const named = readOid(policy)
  const number = readInteger(serial)
  const time = readTime(at)
  if (isMalformed(read)) return read
  if (named === undefined || number === undefined || time === undefined) return wrong('policy, serial number or time')
  const nonce = rest.find(({ tag }) => tag === tags.integer)
  const once = nonce === undefined ? null : readInteger(nonce)
  if (once === undefined) return wrong('nonce')
  // accuracy, ordering, nonce, the authority's name, extensions: what is none of them is not read
  const known: readonly number[] = [tags.sequence, tags.boolean, tags.integer, context(0), context(1)]
  if (rest.some(({ tag }) => !known.includes(tag))) return wrong('more than is read')
  return { ...read, policy: named, serial: number.toString(16), time, nonce: once }
}

function readSigner(info: Der): Parsed<Omit<Token, 'statement' | 'signed' | 'certificates'>> {
  const wrong = (what: string) => ({ malformed: `the signer: ${what}` })
  const [, who, digest, attributes, algorithm, signature] = info.children
  const hash = readOid(digest?.children[0])
  const named = readOid(algorithm?.children[0])
  const signer = readWho(who)
  if (signer === undefined || hash === undefined || named === undefined || signature?.tag !== tags.octets) return wrong('not in its form')
  // without signed attributes nothing would bind the certificate (RFC 3161 §2.4.2)
  if (attributes?.tag !== context(0)) return wrong('no signed attributes')
  const found = new Map<string, Der>()
  for (const { children } of attributes.children) {
    const [type, values] = children
    const id = readOid(type)
    const [value, ...more] = values?.children ?? []
    if (id === undefined || value === undefined || values?.tag !== tags.set || more.length > 0 || found.has(id))
      return wrong('an attribute')
    found.set(id, value)
  }
  const signedAttributes = Uint8Array.from(attributes.whole)
  signedAttributes[0] = tags.set
  const bytes = { algorithm: named, parameters: algorithm?.children[1], bytes: signature.content }
  return { signer, digest: hash, attributes: found, signedAttributes, signature: bytes }
}

function readWho(value: Der | undefined): Token['signer'] | undefined {
  if (value?.tag === context(0, false)) return { keyId: value.content }
  const [issuer, serial] = value?.children ?? []
  if (value?.tag !== tags.sequence || issuer?.tag !== tags.sequence || serial?.tag !== tags.integer) return undefined
  return { issuer: issuer.whole, serial: serial.content }
}
