import { describe, expect, test } from 'vitest'
import { changedLines } from '../contract/network/disclosure-changes.ts'
import type { DisclosureLine } from '../contract/network/disclosures.ts'
import { linesFault } from './disclosure.ts'

const line = (change: Partial<DisclosureLine> = {}): DisclosureLine => ({
  category: 'subscriber',
  asker: 'domestic',
  given: 'yes',
  grounds: ['request'],
  condition: '',
  days: 10,
  keptDays: 180,
  cost: '',
  told: 'never',
  ...change,
})

describe('the lines of an answer', () => {
  test('answer each thing once', () => {
    expect(linesFault([line(), line({ asker: 'foreign' }), line({ category: 'logs' })])).toBeUndefined()
    expect(linesFault([line(), line({ days: 3 })])).toBe('subscriber domestic')
  })

  test('name a ground wherever something is given, and none where nothing is', () => {
    expect(linesFault([line({ grounds: [] })])).toBe('subscriber domestic')
    expect(linesFault([line({ given: 'conditions', grounds: [] })])).toBe('subscriber domestic')
    expect(linesFault([line({ given: 'no', grounds: [] })])).toBeUndefined()
    expect(linesFault([line({ given: 'no' })])).toBe('subscriber domestic')
  })

  test('are compared version with version: new, gone and other ones, whatever their order', () => {
    const before = [line({ grounds: ['request', 'warrant'] }), line({ category: 'logs' }), line({ category: 'content' })]
    const after = [line({ category: 'content', days: 20 }), line({ grounds: ['warrant', 'request'] }), line({ category: 'payment' })]
    expect(changedLines(before, after)).toEqual(['content domestic', 'logs domestic', 'payment domestic'])
  })
})
