import type { Actor } from '../../../base/actor.ts'
import { present } from '../../../base/failure.ts'
import type { Tx } from '../../../platform/db/pools.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import * as contract from '../contract.ts'
import { type Answer, changedAnswers, isOpenRound, type Sheet } from '../network/questionnaire.ts'
import { answersCsv, answerView, namedView, questionView, sheetView } from '../network/questionnaire-view.ts'
import { maySeeNetwork, type Standing } from '../network/standing.ts'
import { draftSheet, dropSheet, mayAnswer, maySpeakForCountry, submitSheet } from '../operations/network/sheets.ts'
import { performInNetwork, readStanding } from '../operations/network/standing.ts'
import { findMember } from '../store/network/members.ts'
import { listQuestions, listRounds } from '../store/network/questionnaires.ts'
import { findSheet, listAnswers, listSheetVersions, type NamedSheet, pageSheets, type SheetCursor } from '../store/network/sheets.ts'
import { whoView } from '../view.ts'
import { memberFor } from './joining.ts'
import { allow } from './network.ts'
import { namesAmong, readPlace, writePlace } from './reading.ts'
import { takeRound } from './rounds.ts'

/** Sheets of a round that are looked at, and that an export holds, at most. */
const most = 2_000

/** Answers to the questionnaire: written, shown, compared. */
export function sheetRoutes(http: Http): void {
  writingRoutes(http)
  comparingRoutes(http)
}

function writingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.readSheet, ({ actor, params, query }) =>
    ctx.read(actor, (tx) => readOf(tx, actor, params.id, query.member, ctx.now())),
  )
  serve(http, contract.readSheetVersion, ({ actor, params }) => ctx.read(actor, (tx) => viewOf(tx, actor, params.id)))
  serve(http, contract.draftSheet, async ({ actor, params, query, body }) => {
    await ctx.read(actor, (tx) => takeRound(tx, params.id))
    const id = await performInNetwork(ctx, actor, (work, standing) =>
      draftSheet(work, standing, params.id, memberFor(standing, query.member), body),
    )
    return ctx.read(actor, (tx) => viewOf(tx, actor, id))
  })
  serve(http, contract.submitSheet, async ({ actor, params, query, body }) => {
    await ctx.read(actor, (tx) => takeRound(tx, params.id))
    const seen = new Date(body.changedAt)
    const id = await performInNetwork(ctx, actor, (work, standing) =>
      submitSheet(work, standing, params.id, memberFor(standing, query.member), seen),
    )
    return ctx.read(actor, (tx) => viewOf(tx, actor, id))
  })
  serve(http, contract.dropSheet, async ({ actor, params, query }) => {
    await ctx.read(actor, (tx) => takeRound(tx, params.id))
    await performInNetwork(ctx, actor, (work, standing) => dropSheet(work, standing, params.id, memberFor(standing, query.member)))
    return undefined
  })
}

async function readOf(tx: Tx, actor: Actor, id: string, named: string | undefined, now: Date) {
  const standing = await readStanding(tx, actor)
  allow(maySeeNetwork(standing))
  const round = await takeRound(tx, id)
  const wanted = memberFor(standing, named)
  const member = present(await findMember(tx, wanted), 'cooperation.no-such-member', `member ${wanted}`)
  const versions = await listSheetVersions(tx, id, member.id)
  const answers = await listAnswers(
    tx,
    versions.flatMap((one) => (one.state === 'superseded' ? [] : [one.id])),
  )
  const whole = (state: Sheet['state']) => {
    const found = versions.find((one) => one.state === state)
    return found === undefined ? null : sheetView(found, member, answers.get(found.id) ?? [])
  }
  const people = await namesAmong(
    tx,
    versions.flatMap(({ submittedBy }) => submittedBy ?? []),
  )
  const change = isOpenRound(round, now) && mayAnswer(standing, member)
  return {
    member: namedView(member),
    questions: (await listQuestions(tx, round.questionnaire)).map(questionView),
    submitted: whole('submitted'),
    draft: whole('draft'),
    versions: versions.map((one) => ({
      id: one.id,
      version: one.version,
      state: one.state,
      submittedAt: one.submittedAt?.toISOString() ?? null,
      submittedBy: one.submittedBy === null ? null : whoView(one.submittedBy, people),
    })),
    may: { change, joint: change && (await mayJoin(tx, standing, member)) },
  }
}

function mayJoin(tx: Tx, standing: Standing, member: Parameters<typeof maySpeakForCountry>[2]): Promise<boolean> {
  return maySpeakForCountry({ tx }, standing, member)
}

async function viewOf(tx: Tx, actor: Actor, id: string): Promise<contract.SheetView> {
  allow(maySeeNetwork(await readStanding(tx, actor)))
  const found = present(await findSheet(tx, id), 'cooperation.no-sheet', `sheet ${id}`)
  const member = present(await findMember(tx, found.member), 'cooperation.no-sheet', `sheet ${id}`)
  return sheetView(found, member, (await listAnswers(tx, [id])).get(id) ?? [])
}

