import { constants, createHash, verify as verifySignature } from 'node:crypto'
import { type Certificate, readCertificate } from './certificate.ts'
import { context, type Der, readInteger, readOid, sameDer, tags } from './der.ts'
import { digests, ids, signing } from './identifiers.ts'
import type { Token } from './response.ts'

export type TimestampFlaw = {
  readonly code: 'timestamp-other-bytes' | 'timestamp-other-request' | 'timestamp-forged' | 'timestamp-untrusted' | 'timestamp-unsupported'
  readonly detail: string
}

export type TimestampVerdict = {
  readonly flaws: readonly TimestampFlaw[]
  readonly time: Date
  /** as its certificate names it; null where the token names no certificate that it or the verifier has */
  readonly authority: string | null
  /** `unknown`: the signature holds, but no trusted certificate was given to hold the authority's against */
  readonly signer: 'trusted' | 'unknown'
}

/** What the stamp must be over, and the nonce that was asked with, where that is known. */
export type Wanted = { readonly algorithm: string; readonly hash: Uint8Array; readonly nonce: bigint | null }

/**
 * Checks a token (RFC 3161 §2.2, RFC 5816): its imprint and nonce, the authority's signature, that the signing certificate is the one that the signed
 * attributes name and is for time stamping alone, and, where `trusted` are given, that its chain leads to one of them, all valid at the stated time.
 * Revocation is not looked at: that takes a network.
 */
export function verifyTimestamp(token: Token, wanted: Wanted, trusted: readonly Certificate[]): TimestampVerdict {
  const { statement, certificates } = token
  const flaws: TimestampFlaw[] = []
  if (statement.algorithm !== wanted.algorithm || !sameDer(statement.hash, wanted.hash))
    flaws.push({ code: 'timestamp-other-bytes', detail: 'the time stamp is over other bytes' })
  if (wanted.nonce !== null && statement.nonce !== wanted.nonce)
    flaws.push({ code: 'timestamp-other-request', detail: 'the time stamp answers another request: the nonce differs' })
  const carried = certificates.map(readCertificate).filter((one) => one !== undefined)
  const signer = [...carried, ...trusted].find((one) => isSigner(one, token))
  if (signer === undefined) {
    const detail = 'the certificate of whoever signed the time stamp is neither in it nor given'
    return { flaws: [...flaws, { code: 'timestamp-untrusted', detail }], time: statement.time, authority: null, signer: 'unknown' }
  }
  flaws.push(...signatureFlaws(token, signer))
  const chain = trusted.length === 0 ? null : chainFlaw(signer, carried, trusted, statement.time)
  if (chain !== null) flaws.push({ code: 'timestamp-untrusted', detail: chain })
  const authority = signer.x509.subject.replaceAll('\n', ', ')
  return { flaws, time: statement.time, authority, signer: trusted.length > 0 && flaws.length === 0 ? 'trusted' : 'unknown' }
}

function isSigner(certificate: Certificate, { signer }: Token): boolean {
  if ('keyId' in signer) return certificate.keyId === Buffer.from(signer.keyId).toString('hex')
  return sameDer(certificate.serial, signer.serial) && sameDer(certificate.issuer, signer.issuer)
}

function signatureFlaws(token: Token, signer: Certificate): TimestampFlaw[] {
  const forged = (detail: string): TimestampFlaw[] => [{ code: 'timestamp-forged', detail }]
  const digest = digests[token.digest]
  if (digest === undefined)
    return [{ code: 'timestamp-unsupported', detail: `the time stamp rests on ${token.digest}, which is not trusted here` }]
  const claimed = token.attributes.get(ids.messageDigest)
  if (claimed?.tag !== tags.octets || !sameDer(claimed.content, createHash(digest).update(token.signed).digest()))
    return forged('the statement of the time stamp was changed after it was signed')
  if (readOid(token.attributes.get(ids.contentType)) !== ids.tstInfo) return forged('what was signed is no time stamp')
  if (!namesCertificate(token, signer)) return forged('the time stamp does not name the certificate that it was signed with')
  const verified = checkSignature(token, signer, digest)
  if (verified === undefined)
    return [{ code: 'timestamp-unsupported', detail: `the signature is of a kind that is not read here (${token.signature.algorithm})` }]
  if (!verified) return forged('the signature of the time stamp is forged')
  // RFC 3161 §2.3: this purpose, no other, and critical
  if (signer.purposes === null || !signer.purposes.critical || signer.purposes.ids.join() !== ids.timeStamping)
    return [{ code: 'timestamp-untrusted', detail: 'the certificate is not one for time stamping alone' }]
  return []
}

