/** Moving in a list and choosing from it, as pure state over the ids in the order shown. */
export type Selection = {
  /** the row that the keyboard is on */
  readonly cursor: string | null
  /** where a range begins */
  readonly anchor: string | null
  readonly chosen: ReadonlySet<string>
}

export type SelectionAct =
  | { readonly kind: 'move'; readonly by: number; readonly extend: boolean }
  | { readonly kind: 'edge'; readonly to: 'first' | 'last' }
  | { readonly kind: 'go'; readonly id: string }
  /** chooses or un-chooses one; with `range`, everything from the anchor to it */
  | { readonly kind: 'toggle'; readonly id: string; readonly range: boolean }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  /** the list changed: what is gone can be neither chosen nor moved from */
  | { readonly kind: 'settle' }

export const nothingSelected: Selection = { cursor: null, anchor: null, chosen: new Set() }

export function select(state: Selection, act: SelectionAct, ids: readonly string[]): Selection {
  switch (act.kind) {
    case 'move':
      return move(state, act.by, act.extend, ids)
    case 'edge':
      return { ...state, cursor: (act.to === 'first' ? ids[0] : ids.at(-1)) ?? null }
    case 'go':
      return { ...state, cursor: act.id }
    case 'toggle':
      return act.range ? range(state, act.id, ids) : toggle(state, act.id)
    case 'all':
      return { ...state, chosen: new Set(ids) }
    case 'none':
      return { ...state, anchor: null, chosen: new Set() }
    case 'settle':
      return settle(state, ids)
  }
}

function move(state: Selection, by: number, extend: boolean, ids: readonly string[]): Selection {
  const from = state.cursor === null ? -1 : ids.indexOf(state.cursor)
  const to = from < 0 ? (by > 0 ? 0 : ids.length - 1) : Math.max(0, Math.min(ids.length - 1, from + by))
  const cursor = ids[to] ?? null
  if (!extend || cursor === null) return { ...state, cursor }
  const anchor = state.anchor ?? state.cursor ?? cursor
  return range({ ...state, anchor, cursor }, cursor, ids)
}

function toggle(state: Selection, id: string): Selection {
  const chosen = new Set(state.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { cursor: id, anchor: id, chosen }
}

function range(state: Selection, id: string, ids: readonly string[]): Selection {
  const start = ids.indexOf(state.anchor ?? state.cursor ?? id)
  const end = ids.indexOf(id)
  if (start < 0 || end < 0) return toggle(state, id)
  const between = ids.slice(Math.min(start, end), Math.max(start, end) + 1)
  return { cursor: id, anchor: ids[start] ?? id, chosen: new Set([...state.chosen, ...between]) }
}

function settle(state: Selection, ids: readonly string[]): Selection {
  const there = new Set(ids)
  const chosen = new Set([...state.chosen].filter((id) => there.has(id)))
  const cursor = state.cursor !== null && there.has(state.cursor) ? state.cursor : null
  if (cursor === state.cursor && chosen.size === state.chosen.size) return state
  return { cursor, anchor: state.anchor !== null && there.has(state.anchor) ? state.anchor : null, chosen }
}

export type Pressed = { readonly key: string; readonly shift: boolean; readonly command: boolean }

/** What a key does in a list: an act, `open` for the row under the cursor, or nothing. */
export function actOf(pressed: Pressed, cursor: string | null, choosing: boolean): SelectionAct | { readonly kind: 'open' } | undefined {
  const { key, shift, command } = pressed
  if (command) return key === 'a' && choosing ? { kind: 'all' } : undefined
  if (key === 'j' || key === 'J' || key === 'ArrowDown') return { kind: 'move', by: 1, extend: shift && choosing }
  if (key === 'k' || key === 'K' || key === 'ArrowUp') return { kind: 'move', by: -1, extend: shift && choosing }
  if (key === 'PageDown') return { kind: 'move', by: 10, extend: false }
  if (key === 'PageUp') return { kind: 'move', by: -10, extend: false }
  if (key === 'Home') return { kind: 'edge', to: 'first' }
  if (key === 'End') return { kind: 'edge', to: 'last' }
  if (key === 'Enter' || key === 'o') return cursor === null ? undefined : { kind: 'open' }
  if ((key === 'x' || key === 'X' || key === ' ') && choosing && cursor !== null) return { kind: 'toggle', id: cursor, range: shift }
  if (key === 'Escape' && choosing) return { kind: 'none' }
  return undefined
}
