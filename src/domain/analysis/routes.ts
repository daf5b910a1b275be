import type { Actor } from '../../base/actor.ts'
import { readCursor, writeCursor } from '../../base/cursor.ts'
import { Failure, present } from '../../base/failure.ts'
import type { OrganisationId, ReportId } from '../../base/id.ts'
import type { LocationDays } from '../../forensics/message/index.ts'
import { previewMessageTask } from '../../forensics/tasks.ts'
import type { Tx } from '../../platform/db/pools.ts'
import { previewPolicy } from '../../platform/http/security.ts'
import { serve } from '../../platform/http/serve.ts'
import type { Http } from '../../platform/http/server.ts'
import type { LocationSource } from '../../platform/net/locate.ts'
import { perform } from '../../platform/work.ts'
import { systemsChangedAt } from '../directory/index.ts'
import { type Forget, openEvidence } from '../evidence/index.ts'
import { findReport, isOpen, listSightings, withdrawReport, withholdReport } from '../intake/index.ts'
import * as contract from './contract.ts'
import { analyseAgain } from './jobs.ts'
import { mayAnalyse, mayWithhold } from './policy.ts'
import { serveLessons } from './routes/lessons.ts'
import { findPlace } from './store/campaigns/lists.ts'
import {
  countReports,
  findReportView,
  listFindings,
  listObservations,
  listReportLines,
  type ObservationRow,
  type ReportLineRow,
} from './store/reports.ts'
import { queryOf } from './tokens.ts'

const month = 30 * 86_400_000

/** Reports as the console and the API see them. */
export function analysisRoutes(http: Http, location: readonly LocationSource[], forget: readonly Forget[]): void {
  const { ctx } = http
  const again = analyseAgain(forget)
  serveLessons(http)
  serve(http, contract.readFigures, async ({ actor, query }) => {
    const since = new Date(ctx.now().getTime() - month)
    const figures = await ctx.read(actor, (tx) => countReports(tx, ownerOf(actor), since, query.zone))
    return { ...figures, location: { sources: creditsOf(location, []) } }
  })
  serve(http, contract.listReports, async ({ actor, query }) => {
    const { after, limit, ...filter } = query
    const tsquery = filter.search === undefined || filter.search.trim() === '' ? undefined : queryOf(filter.search)
    if (filter.search !== undefined && filter.search.trim() !== '' && tsquery === undefined) return { items: [], next: null }
    const rows = await ctx.read(actor, (tx) => listReportLines(tx, ownerOf(actor), filter, tsquery, readCursor(after), limit + 1))
    // one more was asked for: whether there is a next page is known, not guessed
    const items = rows.slice(0, limit)
    const last = rows.length > limit ? items.at(-1) : undefined
    return { items: items.map(lineView), next: last === undefined ? null : writeCursor(last.received_at, last.id) }
  })
  serve(http, contract.readReport, async ({ actor, params }) => {
    const id = params.id as ReportId
    return ctx.read(actor, async (tx) => {
      const row = present(await findReportView(tx, id), 'analysis.no-report', `report ${id}`)
      const observations = await listObservations(tx, id)
      const changedAt = actor.organisation === row.owner ? await systemsChangedAt(tx, row.owner) : null
      return {
        ...lineView(row),
        sha256: row.sha256,
        size: row.size,
        item: row.item,
        note: row.note,
        reporterName: row.reporter_name,
        arrival: row.arrival,
        analysedAt: row.analysed_at?.toISOString() ?? null,
        systemsChanged:
          changedAt !== null &&
          row.analysed_at !== null &&
          row.analysed_at < changedAt &&
          observations.some((one) => one.reading.kind === 'message'),
        sightings: (await listSightings(tx, id)).map((one) => ({ ...one, detail: one.detail as Record<string, unknown> })),
        observations: observations.map((one) => ({ ...one, at: one.at.toISOString() })),
        findingList: [...(await listFindings(tx, id))],
        place: await placeOf(tx, id),
        location: { sources: creditsOf(location, observations) },
      }
    })
  })
  serve(http, contract.readSource, async ({ actor, params, query }) => {
    const bytes = await originalOf(http, actor, params.id as ReportId, query.position)
    const page = wholeCharacters(bytes.subarray(query.from, query.from + query.size), bytes.length - query.from)
    const end = query.from + page.length
    return { text: textOf(page), size: bytes.length, from: query.from, next: end < bytes.length ? end : null }
  })
  serve(http, contract.previewReport, async ({ actor, params, query, reply }) => {
    const bytes = await originalOf(http, actor, params.id as ReportId, query.position)
    const outcome = await ctx.sandbox.run(
      previewMessageTask,
      { bytes, options: { pictures: query.images, scheme: query.scheme } },
      { time: 20_000 },
    )
    if (!('ok' in outcome))
      throw new Failure('unavailable', 'analysis.preview-died', `the preview of report ${params.id} died: ${outcome.died}`)
    return reply
      .headers({ 'content-security-policy': previewPolicy, 'x-frame-options': 'SAMEORIGIN' })
      .type('text/html; charset=utf-8')
      .serializer(String)
      .send(outcome.ok.document)
  })
  serve(http, contract.analyseAgain, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      return tally(body.ids, async (id) => {
        const report = await findReport(work.tx, id)
        if (report === undefined || report.owner !== actor.organisation) throw new Failure('missing', 'analysis.no-report', `report ${id}`)
        if (!isOpen(report) || report.pseudonymised) throw new Failure('conflict', 'analysis.closed', `report ${id} is not read again`)
        work.enqueue(again, { reportId: id }, { key: id })
        work.record('analysis.asked-again', id)
      })
    }),
  )
  serve(http, contract.withdrawReports, async ({ actor, body }) =>
    tally(body.ids, (id) => perform(ctx, actor, (work) => withdrawReport(work, id))),
  )
  serve(http, contract.withholdReports, async ({ actor, body }) => {
    if (!mayWithhold(actor)) throw new Failure('forbidden', 'platform.forbidden', 'may not withhold')
    const done = await tally(body.ids, (id) => withholdReport(ctx, actor, id, forget))
    return { ...done, hotlines }
  })
}

