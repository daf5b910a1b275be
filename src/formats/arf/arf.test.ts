import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed, type Limits } from '../../base/parsed.ts'
import { type ArfReport, parseArf, serialiseArf } from './index.ts'

const limits: Limits = { bytes: 1_000_000, depth: 10, count: 200, time: 1000 }
const envelope = {
  from: 'reports@node.example',
  to: 'abuse@provider.example',
  subject: 'Grüße: abuse report',
  date: '2026-03-01T10:00:00Z',
  messageId: '1@node.example',
}

function read(bytes: Uint8Array): ArfReport {
  const report = parseArf(bytes, limits)
  if (isMalformed(report)) throw new Error(report.malformed)
  return report
}

const sample = [
  'From: <abuse@isp.example>',
  'Subject: FW: Earn money',
  'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'This is an email abuse report.',
  '--b',
  'Content-Type: message/feedback-report',
  '',
  'Feedback-Type: Abuse',
  'User-Agent: SomeGenerator/1.0',
  'Version: 1',
  'Original-Mail-From: <somespammer@example.net>',
  'Original-Rcpt-To: <user@example.com>',
  'Original-Rcpt-To: <other@example.com>',
  'Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT',
  'Reporting-MTA: dns; mail.example.com',
  'Source-IP: 192.0.2.1',
  'Source-Port: 42771',
  'Authentication-Results: mail.example.com; spf=fail smtp.mail=somespammer@example.com',
  'Reported-Domain: example.net',
  'Reported-Uri: http://example.net/earn_money.html',
  'Auth-Failure: dmarc',
  'X-Own: kept',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'From: <somespammer@example.net>',
  'Subject: Earn money',
  '',
  'Spam spam',
  '--b--',
].join('\r\n')

describe('a feedback report', () => {
  test('is read with all of its fields', () => {
    const report = read(Buffer.from(sample))
    expect(report).toMatchObject({
      feedbackType: 'abuse',
      userAgent: 'SomeGenerator/1.0',
      originalMailFrom: 'somespammer@example.net',
      originalRcptTo: ['user@example.com', 'other@example.com'],
      arrivalDate: '2005-03-08T18:00:00Z',
      reportingMta: 'mail.example.com',
      sourceIp: '192.0.2.1',
      sourcePort: 42771,
      incidents: 1,
      reportedDomains: ['example.net'],
      reportedUris: ['http://example.net/earn_money.html'],
      others: [{ name: 'X-Own', value: 'kept' }],
      warnings: [],
    })
    expect(report.failure.get('auth-failure')).toBe('dmarc')
    expect(report.human.trim()).toBe('This is an email abuse report.')
    expect(report.original?.kind).toBe('message')
    expect(Buffer.from(report.original?.bytes ?? []).toString()).toBe(
      'From: <somespammer@example.net>\r\nSubject: Earn money\r\n\r\nSpam spam',
    )
  })

  test('that breaks the rules is read as far as it goes, with warnings', () => {
    const report = read(
      Buffer.from(
        sample
          .replace('multipart/report; report-type=feedback-report', 'multipart/mixed')
          .replace('Version: 1\r\n', '')
          .replace('192.0.2.1', 'unknown')
          .replace('message/rfc822', 'text/plain'),
      ),
    )
    expect(report.sourceIp).toBeNull()
    expect(report.warnings.length).toBe(4)
    expect(report.original?.kind).toBe('message')
  })

  test('with headers only says so', () => {
    expect(read(Buffer.from(sample.replace('message/rfc822', 'text/rfc822-headers'))).original?.kind).toBe('headers')
  })

  test('needs its machine-readable part', () => {
    expect(isMalformed(parseArf(Buffer.from('Subject: no report\r\n\r\ntext'), limits))).toBe(true)
  })
})

describe('writing', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,20}$/).map((text) => text.trim())
  const address = fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,10}$/), fc.stringMatching(/^[a-z0-9]{1,10}$/))
    .map(([local, domain]) => `${local}@${domain}.example`)
  const arbitrary: fc.Arbitrary<ArfReport> = fc.record({
    feedbackType: fc.constantFrom('abuse', 'fraud', 'virus', 'other', 'not-spam', 'auth-failure'),
    userAgent: word,
    version: fc.constant('1'),
    originalEnvelopeId: fc.option(word),
    originalMailFrom: fc.option(fc.oneof(fc.constant(''), address)),
    originalRcptTo: fc.array(address, { maxLength: 3 }),
    arrivalDate: fc.option(fc.constantFrom('2026-01-02T03:04:05Z', '1999-12-31T23:59:59Z')),
    reportingMta: fc.option(fc.constant('mx.example')),
    sourceIp: fc.option(fc.ipV4()),
    sourcePort: fc.option(fc.integer({ min: 1, max: 65535 })),
    incidents: fc.integer({ min: 1, max: 1000 }),
    authenticationResults: fc.array(word, { maxLength: 2 }),
    reportedDomains: fc.array(fc.constantFrom('a.example', 'b.example'), { maxLength: 2 }),
    reportedUris: fc.array(fc.constantFrom('http://a.example/x?y=1', 'mailto:a@b.example'), { maxLength: 2 }),
    failure: fc.constantFrom(
      new Map(),
      new Map([
        ['auth-failure', 'spf'],
        ['dkim-domain', 'x.example'],
      ]),
    ),
    others: fc.array(fc.record({ name: fc.constantFrom('X-One', 'X-Two'), value: word }), { maxLength: 2 }),
    human: fc.string({ unit: fc.constantFrom('a', ' ', 'é', '你', '\n', '-', '=') }),
    original: fc.option(
      fc.record({
        kind: fc.constantFrom('message' as const, 'headers' as const),
        bytes: fc
          .string({ unit: fc.constantFrom('a', '\r\n', '-', ' ', ':') })
          .map((text) => new Uint8Array(Buffer.from(`From: x@y\r\n\r\n${text}`))),
      }),
    ),
    warnings: fc.constant([]),
  })

  test('and reading give the same report', () => {
    fc.assert(
      fc.property(arbitrary, (report) => {
        const back = read(serialiseArf(report, envelope))
        expect({ ...back, warnings: [], human: back.human.trim(), original: null }).toEqual({
          ...report,
          human: report.human.trim(),
          original: null,
        })
        expect(Buffer.from(back.original?.bytes ?? []).equals(Buffer.from(report.original?.bytes ?? []))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('lets no value open a field of its own', () => {
    const report = {
      ...read(Buffer.from(sample)),
      userAgent: 'x\r\nSource-IP: 203.0.113.1',
      others: [{ name: 'X\r\nEvil: 1', value: 'y\nFeedback-Type: fraud' }],
    }
    const back = read(serialiseArf(report, { ...envelope, subject: 'a\r\nBcc: victim@example.org' }))
    expect(back.sourceIp).toBe('192.0.2.1')
    expect(back.feedbackType).toBe('abuse')
    expect(Buffer.from(serialiseArf(report, { ...envelope, subject: 'a\r\nBcc: victim@example.org' })).toString()).not.toMatch(/^Bcc/m)
  })
})
