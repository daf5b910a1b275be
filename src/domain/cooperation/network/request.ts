import type { DisclosureLine } from '../contract/network/disclosures.ts'
import type { findingLevels } from '../contract/network/request-names.ts'
import type { HowToAsk } from './disclosure.ts'
import type { MemberKind } from './member.ts'
import type { Ask, FindingCode } from './request-content.ts'

export type Finding = {
  readonly code: FindingCode
  readonly level: (typeof findingLevels)[number]
  /** whether it may be asked all the same, with a reason that goes with the request */
  readonly override: boolean
  /** what it is about: a kind of data, a number of days, what the other side wrote */
  readonly detail: Readonly<Record<string, string | number | readonly string[]>>
}

/** What is known of whom is asked, and of who asks. */
export type Asking = {
  readonly from: { readonly member: string; readonly country: string }
  readonly to: {
    readonly member: string
    readonly country: string
    readonly kind: MemberKind
    /** whether it works on this node */
    readonly here: boolean
    /** of a country that named nobody: who else might have been asked */
    readonly fallback: { readonly law: string; readonly others: readonly string[] } | null
  }
  /** what industry said of itself, in force; null where it has not, or an agency is asked */
  readonly disclosure: { readonly how: HowToAsk; readonly lines: readonly DisclosureLine[] } | null
  /** the request to preserve that it goes on from, as it stands */
  readonly preserved: { readonly until: string | null; readonly open: boolean } | null
  /** whether the directory names a number under which the asker can be called back */
  readonly callable: boolean
  /** an ISO 8601 day */
  readonly today: string
}

const dayLength = 86_400_000
/** more than a year at once is asked of few people for a reason */
const longPeriod = 366
const manyThings = 50

/** Whole days from one ISO 8601 day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength)
}

/**
 * What speaks against sending a request as it is, what should be known before, and what is to be expected. An error keeps it from going unless it may be
 * overridden and a reason is given; a warning and a note do not. Nothing of it binds whoever is asked.
 */
export function checkRequest(ask: Ask, asking: Asking): readonly Finding[] {
  return [...ofRecipient(ask, asking), ...ofBreadth(ask), ...ofDisclosure(ask, asking), ...ofPreservation(ask, asking)]
}

/** What keeps it from going: errors that may not be overridden, or that no reason was given for. */
export function blocking(findings: readonly Finding[], ask: Pick<Ask, 'overrides'>): readonly Finding[] {
  const given = new Set(ask.overrides.map(({ code }) => code))
  return findings.filter(({ level, override, code }) => level === 'error' && !(override && given.has(code)))
}

const error = (code: FindingCode, override: boolean, detail: Finding['detail'] = {}): Finding => ({
  code,
  level: 'error',
  override,
  detail,
})
const warning = (code: FindingCode, detail: Finding['detail'] = {}): Finding => ({ code, level: 'warning', override: false, detail })
const note = (code: FindingCode, detail: Finding['detail'] = {}): Finding => ({ code, level: 'note', override: false, detail })

function ofRecipient(ask: Ask, { from, to, disclosure }: Asking): readonly Finding[] {
  const found: Finding[] = []
  if (to.member === from.member) found.push(error('itself', false))
  if (!to.here)
    found.push(error('not-here', false, disclosure === null ? {} : { channel: disclosure.how.channel, address: disclosure.how.address }))
  if (to.fallback !== null) found.push(warning('fallback', { law: to.fallback.law, names: to.fallback.others.slice(0, 50) }))
  if (to.kind === 'industry' && disclosure === null) found.push(warning('no-disclosure'))
  if (ask.mayPass && to.kind === 'industry') found.push(warning('country'))
  return found
}

/** Whether a kind of request is about named things and a time. */
const ofData = ({ kind }: Ask) => kind === 'data' || kind === 'preservation'

