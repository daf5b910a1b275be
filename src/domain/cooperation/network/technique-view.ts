import type { Actor } from '../../../base/actor.ts'
import type { MatchView, RunLine, RunWhole } from '../contract/network/technique-runs.ts'
import type { TechniqueLine, TechniqueWhole } from '../contract/network/techniques.ts'
import { type Names, whoView } from '../view.ts'
import {
  type Held,
  type ListedVersion,
  mayKeepTechniques,
  mayRemoveTechniques,
  type Result,
  type Run,
  type Technique,
  type Version,
  type Week,
} from './technique.ts'

const moment = (at: Date | null) => at?.toISOString() ?? null

type Line = Technique & Pick<Version, 'number' | 'tlp' | 'permitted' | 'entries'>
type Stated = Result & { readonly technique: string }

export function techniqueLineView(row: Line, results: readonly Stated[], names: Names): TechniqueLine {
  const { id, kind, name, number, tlp, permitted, entries, origin, recalled, over, changedAt } = row
  const result = results.find(({ technique }) => technique === id)
  return {
    ...{ id, kind, name, version: number, tlp, permitted, entries },
    origin: origin === null ? null : { ...origin, secrecy: [...origin.secrecy], recalled, over },
    changedAt: changedAt.toISOString(),
    result: result === undefined ? null : resultView(result, names),
  }
}

/** `versions`: the newest first. */
export function techniqueWholeView(
  row: Line,
  versions: readonly ListedVersion[],
  results: readonly Stated[],
  names: Names,
  actor: Actor,
): TechniqueWhole {
  const keep = mayKeepTechniques(actor)
  return {
    ...techniqueLineView(row, results, names),
    versions: versions.map(({ technique: _, madeAt, madeBy, ...version }) => ({
      ...version,
      madeAt: madeAt.toISOString(),
      madeBy: whoView(madeBy, names),
      results: results.filter((one) => one.version === version.id).map((one) => resultView(one, names)),
    })),
    may: { change: keep, run: keep && !row.recalled && !row.over, remove: mayRemoveTechniques(actor) },
  }
}

function resultView({ version: _, technique: __, at, statedBy, ...said }: Stated, names: Names) {
  return { ...said, at: at.toISOString(), statedBy: whoView(statedBy, names) }
}

const sumOver = (weeks: readonly Week[], what: 'read' | 'matched') => weeks.reduce((sum, one) => sum + one[what], 0)

export function runLineView(run: Run, weeks: readonly Week[], names: Names): RunLine {
  const { id, technique, version, copy, name, kind, since, until, judged, state, why, askedAt, askedBy, endedAt, total, skipped, stopped } =
    run
  return {
    ...{ id, technique, version, copy, name, kind, judged, state, why, total },
    since: since.toISOString(),
    until: until.toISOString(),
    askedAt: askedAt.toISOString(),
    askedBy: whoView(askedBy, names),
    endedAt: moment(endedAt),
    done: sumOver(weeks, 'read') + skipped + stopped,
    matched: sumOver(weeks, 'matched'),
  }
}

const helds: readonly Held[] = ['unwanted', 'wanted', 'unknown']

export function runWholeView(run: Run, weeks: readonly Week[], names: Names, actor: Actor): RunWhole {
  const read = sumOver(weeks, 'read')
  const days = [...new Set(weeks.map(({ week }) => week))].sort()
  return {
    ...runLineView(run, weeks, names),
    skipped: run.skipped,
    stopped: run.stopped,
    held: helds.map((held) => {
      const of = weeks.filter(({ judged }) => judged === held)
      return { judged: held, read: sumOver(of, 'read'), matched: sumOver(of, 'matched') }
    }),
    weeks: days.map((week) => {
      const of = weeks.filter((one) => one.week === week)
      const wanted = sumOver(
        of.filter(({ judged }) => judged === 'wanted'),
        'matched',
      )
      return { week, read: sumOver(of, 'read'), matched: sumOver(of, 'matched'), wanted }
    }),
    ms: read === 0 ? null : run.ms / read,
    slowest: read === 0 ? null : run.slowest,
    may: { cancel: run.state === 'running' && mayKeepTechniques(actor) },
  }
}

export function matchView(row: {
  readonly report: string
  readonly reference: string | null
  readonly title: string | null
  readonly receivedAt: Date
  readonly judged: Held
  readonly byPerson: boolean
  readonly names: readonly string[]
}): MatchView {
  return { ...row, receivedAt: row.receivedAt.toISOString(), names: [...row.names] }
}
