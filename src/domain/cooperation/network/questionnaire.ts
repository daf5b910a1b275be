import { createHash } from 'node:crypto'
import type { OrganisationId } from '../../../base/id.ts'
import type { answeringStates, meanings, questionKinds, sheetAudiences, sheetStates } from '../contract/network/questionnaire-names.ts'
import { saids } from '../contract/network/questionnaire-names.ts'
import shipped from '../data/questionnaire.json' with { type: 'json' }

export type QuestionKind = (typeof questionKinds)[number]
export type Meaning = (typeof meanings)[number]
export type AnsweringState = (typeof answeringStates)[number]

/** What a question is called in one language; `options` in their order, or none where they speak for themselves. */
export type Wording = { readonly text: string; readonly options: readonly string[] }

export type Question = {
  readonly code: string
  readonly section: string
  readonly kind: QuestionKind
  readonly meaning: Meaning | null
  /** of a choice alone */
  readonly options: readonly string[]
  /** by language (BCP 47), one at least */
  readonly texts: Readonly<Record<string, Wording>>
}

export type Questionnaire = {
  readonly id: string
  readonly owner: OrganisationId
  readonly version: number
  readonly title: string
  readonly sha256: string
  readonly madeAt: Date
  readonly madeBy: string
}

export type Round = {
  readonly id: string
  readonly owner: OrganisationId
  readonly questionnaire: string
  readonly title: string
  readonly openedAt: Date
  readonly openedBy: string
  readonly closesAt: Date
  readonly remindedAt: Date | null
}

export type Source = { readonly law: string; readonly article: string; readonly url: string }
export type Answer = {
  readonly code: string
  /** of `yes-no` and `choice` */
  readonly choice: string | null
  readonly amount: number | null
  readonly words: string
  readonly sources: readonly Source[]
}

export type Sheet = {
  readonly id: string
  readonly round: string
  readonly member: string
  readonly version: number
  readonly state: (typeof sheetStates)[number]
  /** for all agencies of its country */
  readonly joint: boolean
  readonly audience: (typeof sheetAudiences)[number]
  readonly changedAt: Date
  readonly changedBy: string
  readonly submittedAt: Date | null
  readonly submittedBy: string | null
  readonly supersededAt: Date | null
}

/** The set of our own wording. */
export const shippedQuestions: { readonly title: string; readonly questions: readonly Question[] } = shipped as {
  title: string
  questions: Question[]
}

/** SHA-256, in hex, of the questions as JSON, keys in the order of `Question`, languages by name. */
export function digestOfQuestions(questions: readonly Question[]): string {
  const said = questions.map(({ code, section, kind, meaning, options, texts }) => {
    const languages = Object.keys(texts).sort()
    return [code, section, kind, meaning, options, languages.map((one) => [one, texts[one]?.text, texts[one]?.options])]
  })
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

const optionsOf = ({ kind, options }: Question): readonly string[] => (kind === 'yes-no' ? saids : options)

/** Whether an answer says nothing. */
export function isBlank({ choice, amount, words, sources }: Answer): boolean {
  return choice === null && amount === null && words.trim() === '' && sources.length === 0
}

/** The first answer that does not go with its question, by its code; undefined where all do. Each is answered once, in the way of its kind. */
export function answersFault(questions: readonly Question[], answers: readonly Answer[]): string | undefined {
  const asked = new Map(questions.map((one) => [one.code, one]))
  const seen = new Set<string>()
  for (const { code, choice, amount } of answers) {
    const question = asked.get(code)
    if (question === undefined || seen.has(code)) return code
    seen.add(code)
    if (choice !== null && !optionsOf(question).includes(choice)) return code
    if (amount !== null && question.kind !== 'number') return code
  }
  return undefined
}

const sameSources = (one: readonly Source[], other: readonly Source[]): boolean =>
  one.length === other.length &&
  one.every(({ law, article, url }, at) => law === other[at]?.law && article === other[at].article && url === other[at].url)

function sameAnswer(one: Answer, other: Answer): boolean {
  return one.choice === other.choice && one.amount === other.amount && one.words === other.words && sameSources(one.sources, other.sources)
}

/** What was answered to a question before and after, of those that are not the same; null where it was not answered. In the order of the codes. */
export function changedAnswers(
  before: readonly Answer[],
  after: readonly Answer[],
): readonly { readonly code: string; readonly before: Answer | null; readonly after: Answer | null }[] {
  const said = (all: readonly Answer[]) => new Map(all.filter((one) => !isBlank(one)).map((one) => [one.code, one]))
  const [old, now] = [said(before), said(after)]
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((code) => {
    const [was, is] = [old.get(code) ?? null, now.get(code) ?? null]
    return was !== null && is !== null && sameAnswer(was, is) ? [] : [{ code, before: was, after: is }]
  })
}

const day = 86_400_000
/** Days before the end of a round on which those are reminded who have not answered. */
export const reminderDays = [14, 7, 1] as const

/** Whether those who have not answered are to be reminded now: once after each of the moments, and not when the round is over. */
export function isReminderDue({ openedAt, closesAt, remindedAt }: Pick<Round, 'openedAt' | 'closesAt' | 'remindedAt'>, now: Date): boolean {
  if (now >= closesAt) return false
  const since = remindedAt ?? openedAt
  return reminderDays.some((days) => {
    const at = closesAt.getTime() - days * day
    return since.getTime() < at && at <= now.getTime()
  })
}

export function isOpenRound({ closesAt }: Pick<Round, 'closesAt'>, now: Date): boolean {
  return now < closesAt
}

/** Where each agency is, by what there is of it and of its country in a round. */
export function answeringOf(
  agency: { readonly id: string; readonly country: string },
  sheets: readonly (Pick<Sheet, 'member' | 'state' | 'joint'> & { readonly country: string })[],
): AnsweringState {
  const own = sheets.filter(({ member, state }) => member === agency.id && state !== 'superseded')
  if (own.some(({ state }) => state === 'submitted')) return 'submitted'
  if (sheets.some(({ country, joint, state }) => joint && state === 'submitted' && country === agency.country)) return 'joint'
  return own.length > 0 ? 'draft' : 'none'
}
