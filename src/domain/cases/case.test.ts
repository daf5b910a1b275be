import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CampaignId } from '../../base/id.ts'
import { type ActionRule, mayApproveByRule, mayBecome, stateAfter } from './action.ts'
import { type CaseState, codeOf, isLive, liveMoves, mayMove, outsideCodeOf, readCode } from './case.ts'
import { actionKinds, actionStates, caseKinds, caseStates } from './contract.ts'
import { readKey, writeKey } from './cursor.ts'
import { mentionsIn } from './mentions.ts'
import { mayPropose, playsFor } from './playbook.ts'
import { type CampaignFacts, decideTriage, harmFacts } from './triage.ts'

describe('the states of a case', () => {
  test('let what is worked on go anywhere, what is closed reopen, and what is merged come back as it was', () => {
    const live = caseStates.filter((state) => isLive({ state }))
    expect(live).toEqual(['open', 'acting', 'waiting'])
    for (const from of live) {
      expect(mayMove(from, 'closed') && mayMove(from, 'merged') && !mayMove(from, from)).toBe(true)
      expect(liveMoves(from)).toHaveLength(2)
    }
    expect((['acting', 'waiting'] as const).some((to) => mayMove('closed', to))).toBe(false)
    expect(caseStates.filter((to) => mayMove('merged', to))).toEqual(['open', 'acting', 'waiting', 'closed'])
    expect([...liveMoves('closed'), ...liveMoves('merged')]).toEqual([])
  })

  test('a code is read as people write it, and nothing else is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2099 }), fc.integer({ min: 1, max: 999_999 }), (year, number) => {
        const code = codeOf(year, number)
        for (const said of [code, code.toLowerCase(), outsideCodeOf('my-desk', code), ` ${code} `])
          expect(readCode(said)).toEqual({ year, number })
      }),
    )
    expect(codeOf(2026, 42)).toBe('C-2026-0042')
    for (const other of ['C-26-1', '2026-0042', 'C-2026-', 'R-7K3F-9QX2', 'C-2026-0042; x']) expect(readCode(other)).toBeUndefined()
  })
})

const facts = (more: Partial<CampaignFacts>): CampaignFacts => ({
  campaign: '0198c0de-0000-7000-8000-000000000001' as CampaignId,
  name: null,
  why: 'grew',
  reports: 10,
  lastDay: 5,
  countries: 2,
  kinds: [{ kind: 'phishing', reports: 9 }],
  ...more,
})
const settled = { triage: true, triageReports: 3 }

describe('triage', () => {
  test('opens a case of the leading kind from so many reports on, in a burst, or where it is grave', () => {
    expect(decideTriage(facts({}), null, settled)).toEqual({ kind: 'open', caseKind: 'phishing' })
    expect(decideTriage(facts({ reports: 2 }), null, settled)).toEqual({ kind: 'leave', why: 'small' })
    expect(decideTriage(facts({ reports: 2, why: 'burst' }), null, settled)).toMatchObject({ kind: 'open' })
    expect(decideTriage(facts({ reports: 1, kinds: [{ kind: 'malware', reports: 1 }] }), null, settled)).toEqual({
      kind: 'open',
      caseKind: 'malware',
    })
    expect(decideTriage(facts({ kinds: [{ kind: 'unknown', reports: 50 }] }), null, settled)).toEqual({ kind: 'open', caseKind: 'other' })
    expect(decideTriage(facts({ kinds: [{ kind: 'legitimate', reports: 9 }] }), null, settled)).toEqual({ kind: 'leave', why: 'harmless' })
    expect(decideTriage(facts({}), null, { ...settled, triage: false })).toEqual({ kind: 'leave', why: 'off' })
    expect(decideTriage(facts({ why: 'silent' }), null, settled)).toEqual({ kind: 'leave', why: 'silent' })
  })

  test('one that has a case makes it grow; a closed one comes back, but not for falling silent, nor what a person called no abuse', () => {
    const told = (why: CampaignFacts['why'], state: CaseState, closedWhy: string | null = null) =>
      decideTriage(facts({ why }), { state, closedWhy }, settled).kind
    for (const state of ['open', 'acting', 'waiting'] as const) expect(told('grew', state)).toBe('grow')
    expect(['grew', 'back', 'burst'].map((why) => told(why as 'grew', 'closed', 'silent'))).toEqual(['reopen', 'reopen', 'reopen'])
    expect(told('silent', 'closed', 'done')).toBe('grow')
    expect([told('grew', 'closed', 'no-abuse'), told('burst', 'closed', 'no-abuse')]).toEqual(['grow', 'reopen'])
    expect(told('grew', 'merged')).toBe('leave')
  })

  test('tells harm what it knows: volume, countries, and whether it goes on', () => {
    expect([...harmFacts([facts({})], 'phishing')]).toEqual([
      ['content', 'phishing'],
      ['reports', 10],
      ['lastDay', 5],
      ['active', true],
      ['countries', 2],
    ])
    expect(harmFacts([facts({ why: 'silent', lastDay: 0, countries: 0 })], 'spam').get('active')).toBe(false)
  })
})

