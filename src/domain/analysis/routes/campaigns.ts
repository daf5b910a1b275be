import type { Actor } from '../../../base/actor.ts'
import { type Cursor, type NumberCursor, readCursor, readNumberCursor, writeCursor, writeNumberCursor } from '../../../base/cursor.ts'
import { Failure } from '../../../base/failure.ts'
import type { CampaignId, ReportId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import type { LocationSource } from '../../../platform/net/locate.ts'
import { perform } from '../../../platform/work.ts'
import { namesOf } from '../../directory/index.ts'
import { graphOf } from '../campaigns/graph.ts'
import * as contract from '../contract/campaigns.ts'
import { campaignIndicators } from '../operations/campaigns/indicators.ts'
import { mergeCampaigns } from '../operations/campaigns/merge.ts'
import { addReports, pinReports, renameCampaign, splitCampaign, undoChange } from '../operations/campaigns/shape.ts'
import { creditsOf, lineView, ownerOf } from '../routes.ts'
import { campaignFigures, countApart, findTypical, listBothSides, listShared, listVarying, looksAt } from '../store/campaigns/figures.ts'
import { listCampaigns, listMembers } from '../store/campaigns/lists.ts'
import { type CampaignRow, type Change, findCampaign, findCampaigns, listChanges, listThere } from '../store/campaigns/moves.ts'
import { findReportView } from '../store/reports.ts'

const changesShown = 50
// a few more than are drawn, so that what is left out is known to be
const valuesAsked = 3_000
const sharedShown = 20

/** Campaigns as the console and the API see them. */
export function campaignRoutes(http: Http, location: readonly LocationSource[]): void {
  const { ctx } = http
  serve(http, contract.listCampaigns, async ({ actor, query: { after, limit, ...filter } }) => {
    const rows = await ctx.read(actor, (tx) => listCampaigns(tx, ownerOf(actor), filter, cursorOf(after, filter.sort), limit + 1))
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items: items.map(campaignView), next: last === undefined ? null : nextOf(last, filter.sort) }
  })
  serve(http, contract.readCampaign, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const row = await ours(tx, actor, params.id)
      const figures = await campaignFigures(tx, row.id, ctx.now(), query.zone)
      if (figures === undefined) throw missing(params.id)
      const typical = await findTypical(tx, row.id)
      const specimen = typical === undefined ? undefined : await findReportView(tx, typical)
      return {
        ...campaignView(row),
        figures: figuresView(figures),
        varying: [...(await listVarying(tx, row.id))],
        typical: specimen === undefined ? null : lineView(specimen),
        changes: await changesOf(tx, row),
        location: { sources: creditsOf(location, []) },
      }
    }),
  )
  serve(http, contract.listReportsOfCampaign, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const row = await ours(tx, actor, params.id)
      const rows = await listMembers(tx, row.owner, row.id, readCursor(query.after), query.limit + 1)
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      return {
        items: items.map((one) => ({
          ...lineView(one),
          why: [...one.why],
          placedBy: one.placed_by,
          pinned: one.pinned,
          placedAt: one.placed_at.toISOString(),
        })),
        next: last === undefined ? null : writeCursor(last.received_at, last.id),
      }
    }),
  )
  serve(http, contract.listIndicatorsOfCampaign, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const row = await ours(tx, actor, params.id)
      const items = await campaignIndicators(tx, row.id)
      return {
        items: items.map((one) => ({ ...one, firstAt: one.firstAt.toISOString(), lastAt: one.lastAt.toISOString() })),
        lookedAt: Math.min(row.reports, looksAt),
      }
    }),
  )
  serve(http, contract.readGraphOfCampaign, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const row = await ours(tx, actor, params.id)
      const graph = graphOf(await listShared(tx, row.id, valuesAsked))
      return {
        lookedAt: Math.min(row.reports, looksAt),
        values: graph.values.map((one) => ({ ...one, kind: one.kind as contract.CampaignGraph['values'][number]['kind'] })),
        groups: graph.groups.map((one) => ({ ...one, values: [...one.values] })),
        left: graph.left,
      }
    }),
  )
  changes(http)
}

