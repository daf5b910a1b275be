import type { Actor } from '../../../base/actor.ts'
import { readCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import { type CampaignId, type CaseId, type ItemId, isId, type ReportId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { readCode } from '../case.ts'
import * as contract from '../contract.ts'
import { readKey, writeKey } from '../cursor.ts'
import { answersRead } from '../operations/answers.ts'
import { assignCase, changeCase, handOver, moveCase, watchCase } from '../operations/change.ts'
import { closeCase, reopenCase } from '../operations/close.ts'
import { mergeCase, unmergeCase } from '../operations/merge.ts'
import { openCase } from '../operations/open.ts'
import { queryFor } from '../query.ts'
import { findCase, findCaseByCode } from '../store/cases.ts'
import { countLive, countLiveByKind, keyOf, listCaseRows } from '../store/lists.ts'
import { listEntryRows } from '../store/timeline.ts'
import { whoOf } from '../view.ts'
import { byTime, caseFor, linesOf, namesFor, paged, readerOf, viewOf } from './reading.ts'

/** Cases as the console and the API see them. */
export function serveCases(http: Http): void {
  serveReading(http)
  serveWriting(http)
  serveStates(http)
}

function serveReading(http: Http): void {
  const { ctx } = http
  serve(http, contract.listCases, async ({ actor, query }) => {
    const owner = readerOf(actor)
    const { order, after, limit, ...filter } = query
    const asked = queryFor(filter, actor, ctx.now())
    if (asked === undefined) return { items: [], next: null }
    return ctx.read(actor, async (tx) => {
      const rows = await listCaseRows(tx, owner, asked, order, readKey(after), limit + 1)
      const lines = await linesOf(tx, owner, rows.slice(0, limit))
      const last = rows.length > limit ? rows[limit - 1] : undefined
      const key = last === undefined ? undefined : keyOf(order, last)
      return { items: lines, next: key === undefined ? null : writeKey(key.key, key.id) }
    })
  })
  serve(http, contract.readCaseFigures, async ({ actor }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      const { to_decide: toDecide, ...counts } = await countLive(tx, owner, isId(actor.id) ? actor.id : null, ctx.now())
      return { ...counts, toDecide, byKind: [...(await countLiveByKind(tx, owner))] }
    })
  })
  serve(http, contract.readCase, async ({ actor, params }) => {
    const owner = readerOf(actor)
    return ctx.read(actor, async (tx) => {
      if (isId(params.id)) return viewOf(tx, actor, await caseFor(tx, actor, params.id), ctx.now())
      const code = readCode(params.id)
      const row = code === undefined ? undefined : await findCaseByCode(tx, owner, code.year, code.number)
      return viewOf(tx, actor, present(row, 'cases.no-case', 'a case of that code'), ctx.now())
    })
  })
  serve(http, contract.listEntries, async ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      const { owner, id } = await caseFor(tx, actor, params.id)
      const rows = await listEntryRows(tx, owner, id, readCursor(query.after), query.limit + 1)
      const names = await namesFor(
        tx,
        rows.map(({ actor: by }) => by),
      )
      const key = byTime<(typeof rows)[number]>(
        (row) => row.at,
        (row) => row.id,
      )
      return paged(rows, query.limit, key, (row) => ({
        id: row.id,
        at: row.at.toISOString(),
        by: whoOf(row.actor, names, row.actor_kind),
        what: row.what,
        params: { ...row.params },
      }))
    }),
  )
}

/** A write on one case, and what it looks like afterwards. */
function acting(http: Http, actor: Actor, id: string, run: (work: Work, id: CaseId) => Promise<void>) {
  return perform(http.ctx, actor, async (work) => {
    await run(work, id as CaseId)
    return viewOf(work.tx, actor, present(await findCase(work.tx, id as CaseId), 'cases.no-case', `case ${id}`), work.now)
  })
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text))

function serveWriting(http: Http): void {
  const { ctx } = http
  serve(http, contract.openCase, async ({ actor, body }) =>
    perform(ctx, actor, async (work) => {
      const id = await openCase(work, {
        ...body,
        reports: body.reports as ReportId[],
        campaigns: body.campaigns as CampaignId[],
        items: body.items as ItemId[],
        dueAt: dateOf(body.dueAt),
      })
      return viewOf(work.tx, actor, present(await findCase(work.tx, id), 'cases.no-case', `case ${id}`), work.now)
    }),
  )
  serve(http, contract.changeCase, async ({ actor, params, body: { title, kind, dueAt } }) =>
    acting(http, actor, params.id, (work, id) =>
      changeCase(work, id, {
        ...(title === undefined ? {} : { title }),
        ...(kind === undefined ? {} : { kind }),
        ...(dueAt === undefined ? {} : { dueAt: dateOf(dueAt) }),
      }),
    ),
  )
  serve(http, contract.assignCase, async ({ actor, params, body }) =>
    acting(http, actor, params.id, (work, id) => assignCase(work, id, body.assignee, body.note)),
  )
  serve(http, contract.handOverCase, async ({ actor, params, body }) =>
    acting(http, actor, params.id, (work, id) => handOver(work, id, body.assignee, body.note)),
  )
  serve(http, contract.watchCase, async ({ actor, params, body }) =>
    acting(http, actor, params.id, (work, id) => watchCase(work, id, body.watching)),
  )
}

function serveStates(http: Http): void {
  serve(http, contract.moveCase, async ({ actor, params, body }) =>
    acting(http, actor, params.id, (work, id) => moveCase(work, id, body.state)),
  )
  serve(http, contract.closeCase, async ({ actor, params, body }) =>
    acting(http, actor, params.id, (work, id) => closeCase(work, id, body.why, body.note)),
  )
  serve(http, contract.reopenCase, async ({ actor, params, body }) =>
    acting(http, actor, params.id, (work, id) => reopenCase(work, id, body.reason)),
  )
  serve(http, contract.mergeCases, async ({ actor, params, body }) =>
    acting(http, actor, params.id, async (work, id) => {
      for (const from of new Set(body.from)) await mergeCase(work, id, from as CaseId)
    }),
  )
  serve(http, contract.readAnswers, async ({ actor, params }) => acting(http, actor, params.id, answersRead))
  serve(http, contract.unmergeCase, async ({ actor, params }) => acting(http, actor, params.id, unmergeCase))
}
