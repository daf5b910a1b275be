import type { Actor } from '../../../base/actor.ts'
import type { Cursor } from '../../../base/cursor.ts'
import { Failure, present } from '../../../base/failure.ts'
import type { OrganisationId, ReportId } from '../../../base/id.ts'
import type { JudgedReading, Learned, Teaching } from '../../../forensics/message/verdict/index.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import type { Judgement } from '../contract.ts'
import { mayAnalyse } from '../policy.ts'
import { judgeReadingsTask } from '../reading.ts'
import { listMessages, listRecent, listSaid, listValid, replaceVerdicts, type StoredMessage } from '../store/lessons.ts'
import { countAnewFor } from './days.ts'
import { readLearned } from './taught.ts'

/** milliseconds that a worker may take for the readings of one go */
const judgeTime = 20_000
/** reports judged in one go */
export const judgedAtOnce = 25
const mostPreviewed = 100
const mostChanged = 20

type Pair = { readonly message: StoredMessage; readonly judged: JudgedReading }

async function judge(
  ctx: Context,
  messages: readonly StoredMessage[],
  teaching: (message: StoredMessage) => Teaching,
): Promise<readonly Pair[]> {
  if (messages.length === 0) return []
  const outcome = await ctx.sandbox.run(
    judgeReadingsTask,
    messages.map((message) => ({ reading: message.reading, teaching: teaching(message) })),
    { time: judgeTime },
  )
  if (!('ok' in outcome)) throw new Failure('unavailable', 'analysis.judge-died', `the worker that judged died: ${outcome.died}`)
  return messages.flatMap((message, at) => {
    const judged = outcome.ok[at] ?? null
    return judged === null ? [] : [{ message, judged }]
  })
}

/** One message of a report as the shipped model sees it, and the shape that a lesson keeps. Fails with `analysis.no-message`. */
export async function shapeOfMessage(ctx: Context, actor: Actor, report: ReportId, position: number): Promise<JudgedReading> {
  const owner = present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
  const messages = await ctx.read(actor, (tx) => listMessages(tx, owner, [report]))
  const [pair] = await judge(
    ctx,
    messages.filter((one) => one.position === position),
    () => ({ learned: null, said: null }),
  )
  return present(pair, 'analysis.no-message', `message ${position} of report ${report}`).judged
}

/** Judges stored readings of our own reports again, with what is taught by now. Answers the verdict of each one's first message. */
export async function judgeReports(ctx: Context, actor: Actor, ids: readonly ReportId[]): Promise<ReadonlyMap<ReportId, Judgement>> {
  const owner = present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
  const done = new Map<ReportId, Judgement>()
  for (let from = 0; from < ids.length; from += judgedAtOnce) {
    const some = ids.slice(from, from + judgedAtOnce)
    const { messages, said, learned } = await ctx.read(actor, async (tx) => ({
      messages: await listMessages(tx, owner, some),
      said: await listSaid(tx, some),
      learned: await readLearned(ctx, tx, owner),
    }))
    const pairs = await judge(ctx, messages, ({ report, position }) => ({ learned, said: said.get(report)?.get(position) ?? null }))
    const judged = pairs.map(({ message: { id, report }, judged: { verdict } }) => {
      const first = !done.has(report)
      if (first) done.set(report, { kind: verdict.kind, unwanted: verdict.unwanted })
      return { id, report, first, verdict }
    })
    if (judged.length === 0) continue
    await perform(ctx, actor, async (work) => {
      work.require(mayAnalyse(actor))
      await replaceVerdicts(work.tx, judged)
      await countAnewFor(
        work,
        judged.map(({ report }) => report),
      )
      for (const id of new Set(judged.map(({ report }) => report))) work.announce('report', id)
    })
  }
  return done
}

/** The same for what was received since, newest first, a hundred reports at most; answers where to go on, undefined at the end. */
export async function judgeRecent(ctx: Context, actor: Actor, since: Date, before: Cursor | undefined): Promise<Cursor | undefined> {
  const owner = present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
  const recent = await ctx.read(actor, (tx) => listRecent(tx, owner, since, before, mostPreviewed))
  await judgeReports(
    ctx,
    actor,
    recent.map(({ report }) => report),
  )
  const last = recent.at(-1)
  return recent.length < mostPreviewed || last === undefined ? undefined : { at: last.received_at, id: last.report }
}

export type Effect = {
  readonly lessons: number
  readonly teachers: number
  readonly reports: number
  readonly before: Record<string, number>
  readonly after: Record<string, number>
  readonly changed: {
    readonly id: ReportId
    readonly reference: string
    readonly title: string | null
    readonly before: Judgement
    readonly after: Judgement
  }[]
}

/** The newest reports as the shipped model judges them, and as they are judged with the lessons; nothing is changed. */
export async function previewEffect(ctx: Context, actor: Actor, owner: OrganisationId): Promise<Effect> {
  const { lessons, learned, recent } = await ctx.read(actor, async (tx) => ({
    lessons: await listValid(tx, owner),
    learned: await readLearned(ctx, tx, owner),
    recent: await listRecent(tx, owner, new Date(0), undefined, mostPreviewed),
  }))
  const effect: Effect = {
    lessons: lessons.length,
    teachers: new Set(lessons.map(({ teacher }) => teacher)).size,
    reports: 0,
    before: {},
    after: {},
    changed: [],
  }
  if (lessons.length === 0) return effect
  let reports = 0
  for (let from = 0; from < recent.length; from += judgedAtOnce) {
    const some = recent.slice(from, from + judgedAtOnce)
    const firsts = await firstOf(
      ctx,
      actor,
      owner,
      some.map(({ report }) => report),
      learned,
    )
    for (const { report, reference, title } of some) {
      const judged = firsts.get(report)
      if (judged === undefined) continue
      reports += 1
      const before = { kind: judged.plain.kind, unwanted: judged.plain.unwanted }
      const after = { kind: judged.verdict.kind, unwanted: judged.verdict.unwanted }
      effect.before[before.kind] = (effect.before[before.kind] ?? 0) + 1
      effect.after[after.kind] = (effect.after[after.kind] ?? 0) + 1
      const turned = before.kind !== after.kind || before.unwanted >= 0.5 !== after.unwanted >= 0.5
      if (turned && effect.changed.length < mostChanged) effect.changed.push({ id: report, reference, title, before, after })
    }
  }
  return { ...effect, reports }
}

async function firstOf(
  ctx: Context,
  actor: Actor,
  owner: OrganisationId,
  ids: readonly ReportId[],
  learned: Learned | null,
): Promise<ReadonlyMap<ReportId, JudgedReading>> {
  const { messages, said } = await ctx.read(actor, async (tx) => ({
    messages: await listMessages(tx, owner, ids),
    said: await listSaid(tx, ids),
  }))
  const firsts = new Map<ReportId, StoredMessage>()
  for (const message of messages) if (!firsts.has(message.report)) firsts.set(message.report, message)
  const pairs = await judge(ctx, [...firsts.values()], ({ report, position }) => ({
    learned,
    said: said.get(report)?.get(position) ?? null,
  }))
  return new Map(pairs.map(({ message, judged }) => [message.report, judged]))
}
