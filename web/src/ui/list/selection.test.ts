import { describe, expect, test } from 'vitest'
import { actOf, nothingSelected, type Selection, type SelectionAct, select } from './selection.ts'

const ids = ['a', 'b', 'c', 'd', 'e']

function having(...acts: readonly SelectionAct[]): Selection {
  return acts.reduce((state, act) => select(state, act, ids), nothingSelected)
}

const chosen = (state: Selection) => [...state.chosen].sort()
const down: SelectionAct = { kind: 'move', by: 1, extend: false }
const up: SelectionAct = { kind: 'move', by: -1, extend: false }

describe('moving', () => {
  test('begins at the first row going down and at the last going up', () => {
    expect(having(down).cursor).toBe('a')
    expect(having(up).cursor).toBe('e')
  })

  test('stops at both ends', () => {
    expect(having(down, up, up).cursor).toBe('a')
    expect(having(up, down, down).cursor).toBe('e')
    expect(having({ kind: 'move', by: 100, extend: false }, { kind: 'move', by: 100, extend: false }).cursor).toBe('e')
  })

  test('in an empty list leads nowhere', () => {
    expect(select(nothingSelected, down, []).cursor).toBeNull()
  })

  test('chooses nothing by itself', () => {
    expect(chosen(having(down, down, down))).toEqual([])
  })
})

describe('choosing', () => {
  test('one, and again to leave it', () => {
    expect(chosen(having({ kind: 'toggle', id: 'b', range: false }))).toEqual(['b'])
    expect(chosen(having({ kind: 'toggle', id: 'b', range: false }, { kind: 'toggle', id: 'b', range: false }))).toEqual([])
  })

  test('a range, from where one began, in either direction, and what was chosen before stays', () => {
    expect(chosen(having({ kind: 'toggle', id: 'b', range: false }, { kind: 'toggle', id: 'd', range: true }))).toEqual(['b', 'c', 'd'])
    expect(chosen(having({ kind: 'toggle', id: 'd', range: false }, { kind: 'toggle', id: 'b', range: true }))).toEqual(['b', 'c', 'd'])
    const both = having(
      { kind: 'toggle', id: 'a', range: false },
      { kind: 'toggle', id: 'd', range: false },
      { kind: 'toggle', id: 'e', range: true },
    )
    expect(chosen(both)).toEqual(['a', 'd', 'e'])
  })

  test('by moving with Shift', () => {
    const state = having(down, { kind: 'move', by: 1, extend: true }, { kind: 'move', by: 1, extend: true })
    expect(chosen(state)).toEqual(['a', 'b', 'c'])
    expect(state.cursor).toBe('c')
  })

  test('all and none', () => {
    expect(chosen(having({ kind: 'all' }))).toEqual(ids)
    expect(chosen(having({ kind: 'all' }, { kind: 'none' }))).toEqual([])
  })
})

describe('when the list changes', () => {
  test('what is gone is neither chosen nor moved from, and the rest stays', () => {
    const state = having({ kind: 'toggle', id: 'a', range: false }, { kind: 'toggle', id: 'c', range: false })
    const settled = select(state, { kind: 'settle' }, ['a', 'b', 'x'])
    expect(chosen(settled)).toEqual(['a'])
    expect(settled.cursor).toBeNull()
    expect(settled.anchor).toBeNull()
  })

  test('and nothing that concerns it, it is the very same', () => {
    const state = having({ kind: 'toggle', id: 'a', range: false })
    expect(select(state, { kind: 'settle' }, ['z', ...ids])).toBe(state)
  })
})

describe('keys', () => {
  const press = (key: string, more: { shift?: boolean; command?: boolean; cursor?: string | null; choosing?: boolean } = {}) =>
    actOf(
      { key, shift: more.shift ?? false, command: more.command ?? false },
      more.cursor === undefined ? 'b' : more.cursor,
      more.choosing ?? true,
    )

  test('j and k move as the arrows do', () => {
    expect(press('j')).toEqual(press('ArrowDown'))
    expect(press('k')).toEqual(press('ArrowUp'))
  })

  test('Enter opens the row under the cursor, and nothing without one', () => {
    expect(press('Enter')).toEqual({ kind: 'open' })
    expect(press('Enter', { cursor: null })).toBeUndefined()
  })

  test('a list without acts on many cannot be chosen from', () => {
    expect(press('x', { choosing: false })).toBeUndefined()
    expect(press('a', { command: true, choosing: false })).toBeUndefined()
    expect(press('J', { shift: true, choosing: false })).toEqual({ kind: 'move', by: 1, extend: false })
  })

  test('the browser keeps its own shortcuts', () => {
    expect(press('k', { command: true })).toBeUndefined()
    expect(press('j', { command: true })).toBeUndefined()
  })
})
