import { serialiseCsv } from '../../../formats/csv/index.ts'
import type { QuestionView } from '../contract/network/questionnaire.ts'
import type { AnswerView, RoundView, SecrecyView, SheetView } from '../contract/network/rounds.ts'
import type { Member } from './member.ts'
import { type Answer, isOpenRound, type Question, type Round, type Sheet } from './questionnaire.ts'
import type { Secrecy } from './secrecy.ts'

type Named = Pick<Member, 'id' | 'name' | 'country'>
const moment = (at: Date | null) => at?.toISOString() ?? null
export const namedView = ({ id, name, country }: Named): Named => ({ id, name, country })

export function questionView({ options, texts, ...one }: Question): QuestionView {
  const said = Object.entries(texts).map(([language, { text, options: names }]): [string, { text: string; options: string[] }] => [
    language,
    { text, options: [...names] },
  ])
  return { ...one, options: [...options], texts: Object.fromEntries(said) }
}

export function answerView({ sources, ...one }: Answer): AnswerView {
  return { ...one, sources: sources.map((source) => ({ ...source })) }
}

export function sheetView(row: Sheet, member: Named, answers: readonly Answer[]): SheetView {
  const { id, round, version, state, joint, audience, changedAt, submittedAt } = row
  return {
    id,
    round,
    member: namedView(member),
    version,
    state,
    joint,
    audience,
    changedAt: changedAt.toISOString(),
    submittedAt: moment(submittedAt),
    answers: answers.map(answerView),
  }
}

export function roundView(
  row: Round & { readonly version: number; readonly agencies: number; readonly answered: number },
  now: Date,
): RoundView {
  const { id, questionnaire, version, title, openedAt, closesAt, agencies, answered } = row
  const state = isOpenRound(row, now) ? 'open' : 'closed'
  return {
    id,
    questionnaire,
    version,
    title,
    state,
    openedAt: openedAt.toISOString(),
    closesAt: closesAt.toISOString(),
    agencies,
    answered,
  }
}

export function secrecyView({ verdict, rests, missing }: Secrecy, from: Named, to: Named): SecrecyView {
  return {
    from: namedView(from),
    to: namedView(to),
    verdict,
    rests: rests.map((one) => ({ ...one, sources: one.sources.map((source) => ({ ...source })) })),
    missing: [...missing],
  }
}

const columns = ['country', 'member', 'joint', 'submitted', 'section', 'code', 'answer', 'number', 'words', 'sources']

/** One line for each answer; the question's code says which, and the export of the questions what it asks. */
export function answersCsv(
  questions: readonly Question[],
  sheets: readonly { readonly sheet: Sheet; readonly member: Named; readonly answers: readonly Answer[] }[],
): string {
  const sectionOf = new Map(questions.map(({ code, section }) => [code, section]))
  const lines = sheets.flatMap(({ sheet, member, answers }) =>
    answers.map(({ code, choice, amount, words, sources }) => [
      member.country,
      member.name,
      sheet.joint ? 'yes' : 'no',
      moment(sheet.submittedAt) ?? '',
      sectionOf.get(code) ?? '',
      code,
      choice ?? '',
      amount === null ? '' : String(amount),
      words,
      sources.map(({ law, article, url }) => [law, article, url].filter((one) => one !== '').join(', ')).join('\n'),
    ]),
  )
  return serialiseCsv([columns, ...lines])
}
