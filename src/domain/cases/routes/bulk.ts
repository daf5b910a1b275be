import { readCursor } from '../../../base/cursor.ts'
import { Failure } from '../../../base/failure.ts'
import type { CaseId } from '../../../base/id.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { isUndoable } from '../bulk.ts'
import * as contract from '../contract.ts'
import { runBulkJob } from '../jobs.ts'
import { previewBulk, readBulk, startBulk, type Target, undoBulk } from '../operations/bulk.ts'
import { type BulkRow, listBulkRows, listResultRows } from '../store/bulk.ts'
import { type Names, whoOf } from '../view.ts'
import { byTime, linesOf, namesFor, paged, readerOf } from './reading.ts'

const sampled = 10

/** Acts on many cases: preview, begin, progress, result for each, undo. */
export function serveBulk(http: Http): void {
  const { ctx } = http
  const targetOf = (body: { ids?: string[] | undefined; filter?: contract.CaseFilter | undefined }): Target => ({
    ids: body.ids as CaseId[] | undefined,
    filter: body.filter,
  })
  serve(http, contract.previewBulk, async ({ actor, body }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      const { found, rows, possible, refused, previewed } = await previewBulk(tx, actor, targetOf(body), body.act, ctx.now())
      return {
        found,
        taken: rows.length,
        possible: possible.length,
        refused: [...refused].map(([code, cases]) => ({ code, cases })),
        undoable: isUndoable(body.act),
        sample: await linesOf(tx, owner, possible.slice(0, sampled)),
        previewed,
      }
    })
  })
  serve(http, contract.startBulk, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const id = await startBulk(work, targetOf(body), body.act, body.previewed, runBulkJob)
      return viewOf(work.tx, await readBulk(work.tx, readerOf(actor), id))
    }),
  )
  serve(http, contract.listBulks, async ({ actor, query }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      const rows = await listBulkRows(tx, owner, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map((row) => row.actor.id),
      )
      return paged(
        rows,
        query.limit,
        byTime<BulkRow>(
          (row) => row.at,
          (row) => row.id,
        ),
        (row) => runView(row, names),
      )
    })
  })
  serve(http, contract.readBulk, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => viewOf(tx, await readBulk(tx, readerOf(actor), params.id))),
  )
  serve(http, contract.listBulkResults, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await readBulk(tx, readerOf(actor), params.id)
      const rows = await listResultRows(tx, owner, id, query.state, positionOf(query.after), query.limit + 1)
      return paged(
        rows,
        query.limit,
        (row) => String(row.position),
        ({ position, case: of, case_code: code, title, state, code: why }) => ({
          position,
          case: { id: of, code, title },
          state,
          code: why,
        }),
      )
    }),
  )
  serve(http, contract.undoBulk, async ({ actor, params }) =>
    perform(ctx, actor, async (work) => {
      await undoBulk(work, params.id, runBulkJob)
      return viewOf(work.tx, await readBulk(work.tx, readerOf(actor), params.id))
    }),
  )
}

function positionOf(after: string | undefined): number {
  if (after === undefined) return 0
  if (!/^\d{1,6}$/.test(after)) throw new Failure('invalid', 'platform.cursor', 'this cursor is not one of ours')
  return Number(after)
}

const runView = ({ id, act, state, total, done, refused, undone, kept, actor, at, ended_at }: BulkRow, names: Names): contract.BulkRun => ({
  id,
  act,
  state,
  total,
  done,
  refused,
  undone,
  kept,
  undoable: state === 'done' && done > 0 && isUndoable(act),
  by: whoOf(actor.id, names, actor.kind),
  at: at.toISOString(),
  endedAt: ended_at?.toISOString() ?? null,
})

const viewOf = async (tx: Tx, row: BulkRow) => runView(row, await namesFor(tx, [row.actor.id]))
