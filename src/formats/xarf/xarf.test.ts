import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMalformed, type Limits } from '../../base/parsed.ts'
import { parseXarf, readXarf, serialiseXarf, type XarfMode, type XarfReading, xarfVersion } from './index.ts'

const limits: Limits = { bytes: 25_000_000, depth: 10, count: 200, time: 1000 }
const contact = { org: 'Traps', contact: 'reports@traps.example', domain: 'traps.example' }
const spam = {
  xarf_version: '4.2.0',
  report_id: '02eb480f-8172-431a-9276-c28ba90f694a',
  timestamp: '2026-01-11T10:59:45Z',
  reporter: contact,
  sender: contact,
  source_identifier: '192.0.2.7',
  source_port: 25,
  category: 'messaging',
  type: 'spam',
  protocol: 'smtp',
  smtp_from: 'a@b.example',
  evidence: [{ content_type: 'message/rfc822', payload: Buffer.from('From: a@b.example\n\nhello').toString('base64') }],
  tags: ['spam:commercial'],
}

function read(value: unknown, mode: XarfMode = 'tolerant'): XarfReading {
  const reading = parseXarf(Buffer.from(JSON.stringify(value)), mode, limits)
  if (isMalformed(reading)) throw new Error(reading.malformed)
  return reading
}
const warnings = (value: unknown) => read(value).warnings.map((warning) => `${warning.code} ${warning.field}`)