function ofBreadth(ask: Ask): readonly Finding[] {
  const { data, things, period } = ask
  const found: Finding[] = []
  if (ofData(ask)) {
    if (data.length === 0) found.push(error('nothing-asked', false))
    if (things.length === 0) found.push(error('no-thing', false))
    const timed = data.some((one) => one === 'traffic' || one === 'logs' || one === 'content')
    if (timed && period === null) found.push(error('no-period', true))
  }
  if (things.length > manyThings) found.push(warning('things-many', { count: things.length }))
  if (period !== null) {
    const days = daysBetween(period.from, period.to) + 1
    if (days < 1) found.push(error('period-order', false))
    else if (days > longPeriod) found.push(error('period-long', true, { days }))
  }
  return found
}

function ofDisclosure(ask: Ask, asking: Asking): readonly Finding[] {
  const { disclosure, today } = asking
  if (disclosure === null || !ofData(ask)) return disclosure === null ? [] : ofHow(ask, asking, disclosure.how)
  const asker = asking.from.country === asking.to.country ? 'domestic' : 'foreign'
  const lines = ask.data.map((kind) => ({ kind, line: disclosure.lines.find((one) => one.category === kind && one.asker === asker) }))
  const found: Finding[] = []
  for (const { kind, line } of lines)
    found.push(...(line === undefined ? [warning('not-said', { data: kind })] : ofLine(ask, line, today, asking)))
  const days = Math.max(-1, ...lines.map(({ line }) => (line?.given === 'no' ? -1 : (line?.days ?? -1))))
  if (days >= 0) {
    found.push(note('days', { days }))
    if (ask.answerBy !== null && daysBetween(today, ask.answerBy) < days) found.push(warning('answer-early', { days }))
  }
  return [...found, ...ofHow(ask, asking, disclosure.how)]
}

function ofLine(ask: Ask, line: DisclosureLine, today: string, { preserved }: Asking): readonly Finding[] {
  const { category: data, given, grounds, condition, cost, told, keptDays, days } = line
  if (given === 'no') return [error('not-given', true, { data })]
  const found: Finding[] = []
  const suffices = grounds.includes(ask.ground) || (ask.urgency === 'emergency' && grounds.includes('emergency'))
  if (!suffices) found.push(error('ground', true, { data, grounds }))
  if (given === 'conditions') found.push(note('conditions', { data, text: condition }))
  if (told === 'before' || told === 'after' || told === 'unless-forbidden') found.push(warning('told', { data, when: told }))
  if (cost !== '') found.push(note('cost', { data, text: cost }))
  if (keptDays === null || preserved?.open === true || ask.period === null) return found
  const [oldest, newest] = [daysBetween(ask.period.from, today), daysBetween(ask.period.to, today)]
  if (newest > keptDays) found.push(error('too-late', true, { data, days: keptDays }))
  else if (oldest > keptDays) found.push(warning('partly-late', { data, days: keptDays }))
  // it would be gone before it is looked for
  else if (ask.kind === 'data' && oldest + (days ?? 0) > keptDays) found.push(warning('preserve-first', { data, days: keptDays - oldest }))
  return found
}

function ofHow(ask: Ask, { callable }: Asking, how: HowToAsk): readonly Finding[] {
  const found: Finding[] = []
  const language = (tag: string) => tag.toLowerCase().split('-')[0]
  if (how.languages.length > 0 && !how.languages.some((one) => language(one) === language(ask.language)))
    found.push(error('language', true, { languages: how.languages }))
  if (how.channel !== 'mail') found.push(warning('channel', { channel: how.channel, address: how.address }))
  const lacks = {
    reference: false,
    officer: false,
    ground: ask.law === '',
    identifier: ask.things.length === 0,
    period: ask.period === null,
    'call-back': !callable,
    signature: true,
    original: true,
  }
  const needs = how.needs.filter((need) => lacks[need])
  if (needs.length > 0) found.push(warning('need', { needs }))
  if (ask.urgency === 'emergency' && (how.emergency !== '' || how.emergencyHours !== null))
    found.push(note('emergency', { text: how.emergency, hours: how.emergencyHours ?? 0 }))
  return found
}

function ofPreservation(ask: Ask, { preserved, today }: Asking): readonly Finding[] {
  if (preserved === null) return []
  const over = !preserved.open || (preserved.until !== null && preserved.until < today)
  return over && ask.kind !== 'preservation' ? [warning('preservation-over')] : []
}
