import { atLeast, inScope } from '../../../base/actor.ts'
import type { OrganisationId } from '../../../base/id.ts'
import type {
  enrolmentStates,
  evaluationQuestions,
  trainingAudiences,
  trainingStates,
  trainingTopics,
} from '../contract/network/training-names.ts'
import { mayKeepCalls } from './call-standing.ts'
import type { Standing } from './standing.ts'

export type TrainingState = (typeof trainingStates)[number]
export type TrainingAudience = (typeof trainingAudiences)[number]
export type EnrolmentState = (typeof enrolmentStates)[number]
export type EvaluationQuestion = (typeof evaluationQuestions)[number]

/** What everybody who may come knows of a training session. */
export type TrainingText = {
  readonly title: string
  readonly topic: (typeof trainingTopics)[number]
  readonly note: string
  readonly trainers: string
  /** BCP 47 */
  readonly languages: readonly string[]
  /** null: self-paced */
  readonly startsAt: Date | null
  /** IANA name: by which clock it was set */
  readonly timeZone: string
  /** minutes */
  readonly duration: number | null
  /** of the room, or of the course */
  readonly link: string | null
  readonly seats: number | null
  readonly audience: TrainingAudience
}

export type Training = TrainingText & {
  readonly id: string
  readonly owner: OrganisationId
  /** who offers it; null: the office */
  readonly member: string | null
  readonly state: TrainingState
  readonly madeAt: Date
  readonly changedAt: Date
}

export type Enrolment = {
  readonly id: string
  readonly training: string
  readonly member: string
  readonly organisation: OrganisationId
  readonly person: string
  readonly name: string
  readonly state: EnrolmentState
  readonly at: Date
  readonly attended: boolean | null
  readonly evaluated: boolean
}

/** So many answers are shown together, and none before there are so many. */
export const batchSize = 3

export type Evaluation = { readonly batch: number; readonly words: string } & Readonly<Record<EvaluationQuestion, number>>

/** Offering one: the office, or any member. */
export function mayOffer(standing: Standing): boolean {
  const { member, actor } = standing
  return mayKeepCalls(standing) || (member !== null && atLeast(actor, 'manager') && inScope(actor, 'write'))
}

/** Changing one, its material, attendance, who is let in: whoever offers it, or the office. */
export function mayRunTraining(standing: Standing, { member }: Pick<Training, 'member'>): boolean {
  return mayOffer(standing) && (standing.acting || (member !== null && standing.member?.id === member))
}

/** Seeing who signed up, and how many: whoever offers it, and the office. */
export function seesParticipants(standing: Standing, { member }: Pick<Training, 'member'>): boolean {
  return standing.acting || (member !== null && standing.member?.id === member)
}

/** Signing up: a person, for themselves, of a member that sees it. */
export function mayEnrol({ member, actor }: Standing): boolean {
  return member !== null && actor.kind === 'person' && atLeast(actor, 'viewer')
}

/** Letting industry in, or keeping it out: an agency's own people. */
export function mayOpenToIndustry({ member, actor }: Standing): boolean {
  return member?.kind === 'agency' && atLeast(actor, 'manager') && inScope(actor, 'administer')
}

/** Whether it still takes people. */
export function isTaking({ state, startsAt, duration }: Pick<Training, 'state' | 'startsAt' | 'duration'>, now: Date): boolean {
  return state === 'open' && (startsAt === null || startsAt.getTime() + (duration ?? 0) * 60_000 > now.getTime())
}

/** Whether attendance may be kept: never before it began. */
export function hasBegun({ state, startsAt }: Pick<Training, 'state' | 'startsAt'>, now: Date): boolean {
  return state !== 'cancelled' && (startsAt === null || startsAt <= now)
}

/** Whether those who come must be told that it is another time or place. */
export function isTrainingMoved(before: TrainingText, after: TrainingText): boolean {
  return before.startsAt?.getTime() !== after.startsAt?.getTime() || before.duration !== after.duration || before.link !== after.link
}

/** The state in which somebody joins the list. */
export function placeFor(seats: number | null, enrolled: number): 'enrolled' | 'waiting' {
  return seats === null || enrolled < seats ? 'enrolled' : 'waiting'
}

/** Who of the waiting list moves up, those first who waited longest. */
export function movesUp<T extends Pick<Enrolment, 'state' | 'at' | 'id'>>(seats: number | null, all: readonly T[]): readonly T[] {
  const free = seats === null ? Number.POSITIVE_INFINITY : seats - all.filter(({ state }) => state === 'enrolled').length
  const waiting = all.filter(({ state }) => state === 'waiting')
  const inOrder = [...waiting].sort((a, b) => a.at.getTime() - b.at.getTime() || a.id.localeCompare(b.id))
  return inOrder.slice(0, Math.max(0, Math.min(free, inOrder.length)))
}

export type Evaluated = {
  /** of those shown */
  readonly answers: number
  readonly means: Readonly<Record<EvaluationQuestion, number>>
  readonly words: readonly string[]
}

/**
 * What is shown of answers: whole batches alone, so that nobody is told from the difference that their answer made; undefined before there is one. Words stand
 * in the order of the alphabet.
 */
export function evaluatedOf(all: readonly Evaluation[]): Evaluated | undefined {
  const counts = new Map<number, number>()
  for (const { batch } of all) counts.set(batch, (counts.get(batch) ?? 0) + 1)
  const shown = all.filter(({ batch }) => (counts.get(batch) ?? 0) >= batchSize)
  if (shown.length === 0) return undefined
  const mean = (name: EvaluationQuestion) => Math.round((shown.reduce((sum, one) => sum + one[name], 0) / shown.length) * 10) / 10
  return {
    answers: shown.length,
    means: { useful: mean('useful'), clear: mean('clear'), pace: mean('pace'), apply: mean('apply') },
    words: shown
      .map(({ words }) => words.trim())
      .filter((words) => words !== '')
      .sort((a, b) => a.localeCompare(b, 'en')),
  }
}
