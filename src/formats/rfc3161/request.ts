import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { type Der, integer, nothing, octets, oid, parseDer, readInteger, readOid, sequence, tags, truth } from './der.ts'
import { digests } from './identifiers.ts'

/** What an authority is asked to stamp (RFC 3161 §2.4.1): the hash of something, never the thing. */
export type TimestampRequest = {
  /** object identifier of the hash function */
  readonly algorithm: string
  readonly hash: Uint8Array
  /** comes back in the answer, so that an old one cannot be passed off as new */
  readonly nonce: bigint | null
  /** whether the answer is to carry the authority's certificate */
  readonly certificates: boolean
}

/** Media types of request and answer over HTTP (RFC 3161 §3.4). */
export const mediaTypes = { request: 'application/timestamp-query', response: 'application/timestamp-reply' } as const

export function serialiseRequest({ algorithm, hash, nonce, certificates }: TimestampRequest): Uint8Array {
  const parts = [integer(1), sequence(sequence(oid(algorithm), nothing()), octets(hash))]
  if (nonce !== null) parts.push(integer(nonce))
  // DER leaves a default out (X.690 §11.5)
  if (certificates) parts.push(truth(true))
  return sequence(...parts)
}

/** Reads a request. Extensions and a wanted policy are malformed here: this program asks for neither. */
export function parseRequest(bytes: Uint8Array): Parsed<TimestampRequest> {
  const top = parseDer(bytes)
  if (isMalformed(top)) return top
  const [version, imprint, ...rest] = top.children
  if (top.tag !== tags.sequence || readInteger(version) !== 1n) return { malformed: 'not a request of version 1' }
  const read = readImprint(imprint)
  if (isMalformed(read)) return read
  const nonce = rest[0]?.tag === tags.integer ? rest.shift() : undefined
  const number = nonce === undefined ? null : readInteger(nonce)
  if (number === undefined) return { malformed: 'the nonce' }
  const wants = rest[0]?.tag === tags.boolean ? rest.shift() : undefined
  if (wants !== undefined && (wants.content.length !== 1 || wants.content[0] !== 0xff)) return { malformed: 'certReq' }
  return rest.length === 0 ? { ...read, nonce: number, certificates: wants !== undefined } : { malformed: 'more than is read here' }
}

/** MessageImprint: which hash of what. */
export function readImprint(value: Der | undefined): Parsed<{
  readonly algorithm: string
  readonly hash: Uint8Array
}> {
  const [identifier, hash] = value?.children ?? []
  const algorithm = readOid(identifier?.children[0])
  if (value?.children.length !== 2 || algorithm === undefined || hash?.tag !== tags.octets) return { malformed: 'the imprint' }
  const known = digests[algorithm]
  const length = known === undefined ? hash.content.length : { sha256: 32, sha384: 48, sha512: 64 }[known]
  return hash.content.length === length ? { algorithm, hash: hash.content } : { malformed: 'the length of the imprint' }
}
