import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { isId, type LessonId, type ReportId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import { namesOf } from '../../directory/index.ts'
import { findReport } from '../../intake/index.ts'
import * as contract from '../contract.ts'
import { judgeRecentAgain } from '../jobs.ts'
import { previewEffect } from '../operations/judge.ts'
import { revokeLesson, teachBy } from '../operations/teach.ts'
import { mayAnalyse, mayRead } from '../policy.ts'
import { type LessonRow, listLessonRows, listLessonsOn } from '../store/lessons.ts'

const day = 86_400_000

/** Lessons: what people at the desk said of messages, and what came of it. */
export function serveLessons(http: Http): void {
  const { ctx } = http
  serve(http, contract.teach, async ({ actor, params, body }) => {
    if (!mayAnalyse(actor)) throw new Failure('forbidden', 'platform.forbidden', 'may not teach')
    return teachBy(ctx, actor, params.id as ReportId, body)
  })
  serve(http, contract.listReportLessons, async ({ actor, params }) =>
    ctx.read(actor, async (tx) => {
      present(await findReport(tx, params.id as ReportId), 'analysis.no-report', `report ${params.id}`)
      const rows = await listLessonsOn(tx, params.id as ReportId)
      const names = await namesOf(tx, teachersOf(rows))
      return { items: rows.map((row) => lessonView(row, names)) }
    }),
  )
  serve(http, contract.listLessons, async ({ actor, query }) => {
    const owner = present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
    return ctx.read(actor, async (tx) => {
      const rows = await listLessonRows(tx, owner, readCursor(query.after), query.limit + 1)
      const items = rows.slice(0, query.limit)
      const names = await namesOf(tx, teachersOf(items))
      const last = rows.length > query.limit ? items.at(-1) : undefined
      return { items: items.map((row) => lessonView(row, names)), next: last === undefined ? null : writeCursor(last.at, last.id) }
    })
  })
  serve(http, contract.revokeLesson, async ({ actor, params }) => {
    await revokeLesson(ctx, actor, params.id as LessonId)
    return undefined
  })
  serve(http, contract.readLessonEffect, async ({ actor }) => {
    if (!mayRead(actor)) throw new Failure('forbidden', 'platform.forbidden', 'may not read')
    return previewEffect(ctx, actor, present(actor.organisation, 'analysis.no-organisation', 'an acting organisation'))
  })
  serve(http, contract.judgeAgain, async ({ actor, body }) => {
    await perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      const since = new Date(work.now.getTime() - body.days * day).toISOString()
      work.enqueue(judgeRecentAgain, { since, before: null }, { key: 'recent' })
      work.record('analysis.judged-again', present(actor.organisation, 'analysis.no-organisation', 'an acting organisation'), {
        days: body.days,
      })
    })
    return undefined
  })
}

function teachersOf(rows: readonly LessonRow[]): string[] {
  return [...new Set(rows.map(({ teacher }) => teacher).filter(isId))]
}

function lessonView(row: LessonRow, names: ReadonlyMap<string, string>): contract.Lesson {
  return {
    id: row.id,
    report: row.report === null ? null : { id: row.report, reference: row.reference ?? '', title: row.title },
    position: row.position,
    taught: row.taught,
    kind: row.kind as contract.Lesson['kind'],
    by: { kind: row.teacher_kind, id: row.teacher, name: names.get(row.teacher) ?? null },
    at: row.at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
