import { createHash } from 'node:crypto'
import { type Actor, atLeast, inScope } from '../../../base/actor.ts'
import type { heldFor, runOver, runStates, stopReasons, techniqueKinds } from '../contract/network/technique-names.ts'
import type { SecrecyName } from './secret.ts'
import type { Onward, Permitted, Tlp } from './tlp.ts'

export type TechniqueKind = (typeof techniqueKinds)[number]
export type RunState = (typeof runStates)[number]
export type StopReason = (typeof stopReasons)[number]
export type Held = (typeof heldFor)[number]
export type RunOver = (typeof runOver)[number]

/** Whose it is, where it was taken over, and on which terms it was given. */
export type Origin = {
  readonly copy: string
  readonly owner: string
  readonly name: string
  readonly sha256: string
  readonly tlp: Tlp
  readonly permitted: Permitted
  readonly onward: Onward
  /** ISO 8601; null: for good */
  readonly until: string | null
  /** marks that its owner put on it, as far as they stand */
  readonly secrecy: readonly SecrecyName[]
}
export type Technique = {
  readonly id: string
  readonly kind: TechniqueKind
  readonly name: string
  readonly origin: Origin | null
  /** the origin's owner called it back */
  readonly recalled: boolean
  /** it was given until a moment that has passed */
  readonly over: boolean
  readonly changedAt: Date
}
export type Version = {
  readonly id: string
  readonly technique: string
  readonly number: number
  readonly description: string
  readonly text: string
  readonly sha256: string
  readonly entries: number
  readonly tlp: Tlp
  readonly permitted: Permitted
  readonly madeAt: Date
  readonly madeBy: string
}
/** In a list: the text alone of the newest, and of the one that was asked for. */
export type ListedVersion = Omit<Version, 'text'> & { readonly text: string | null }
export type Result = {
  readonly id: string
  readonly version: string
  readonly corpus: string
  readonly unwanted: number
  readonly wanted: number
  readonly truePositives: number
  readonly falsePositives: number
  /** ISO 8601 date */
  readonly measuredOn: string
  readonly measuredBy: string
  readonly at: Date
  readonly statedBy: string
}
export type Run = {
  readonly id: string
  readonly technique: string | null
  readonly version: number | null
  readonly copy: string | null
  readonly name: string
  readonly kind: TechniqueKind
  readonly sha256: string
  readonly since: Date
  readonly until: Date
  readonly judged: RunOver
  readonly state: RunState
  readonly why: StopReason | null
  readonly total: number
  readonly skipped: number
  readonly stopped: number
  readonly ms: number
  readonly slowest: number
  readonly after: { readonly at: Date; readonly id: string } | null
  readonly askedAt: Date
  readonly askedBy: string
  readonly endedAt: Date | null
}

/** What came of one report: the names of what fits; `skipped`: it has no message to read; `stopped`: the watch ended the worker. */
export type Outcome = {
  readonly report: string
  readonly receivedAt: Date
  readonly judged: Held
  readonly byPerson: boolean
  readonly came: { readonly names: readonly string[]; readonly ms: number } | 'skipped' | 'stopped'
}
export type Week = { readonly week: string; readonly judged: Held; readonly read: number; readonly matched: number }

/** So often may the watch end the worker before a technique is run no further. */
export const mostStopped = 3
/** milliseconds for one message; a technique that takes longer for it is stopped */
export const messageTime = 5_000
export const mostMatches = 2_000
/** versions of one technique */
export const mostVersions = 200

export function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Monday of the week, UTC, as ISO 8601 date. */
export function weekOf(at: Date): string {
  const day = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
  return day.toISOString().slice(0, 10)
}

/** What a stretch of a run adds: by week and by what the reports are held for; what was skipped or stopped was not read. */
export function sumOf(outcomes: readonly Outcome[]): {
  readonly weeks: readonly Week[]
  readonly skipped: number
  readonly stopped: number
  readonly ms: number
  readonly slowest: number
} {
  const weeks = new Map<string, Week>()
  let [skipped, stopped, ms, slowest] = [0, 0, 0, 0]
  for (const { came, judged, receivedAt } of outcomes) {
    if (came === 'skipped') skipped += 1
    else if (came === 'stopped') stopped += 1
    else {
      ms += came.ms
      slowest = Math.max(slowest, came.ms)
      const week = weekOf(receivedAt)
      const { read = 0, matched = 0 } = weeks.get(`${week} ${judged}`) ?? {}
      weeks.set(`${week} ${judged}`, { week, judged, read: read + 1, matched: matched + (came.names.length > 0 ? 1 : 0) })
    }
  }
  return { weeks: [...weeks.values()], skipped, stopped, ms, slowest }
}

export function maySeeTechniques(actor: Actor): boolean {
  return atLeast(actor, 'viewer') && inScope(actor, 'read')
}

/** Keeping them, taking over what others show, running them: nobody else sees anything of it. */
export function mayKeepTechniques(actor: Actor): boolean {
  return atLeast(actor, 'analyst') && inScope(actor, 'write')
}

export function mayRemoveTechniques(actor: Actor): boolean {
  return atLeast(actor, 'manager') && inScope(actor, 'write')
}
