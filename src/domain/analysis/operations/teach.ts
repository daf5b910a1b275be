import type { Actor } from '../../../base/actor.ts'
import { Failure, present } from '../../../base/failure.ts'
import { type LessonId, newId, type ReportId } from '../../../base/id.ts'
import type { BodyOf } from '../../../base/route.ts'
import { lessonVersion } from '../../../forensics/message/verdict/index.ts'
import type { Context } from '../../../platform/context.ts'
import { perform } from '../../../platform/work.ts'
import type { Judgement, teach } from '../contract.ts'
import { mayAnalyse, mayRevokeLesson } from '../policy.ts'
import { addLesson, findLesson, raiseVersion, revokeOn, setRevoked } from '../store/lessons.ts'
import { judgeReports, shapeOfMessage } from './judge.ts'

/**
 * Teaches by one message of a report, for the acting organisation; an earlier lesson on it is revoked. Its verdict shows it at once. Fails with
 * `analysis.no-message`, and with `analysis.lesson-contradicts` where kind and side do not go together.
 */
export async function teachBy(
  ctx: Context,
  actor: Actor,
  report: ReportId,
  { position, taught, kind }: BodyOf<typeof teach>,
): Promise<{ readonly id: LessonId; readonly verdict: Judgement }> {
  if (taught === 'wanted' ? kind !== null && !wantedKinds.includes(kind) : kind === 'legitimate')
    throw new Failure('invalid', 'analysis.lesson-contradicts', `${kind} is not ${taught}`)
  const { shape, shipped } = await shapeOfMessage(ctx, actor, report, position)
  const id = await perform(ctx, actor, async (work) => {
    work.require(mayAnalyse(actor))
    const owner = present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
    await raiseVersion(work.tx, owner)
    await revokeOn(work.tx, report, position, actor.id, work.now)
    const lesson = newId<'lesson'>(work.now.getTime())
    const said = { report, position, taught, kind, teacher_kind: actor.kind, teacher: actor.id, at: work.now }
    await addLesson(work.tx, { id: lesson, owner, ...said, traits: lessonVersion, ...shape, shipped })
    work.record('analysis.taught', report, { lesson, taught, kind })
    work.announce('lesson', lesson)
    return lesson
  })
  const verdict = (await judgeReports(ctx, actor, [report])).get(report)
  return { id, verdict: present(verdict, 'analysis.no-message', `message ${position} of report ${report}`) }
}

const wantedKinds: readonly string[] = ['legitimate', 'marketing', 'bounce']

/** Takes a lesson back: what was learned is as if it had never been given. Fails with `analysis.no-lesson`, `analysis.lesson-revoked`. */
export async function revokeLesson(ctx: Context, actor: Actor, id: LessonId): Promise<void> {
  const report = await perform(ctx, actor, async (work) => {
    const owner = present(actor.organisation, 'analysis.no-organisation', 'an acting organisation')
    await raiseVersion(work.tx, owner)
    const lesson = present(await findLesson(work.tx, id), 'analysis.no-lesson', `lesson ${id}`)
    work.require(mayRevokeLesson(actor, lesson.teacher))
    if (lesson.revoked_at !== null) throw new Failure('conflict', 'analysis.lesson-revoked', `lesson ${id} was revoked already`)
    await setRevoked(work.tx, id, actor.id, work.now)
    work.record('analysis.lesson-revoked', lesson.report ?? id, { lesson: id })
    work.announce('lesson', id)
    return lesson.report
  })
  if (report !== null) await judgeReports(ctx, actor, [report])
}