/** What people do to campaigns, each with a look at what it would do. */
function changes(http: Http): void {
  const { ctx } = http
  serve(http, contract.renameCampaign, async ({ actor, params, body }) => {
    await perform(ctx, actor, (work) => renameCampaign(work, params.id as CampaignId, body.name))
    return ctx.read(actor, async (tx) => campaignView(await ours(tx, actor, params.id)))
  })
  serve(http, contract.previewMerge, async ({ actor, params, body }) =>
    ctx.read(actor, async (tx) => {
      const into = await ours(tx, actor, params.id)
      const wanted = body.campaigns.filter((id) => id !== into.id) as CampaignId[]
      const others = (await findCampaigns(tx, wanted)).filter(({ owner }) => owner === into.owner)
      if (others.length < new Set(wanted).size) throw missing(wanted[0] ?? '')
      return {
        into: campaignView(into),
        others: others.map(campaignView),
        reports: [into, ...others].reduce((sum, { reports }) => sum + reports, 0),
        apart: await countApart(tx, [into.id, ...others.map(({ id }) => id)]),
      }
    }),
  )
  serve(http, contract.mergeCampaigns, async ({ actor, params, body }) =>
    perform(ctx, actor, (work) => mergeCampaigns(work, params.id as CampaignId, body.campaigns as CampaignId[])),
  )
  serve(http, contract.previewSplit, async ({ actor, params, body }) =>
    ctx.read(actor, async (tx) => {
      const row = await ours(tx, actor, params.id)
      const going = await listThere(tx, row.id, body.reports as ReportId[])
      return {
        going: going.length,
        staying: row.reports - going.length,
        shared: [...(await listBothSides(tx, row.id, going, sharedShown))],
      }
    }),
  )
  serve(http, contract.splitCampaign, async ({ actor, params, body: { reports, to, name } }) =>
    perform(ctx, actor, (work) => splitCampaign(work, params.id as CampaignId, { reports: reports as ReportId[], to, name })),
  )
  serve(http, contract.addToCampaign, async ({ actor, params, body }) =>
    perform(ctx, actor, (work) => addReports(work, params.id as CampaignId, body.reports as ReportId[])),
  )
  serve(http, contract.pinInCampaign, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => ({
      done: await pinReports(work, params.id as CampaignId, body.reports as ReportId[], body.pinned),
    })),
  )
  serve(http, contract.undoCampaignChange, async ({ actor, params, body }) =>
    perform(ctx, actor, async (work) => ({ moved: await undoChange(work, params.id as CampaignId, body.change) })),
  )
}

function missing(id: string): Failure {
  return new Failure('missing', 'analysis.no-campaign', `campaign ${id}`)
}

/** A campaign is seen by its own organisation alone. */
async function ours(tx: Tx, actor: Actor, id: string): Promise<CampaignRow> {
  const row = await findCampaign(tx, id as CampaignId)
  if (row === undefined || row.owner !== actor.organisation) throw missing(id)
  return row
}

export function campaignView(row: CampaignRow): contract.CampaignLine {
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    state: row.state,
    kind: contract.CampaignLine.shape.kind.safeParse(row.kind).data ?? 'unknown',
    brand: row.brand,
    firstAt: row.first_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    reports: row.reports,
    burstAt: row.burst_at?.toISOString() ?? null,
    mergedInto: row.merged_into,
    madeBy: row.made_by,
  }
}

function figuresView(figures: NonNullable<Awaited<ReturnType<typeof campaignFigures>>>): contract.CampaignFigures {
  return {
    ...figures,
    firstAt: figures.firstAt.toISOString(),
    lastAt: figures.lastAt.toISOString(),
    byDay: [...figures.byDay],
    countries: [...figures.countries],
    networks: [...figures.networks],
    brands: [...figures.brands],
    kinds: [...figures.kinds],
    languages: [...figures.languages],
  }
}

async function changesOf(tx: Tx, { owner, id }: CampaignRow): Promise<contract.CampaignChange[]> {
  const changes = await listChanges(tx, owner, id, changesShown)
  const undone = new Set(changes.flatMap(({ act, others }) => (act === 'undone' ? others : [])))
  const names = await namesOf(
    tx,
    changes.flatMap(({ by_kind, by }) => (by_kind === 'person' ? [by] : [])),
  )
  const who = ({ by_kind, by }: Change) => (by_kind === 'system' ? null : by_kind === 'person' ? (names.get(by) ?? by) : by)
  return changes.map((one) => ({
    id: one.id,
    act: one.act,
    others: [...one.others],
    reports: one.reports,
    by: who(one),
    at: one.at.toISOString(),
    undoable: one.act !== 'undone' && !undone.has(one.id),
  }))
}

/** By size a page ends at a number and an id. */
function cursorOf(text: string | undefined, sort: contract.CampaignFilter['sort']): Cursor | NumberCursor | undefined {
  return sort === 'size' ? readNumberCursor(text) : readCursor(text)
}

function nextOf({ reports, last_at, id }: CampaignRow, sort: contract.CampaignFilter['sort']): string {
  return sort === 'size' ? writeNumberCursor(reports, id) : writeCursor(last_at, id)
}
