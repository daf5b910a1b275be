import { createHash } from 'node:crypto'
import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import { isMalformed } from '../../../../base/parsed.ts'
import type { Context } from '../../../../platform/context.ts'
import type { Work } from '../../../../platform/work.ts'
import { digestOfQuestions, type Question, shippedQuestions } from '../../network/questionnaire.ts'
import type { QuestionnaireFile } from '../../network/questionnaire-file.ts'
import { mayKeepNetwork, type Standing } from '../../network/standing.ts'
import { findQuestionnaire, insertQuestionnaire, insertRound, lockQuestionnaires, updateRound } from '../../store/network/questionnaires.ts'
import { readQuestionnaireTask } from '../../tasks.ts'
import { showToMembers } from './members.ts'
import { tellLater } from './telling.ts'

export type QuestionnaireRead = { readonly file: QuestionnaireFile; readonly sha256: string }

/** Reads a file of questions in a worker thread; before the unit of work. Refuses `directory.import-unreadable` with why. */
export async function readQuestionnaireFile(ctx: Pick<Context, 'sandbox'>, bytes: Uint8Array): Promise<QuestionnaireRead> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const read = await ctx.sandbox.run(readQuestionnaireTask, { bytes }, { time: 30_000 })
  if (!('ok' in read) || isMalformed(read.ok)) {
    const why = 'ok' in read && isMalformed(read.ok) ? read.ok.malformed : 'too-large'
    throw new Failure('invalid', 'directory.import-unreadable', `no file of questions: ${why}`, { detail: { why } })
  }
  return { file: read.ok, sha256 }
}

/** Makes a version of what a file holds, or with any error nothing. Refuses `directory.import-errors`, `directory.import-other`. */
export async function importQuestionnaire(
  work: Work,
  standing: Standing,
  { file, sha256 }: QuestionnaireRead,
  { title, previewed }: { readonly title?: string | undefined; readonly previewed?: string | undefined },
): Promise<string> {
  work.require(mayKeepNetwork(standing))
  if (previewed !== undefined && previewed !== sha256)
    throw new Failure('conflict', 'directory.import-other', 'this is not the file that was looked at')
  if (file.errorCount > 0)
    throw new Failure('invalid', 'directory.import-errors', `${file.errorCount} questions have errors`, {
      detail: { count: file.errorCount },
    })
  return makeQuestionnaire(work, standing, title ?? file.title ?? shippedQuestions.title, file.questions)
}

/** Makes a version of the questions that come with the program. */
export async function shipQuestionnaire(work: Work, standing: Standing): Promise<string> {
  work.require(mayKeepNetwork(standing))
  return makeQuestionnaire(work, standing, shippedQuestions.title, shippedQuestions.questions)
}

/** Versions stay as they are. Refuses `cooperation.same-questions` where the newest asks the same. */
async function makeQuestionnaire(work: Work, { network }: Standing, title: string, questions: readonly Question[]): Promise<string> {
  const newest = await lockQuestionnaires(work.tx, network)
  const sha256 = digestOfQuestions(questions)
  if (newest?.sha256 === sha256) throw new Failure('conflict', 'cooperation.same-questions', `version ${newest.version} asks the same`)
  const id = newId(work.now.getTime())
  const version = (newest?.version ?? 0) + 1
  await insertQuestionnaire(work.tx, { id, owner: network, version, title, sha256, madeAt: work.now, madeBy: work.actor.id }, questions)
  await showToMembers(work, network, 'questionnaire', id)
  work.record('cooperation.questionnaire-made', id, { version })
  work.witness('cooperation.questionnaire', id, { version, title, sha256, questions: questions.length }, true)
  work.announce('questionnaire', id)
  return id
}

/** What members are told of a round with, and what proof of it is kept under. */
export const roundNotice = 'cooperation.questionnaire-round'

/** Opens a round: all members see it, all agencies are told. Refuses `cooperation.no-questionnaire`, `cooperation.closes-early`. */
export async function openRound(
  work: Work,
  standing: Standing,
  asked: { readonly questionnaire: string; readonly title: string; readonly closesAt: Date },
): Promise<string> {
  work.require(mayKeepNetwork(standing))
  const { title, closesAt } = asked
  const found = present(
    await findQuestionnaire(work.tx, asked.questionnaire),
    'cooperation.no-questionnaire',
    `questionnaire ${asked.questionnaire}`,
  )
  if (closesAt <= work.now) throw new Failure('invalid', 'cooperation.closes-early', `a round that ends at ${closesAt.toISOString()}`)
  const id = newId(work.now.getTime())
  await insertRound(work.tx, {
    id,
    owner: standing.network,
    questionnaire: found.id,
    title,
    openedAt: work.now,
    openedBy: work.actor.id,
    closesAt,
  })
  await showToMembers(work, standing.network, 'questionnaire-round', id)
  tellLater(work, 'agencies', { kind: roundNotice, subject: id, params: { title, until: closesAt.toISOString().slice(0, 10) } })
  work.record('cooperation.round-opened', id)
  work.witness(
    'cooperation.round-opened',
    id,
    { title, questionnaire: found.id, sha256: found.sha256, closesAt: closesAt.toISOString() },
    true,
  )
  work.announce('round', id)
  return id
}

/** Moves the end of a round. One that is over is no longer answered, one whose end is moved on is again. */
export async function changeRound(work: Work, standing: Standing, id: string, title: string, closesAt: Date): Promise<void> {
  work.require(mayKeepNetwork(standing))
  // an end before it began would be none
  await updateRound(work.tx, id, title, closesAt < work.now ? work.now : closesAt)
  work.record('cooperation.round-changed', id)
  work.witness('cooperation.round-changed', id, { title, closesAt: closesAt.toISOString() })
  work.announce('round', id)
}
