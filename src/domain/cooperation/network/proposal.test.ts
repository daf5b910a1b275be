import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agenciesLearn, proposalAudiences, proposalKinds } from '../contract/network/joining-names.ts'
import { type Course, firstRules, hasVoice, isOpen, type Rules, type Step, step, termsOf } from './proposal.ts'

const hour = 3_600_000
const begin = Date.UTC(2026, 0, 1)
const agencies = ['a1', 'a2', 'a3']
const industry = ['i1', 'i2']

const rules: fc.Arbitrary<Rules> = fc.record({
  accessionDays: fc.integer({ min: 1, max: 30 }),
  proceduresBy: fc.constantFrom(...proposalAudiences),
  proceduresDays: fc.integer({ min: 1, max: 30 }),
  workPlanBy: fc.constantFrom(...proposalAudiences),
  workPlanDays: fc.integer({ min: 1, max: 30 }),
  agenciesLearn: fc.constantFrom(...agenciesLearn),
})
type Act =
  | { readonly what: 'notice'; readonly rules: Rules }
  | { readonly what: 'object' | 'take-back'; readonly member: string }
  | { readonly what: 'withdraw' | 'close' }
  | { readonly what: 'wait'; readonly hours: number }
const member = fc.constantFrom(...agencies, ...industry)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ what: fc.constant('notice' as const), rules }),
  fc.record({ what: fc.constantFrom('object' as const, 'take-back' as const), member }),
  fc.record({ what: fc.constant('object' as const), member }),
  fc.record({ what: fc.constantFrom('close' as const, 'close' as const, 'withdraw' as const) }),
  fc.record({ what: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 400 }) }),
)

function stepOf(one: Exclude<Act, { what: 'wait' }>, objecting: readonly string[]): Step {
  if (one.what === 'object') return { ...one, what: 'object', kind: agencies.includes(one.member) ? 'agency' : 'industry', objecting }
  if (one.what === 'take-back') return { ...one, what: 'take-back', objecting }
  if (one.what === 'close') return { what: 'close', objecting }
  return one as Step
}

describe('a proposal', () => {
  test('in whatever order things happen: is noticed once, decided once, never early, and accepted exactly where no objection stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...proposalKinds), fc.array(act, { maxLength: 40 }), (kind, acts) => {
        let course: Course = { kind, state: 'proposed', terms: null, noticedAt: null, closesAt: null, decidedAt: null }
        let objecting: readonly string[] = []
        let now = begin
        for (const one of acts) {
          if (one.what === 'wait') {
            now += one.hours * hour
            continue
          }
          const at = new Date(now)
          const open = isOpen(course, at)
          const before = course
          const after = step(course, stepOf(one, objecting), at)
          const done = typeof after !== 'string'
          if (done) course = after
          if (one.what === 'notice') {
            expect(done).toBe(before.state === 'proposed')
            if (done) expect(course.terms).toEqual(termsOf(kind, one.rules))
            if (done) expect((course.closesAt?.getTime() ?? 0) - now).toBe((course.terms?.windowDays ?? 0) * 24 * hour)
          }
          if (one.what === 'object') {
            const heard = before.terms !== null && hasVoice(before.terms, agencies.includes(one.member) ? 'agency' : 'industry')
            expect(done).toBe(open && heard && !objecting.includes(one.member))
            if (done) objecting = [...objecting, one.member]
          }
          if (one.what === 'take-back') {
            expect(done).toBe(open && objecting.includes(one.member))
            if (done) objecting = objecting.filter((other) => other !== one.member)
          }
          if (one.what === 'close') {
            expect(done).toBe(before.state === 'open' && !open)
            if (done) expect(course.state).toBe(objecting.length === 0 ? 'accepted' : 'refused')
          }
          if (one.what === 'withdraw') expect(done).toBe(open || before.state === 'proposed')
          // terms never change once they are set, and what is decided stays so
          if (before.terms !== null) expect(course.terms).toEqual(before.terms)
          if (before.decidedAt !== null) expect(course).toEqual(before)
          expect(course.decidedAt === null).toBe(['proposed', 'open'].includes(course.state))
        }
        if (kind === 'accession') expect(objecting.filter((one) => industry.includes(one))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('closes on the very moment: just before, one may object; from then on nobody', () => {
    const start: Course = { kind: 'accession', state: 'proposed', terms: null, noticedAt: null, closesAt: null, decidedAt: null }
    const open = step(start, { what: 'notice', rules: firstRules }, new Date(begin)) as Course
    const end = open.closesAt?.getTime() ?? 0
    const objects: Step = { what: 'object', member: 'a1', kind: 'agency', objecting: [] }
    expect(end - begin).toBe(14 * 24 * hour)
    expect(step(open, objects, new Date(end - 1))).toEqual(open)
    expect(step(open, objects, new Date(end))).toBe('cooperation.window-closed')
    expect(step(open, { what: 'close', objecting: [] }, new Date(end - 1))).toBe('cooperation.window-open')
    expect(step(open, { what: 'close', objecting: [] }, new Date(end))).toMatchObject({ state: 'accepted' })
    expect(step(open, { what: 'leave' }, new Date(end))).toMatchObject({ state: 'withdrawn', decidedAt: new Date(end) })
  })
})
