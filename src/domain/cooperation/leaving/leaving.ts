import type { hindrances, leavingStates } from '../contract/leaving-names.ts'

export type LeavingState = (typeof leavingStates)[number]
export type Hindrance = (typeof hindrances)[number]

/** That an organisation leaves the node. */
export type Leaving = {
  readonly id: string
  readonly state: LeavingState
  readonly reason: string
  readonly announcedAt: Date
  readonly announcedBy: string
  readonly confirmedBy: string | null
  readonly coolingAt: Date | null
  readonly dueAt: Date | null
  readonly undoneAt: Date | null
  readonly undoneBy: string | null
  readonly hindered: readonly string[]
  readonly begunAt: Date | null
  readonly leftAt: Date | null
  readonly counts: Readonly<Record<string, number>>
  readonly leaf: string | null
}

/** What stands against it, with a few of them by name. */
export type Against = { readonly what: Hindrance; readonly count: number; readonly named: readonly string[] }

const day = 86_400_000

/** Nothing is deleted before. */
export const dueAfter = (from: Date, days: number): Date => new Date(from.getTime() + days * day)

export const mayUndo = ({ state }: Pick<Leaving, 'state'>): boolean => state === 'announced' || state === 'cooling'
export const isDue = ({ state, dueAt }: Pick<Leaving, 'state' | 'dueAt'>, now: Date): boolean =>
  state === 'cooling' && dueAt !== null && dueAt <= now
