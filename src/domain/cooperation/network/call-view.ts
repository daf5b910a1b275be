import type { CallActionListed, CallItemView, CallReportDetails, CallReportView } from '../contract/network/call-items.ts'
import type { CallLine, CallSeriesView } from '../contract/network/calls.ts'
import type { Call, CallReportKind, DecisionKind, PaperKind, ReportChannel, RhythmMonths, StandingItem } from './call.ts'
import { noDetails } from './call-report-details.ts'
import type { Rhythm } from './call-rhythm.ts'
import type { RegisterEntry } from './register.ts'

const moment = (at: Date | null) => at?.toISOString() ?? null

export type Called = { readonly id: string; readonly name: string }

export function callLineView(call: Call, series: Called | undefined, items: number): CallLine {
  const { id, title, note, startsAt, timeZone, duration, language, state } = call
  return { id, title, note, startsAt: startsAt.toISOString(), timeZone, duration, language, state, series: series ?? null, items }
}

type Item = {
  readonly id: string
  readonly standing: StandingItem | null
  readonly title: string
  readonly note: string
  readonly duration: number | null
}
type PaperFile = { readonly id: string; readonly paper: string; readonly name: string; readonly mediaType: string; readonly size: number }
type Paper = {
  readonly id: string
  readonly item: string
  readonly kind: PaperKind
  readonly member: string | null
  readonly name: string
  readonly title: string
  readonly text: string
  readonly at: Date
  readonly withdrawnAt: Date | null
}
type Minute = {
  readonly item: string
  readonly revision: number
  readonly text: string
  readonly at: Date
  readonly approvedAt: Date | null
}
type Attendance = { readonly item: string; readonly member: string | null; readonly guest: string | null; readonly name: string }
type Decision = { readonly id: string; readonly item: string; readonly kind: DecisionKind; readonly text: string; readonly at: Date }
type Action = {
  readonly id: string
  readonly item: string
  readonly member: string
  readonly name: string
  readonly text: string
  readonly due: string | null
  readonly at: Date
  readonly doneAt: Date | null
  readonly outcome: string
}
type Report = Omit<CallReportDetails, 'countries' | 'channels'> & {
  readonly countries: readonly string[]
  readonly channels: readonly ReportChannel[]
  readonly id: string
  readonly item: string
  readonly kind: CallReportKind
  readonly member: string
  readonly name: string
  readonly title: string
  readonly text: string
  readonly at: Date
  readonly unit: string | null
  readonly threshold: number | null
  readonly figures: readonly { readonly period: string; readonly value: number }[]
}

export type OfItems = {
  readonly papers: readonly Paper[]
  readonly files: readonly PaperFile[]
  readonly reports: readonly Report[]
  readonly obstacles: readonly Obstacle[]
  readonly minutes: readonly Minute[]
  readonly attendance: readonly Attendance[]
  readonly decisions: readonly Decision[]
  readonly actions: readonly Action[]
}

/** `may`: whether the reader keeps the call, or whose what it is. */
export type MayOf = (member: string | null) => boolean

export function itemView({ id, standing, title, note, duration }: Item, all: OfItems, may: MayOf): CallItemView {
  const of = <T extends { readonly item: string }>(rows: readonly T[]) => rows.filter(({ item }) => item === id)
  return {
    ...{ id, standing, title, note, duration },
    papers: of(all.papers).map(({ item: _, member, name, at, withdrawnAt, ...paper }) => ({
      ...paper,
      member: member === null ? null : { id: member, name },
      at: at.toISOString(),
      withdrawnAt: moment(withdrawnAt),
      files: all.files.flatMap(({ id: file, paper: of, name: called, mediaType, size }) =>
        of === paper.id ? [{ id: file, name: called, mediaType, size }] : [],
      ),
      may: { withdraw: withdrawnAt === null && may(member) },
    })),
    reports: [
      ...of(all.reports).map((report) => reportView(report)),
      ...all.obstacles.filter((one) => one.item === id).map((one) => obstacleView(one, may)),
    ].sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id)),
    minutes: of(all.minutes).map(({ revision, text, at, approvedAt }) => ({
      revision,
      text,
      at: at.toISOString(),
      approvedAt: moment(approvedAt),
    })),
    attendance: of(all.attendance).map(({ member, guest, name }) => ({ member, guest, name })),
    decisions: of(all.decisions).map(({ item: _, at, ...decision }) => ({ ...decision, at: at.toISOString() })),
    actions: of(all.actions).map((action) => actionView(action, may)),
  }
}

export function reportView({ item: _, member, name, at, figures, ...said }: Report): CallReportView {
  const { state, since, until, countries, channels, number, partners, result, ...report } = said
  return {
    ...report,
    member: { id: member, name },
    at: at.toISOString(),
    solution: '',
    solvedAt: null,
    figures: [...figures],
    details: { state, since, until, countries: [...countries], channels: [...channels], number, partners, result },
    may: { solve: false },
  }
}

type Obstacle = Pick<RegisterEntry, 'id' | 'item' | 'member' | 'byName' | 'title' | 'text' | 'madeAt' | 'solution' | 'state' | 'changedAt'>

/** An obstacle of the register, as industry reported it to an item. */
export function obstacleView(
  { id, member, byName, title, text, madeAt, solution, state, changedAt }: Obstacle,
  may: MayOf,
): CallReportView {
  return {
    ...{ id, kind: 'obstacles', title, text, solution, unit: null, threshold: null, figures: [], details: noDetails },
    member: { id: member ?? '', name: byName },
    at: madeAt.toISOString(),
    solvedAt: state === 'solved' ? changedAt.toISOString() : null,
    may: { solve: may(member) },
  }
}

function actionView({ member, name, at, doneAt, ...action }: Action, may: MayOf): CallItemView['actions'][number] {
  return { ...action, member: { id: member, name }, at: at.toISOString(), doneAt: moment(doneAt), may: { settle: may(member) } }
}

export function listedActionView(
  { call, title, startsAt, ...action }: Action & { readonly call: string; readonly title: string; readonly startsAt: Date },
  may: MayOf,
): CallActionListed {
  return { ...actionView(action, may), call: { id: call, title, startsAt: startsAt.toISOString() } }
}

/** Whether the latest number is one that warns. */
export function isWarning({ threshold, figures }: Pick<Report, 'threshold' | 'figures'>): boolean {
  const last = figures.at(-1)
  return threshold !== null && last !== undefined && last.value >= threshold
}

type SeriesRow = {
  readonly id: string
  readonly name: string
  readonly months: RhythmMonths
  readonly since: Date
  readonly closedAt: Date | null
}
export function seriesView({ id, name, months, since, closedAt }: SeriesRow, rhythm: Rhythm, own: Rhythm | null): CallSeriesView {
  return {
    ...{ id, name, months },
    since: since.toISOString(),
    open: closedAt === null,
    rhythm: rhythmView(rhythm),
    own: own === null ? null : rhythmView(own),
  }
}

export function rhythmView({ state, period, missed }: Rhythm): CallSeriesView['rhythm'] {
  return { state, missed, period: { since: period.since.toISOString(), until: period.until.toISOString() } }
}
