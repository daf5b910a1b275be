import type { Actor } from '../../../base/actor.ts'
import { Failure } from '../../../base/failure.ts'
import type { OrganisationId } from '../../../base/id.ts'
import { serialiseCsv } from '../../../formats/csv/index.ts'
import type { Context } from '../../../platform/context.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { type Row, sendTable } from '../../../platform/http/table.ts'
import type { LocationSource } from '../../../platform/net/locate.ts'
import * as contract from '../contract/figures.ts'
import { mayRead } from '../policy.ts'
import { creditsOf, ownerOf } from '../routes.ts'
import { listCourses, listGrowing } from '../store/campaigns/growing.ts'
import {
  channelNames,
  countPeriod,
  type FigureKind,
  findCounted,
  listDays,
  listValues,
  networkNames,
  type Parts,
  type Period,
  partsOf,
} from '../store/days.ts'
import { campaignView } from './campaigns.ts'

/** values of a property that the page shows; a table has all */
const shown = 50
const allValues = 100_000

/** Figures of reports, by days of UTC that were counted beforehand. */
export function figureRoutes(http: Http, location: readonly LocationSource[]): void {
  const { ctx } = http
  serve(http, contract.readDays, async ({ actor, query }) => {
    const owner = ownerOf(actor)
    const period = checked(query)
    return ctx.read(actor, async (tx) => {
      const counted = await findCounted(tx, owner)
      const byDay = daysOf(await listDays(tx, owner, period))
      const by: contract.Figures['by'] = []
      const parts = await partsOf(tx, owner, period)
      for (const what of contract.figureKinds) by.push({ what, ...(await named(tx, owner, parts, what, shown)) })
      return {
        ...period,
        countedAt: counted.at?.toISOString() ?? null,
        counting: counted.waiting,
        total: byDay.reduce((sum, one) => sum + one.reports, 0),
        before: await countPeriod(tx, owner, justBefore(period)),
        byDay,
        by,
        location: { sources: creditsOf(location, []) },
      }
    })
  })
  serve(http, contract.listGrowing, async ({ actor, query }) => {
    const owner = ownerOf(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listGrowing(tx, owner, ctx.now(), query.limit)
      const courses = await listCourses(
        tx,
        rows.map(({ id }) => id),
        ctx.now(),
        contract.courseDays,
      )
      return { items: rows.map((row) => ({ ...campaignView(row), lastDay: row.last_day, course: [...(courses.get(row.id) ?? [])] })) }
    })
  })
  serve(http, contract.exportDays, async ({ actor, query: { of, mark, ...asked }, reply }) => {
    const owner = ownerOf(actor)
    const period = checked(asked)
    const { head, rows } = of === 'day' ? byDayTable(ctx, actor, owner, period) : byValueTable(ctx, actor, owner, period, of)
    return sendTable(ctx, actor, reply, {
      of: `figures-by-${of}`,
      room: 'analysis',
      allowed: mayRead(actor),
      mark,
      filters: ['from', 'until'],
      head,
      pages: once(rows),
      serialise: serialiseCsv,
    })
  })
}

async function* once(rows: () => Promise<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  yield await rows()
}

const day = 86_400_000

function checked({ from, until }: Period): Period {
  const days = (Date.parse(until) - Date.parse(from)) / day + 1
  if (days < 1 || days > contract.mostDays)
    throw new Failure('invalid', 'analysis.period', `a period has 1 to ${contract.mostDays} days`, { detail: { days } })
  return { from, until }
}

/** As many days, up to the one before the first. */
function justBefore({ from, until }: Period): Period {
  const first = Date.parse(from)
  const write = (time: number) => new Date(time).toISOString().slice(0, 10)
  return { from: write(first - (Date.parse(until) - first) - day), until: write(first - day) }
}

function daysOf(rows: Awaited<ReturnType<typeof listDays>>): contract.Figures['byDay'] {
  return [...Map.groupBy(rows, (row) => row.day)].map(([day, some]) => ({
    day,
    reports: some.reduce((sum, one) => sum + one.reports, 0),
    kinds: Object.fromEntries(some.map(({ kind, reports }) => [kind, reports])),
  }))
}

async function named(
  tx: Tx,
  owner: OrganisationId,
  parts: Parts,
  what: FigureKind,
  limit: number,
): Promise<{ readonly items: contract.Counted[]; readonly values: number }> {
  const { items, values } = await listValues(tx, owner, parts, what, limit)
  const ids = items.map(({ value }) => value)
  const names: ReadonlyMap<string, string> =
    what === 'network' ? await networkNames(tx, owner, ids) : what === 'channel' ? await channelNames(tx, ids) : new Map()
  return { items: items.map((one) => ({ ...one, name: names.get(one.value) ?? null })), values }
}

function byDayTable(ctx: Context, actor: Actor, owner: OrganisationId, period: Period) {
  return {
    head: ['day', 'kind', 'reports'],
    rows: async () =>
      (await ctx.read(actor, (tx) => listDays(tx, owner, period))).map(({ day, kind, reports }) => [day, kind, String(reports)]),
  }
}

function byValueTable(ctx: Context, actor: Actor, owner: OrganisationId, period: Period, of: FigureKind) {
  return {
    head: [of, 'name', 'reports'],
    rows: async () =>
      (await ctx.read(actor, async (tx) => named(tx, owner, await partsOf(tx, owner, period), of, allValues))).items.map(
        ({ value, name, reports }) => [value, name ?? '', String(reports)],
      ),
  }
}