const nameOf = ({ member, name, country }: NamedSheet) => ({ id: member, name, country })

function comparingRoutes(http: Http): void {
  const { ctx } = http
  serve(http, contract.compareSheets, ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      allow(maySeeNetwork(await readStanding(tx, actor)))
      const round = await takeRound(tx, params.id)
      const { after, limit, section, country } = query
      const all = await listQuestions(tx, round.questionnaire)
      const questions = section === undefined ? all : all.filter((one) => one.section === section)
      const rows = await pageSheets(tx, params.id, country, readPlace(after, 3) as SheetCursor | undefined, limit + 1)
      const items = rows.slice(0, limit)
      const last = rows.length > limit ? items.at(-1) : undefined
      const answers = await listAnswers(
        tx,
        items.map(({ id }) => id),
        questions.map(({ code }) => code),
      )
      return {
        sections: [...new Set(all.map((one) => one.section))],
        questions: questions.map(questionView),
        items: items.map((row) => sheetView(row, nameOf(row), answers.get(row.id) ?? [])),
        next: last === undefined ? null : writePlace(last.country, last.name, last.id),
      }
    }),
  )
  serve(http, contract.compareRounds, ({ actor, params, query }) =>
    ctx.read(actor, async (tx) => {
      allow(maySeeNetwork(await readStanding(tx, actor)))
      const now = await takeRound(tx, params.id)
      const earlier = (await listRounds(tx, now.owner)).find(({ openedAt }) => openedAt < now.openedAt)
      const before = await takeRound(tx, query.before ?? earlier?.id ?? now.id)
      const questions = new Map((await listQuestions(tx, before.questionnaire)).map((one) => [one.code, one]))
      for (const one of await listQuestions(tx, now.questionnaire)) questions.set(one.code, one)
      const older = new Map((await pageSheets(tx, before.id, undefined, undefined, most)).map((one) => [one.member, one.id]))
      let at = readPlace(query.after, 3) as SheetCursor | undefined
      const items: contract.ChangedAnswer[] = []
      // so many agencies that say the same are not worth a page
      do {
        const rows = await pageSheets(tx, now.id, undefined, at, query.limit + 1)
        const sheets = rows.slice(0, query.limit)
        const last = rows.length > query.limit ? sheets.at(-1) : undefined
        at = last === undefined ? undefined : [last.country, last.name, last.id]
        items.push(...(await changesOf(tx, sheets, older)))
      } while (items.length === 0 && at !== undefined)
      return { questions: [...questions.values()].map(questionView), items, next: at === undefined ? null : writePlace(...at) }
    }),
  )
  serve(http, contract.exportAnswers, async ({ actor, params, query, reply }) => {
    const csv = query.format === 'csv'
    const text = await ctx.read(actor, async (tx) => {
      allow(maySeeNetwork(await readStanding(tx, actor)))
      const round = await takeRound(tx, params.id)
      const questions = await listQuestions(tx, round.questionnaire)
      const { sheets, answers } = await answersOf(tx, params.id)
      const rows = sheets.map((sheet) => ({ sheet, member: nameOf(sheet), answers: answers.get(sheet.id) ?? [] }))
      if (csv) return answersCsv(questions, rows)
      const said = rows.map((row) => sheetView(row.sheet, row.member, row.answers))
      return JSON.stringify({ round: round.title, version: round.version, questions: questions.map(questionView), sheets: said })
    })
    return reply
      .header('content-type', csv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="answers.${query.format}"`)
      .header('cache-control', 'private, no-store')
      .send(text)
  })
}

/** What these sheets say otherwise than those of an earlier round, whose ids are given by member. */
async function changesOf(
  tx: Tx,
  sheets: readonly NamedSheet[],
  older: ReadonlyMap<string, string>,
): Promise<readonly contract.ChangedAnswer[]> {
  const pairs = sheets.flatMap((sheet) => {
    const was = older.get(sheet.member)
    return was === undefined ? [] : [{ sheet, was }]
  })
  const answers = await listAnswers(
    tx,
    pairs.flatMap(({ sheet, was }) => [sheet.id, was]),
  )
  return pairs.flatMap(({ sheet, was }) =>
    changedAnswers(answers.get(was) ?? [], answers.get(sheet.id) ?? []).map(({ code, before, after }) => ({
      member: nameOf(sheet),
      code,
      before: viewed(before),
      after: viewed(after),
    })),
  )
}

const viewed = (answer: Answer | null) => (answer === null ? null : answerView(answer))

async function answersOf(tx: Tx, round: string) {
  const sheets = await pageSheets(tx, round, undefined, undefined, most)
  const answers = await listAnswers(
    tx,
    sheets.map(({ id }) => id),
  )
  return { sheets, answers }
}