describe('a v4 report', () => {
  test('is read strictly when it keeps the rules', () => {
    const { report, warnings } = read(spam, 'strict')
    expect(warnings).toEqual([])
    expect(report).toMatchObject({
      category: 'messaging',
      type: 'spam',
      source: '192.0.2.7',
      sourcePort: 25,
      legacyVersion: null,
      fields: { protocol: 'smtp', smtp_from: 'a@b.example' },
    })
    expect(Buffer.from(report.evidence[0]?.bytes ?? []).toString()).toContain('hello')
  })

  test('that breaks the rules is refused strictly and understood tolerantly', () => {
    const odd = {
      ...spam,
      report_id: 'R-17',
      category: undefined,
      class: 'messaging',
      timestamp: 'yesterday',
      protocol: 'pigeon',
      tags: ['NoNamespace'],
      confidence: 7,
    }
    expect(isMalformed(readXarf(odd, 'strict'))).toBe(true)
    expect(warnings(odd)).toEqual(
      expect.arrayContaining([
        'not-a-uuid report_id',
        'not-a-date timestamp',
        'not-allowed protocol',
        'not-allowed tags.0',
        'wrong-type confidence',
        'legacy-type class',
      ]),
    )
    expect(read(odd).report.reportId).toBe('R-17')
  })

  test.each([
    ['infrastructure', 'bot', 'infrastructure', 'botnet'],
    ['content', 'phishing_site', 'content', 'phishing'],
    ['connection', 'auth_failure', 'connection', 'login_attack'],
    ['vulnerability', 'open', 'vulnerability', 'open_service'],
    ['abuse', 'port-scan', 'connection', 'port_scan'],
  ])('of the old type %s/%s is one of today', (category, type, newCategory, newType) => {
    const { report, warnings } = read({ ...spam, category, type })
    expect([report.category, report.type]).toEqual([newCategory, newType])
    expect(warnings.map((warning) => warning.code)).toContain('legacy-type')
  })

  test('of an unknown type is kept under its own name', () => {
    expect(read({ ...spam, category: 'weather', type: 'hail' }).report).toMatchObject({ category: 'weather', type: 'hail' })
  })

  test('whose evidence hash does not hold is warned of in both modes, and not refused', () => {
    const wrong = { ...spam, evidence: [{ ...spam.evidence[0], hash: `sha256:${'0'.repeat(64)}` }] }
    expect(read(wrong, 'strict').report.evidence[0]?.hashHolds).toBe(false)
    expect(warnings(wrong)).toEqual(['hash-mismatch evidence.0.hash'])
    const right = createHash('sha256').update('From: a@b.example\n\nhello').digest('hex')
    expect(read({ ...spam, evidence: [{ ...spam.evidence[0], hash: `sha256:${right}` }] }).report.evidence[0]?.hashHolds).toBe(true)
  })

  test('within its limits only', () => {
    expect(warnings({ ...spam, evidence: Array.from({ length: 60 }, () => spam.evidence[0]) })).toContain('too-many evidence')
    expect(warnings({ ...spam, tags: Array.from({ length: 25 }, (_, i) => `a:b${i}`) })).toContain('too-many tags')
    const deep = `{"xarf_version":"4.2.0","type":"spam","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(isMalformed(parseXarf(Buffer.from(deep), 'tolerant', limits))).toBe(true)
    expect(isMalformed(parseXarf(Buffer.from('{}'), 'tolerant', { ...limits, bytes: 1 }))).toBe(true)
  })
})

describe('a v3 report', () => {
  const v3 = (type: string, more: object = {}) => ({
    Version: '3.0.0',
    ReporterInfo: { ReporterOrg: 'Traps', ReporterOrgDomain: 'traps.example', ReporterOrgEmail: 'reports@traps.example' },
    Report: {
      ReportClass: 'Activity',
      ReportType: type,
      Date: '2024-01-15T14:30:25Z',
      Source: { IP: '192.0.2.9', Port: 25, URL: 'https://bad.example/x' },
      Attachment: [{ ContentType: 'message/rfc822', Description: 'x', Data: Buffer.from('hello').toString('base64') }],
      AdditionalInfo: { Protocol: 'smtp' },
      ...more,
    },
  })

  test.each([
    ['Spam', 'messaging', 'spam'],
    ['Login-Attack', 'connection', 'login_attack'],
    ['Port-Scan', 'connection', 'port_scan'],
    ['DDoS', 'connection', 'ddos'],
    ['Phishing', 'content', 'phishing'],
    ['Malware', 'content', 'malware'],
    ['Botnet', 'infrastructure', 'botnet'],
    ['Copyright', 'copyright', 'copyright'],
  ])('of type %s is converted', (type, category, name) => {
    const { report, warnings } = read(v3(type))
    expect(report).toMatchObject({ category, type: name, legacyVersion: '3', source: '192.0.2.9', timestamp: '2024-01-15T14:30:25.000Z' })
    expect(report.reporter).toEqual(contact)
    expect(Buffer.from(report.evidence[0]?.bytes ?? []).toString()).toBe('hello')
    expect(warnings.map((warning) => warning.code)).toContain('converted-from-v3')
    expect(warnings.filter((warning) => warning.code === 'missing')).toEqual([])
  })

  test('with flat field names and samples is converted too', () => {
    const flat = {
      Version: '3',
      ReporterInfo: { ReporterOrg: 'X', ReporterOrgEmail: 'a@x.example' },
      Report: {
        ReportType: 'Spam',
        SourceIp: '192.0.2.1',
        SourcePort: 2525,
        Date: '2024-01-01T12:00:00Z',
        SmtpMailFromAddress: 's@x.example',
        Samples: [{ ContentType: 'text/plain', Payload: 'not base64!' }],
      },
    }
    const { report } = read(flat)
    expect(report).toMatchObject({ source: '192.0.2.1', sourcePort: 2525, fields: { smtp_from: 's@x.example' } })
    expect(Buffer.from(report.evidence[0]?.bytes ?? []).toString()).toBe('not base64!')
  })

  test('of an unknown type is kept, with a warning', () => {
    expect(warnings(v3('Hail'))).toContain('unmapped-v3-type Report.ReportType')
  })

  test('gets the same id each time', () => {
    expect(read(v3('Spam')).report.reportId).toBe(read(v3('Spam')).report.reportId)
  })
})

test('what is not XARF is known at once', () => {
  expect(xarfVersion({ a: 1 })).toBeUndefined()
  expect(xarfVersion(null)).toBeUndefined()
  for (const text of ['', '[]', '{', '"x"', '{"Version":1}', '\xff'])
    expect(isMalformed(parseXarf(Buffer.from(text, 'latin1'), 'tolerant', limits))).toBe(true)
})

describe('writing', () => {
  test('leaves internal data out', () => {
    expect(serialiseXarf(read({ ...spam, _internal: { ticket: 'T-1' } }).report)).not.toContain('T-1')
    const { report } = read(spam)
    expect(serialiseXarf({ ...report, fields: { ...report.fields, _internal: { ticket: 'T-2' }, type: 'ddos' } })).not.toMatch(/T-2|ddos/)
  })

  test('and reading strictly give the same report', () => {
    const reports = fc.record({
      evidence: fc.array(
        fc.record({
          content_type: fc.constantFrom('text/plain', 'message/rfc822'),
          description: fc.string({ maxLength: 20 }),
          payload: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('base64')),
        }),
        { maxLength: 4 },
      ),
      description: fc.string({ maxLength: 100 }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
      subject: fc.string(),
    })
    fc.assert(
      fc.property(reports, (more) => {
        const first = read({ ...spam, ...more }, 'strict').report
        const again = read(JSON.parse(serialiseXarf(first)), 'strict').report
        const plain = (report: typeof first) => ({
          ...report,
          evidence: report.evidence.map((item) => [item.contentType, item.description, Buffer.from(item.bytes).toString('hex')]),
        })
        expect(plain(again)).toEqual(plain(first))
        expect(again.evidence.every((item) => item.hashHolds === true)).toBe(true)
      }),
    )
  })
})
