import { expect, test } from 'vitest'
import { changeOf, compareDeclared, countSenders, type DeclaredFigure, educationStateOf, phaseOf, stretchesOf } from './education.ts'
import { type Evaluation, evaluatedOf, movesUp, placeFor } from './training.ts'
import { trainingSeenBy } from './training-audience.ts'

const answer = (batch: number, useful: number, words = ''): Evaluation => ({ batch, useful, clear: 5, pace: 3, apply: 4, words })

test('answers to an evaluation are shown by threes: none before there are three, and no fourth by itself', () => {
  expect(evaluatedOf([])).toBeUndefined()
  expect(evaluatedOf([answer(0, 1), answer(0, 2)])).toBeUndefined()
  const three = [answer(0, 1, 'B'), answer(0, 2, ' '), answer(0, 4, 'A')]
  expect(evaluatedOf(three)).toEqual({ answers: 3, means: { useful: 2.3, clear: 5, pace: 3, apply: 4 }, words: ['A', 'B'] })
  expect(evaluatedOf([...three, answer(1, 5, 'mine'), answer(1, 5)])).toEqual(evaluatedOf(three))
  expect(evaluatedOf([...three, answer(1, 5, 'mine'), answer(1, 5), answer(1, 5)])?.answers).toBe(6)
})

test('a waiting list moves up in its order, as far as there are seats', () => {
  expect([placeFor(null, 99), placeFor(2, 1), placeFor(2, 2)]).toEqual(['enrolled', 'enrolled', 'waiting'])
  const one = (id: string, state: 'enrolled' | 'waiting' | 'withdrawn', minute: number) => ({ id, state, at: new Date(minute * 60_000) })
  const all = [one('a', 'enrolled', 1), one('b', 'withdrawn', 2), one('d', 'waiting', 4), one('c', 'waiting', 3), one('e', 'waiting', 4)]
  const ids = (seats: number | null) => movesUp(seats, all).map(({ id }) => id)
  expect([ids(1), ids(2), ids(3), ids(0), ids(null)]).toEqual([[], ['c'], ['c', 'd'], [], ['c', 'd', 'e']])
})

test('industry sees a session that is for all members or that it was let into, and none that any agency keeps it out of', () => {
  const agencies = [{ member: 'police', organisation: 'o-police' }]
  const industry = [
    { member: 'bank', organisation: 'o-bank' },
    { member: 'isp', organisation: 'o-isp' },
  ]
  const seen = (more: Partial<Parameters<typeof trainingSeenBy>[0]>) => {
    const found = trainingSeenBy({ audience: 'agencies', offers: null, invited: [], agencies, industry, objected: false, ...more })
    return [found.agencies, found.industry, [...found.organisations].sort(), [...found.inside]]
  }
  expect(seen({})).toEqual([true, false, [], []])
  expect(seen({ audience: 'members' })).toEqual([true, true, [], []])
  expect(seen({ audience: 'members', objected: true, invited: ['bank'] })).toEqual([true, false, [], []])
  expect(seen({ invited: ['bank'] })).toEqual([true, false, ['o-bank'], []])
  expect(seen({ invited: ['bank'], objected: true })).toEqual([true, false, [], []])
  expect(seen({ audience: 'named', invited: ['bank', 'police'] })).toEqual([false, false, ['o-bank', 'o-police'], ['o-police']])
  expect(seen({ offers: { member: 'isp', kind: 'industry' }, objected: true })).toEqual([true, false, ['o-isp'], []])
})

const figure = (more: Partial<DeclaredFigure>): DeclaredFigure => ({
  ...{ id: 'x', education: 'e', member: 'police', counted: 'zombies', country: 'NZ', asn: null, since: '2026-01-01', until: '2026-02-01' },
  ...{ number: 100, note: '', source: 'Scan', at: new Date(0), withdrawnAt: null, ...more },
})

test('figures are of before or of after; one that the beginning lies within is of neither', () => {
  const began = '2026-03-01'
  expect(phaseOf(began, { since: '2026-02-01', until: '2026-03-01' })).toBe('before')
  expect(phaseOf(began, { since: '2026-03-01', until: '2026-04-01' })).toBe('after')
  expect(phaseOf(began, { since: '2026-02-01', until: '2026-03-02' })).toBeUndefined()
  expect([changeOf(200, 150), changeOf(0, 5), changeOf(null, 5), changeOf(3, 3)]).toEqual([-25, null, null, 0])
})

test('what was declared is compared by place, sources are not added up, and what nobody counted is a gap and no zero', () => {
  const after = { since: '2026-04-01', until: '2026-05-01' }
  const compared = compareDeclared('2026-03-01', [
    figure({ number: 100 }),
    figure({ number: 50, until: '2026-01-15' }),
    figure({ number: 300, source: 'Feed', member: 'isp' }),
    figure({ number: 90, ...after }),
    figure({ number: 7, ...after, withdrawnAt: new Date() }),
    figure({ number: 40, country: 'FR', asn: 3215 }),
  ])
  expect(compared).toEqual([
    { country: 'FR', asn: 3215, before: 40, after: null, change: null, sources: 1 },
    { country: 'NZ', asn: null, before: 200, after: 90, change: -55, sources: 2 },
  ])
})

test('before and after are as many days each, and never more than have been', () => {
  const of = (startsOn: string, endsOn: string | null, today: string) => stretchesOf({ startsOn, endsOn, endedAt: null }, today)
  expect(of('2026-03-11', null, '2026-03-20')).toEqual({
    before: { since: '2026-03-01', until: '2026-03-11' },
    after: { since: '2026-03-11', until: '2026-03-21' },
  })
  expect(of('2026-03-11', '2026-03-12', '2026-09-01')?.after).toEqual({ since: '2026-03-11', until: '2026-03-13' })
  expect(of('2026-03-11', null, '2026-03-10')).toBeUndefined()
  expect(educationStateOf({ startsOn: '2026-03-11', endsOn: '2026-03-12', endedAt: null }, '2026-03-12')).toBe('running')
})

test('addresses of released findings count once in a phase, by network and country, with what they come from', () => {
  const stretches = { before: { since: '2026-03-01', until: '2026-03-11' }, after: { since: '2026-03-11', until: '2026-03-21' } }
  const places = new Map([
    ['192.0.2.1', { country: 'NZ', asn: 64500, network: 'One' }],
    ['192.0.2.2', { country: 'FR', asn: 64501, network: 'Two' }],
    ['198.51.100.1', { country: null, asn: null, network: null }],
  ])
  const sender = (address: string, since: string, until: string, copy = 'c', owner = 'o') => ({ address, copy, owner, since, until })
  const senders = [
    sender('192.0.2.1', '2026-03-02', '2026-03-12'),
    sender('192.0.2.1', '2026-03-03', '2026-03-03', 'd', 'p'),
    sender('192.0.2.2', '2026-03-20', '2026-03-20'),
    sender('192.0.2.2', '2026-01-01', '2026-02-28', 'e', 'q'),
    sender('198.51.100.1', '2026-03-20', '2026-03-20'),
  ]
  expect(countSenders(senders, places, stretches, [])).toMatchObject({
    items: [
      { country: 'NZ', asn: 64500, before: 1, after: 1, change: 0 },
      { country: 'FR', asn: 64501, before: 0, after: 1, change: null },
    ],
    ...{ total: { before: 1, after: 2, change: 100 }, copies: 2, sources: 2, nowhere: 1 },
  })
  expect(countSenders(senders, places, stretches, ['FR']).total).toEqual({ before: 0, after: 1, change: null })
})
