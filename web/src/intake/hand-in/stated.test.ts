import { expect, test } from 'vitest'
import { StatedReport } from '../../../../src/domain/intake/contract.ts'
import { statedReport } from './stated.ts'

const empty = { url: '', host: '', text: '', note: '', name: '', address: '', said: 'unwanted' } as const

test('what the desk writes down is what the intake takes', () => {
  const said = statedReport({ ...empty, url: ' hxxp://x[.]example ', note: 'by phone', name: 'Ann', said: 'child-material' })
  expect(StatedReport.parse(said)).toEqual({
    url: 'hxxp://x[.]example',
    note: 'by phone',
    reporter: { name: 'Ann' },
    said: 'child-material',
  })
})

test('what was left empty is not said', () => {
  expect(statedReport({ ...empty, host: '192.0.2.1' })).toEqual({ host: '192.0.2.1', said: 'unwanted' })
})