/** ESSCertID (RFC 2634 §5.4, by SHA-1) or ESSCertIDv2 (RFC 5035 §4, by SHA-256 unless it says otherwise): the first names the signer's. */
function namesCertificate({ attributes }: Token, { der }: Certificate): boolean {
  const second = attributes.get(ids.signingCertificateV2)
  const entry = (second ?? attributes.get(ids.signingCertificate))?.children[0]?.children[0]
  const [first, next] = entry?.children ?? []
  if (first === undefined) return false
  if (second === undefined) return first.tag === tags.octets && sameDer(first.content, createHash('sha1').update(der).digest())
  const stated = first.tag === tags.sequence ? digests[readOid(first.children[0]) ?? ''] : 'sha256'
  const hash = first.tag === tags.sequence ? next : first
  return stated !== undefined && hash?.tag === tags.octets && sameDer(hash.content, createHash(stated).update(der).digest())
}

/** Undefined where the algorithm is not one of those read here. */
function checkSignature({ signature, signedAttributes }: Token, { x509 }: Certificate, digest: string): boolean | undefined {
  const key = x509.publicKey
  const { algorithm, parameters, bytes } = signature
  const named = algorithm === ids.rsa ? { key: 'rsa', digest } : signing[algorithm]
  try {
    if (named !== undefined) return key.asymmetricKeyType === named.key && verifySignature(named.digest, signedAttributes, key, bytes)
    if (algorithm === ids.ed25519) return key.asymmetricKeyType === 'ed25519' && verifySignature(null, signedAttributes, key, bytes)
    const pss = algorithm === ids.pss ? readPss(parameters) : undefined
    if (pss === undefined) return undefined
    const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.salt }
    return key.asymmetricKeyType?.startsWith('rsa') === true && verifySignature(pss.digest, signedAttributes, options, bytes)
  } catch {
    return false
  }
}

/** RSASSA-PSS-params (RFC 4055 §3.1), where both hashes are one of those read here; the defaults are SHA-1, which is not. */
function readPss(parameters: Der | undefined): { digest: string; salt: number } | undefined {
  const part = (number: number) => parameters?.children.find(({ tag }) => tag === context(number))?.children[0]
  const digest = digests[readOid(part(0)?.children[0]) ?? '']
  const mask = part(1)
  const inner = digests[readOid(mask?.children[1]?.children[0]) ?? '']
  const salt = part(2) === undefined ? 20n : readInteger(part(2), 2)
  if (digest === undefined || inner !== digest || readOid(mask?.children[0]) !== ids.mgf1 || salt === undefined) return undefined
  return { digest, salt: Number(salt) }
}

const longestChain = 8

/** What stands between the signer's certificate and a trusted one at that time; null where nothing does. */
function chainFlaw(signer: Certificate, carried: readonly Certificate[], trusted: readonly Certificate[], at: Date): string | null {
  let current = signer
  for (let length = 0; length < longestChain; length++) {
    const name = current.x509.subject.replaceAll('\n', ', ')
    if (at < new Date(current.x509.validFrom) || at > new Date(current.x509.validTo))
      return `the certificate of ${name} was not valid at the time that is stated`
    if (trusted.some(({ der }) => sameDer(der, current.der))) return null
    const issuer = [...trusted, ...carried].find((one) => mayIssue(one, current, length))
    if (issuer === undefined || sameDer(issuer.der, current.der)) return `the certificate of ${name} does not lead to one that is trusted`
    current = issuer
  }
  return 'the chain of certificates is longer than is followed'
}

function mayIssue(issuer: Certificate, subject: Certificate, below: number): boolean {
  if (!issuer.authority || (issuer.pathLength !== null && issuer.pathLength < below)) return false
  try {
    return subject.x509.checkIssued(issuer.x509) && subject.x509.verify(issuer.x509.publicKey)
  } catch {
    return false
  }
}
