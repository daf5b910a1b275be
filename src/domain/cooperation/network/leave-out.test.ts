import { expect, test } from 'vitest'
import type { CopiedCampaign, CopiedCase } from '../contract/network/copied.ts'
import { leaveOut } from './leave-out.ts'

const moment = '2026-01-02T03:04:05.000Z'
const indicator = { kind: 'domain' as const, value: 'dialler.example', reports: 12, firstAt: moment, lastAt: moment }
const one: CopiedCase = {
  ...{ kind: 'case', code: 'NZ-C-2026-0001', title: 'Diallers', of: 'spam', state: 'open', harm: 71, reports: 40 },
  ...{ openedAt: moment, closedAt: null, campaigns: [{ name: 'Refunds', reports: 30 }], indicators: [indicator] },
}

test('nothing is left out of what shall go whole: its bytes are what they were', () => {
  expect(leaveOut(one, [])).toBe(one)
})

test('what is left out stands nowhere in the copy, and the copy says what it is', () => {
  const without = leaveOut(one, ['reports', 'harm', 'moments'])
  expect(without.left).toEqual(['harm', 'moments', 'reports'])
  expect(JSON.stringify(without)).not.toMatch(/71|40|30|12,|2026-01-02/)
  expect(without).toMatchObject({ campaigns: [{ name: 'Refunds' }], indicators: [{ value: 'dialler.example' }], title: 'Diallers' })
  const names = leaveOut(one, ['campaigns', 'indicators'])
  expect(names).toMatchObject({ campaigns: [], indicators: [], harm: 71, reports: 40 })
  expect(JSON.stringify(names)).not.toMatch(/Refunds|dialler/)
})

test('a campaign goes without the brand that it feigns', () => {
  const campaign: CopiedCampaign = {
    ...{ kind: 'campaign', title: 'Refunds', of: 'phishing', state: 'active', brand: 'Foxglove', reports: 3 },
    ...{ firstAt: moment, lastAt: moment, indicators: [indicator] },
  }
  expect(leaveOut(campaign, ['brand'])).toEqual({ ...campaign, brand: undefined, left: ['brand'] })
})
