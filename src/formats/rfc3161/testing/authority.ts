import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isMalformed } from '../../../base/parsed.ts'
import { context, der, integer, nothing, octets, oid, sequence, tags, time, truth } from '../der.ts'
import { ids, sha256Id } from '../identifiers.ts'
import { parseRequest } from '../request.ts'

const ecdsaSha256 = '1.2.840.10045.4.3.2'
const bits = (bytes: Uint8Array) => der(tags.bits, Uint8Array.of(0), bytes)
const set = (...parts: readonly Uint8Array[]) => der(tags.set, ...parts)
const nameOf = (name: string) => sequence(set(sequence(oid('2.5.4.3'), der(tags.utf8, Buffer.from(name)))))
const extension = (id: string, critical: boolean, value: Uint8Array) => sequence(oid(id), ...(critical ? [truth(true)] : []), octets(value))
const pemOf = (bytes: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`

type Issuer = { readonly name: string; readonly key: KeyObject }
type Validity = { readonly from: Date; readonly to: Date }

function certificate(subject: string, publicKey: KeyObject, issuer: Issuer, extensions: readonly Uint8Array[], { from, to }: Validity) {
  const serial = BigInt(`0x4${randomBytes(7).toString('hex')}`)
  const algorithm = sequence(oid(ecdsaSha256))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const valid = sequence(time(from), time(to))
  const parts = [der(context(0), integer(2)), integer(serial), algorithm, nameOf(issuer.name), valid, nameOf(subject), key]
  const body = sequence(...parts, der(context(3), sequence(...extensions)))
  return { serial, der: sequence(body, algorithm, bits(sign('sha256', body, issuer.key))) }
}

/** How an answer may be wrong on purpose. */
export type Mischief = {
  readonly at?: Date
  readonly hash?: Uint8Array
  readonly nonce?: bigint
  /** a certificate for something else than time stamps, and whether the purpose is critical */
  readonly purposes?: readonly string[]
  readonly uncritical?: boolean
  readonly unsigned?: boolean
  readonly otherCertificate?: boolean
  readonly status?: number
}

/** A small real time-stamp authority with a root of its own: keys on P-256, certificates for the years 2020 to 2049. */
export function openAuthority(name = 'Example Time Stamp Authority') {
  const validity = { from: new Date('2020-01-01T00:00:00Z'), to: new Date('2049-12-31T00:00:00Z') }
  const rootKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const root: Issuer = { name: `${name} Root`, key: rootKeys.privateKey }
  const rootExtensions = [
    extension(ids.basicConstraints, true, sequence(truth(true))),
    extension('2.5.29.15', true, der(tags.bits, Uint8Array.of(2, 0x04))),
  ]
  const rootCertificate = certificate(root.name, rootKeys.publicKey, root, rootExtensions, validity)

  function answer(requestBytes: Uint8Array, mischief: Mischief = {}): Uint8Array {
    const request = parseRequest(requestBytes)
    if (isMalformed(request) || mischief.status !== undefined)
      return sequence(sequence(integer(mischief.status ?? 2), sequence(der(tags.utf8, Buffer.from('not today')))))
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const usage = sequence(...(mischief.purposes ?? [ids.timeStamping]).map(oid))
    const usageExtension = extension(ids.extendedKeyUsage, mischief.uncritical !== true, usage)
    const own = certificate(name, keys.publicKey, root, [usageExtension], validity)
    const imprint = sequence(sequence(oid(request.algorithm), nothing()), octets(mischief.hash ?? request.hash))
    const nonce = mischief.nonce ?? request.nonce
    const at = time(mischief.at ?? new Date())
    const parts = [integer(1), oid('1.3.6.1.4.1.99999.1'), imprint, integer(BigInt(`0x${randomBytes(8).toString('hex')}`)), at]
    const statement = sequence(...parts, ...(nonce === null ? [] : [integer(nonce)]))
    const named = createHash('sha256')
      .update(mischief.otherCertificate === true ? rootCertificate.der : own.der)
      .digest()
    const attributes = [
      sequence(oid(ids.contentType), set(oid(ids.tstInfo))),
      sequence(oid(ids.messageDigest), set(octets(createHash('sha256').update(statement).digest()))),
      sequence(oid(ids.signingCertificateV2), set(sequence(sequence(sequence(octets(named)))))),
    ].sort(Buffer.compare)
    const signature = sign('sha256', set(...attributes), mischief.unsigned === true ? rootKeys.privateKey : keys.privateKey)
    const digest = sequence(oid(sha256Id), nothing())
    const who = sequence(nameOf(root.name), integer(own.serial))
    const signer = sequence(integer(1), who, digest, der(context(0), ...attributes), sequence(oid(ecdsaSha256)), octets(signature))
    const content = sequence(oid(ids.tstInfo), der(context(0), octets(statement)))
    const signed = sequence(integer(3), set(digest), content, der(context(0), own.der, rootCertificate.der), set(signer))
    return sequence(sequence(integer(0)), sequence(oid(ids.signedData), der(context(0), signed)))
  }
  return { root: pemOf(rootCertificate.der), rootDer: rootCertificate.der, answer }
}
