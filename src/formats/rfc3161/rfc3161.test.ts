import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isMalformed } from '../../base/parsed.ts'
import { reportNotRun } from '../../platform/testing/not-run.ts'
import { der, integer, oid, parseDer, readInteger, readOid, readTime, sequence, tags, time } from './der.ts'
import { parseRequest, parseResponse, readCertificates, serialiseRequest, sha256Id, verifyTimestamp } from './index.ts'
import { type Mischief, openAuthority } from './testing/authority.ts'

const authority = openAuthority()
const bytes = Buffer.from('a manifest')
const hash = createHash('sha256').update(bytes).digest()
const nonce = 0x1234_5678_9abc_def0n
const request = serialiseRequest({ algorithm: sha256Id, hash, nonce, certificates: true })
const trusted = readCertificates(Buffer.from(authority.root)) ?? []
const wanted = { algorithm: sha256Id, hash, nonce }

function tokenOf(answer: Uint8Array) {
  const read = parseResponse(answer)
  if (isMalformed(read) || read.kind !== 'granted') throw new Error(JSON.stringify(read))
  return read.token
}

describe('a time stamp', () => {
  test('that is true is known to be, with its time and who gave it', () => {
    const at = new Date('2026-03-01T12:00:00Z')
    const verdict = verifyTimestamp(tokenOf(authority.answer(request, { at })), wanted, trusted)
    expect(verdict).toEqual({ flaws: [], time: at, authority: 'CN=Example Time Stamp Authority', signer: 'trusted' })
  })

  test('fits together, and no more is said, where no certificate is trusted', () => {
    expect(verifyTimestamp(tokenOf(authority.answer(request)), wanted, [])).toMatchObject({ flaws: [], signer: 'unknown' })
  })

  const wrong: [string, Mischief, string][] = [
    ['over other bytes', { hash: createHash('sha256').update('other').digest() }, 'timestamp-other-bytes'],
    ['that answers another request', { nonce: 7n }, 'timestamp-other-request'],
    ['signed by another key', { unsigned: true }, 'timestamp-forged'],
    ['that names another certificate', { otherCertificate: true }, 'timestamp-forged'],
    ['by a certificate for servers', { purposes: ['1.3.6.1.5.5.7.3.1'] }, 'timestamp-untrusted'],
    ['by a certificate for more than time stamps', { purposes: ['1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.1'] }, 'timestamp-untrusted'],
    ['by a certificate whose purpose is not critical', { uncritical: true }, 'timestamp-untrusted'],
    ['from before its certificate was valid', { at: new Date('2019-01-01T00:00:00Z') }, 'timestamp-untrusted'],
  ]
  test.each(wrong)('%s is named', (_, mischief, code) => {
    const verdict = verifyTimestamp(tokenOf(authority.answer(request, mischief)), wanted, trusted)
    expect(verdict.flaws.map((flaw) => flaw.code)).toEqual([code])
    expect(verdict.signer).toBe('unknown')
  })

  test('of an authority that nobody named is not trusted', () => {
    const other = readCertificates(Buffer.from(openAuthority('Another').root)) ?? []
    const { flaws } = verifyTimestamp(tokenOf(authority.answer(request)), wanted, other)
    expect(flaws.map((flaw) => flaw.code)).toEqual(['timestamp-untrusted'])
  })

  test('of which any byte was changed never holds', () => {
    const answer = Buffer.from(authority.answer(request))
    // past the last certificate nothing is left that the signature does not cover, save the outer lengths
    fc.assert(
      fc.property(fc.integer({ min: 0, max: answer.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(answer)
        changed[at] = (changed[at] ?? 0) ^ flip
        const read = parseResponse(changed)
        if (isMalformed(read) || read.kind === 'refused') return
        const verdict = verifyTimestamp(read.token, wanted, trusted)
        // what is not signed may change: the certificates that came along, and the version of a structure; the statement may not
        if (verdict.flaws.length === 0) expect(Buffer.compare(read.token.signed, tokenOf(answer).signed)).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  test('that was refused says why', () => {
    expect(parseResponse(authority.answer(request, { status: 2 }))).toEqual({ kind: 'refused', status: 2, words: 'not today' })
  })
})

describe('the codec', () => {
  test('reads the request that it wrote', () => {
    expect(parseRequest(request)).toEqual({ algorithm: sha256Id, hash, nonce, certificates: true })
    const bare = { algorithm: sha256Id, hash, nonce: null, certificates: false }
    expect(parseRequest(serialiseRequest(bare))).toEqual(bare)
  })

  test.each([
    ['an indefinite length', Buffer.from('30800000', 'hex')],
    ['a length not in its shortest form', Buffer.from('308103020101', 'hex')],
    ['something behind the value', Buffer.concat([sequence(integer(1)), Uint8Array.of(0)])],
    ['a value that ends too early', Buffer.from('30050201', 'hex')],
    ['values nested without end', Array.from({ length: 60 }).reduce<Uint8Array>((inner) => sequence(inner), integer(1))],
    ['a tag of several bytes', Buffer.from('1f810100', 'hex')],
  ])('refuses %s', (_, input) => {
    expect(isMalformed(parseDer(input))).toBe(true)
  })

  test('reads numbers, identifiers and times in one spelling only', () => {
    const one = (input: Uint8Array) => {
      const read = parseDer(input)
      return isMalformed(read) ? undefined : read
    }
    expect(readInteger(one(integer(2n ** 63n)))).toBe(2n ** 63n)
    expect(readInteger(one(der(tags.integer, Uint8Array.of(0, 1))))).toBeUndefined()
    expect(readInteger(one(der(tags.integer, Uint8Array.of(0x80))))).toBeUndefined()
    expect(readOid(one(oid('2.16.840.1.101.3.4.2.1')))).toBe('2.16.840.1.101.3.4.2.1')
    expect(readTime(one(time(new Date('2026-02-28T23:59:59Z'))))?.toISOString()).toBe('2026-02-28T23:59:59.000Z')
    for (const odd of ['20260230000000Z', '20260228000000', '20260228000000.10Z', '20260228240000Z'])
      expect(readTime(one(der(tags.time, Buffer.from(odd)))), odd).toBeUndefined()
  })

  test('never throws on bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (input) => void [parseResponse(input), parseRequest(input)]))
  })
})

describe('OpenSSL', () => {
  const openssl = spawnSync('openssl', ['version']).status === 0
  if (!openssl) reportNotRun('time stamps against OpenSSL: there is no openssl on this machine')
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-tsa-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string) => join(folder, name)
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString()

  test.runIf(openssl)('takes our request and our authority for true', () => {
    writeFileSync(at('request.tsq'), request)
    writeFileSync(at('answer.tsr'), authority.answer(request))
    writeFileSync(at('root.pem'), authority.root)
    writeFileSync(at('manifest'), bytes)
    expect(run('ts', '-query', '-in', 'request.tsq', '-text')).toContain('0x123456789ABCDEF0')
    expect(run('ts', '-verify', '-in', 'answer.tsr', '-queryfile', 'request.tsq', '-CAfile', 'root.pem')).toContain('Verification: OK')
    expect(run('ts', '-verify', '-in', 'answer.tsr', '-data', 'manifest', '-CAfile', 'root.pem')).toContain('Verification: OK')
  })

  const kinds: [string, string[]][] = [
    ['RSA', ['rsa:2048']],
    ['P-384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
  ]
  test.runIf(openssl).each(kinds)('gives stamps by %s that hold here', (_, [key = '', ...more]) => {
    const config = `[ca]\nbasicConstraints=critical,CA:true\n[tsa]\nextendedKeyUsage=critical,timeStamping\n[ts]\ndefault_tsa=own\n[own]\nserial=serial\ncrypto_device=builtin\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\nsigner_cert=tsa.pem\nsigner_key=tsa.key\ncerts=ca.pem\ness_cert_id_chain=no\n`
    writeFileSync(at('c.cnf'), `oid_section=oids\n[oids]\n${config}\n[req]\ndistinguished_name=dn\n[dn]\n`)
    writeFileSync(at('serial'), '01\n')
    writeFileSync(at('q.tsq'), request)
    const common = ['-nodes', '-newkey', key, ...more, '-days', '30', '-config', 'c.cnf']
    run('req', '-x509', ...common, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Root', '-extensions', 'ca')
    run(
      'req',
      '-x509',
      ...common,
      '-keyout',
      'tsa.key',
      '-out',
      'tsa.pem',
      '-subj',
      '/CN=Stamp',
      '-extensions',
      'tsa',
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
    )
    run('ts', '-reply', '-config', 'c.cnf', '-section', 'own', '-queryfile', 'q.tsq', '-out', 'r.tsr')
    const token = tokenOf(execFileSync('cat', [at('r.tsr')]))
    const roots = readCertificates(execFileSync('cat', [at('ca.pem')])) ?? []
    expect(verifyTimestamp(token, wanted, roots)).toMatchObject({ flaws: [], signer: 'trusted', authority: 'CN=Stamp' })
    expect(verifyTimestamp(token, wanted, trusted).flaws.map(({ code }) => code)).toEqual(['timestamp-untrusted'])
  })
})
