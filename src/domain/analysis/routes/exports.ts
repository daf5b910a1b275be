import type { Cursor, NumberCursor } from '../../../base/cursor.ts'
import { serialiseCsv } from '../../../formats/csv/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { type Row, sendTable } from '../../../platform/http/table.ts'
import * as contract from '../contract/figures.ts'
import { mayRead } from '../policy.ts'
import { ownerOf } from '../routes.ts'
import { listCampaigns } from '../store/campaigns/lists.ts'
import type { CampaignRow } from '../store/campaigns/moves.ts'
import { listReportLines, type ReportLineRow } from '../store/reports.ts'
import { queryOf } from '../tokens.ts'

/** rows that are read in one go */
const together = 500

/** Lists of reports and of campaigns as files, by the same statements as the lists: what one may not see there is not here either. */
export function exportRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.exportReports, async ({ actor, query: { mark, ...filter }, reply }) => {
    const owner = ownerOf(actor)
    const words = filter.search?.trim() ?? ''
    const tsquery = words === '' ? undefined : queryOf(words)
    const read = (after: ReportLineRow | undefined) => {
      const before = after === undefined ? undefined : { at: after.received_at, id: after.id }
      return words !== '' && tsquery === undefined
        ? Promise.resolve([])
        : ctx.read(actor, (tx) => listReportLines(tx, owner, filter, tsquery, before, together))
    }
    return sendTable(ctx, actor, reply, {
      of: 'reports',
      room: 'analysis',
      allowed: mayRead(actor),
      mark,
      filters: Object.keys(filter),
      head: reportColumns.map(([name]) => name),
      pages: pagesOf(read, (row) => reportColumns.map(([, of]) => of(row))),
      serialise: serialiseCsv,
    })
  })
  serve(http, contract.exportCampaigns, async ({ actor, query: { mark, ...filter }, reply }) => {
    const owner = ownerOf(actor)
    const after = ({ reports, last_at, id }: CampaignRow): Cursor | NumberCursor =>
      filter.sort === 'size' ? { number: reports, id } : { at: last_at, id }
    return sendTable(ctx, actor, reply, {
      of: 'campaigns',
      room: 'analysis',
      allowed: mayRead(actor),
      mark,
      filters: Object.keys(filter),
      head: campaignColumns.map(([name]) => name),
      pages: pagesOf(
        (last: CampaignRow | undefined) =>
          ctx.read(actor, (tx) => listCampaigns(tx, owner, filter, last === undefined ? undefined : after(last), together)),
        (row) => campaignColumns.map(([, of]) => of(row)),
      ),
      serialise: serialiseCsv,
    })
  })
}

/** Page after page, each in a transaction of its own. */
async function* pagesOf<T>(read: (after: T | undefined) => Promise<readonly T[]>, cells: (row: T) => Row): AsyncGenerator<readonly Row[]> {
  let rows = await read(undefined)
  for (;;) {
    yield rows.map(cells)
    if (rows.length < together) return
    rows = await read(rows.at(-1))
  }
}

type Columns<T> = readonly (readonly [name: string, of: (row: T) => string])[]

const text = (value: string | number | null) => (value === null ? '' : String(value))

// the names are those of the API; they are not translated, since programs read them
const reportColumns: Columns<ReportLineRow> = [
  ['reference', (row) => row.reference],
  ['receivedAt', (row) => row.received_at.toISOString()],
  ['channel', (row) => (row.channel_kind === 'mail' || row.channel_kind === 'imap' ? row.channel_name : row.channel_kind)],
  ['form', (row) => row.form],
  ['state', (row) => row.state],
  ['times', (row) => String(row.times)],
  ['reporter', (row) => text(row.reporter_address)],
  ['title', (row) => text(row.title)],
  ['fromAddress', (row) => text(row.from_address)],
  ['fromName', (row) => text(row.from_name)],
  ['originIp', (row) => text(row.origin_ip)],
  ['country', (row) => text(row.country)],
  ['asn', (row) => text(row.asn)],
  ['network', (row) => text(row.network)],
  ['language', (row) => text(row.language)],
  ['verdict', (row) => text(row.verdict)],
  ['unwanted', (row) => (row.unwanted === null ? '' : row.unwanted.toFixed(3))],
  ['severity', (row) => text(row.severity)],
  ['spf', (row) => text(row.spf)],
  ['dkim', (row) => text(row.dkim)],
  ['dmarc', (row) => text(row.dmarc)],
  ['links', (row) => text(row.links)],
  ['attachments', (row) => text(row.attachments)],
  ['campaign', (row) => text(row.campaign_name)],
  ['id', (row) => row.id],
]

const campaignColumns: Columns<CampaignRow> = [
  ['name', (row) => text(row.name ?? row.title)],
  ['state', (row) => row.state],
  ['kind', (row) => row.kind],
  ['brand', (row) => text(row.brand)],
  ['reports', (row) => String(row.reports)],
  ['firstAt', (row) => row.first_at.toISOString()],
  ['lastAt', (row) => row.last_at.toISOString()],
  ['burstAt', (row) => row.burst_at?.toISOString() ?? ''],
  ['madeBy', (row) => row.made_by],
  ['id', (row) => row.id],
]
