import { describe, expect, test } from 'vitest'
import type { DisclosureLine } from '../contract/network/disclosures.ts'
import { type Asking, blocking, checkRequest } from './request.ts'
import type { Ask } from './request-content.ts'

const ask = (change: Partial<Ask> = {}): Ask => ({
  kind: 'data',
  title: 'Who paid for dialler.example',
  data: ['subscriber'],
  things: [{ kind: 'domain', value: 'dialler.example' }],
  period: { from: '2026-10-01', to: '2026-10-31' },
  ground: 'request',
  law: 'Act 2007, section 34',
  purpose: 'inquiry',
  text: '',
  language: 'en',
  urgency: 'ordinary',
  answerBy: null,
  preserveUntil: null,
  mayPass: false,
  overrides: [],
  ...change,
})
const line = (change: Partial<DisclosureLine> = {}): DisclosureLine => ({
  category: 'subscriber',
  asker: 'foreign',
  given: 'yes',
  grounds: ['request'],
  condition: '',
  days: 10,
  keptDays: 180,
  cost: '',
  told: 'never',
  ...change,
})
const how = {
  channel: 'mail',
  address: 'legal@carrier.example',
  languages: ['fr', 'en'],
  needs: [],
  emergency: '',
  emergencyHours: null,
  note: '',
} as const
const asking = (change: Partial<Asking> = {}, lines: readonly DisclosureLine[] = [line()]): Asking => ({
  from: { member: 'a', country: 'NZ' },
  to: { member: 'b', country: 'FR', kind: 'industry', here: true, fallback: null },
  disclosure: { how, lines },
  preserved: null,
  callable: true,
  today: '2026-11-30',
  ...change,
})
const said = (change: Partial<Ask>, around: Asking = asking()) =>
  checkRequest(ask(change), around)
    .filter(({ code }) => code !== 'days')
    .map(({ code, level }) => `${level} ${code}`)

describe('the check of a request', () => {
  test('has nothing against what is asked as it is given, and says how long that takes', () => {
    expect(checkRequest(ask(), asking())).toEqual([{ code: 'days', level: 'note', override: false, detail: { days: 10 } }])
  })

  test('refuses what names nothing, and asks for a reason for a year and more', () => {
    expect(said({ data: [] })).toEqual(['error nothing-asked'])
    expect(said({ things: [] })).toEqual(['error no-thing'])
    expect(said({ period: { from: '2026-10-31', to: '2026-10-01' } })).toEqual(['error period-order'])
    expect(said({ period: { from: '2025-10-01', to: '2026-10-31' } })).toEqual(['error period-long', 'warning partly-late'])
    expect(said({ data: ['logs'], period: null }, asking({}, [line({ category: 'logs' })]))).toEqual(['error no-period'])
    // what is no data needs no things
    expect(said({ kind: 'interview', data: [], things: [], period: null })).toEqual([])
  })

  test('holds the ground, the language and the way to what the recipient says', () => {
    expect(said({ ground: 'consent' }, asking({}, [line({ grounds: ['production-order'] })]))).toEqual(['error ground'])
    expect(said({ urgency: 'emergency' }, asking({}, [line({ grounds: ['emergency'] })]))).toEqual([])
    expect(said({ language: 'fr-CA' })).toEqual([])
    expect(said({ language: 'ja' })).toEqual(['error language'])
    const portal = { how: { ...how, channel: 'portal', needs: ['signature', 'officer', 'call-back'] } as const, lines: [line()] }
    expect(checkRequest(ask(), asking({ disclosure: portal, callable: false })).map(({ code, detail }) => [code, detail])).toEqual([
      ['days', { days: 10 }],
      ['channel', { channel: 'portal', address: 'legal@carrier.example' }],
      ['need', { needs: ['signature', 'call-back'] }],
    ])
  })

  test('reads the line for an agency of its own country, or of another', () => {
    const lines = [line({ asker: 'domestic', given: 'yes' }), line({ asker: 'foreign', given: 'no', grounds: [] })]
    expect(said({}, asking({}, lines))).toEqual(['error not-given'])
    expect(said({}, asking({ from: { member: 'a', country: 'FR' } }, lines))).toEqual([])
    expect(said({}, asking({}, []))).toEqual(['warning not-said'])
    expect(said({}, asking({ disclosure: null }))).toEqual(['warning no-disclosure'])
  })

  test('knows what is kept no more, and what would be gone before it is looked for', () => {
    const kept = (days: number) => asking({}, [line({ keptDays: days })])
    expect(said({}, kept(29))).toEqual(['error too-late'])
    expect(said({}, kept(30))).toEqual(['warning partly-late'])
    expect(said({}, kept(65))).toEqual(['warning preserve-first'])
    expect(said({}, kept(70))).toEqual([])
    expect(said({}, { ...kept(5), preserved: { until: '2027-01-01', open: true } })).toEqual([])
    expect(said({}, { ...kept(5), preserved: { until: '2026-11-29', open: false } })).toEqual([
      'error too-late',
      'warning preservation-over',
    ])
  })

  test('tells what is to be expected: cost, conditions, that the person is told, that the day wished for is too soon', () => {
    expect(said({ answerBy: '2026-12-05' }, asking({}, [line({ cost: 'EUR 20', told: 'after', given: 'conditions' })]))).toEqual([
      'note conditions',
      'warning told',
      'note cost',
      'warning answer-early',
    ])
  })

  test('lets an error pass with a reason where that can be, and none where it cannot', () => {
    const found = checkRequest(ask({ language: 'ja', things: [] }), asking())
    expect(blocking(found, { overrides: [] }).map(({ code }) => code)).toEqual(['no-thing', 'language'])
    const overrides = [
      { code: 'language', reason: 'agreed by telephone' },
      { code: 'no-thing', reason: 'all of them' },
    ] as const
    expect(blocking(found, { overrides }).map(({ code }) => code)).toEqual(['no-thing'])
    expect(
      blocking(checkRequest(ask(), asking({ to: { member: 'a', country: 'NZ', kind: 'agency', here: false, fallback: null } })), {
        overrides,
      }),
    ).toHaveLength(2)
  })
})