describe('actions', () => {
  test('end once: what was declined, withdrawn or done is not approved again, and an outcome ends what ran', () => {
    for (const state of ['declined', 'withdrawn', 'done'] as const) expect(actionStates.filter((to) => mayBecome(state, to))).toEqual([])
    expect([
      stateAfter('approved', 'sent'),
      stateAfter('running', 'failed'),
      stateAfter('done', 'answered'),
      stateAfter('proposed', 'sent'),
    ]).toEqual(['done', 'failed', undefined, undefined])
  })

  const rule: ActionRule = { id: 'x', actionKind: 'notify', caseKinds: ['spam'], roles: ['network'], perDay: 5, until: null, endedAt: null }
  const recipient = { name: 'n', address: null, party: null, contact: null, role: 'network', format: 'xarf', language: null } as const
  const now = new Date('2026-11-30T00:00:00Z')

  test('are approved by a rule of their kind that is in force and below its limit, and by none other', () => {
    const ask = (more: Partial<ActionRule>, used = 0, caseKind: (typeof caseKinds)[number] = 'spam', role: string | null = 'network') =>
      mayApproveByRule({ ...rule, ...more }, { kind: 'notify', state: 'proposed', recipient: { ...recipient, role } }, caseKind, used, now)
    expect(ask({})).toBe(true)
    expect([ask({}, 4), ask({}, 5)]).toEqual([true, false])
    expect([ask({ actionKind: 'refer' }), ask({ until: now }), ask({ endedAt: now })]).toEqual([false, false, false])
    expect([ask({}, 0, 'phishing'), ask({}, 0, 'spam', 'host'), ask({}, 0, 'spam', null)]).toEqual([false, false, false])
    expect(ask({ caseKinds: [], roles: [] }, 0, 'phishing', null)).toBe(true)
    expect(ask({ caseKinds: [], roles: [] }, 0, 'child-material')).toBe(false)
  })

  test('of child-abuse material are the hotline and nothing else, by playbook and by permission', () => {
    expect(playsFor('child-material').map(({ kind }) => kind)).toEqual(['hotline'])
    expect(actionKinds.filter((kind) => mayPropose('child-material', kind))).toEqual(['hotline'])
    for (const kind of caseKinds) {
      const plays = playsFor(kind)
      expect(plays.length).toBeGreaterThan(0)
      expect(plays.every((play) => mayPropose(kind, play.kind))).toBe(true)
      expect(plays.map(({ within }) => within)).toEqual(plays.map(({ within }) => within).toSorted((a, b) => a - b))
    }
  })
})

test('a note calls people by their whole name or a first name that only one has, and never by a mail address', () => {
  const people = [
    { id: '1', name: 'Ada Lovelace' },
    { id: '2', name: 'Ben' },
    { id: '3', name: 'Ben Okri' },
    { id: '4', name: '王小明' },
  ]
  const called = (text: string) => mentionsIn(text, people)
  expect(called('@ada please; and @"Ben Okri", @王小明.')).toEqual(['1', '3', '4'])
  expect(called('@ADALOVELACE @ben')).toEqual(['1', '2'])
  expect(called('write to x@ben.example or joe@ada')).toEqual([])
})

test('a cursor of cases is read back as it was written, and no other text is', () => {
  const id = '0198c0de-0000-7000-8000-000000000001'
  for (const key of [0, -1, 4_320_000_000 - 1_796_000_000_000, 1_796_000_000_000]) expect(readKey(writeKey(key, id))).toEqual({ key, id })
  expect(() => readKey('1')).toThrow()
})
