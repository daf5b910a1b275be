import type { Message } from '../../formats/mime/index.ts'
import type { Findings } from './findings.ts'
import type { Authentication, Hop, Origin, Rest } from './reading.ts'

/** What the form of a message, its way and its authentication amount to. */

const evasive = new Set([
  'nul',
  'bare-cr',
  'header-duplicate',
  'name-conflict',
  'parameter-duplicate',
  'multipart-encoded',
  'header-name',
  'header-not-a-field',
])
const limits = new Set([
  'too-large',
  'header-too-large',
  'header-too-many',
  'header-field-too-long',
  'too-deep',
  'too-many-parts',
  'text-too-long',
])
const quiet = new Set(['mbox-line', 'charset-wrong', 'charset-unknown', 'header-8bit', 'text-too-long'])

/** Findings out of the defects of form. */
export function judgeForm(message: Message, findings: Findings): void {
  const rests = (want: (code: string) => boolean): Rest[] =>
    message.defects.flatMap((defect, index) => (want(defect.code) ? [{ defect: index }] : []))
  const codes = (want: (code: string) => boolean) => [...new Set(message.defects.map((defect) => defect.code).filter(want))].join(' ')
  const tell = (code: 'mime-evasive' | 'limit-reached' | 'charset-wrong' | 'mime-malformed', want: (code: string) => boolean) => {
    const found = rests(want)
    if (found.length > 0) findings.add(code, found, { defects: codes(want) })
  }
  tell('mime-evasive', (code) => evasive.has(code))
  tell('limit-reached', (code) => limits.has(code))
  tell('charset-wrong', (code) => code === 'charset-wrong' || code === 'charset-unknown')
  tell('mime-malformed', (code) => !evasive.has(code) && !limits.has(code) && !quiet.has(code))
}

/** Findings out of the Received lines. */
export function judgeWay(path: readonly Hop[], origin: Origin, findings: Findings): void {
  if (path.length === 0) {
    findings.add('received-none', [{ header: 'received' }])
    return
  }
  for (const hop of path) {
    const rests: Rest[] = [{ hop: hop.index }, { header: 'received', line: hop.line }]
    const has = (one: Hop['suspicions'][number]) => hop.suspicions.includes(one)
    if (has('time-backwards')) findings.add('received-time-backwards', rests, { by: hop.by, seconds: hop.delay })
    if (has('helo-forged-local')) findings.add('helo-forged', rests, { helo: hop.from.helo, ip: hop.from.ip })
    if (has('helo-literal') && hop.index === origin.hop) findings.add('helo-literal', rests, { helo: hop.from.helo })
    // below the boundary a line that does not continue the way is forged more often than not when its clock is wrong as well
    const below = path[hop.index + 1]
    if (
      has('discontinuous') &&
      (has('time-missing') ||
        has('time-far-off') ||
        has('unreadable') ||
        backwards(path[hop.index - 1]) ||
        (below !== undefined && has('time-backwards')))
    ) {
      findings.add('received-forged', rests, { by: hop.by })
    }
  }
}

function backwards(hop: Hop | undefined): boolean {
  return hop?.suspicions.includes('time-backwards') ?? false
}

/** Findings out of what was checked, and where nothing could be, of what the receiver noted. */
export function judgeAuthentication(authentication: Authentication, fromLine: number, findings: Findings): void {
  const rests: Rest[] = fromLine < 0 ? [{ header: 'from' }] : [{ header: 'from', line: fromLine }]
  const { spf, dkim, dmarc, arc, claimed } = authentication
  const domainOf = (method: string) => authentication.details.find((detail) => detail.method === method)?.domain ?? null
  if (spf === 'fail') findings.add('spf-fail', rests, { domain: domainOf('spf') })
  if (spf === 'softfail') findings.add('spf-softfail', rests, { domain: domainOf('spf') })
  if (dkim === 'fail' || dkim === 'permerror') findings.add('dkim-fail', rests, { domain: domainOf('dkim') })
  const altered = authentication.details.find(
    (detail) => detail.method === 'dkim' && detail.result === 'neutral' && /body hash/i.test(detail.comment ?? ''),
  )
  if (altered !== undefined && dkim !== 'pass') findings.add('dkim-altered', rests, { domain: altered.domain })
  if (dmarc === 'fail')
    findings.add(
      'dmarc-fail',
      rests,
      { domain: domainOf('dmarc'), policy: authentication.policy },
      authentication.policy === 'none' ? 'medium' : 'high',
    )
  if (arc === 'fail') findings.add('arc-fail', rests)
  if (dmarc === 'none' && spf !== 'pass' && dkim !== 'pass' && spf !== 'unchecked') findings.add('authentication-none', rests)
  if (spf === 'unchecked' && claimed !== null) {
    const failed = (['spf', 'dkim', 'dmarc'] as const).filter((method) => claimed[method] === 'fail' || claimed[method] === 'hardfail')
    if (failed.length > 0)
      findings.add('claimed-fail', [{ header: 'authentication-results', line: claimed.line }], {
        by: claimed.by,
        methods: failed.join(' '),
      })
  }
}
