import { readCursor } from '../../../base/cursor.ts'
import { serialiseCsv } from '../../../formats/csv/index.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { type Row, sendTable } from '../../../platform/http/table.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { lookBackJob } from '../jobs.ts'
import { inOrder, lineOf, outcomeCells, outcomeHead } from '../lookback/figures.ts'
import { lookbackView, lookView, noticeView } from '../lookback/view.ts'
import { lookNow } from '../operations/lookback.ts'
import { maySeeCases } from '../policy.ts'
import { type LookLine, listLookbacks, listLookLines, listThings } from '../store/lookback.ts'
import { listNoticesOf, listSides, type NoticeRow, sumSides } from '../store/outcomes.ts'
import { findSettings } from '../store/settings.ts'
import { byTime, caseFor, namesFor, paged, readerOf } from './reading.ts'

/** What became of notices: of one case, and of all by who was to act. */
export function serveLookbacks(http: Http): void {
  serveOfCase(http)
  serveOutcomes(http)
}

function serveOfCase(http: Http): void {
  const { ctx } = http
  serve(http, contract.readLookbacks, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listLookbacks(tx, owner, id)
      const things = await listThings(
        tx,
        owner,
        rows.map(({ action }) => action),
      )
      const { silenceDays } = await findSettings(tx, owner)
      return { items: rows.map((row) => lookbackView(row, things)), outside: ctx.outside.allowed, silenceDays }
    }),
  )
  serve(http, contract.listLooks, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listLookLines(tx, owner, id, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map((row) => row.actor),
      )
      return paged(
        rows,
        query.limit,
        byTime<LookLine>(
          (row) => row.at,
          (row) => row.id,
        ),
        (row) => lookView(row, names),
      )
    }),
  )
  serve(http, contract.lookNow, async ({ actor, params }) =>
    perform(ctx, actor, async (work) => {
      const of = await caseFor(work.tx, actor, params.id)
      return { asked: await lookNow(work, of, lookBackJob) }
    }),
  )
}

function serveOutcomes(http: Http): void {
  const { ctx } = http
  serve(http, contract.listOutcomesBySide, async ({ actor, query }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      const lines = inOrder(await listSides(tx, owner, query, ctx.now()), query.order, query.down)
      const sum = await sumSides(tx, owner, query, ctx.now())
      const { silenceDays } = await findSettings(tx, owner)
      const items = lines.slice(0, query.limit).map(lineOf)
      return { items, left: lines.length - items.length, all: lineOf(sum ?? nothing), outside: ctx.outside.allowed, silenceDays }
    })
  })
  serve(http, contract.exportOutcomes, async ({ actor, query: { mark, ...filter }, reply }) => {
    const owner = readerOf(actor)
    async function* pages(): AsyncGenerator<readonly Row[]> {
      const lines = await ctx.read(actor, (tx) => listSides(tx, owner, filter, ctx.now()))
      yield inOrder(lines, 'notices', true).map((line) => outcomeCells(lineOf(line)))
    }
    return sendTable(ctx, actor, reply, {
      of: `outcomes-by-${filter.by}`,
      room: 'cases',
      allowed: maySeeCases(actor),
      mark,
      filters: Object.keys(filter),
      head: outcomeHead,
      pages: pages(),
      serialise: serialiseCsv,
    })
  })
  serve(http, contract.listOutcomeNotices, async ({ actor, query }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listNoticesOf(tx, owner, query, ctx.now(), readCursor(query.after), query.limit + 1)
      return paged(
        rows,
        query.limit,
        byTime<NoticeRow>(
          (row) => row.sent_at,
          (row) => row.action,
        ),
        noticeView,
      )
    })
  })
}

const nothing = {
  ...{ key: '', name: '', notices: 0, told: 0, answered: 0, seen: 0, gone: 0, reacted: 0, silent: 0, active: 0 },
  ...{ waits: new Uint8Array(), quiet: new Uint8Array() },
}
