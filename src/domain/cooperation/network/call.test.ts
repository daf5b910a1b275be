import { describe, expect, test } from 'vitest'
import { callStates } from '../contract/network/call-names.ts'
import { mayMove } from './call.ts'
import { audienceOf, type Exclusion, type Invited } from './call-audience.ts'
import { periodOf, rhythmOf } from './call-rhythm.ts'

const day = (text: string) => new Date(`${text}T12:00:00Z`)

describe('a rhythm', () => {
  const since = day('2026-02-10')
  test('goes by periods of the calendar, the year beginning in January', () => {
    expect(periodOf(3, day('2026-05-31'))).toEqual({ since: new Date('2026-04-01'), until: new Date('2026-07-01') })
    expect(periodOf(12, day('2026-12-31'))).toEqual({ since: new Date('2026-01-01'), until: new Date('2027-01-01') })
    expect(periodOf(2, new Date('2026-03-01T00:00:00Z')).since).toEqual(new Date('2026-03-01'))
  })
  test('owes nothing for the period in which it began', () => {
    expect(rhythmOf(3, since, [], [], day('2026-03-30'))).toMatchObject({ state: 'due', missed: 0 })
    expect(rhythmOf(3, since, [], [], day('2026-04-01'))).toMatchObject({ state: 'due', missed: 0 })
  })
  test('is met from the first call of a period on, and planned before it', () => {
    expect(rhythmOf(3, since, [day('2026-04-02')], [], day('2026-06-30'))).toMatchObject({ state: 'met', missed: 0 })
    expect(rhythmOf(3, since, [], [day('2026-06-20')], day('2026-05-01'))).toMatchObject({ state: 'planned' })
    expect(rhythmOf(3, since, [], [day('2026-07-20')], day('2026-05-01'))).toMatchObject({ state: 'due' })
  })
  test('is overdue while the period before had none and this one has none yet, whatever is planned', () => {
    expect(rhythmOf(3, since, [], [day('2026-08-01')], day('2026-07-02'))).toMatchObject({ state: 'overdue', missed: 1 })
    expect(rhythmOf(3, since, [day('2026-07-01')], [], day('2026-07-02'))).toMatchObject({ state: 'met', missed: 1 })
    expect(rhythmOf(3, since, [day('2026-05-01')], [], day('2027-02-01'))).toMatchObject({ state: 'overdue', missed: 2 })
  })
  test('looks back twelve periods and no further', () => {
    expect(rhythmOf(1, day('2000-01-01'), [], [], day('2026-05-01')).missed).toBe(12)
  })
})

describe('the audience of a call', () => {
  const base: Invited = {
    ...{ call: 'C', series: 'S', items: ['i', 'j'] },
    industry: [
      { member: 'a', organisation: 'oa' },
      { member: 'b', organisation: 'ob' },
    ],
    invitations: [
      { member: 'a', item: null },
      { member: 'b', item: 'i' },
    ],
    exclusions: [],
  }
  const out = (where: Partial<Exclusion>): Exclusion => ({ series: null, call: null, item: null, members: null, ...where })
  const seen = (invited: Invited) => {
    const { call, items } = audienceOf(invited)
    return { call: [...call].sort(), ...Object.fromEntries([...items].map(([item, who]) => [item, [...who].sort()])) }
  }
  test('is whom an agency invited, to the whole or to items', () => {
    expect(seen(base)).toEqual({ call: ['a', 'b'], i: ['a', 'b'], j: ['a'] })
    expect(seen({ ...base, invitations: [{ member: 'gone', item: null }] })).toEqual({ call: [], i: [], j: [] })
  })
  test('loses an item, and the call with the last item that it was invited to', () => {
    expect(seen({ ...base, exclusions: [out({ item: 'i' })] })).toEqual({ call: ['a'], i: [], j: ['a'] })
  })
  test('loses all of a call or a series, for all of industry or for those who are named', () => {
    expect(seen({ ...base, exclusions: [out({ call: 'C' })] })).toEqual({ call: [], i: [], j: [] })
    expect(seen({ ...base, exclusions: [out({ series: 'S', members: [{ member: 'a', organisation: 'oa' }] })] })).toEqual({
      ...{ call: ['b'], i: ['b'], j: [] },
    })
    expect(seen({ ...base, exclusions: [out({ call: 'other' }), out({ series: 'other' })] })).toEqual(seen(base))
  })
  test('does not gain by a new card of the same organisation', () => {
    const again = { ...base, industry: [{ member: 'new', organisation: 'oa' }], invitations: [{ member: 'new', item: null }] }
    expect(seen(again).call).toEqual(['new'])
    expect(seen({ ...again, exclusions: [out({ call: 'C', members: [{ member: 'a', organisation: 'oa' }] })] }).call).toEqual([])
    expect(seen({ ...again, exclusions: [out({ call: 'C', members: [{ member: 'a', organisation: null }] })] }).call).toEqual(['new'])
  })
  test('is of no series where the call is of none', () => {
    expect(seen({ ...base, series: null, exclusions: [out({ item: 'other' })] }).call).toEqual(['a', 'b'])
  })
})

test('a call that is reported or cancelled goes nowhere, and none goes back', () => {
  const moves = callStates.flatMap((from) => callStates.filter((to) => mayMove(from, to)).map((to) => `${from} ${to}`))
  expect(moves).toEqual([
    ...['planned convened', 'planned cancelled', 'convened under-way', 'convened held', 'convened cancelled'],
    ...['under-way held', 'held reported'],
  ])
})