/** Why a report is in its campaign, as far as it is in one of ours. */
async function placeOf(tx: Tx, id: ReportId): Promise<contract.ReportView['place']> {
  const place = await findPlace(tx, id)
  return place === undefined ? null : { why: [...place.why], placedBy: place.placed_by, pinned: place.pinned, at: place.at.toISOString() }
}

/** Whom to credit for countries and networks, with the days of the data that these readings rest on rather than of what is installed since. */
export function creditsOf(sources: readonly LocationSource[], observations: readonly ObservationRow[]): contract.LocationSource[] {
  const days = observations.map(({ reading }) => reading.location as Partial<LocationDays> | null | undefined).find((one) => one != null)
  return sources.map((one) => ({ ...one, date: days?.[one.what] ?? one.date, credits: [...one.credits] }))
}

/** Where suspected child-abuse material is referred to; the association lists the hotline of each country. */
const hotlines = [{ country: '', name: 'INHOPE', url: 'https://www.inhope.org/EN#hotlineReferral' }]

/** The bytes of a report's original, or of the thing it points at. Fails with `analysis.no-report`, `analysis.no-bytes`. */
export async function originalOf(http: Pick<Http, 'ctx'>, actor: Actor, id: ReportId, position?: number): Promise<Uint8Array> {
  const { ctx } = http
  const item = await ctx.read(actor, async (tx) => {
    const report = present(await findReport(tx, id), 'analysis.no-report', `report ${id}`)
    if (position === undefined) return report.item
    return (await listSightings(tx, id)).find((one) => one.position === position)?.item ?? null
  })
  return openEvidence(ctx, actor, present(item, 'analysis.no-bytes', `bytes of report ${id}`))
}

/** A page without the beginning of a character whose rest is on the next one; `left` are the bytes from its start to the end of all. */
function wholeCharacters(page: Uint8Array, left: number): Uint8Array {
  if (page.length === left) return page
  for (let back = 1; back <= Math.min(3, page.length - 1); back++) {
    const byte = page[page.length - back] ?? 0
    if (byte < 0x80) return page
    // the first byte of a character of two, three or four (RFC 3629 §3)
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? page.subarray(0, page.length - back) : page
  }
  return page
}

/** Bytes as text for reading: UTF-8 where they are that, else one character a byte. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

async function tally(
  ids: readonly string[],
  act: (id: ReportId) => Promise<void>,
): Promise<{ done: number; refused: { id: string; code: string }[] }> {
  const refused: { id: string; code: string }[] = []
  for (const id of new Set(ids)) {
    try {
      await act(id as ReportId)
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'platform.forbidden') throw error
      refused.push({ id, code: error.code })
    }
  }
  return { done: new Set(ids).size - refused.length, refused }
}

export function ownerOf(actor: Actor): OrganisationId {
  return present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
}

export function lineView(row: ReportLineRow): contract.ReportLine {
  return {
    id: row.id,
    reference: row.reference,
    receivedAt: row.received_at.toISOString(),
    channel: { id: row.channel, kind: row.channel_kind, name: row.channel_name },
    form: row.form as contract.ReportLine['form'],
    state: row.state as contract.ReportLine['state'],
    times: row.times,
    reporter: row.reporter_address,
    name: row.name,
    campaign: row.campaign === null ? null : { id: row.campaign, name: row.campaign_name, reports: row.campaign_reports ?? 0 },
    summary: !row.analysed
      ? null
      : {
          title: row.title,
          from: { address: row.from_address, name: row.from_name },
          origin: { ip: row.origin_ip, country: row.country, asn: row.asn, network: row.network },
          language: row.language,
          severity: row.severity as contract.Severity,
          findings: row.findings,
          links: row.links,
          attachments: row.attachments,
          authentication: { spf: row.spf, dkim: row.dkim, dmarc: row.dmarc, arc: row.arc },
          verdict: row.verdict === null ? null : { kind: row.verdict as contract.VerdictKind, unwanted: row.unwanted ?? 0 },
        },
  }
}
