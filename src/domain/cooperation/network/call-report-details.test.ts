import { expect, test } from 'vitest'
import { detailsFit, detailsSaid, noDetails } from './call-report-details.ts'

test('details are those of the kind of report', () => {
  const seen = { ...noDetails, since: '2026-01-02', countries: ['FR'], channels: ['calls' as const] }
  expect(detailsFit('cases', { ...seen, until: '2026-01-02', state: 'acted', number: 0 })).toBe(true)
  expect(detailsFit('techniques', seen)).toBe(true)
  expect(detailsFit('models', { ...noDetails, state: 'tried', partners: 'Two agencies' })).toBe(true)
  expect(detailsFit('obstacles', noDetails)).toBe(true)
  // a number of reports belongs to a case, a state to what has one, and each has its own
  expect(detailsFit('techniques', { ...seen, number: 0 })).toBe(false)
  expect(detailsFit('techniques', { ...seen, state: 'running' })).toBe(false)
  expect(detailsFit('cases', { ...seen, state: 'tried' })).toBe(false)
  expect(detailsFit('figures', seen)).toBe(false)
})

test('a case does not end before it began', () => {
  expect(detailsFit('cases', { ...noDetails, since: '2026-01-02', until: '2026-01-01' })).toBe(false)
  expect(detailsFit('cases', { ...noDetails, until: '2026-01-01' })).toBe(true)
})

test('what is said comes in the order of the form, and a count of none is said', () => {
  expect(detailsSaid('cases', { ...noDetails, result: 'Blocked', number: 0, state: 'acted' })).toEqual(['state', 'number', 'result'])
  expect(detailsSaid('models', { ...noDetails, number: 3 })).toEqual([])
})
