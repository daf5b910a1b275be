import type { Actor } from '../../../base/actor.ts'
import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { type Rhythm, rhythmOf } from '../network/call-rhythm.ts'
import { mayKeepCalls, maySeeCalls } from '../network/call-standing.ts'
import { isWarning, listedActionView, reportView, rhythmView, seriesView } from '../network/call-view.ts'
import type { Standing } from '../network/standing.ts'
import { changeSeries, makeSeries } from '../operations/network/calls.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { listCallActions } from '../store/network/call-actions.ts'
import { type ListedReport, listBoard, pageReports } from '../store/network/call-reports.ts'
import { type CallSeries, findSeries, listAttended, listMoments, listSeries } from '../store/network/calls.ts'
import { findMember, pageMembers } from '../store/network/members.ts'
import { listOpenObstacles } from '../store/network/register.ts'
import { mayOn, maySpeakOf, noteItems, objectionsToSeries } from './call-reading.ts'
import { registerViews } from './registers.ts'

/** Series with their rhythm, what is to be done, and what industry warns of. */
export function callSeriesRoutes(http: Http): void {
  rhythmRoutes(http)
  boardRoutes(http)
}

async function seen(tx: Tx, actor: Actor): Promise<Standing> {
  const standing = await readStanding(tx, actor)
  if (!maySeeCalls(standing)) throw new Failure('forbidden', 'platform.forbidden', 'may not see calls')
  return standing
}

function rhythmRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCallSeries, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await seen(tx, actor)
      const all = await listSeries(tx, standing.network)
      const { of, own } = await rhythms(tx, standing, all, ctx.now())
      return { items: all.map((one) => seriesView(one, of(one), own(one))), may: { keep: mayKeepCalls(standing) } }
    }),
  )
  serve(http, contract.readCallSeries, ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const standing = await seen(tx, actor)
      const series = present(await findSeries(tx, params.id), 'cooperation.no-call-series', `series ${params.id}`)
      const { of, own, planned } = await rhythms(tx, standing, [series], ctx.now())
      const attended = await listAttended(tx, [series.id], undefined, ctx.now())
      const agencies = await pageMembers(tx, standing.network, { kind: ['agency'], state: ['member'] }, undefined, 2_000)
      return {
        ...seriesView(series, of(series), own(series)),
        agencies: agencies.map(({ id, name, joinedAt }) => {
          const held = attended.filter(({ member }) => member === id).map(({ at }) => at)
          const since = later(series.since, joinedAt)
          return { member: { id, name }, ...rhythmView(rhythmOf(series.months, since, held, planned(series), ctx.now())) }
        }),
        objections: await objectionsToSeries(tx, standing, series.id),
        may: { keep: mayKeepCalls(standing), ...maySpeakOf(standing) },
      }
    }),
  )
  serve(http, contract.makeCallSeries, async ({ actor, body }) => ({
    id: await performInNetwork(ctx, actor, (work, standing) => makeSeries(work, standing, body.name, body.months)),
  }))
  serve(http, contract.changeCallSeries, async ({ actor, params, body, reply }) => {
    present(await ctx.read(actor, (tx) => findSeries(tx, params.id)), 'cooperation.no-call-series', `series ${params.id}`)
    await performInNetwork(ctx, actor, (work, standing) => changeSeries(work, standing, params.id, body))
    return reply.send()
  })
}

function later(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one
}

type Rhythms = {
  of(series: CallSeries): Rhythm
  /** null where the reader is no agency */
  own(series: CallSeries): Rhythm | null
  planned(series: CallSeries): readonly Date[]
}

async function rhythms(tx: Tx, standing: Standing, all: readonly CallSeries[], now: Date): Promise<Rhythms> {
  const ids = all.map(({ id }) => id)
  const moments = await listMoments(tx, ids, now)
  const { member } = standing
  const own = member?.kind === 'agency' ? await findMember(tx, member.id) : undefined
  const attended = own === undefined ? [] : await listAttended(tx, ids, own.id, now)
  const over = (state: string) => state === 'held' || state === 'reported'
  const held = (series: string) => moments.filter((one) => one.series === series && over(one.state)).map(({ at }) => at)
  const planned = ({ id }: CallSeries) => moments.filter((one) => one.series === id && !over(one.state)).map(({ at }) => at)
  return {
    of: (series) => rhythmOf(series.months, series.since, held(series.id), planned(series), now),
    own: (series) => {
      if (own === undefined) return null
      const there = attended.filter((one) => one.series === series.id).map(({ at }) => at)
      return rhythmOf(series.months, later(series.since, own.joinedAt), there, planned(series), now)
    },
    planned,
  }
}

function boardRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCallActions, ({ actor, query }) =>
    ctx.read(actor, async (tx) => {
      const standing = await seen(tx, actor)
      const { member, network } = standing
      if (query.whose === 'own' && member === null) return { items: [] }
      const rows = await listCallActions(tx, network, query.state === 'open', query.whose === 'own' ? (member?.id ?? null) : null, 500)
      return { items: rows.map((row) => listedActionView(row, mayOn(standing, { chair: null }))) }
    }),
  )
  serve(http, contract.listCallReports, async ({ actor, query }) => {
    const { after, limit, ...filter } = query
    const rows = await ctx.read(actor, async (tx) => {
      const { network } = await seen(tx, actor)
      return pageReports(tx, network, filter, readCursor(after), limit + 1)
    })
    const items = rows.slice(0, limit)
    await noteItems(http, actor, items)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items: items.map(listedReport), next: last === undefined ? null : writeCursor(last.at, last.id) }
  })
  serve(http, contract.readCallBoard, ({ actor }) =>
    ctx.read(actor, async (tx) => {
      const standing = await seen(tx, actor)
      const figures = await listBoard(tx, standing.network)
      const obstacles = await registerViews(tx, await listOpenObstacles(tx, standing.network))
      return { figures: figures.map((one) => ({ ...listedReport(one), warning: isWarning(one) })), obstacles: obstacles.map(boardObstacle) }
    }),
  )
}

function listedReport({ call, callTitle, ...report }: ListedReport): contract.BoardLine {
  return { ...reportView(report), call: { id: call, name: callTitle } }
}

function boardObstacle({
  id,
  title,
  text,
  member,
  state,
  solution,
  responsible,
  madeAt,
  call,
}: contract.RegisterView): contract.BoardObstacle {
  const called = (one: { readonly id: string; readonly name: string } | null) => (one === null ? null : { id: one.id, name: one.name })
  const where = contract.obstacleStates.find((one) => one === state) ?? 'open'
  return { id, title, text, member: called(member), state: where, solution, responsible: called(responsible), at: madeAt, call }
}
