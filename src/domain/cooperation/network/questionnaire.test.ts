import { describe, expect, test } from 'vitest'
import { meanings } from '../contract/network/questionnaire-names.ts'
import {
  type Answer,
  answeringOf,
  answersFault,
  changedAnswers,
  digestOfQuestions,
  isReminderDue,
  type Question,
  shippedQuestions,
} from './questionnaire.ts'
import { questionnaireLimits, questionsCsv, readQuestionnaireFile } from './questionnaire-file.ts'

const answer = (code: string, more: Partial<Answer> = {}): Answer => ({ code, choice: null, amount: null, words: '', sources: [], ...more })
const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => {
  const file = readQuestionnaireFile(bytes(text))
  if ('malformed' in file) throw new Error(file.malformed)
  return file
}

describe('the questions that come with the program', () => {
  const { questions } = shippedQuestions

  test('are some thirty in seven sections, each in the three languages of the console, and each meaning once', () => {
    expect(questions.length).toBeGreaterThanOrEqual(30)
    expect([...new Set(questions.map(({ section }) => section))]).toEqual([
      'authority',
      'laws',
      'powers',
      'evidence',
      'sharing',
      'secrecy',
      'limits',
      'contacts',
    ])
    for (const { texts } of questions) expect(Object.keys(texts).sort()).toEqual(['ar', 'en', 'zh-CN'])
    expect(questions.flatMap(({ meaning }) => meaning ?? []).sort()).toEqual([...meanings].sort())
  })

  test('come out as JSON and as a table that come in again as the same', () => {
    for (const text of [JSON.stringify(shippedQuestions), questionsCsv(questions)]) {
      const file = read(text)
      expect(file).toMatchObject({ errors: [], errorCount: 0, read: questions.length })
      expect(digestOfQuestions(file.questions)).toBe(digestOfQuestions(questions))
    }
  })
})

describe('a file of questions', () => {
  test('tells what is wrong row by row, and what it is', () => {
    const file = read(
      [
        'code,section,kind,options,meaning,text:en',
        'a,law,yes-no,,,One?',
        'a,law,text,,,Twice?',
        'b,law,choice,,,Of nothing?',
        'c,law,odd,,,What kind?',
        'd,law,text,,may-share,A text?',
        'e,law,text,,,',
      ].join('\n'),
    )
    expect(file.questions.map(({ code }) => code)).toEqual(['a'])
    expect(file.errors.map(({ line, column, why }) => [line, column, why])).toEqual([
      [3, 'code', 'twice'],
      [4, 'options', 'options'],
      [5, 'kind', 'unreadable'],
      [6, 'meaning', 'meaning'],
      [7, 'text', 'missing'],
    ])
  })

  test('with a column that nobody knows says so, since a mistyped one would be left out in silence', () => {
    expect(read('code,section,kind,txet:en\na,b,text,x').errors).toContainEqual({
      line: 1,
      column: 'txet:en',
      why: 'unknown-column',
      text: 'txet:en',
    })
  })

  test('that is hostile is malformed or has errors, and never throws', () => {
    expect(readQuestionnaireFile(new Uint8Array(questionnaireLimits.bytes + 1))).toEqual({ malformed: 'too-large' })
    for (const text of ['{', '[[[[', '{"questions":7}', '']) expect(readQuestionnaireFile(bytes(text))).toHaveProperty('malformed')
    const many = Array.from({ length: questionnaireLimits.questions + 5 }, (_, at) => ({
      code: `q${at}`,
      section: 's',
      kind: 'text',
      texts: { en: { text: 't' } },
    }))
    expect(read(JSON.stringify(many)).errors).toContainEqual(expect.objectContaining({ why: 'cut' }))
    expect(read('[null, 3, {"__proto__": {"code": "x"}, "texts": {"__proto__": {"text": "x"}}}]').questions).toEqual([])
  })
})

describe('answers', () => {
  const question = (code: string, kind: Question['kind'], options: readonly string[] = []): Question => ({
    code,
    section: 's',
    kind,
    meaning: null,
    options,
    texts: { en: { text: code, options: [] } },
  })
  const questions = [question('may', 'yes-no'), question('how', 'choice', ['mail', 'post']), question('many', 'number')]

  test('go with their questions: one each, by one of the options, a number only where one is asked', () => {
    expect(
      answersFault(questions, [answer('may', { choice: 'partly' }), answer('how', { choice: 'post' }), answer('many', { amount: 3 })]),
    ).toBeUndefined()
    expect(answersFault(questions, [answer('other')])).toBe('other')
    expect(answersFault(questions, [answer('how', { choice: 'yes' })])).toBe('how')
    expect(answersFault(questions, [answer('may', { amount: 1 })])).toBe('may')
    expect(answersFault(questions, [answer('may', { choice: 'yes' }), answer('may', { choice: 'no' })])).toBe('may')
  })

  test('are compared by what they say: what is new, gone and other, sources too', () => {
    const law = { law: 'Act 1', article: '2', url: '' }
    const before = [answer('a', { choice: 'yes' }), answer('b', { words: 'so' }), answer('c', { sources: [law] })]
    const after = [
      answer('a', { choice: 'yes' }),
      answer('c', { sources: [{ ...law, article: '3' }] }),
      answer('d', { amount: 1 }),
      answer('e'),
    ]
    expect(changedAnswers(before, after).map((one) => [one.code, one.before === null, one.after === null])).toEqual([
      ['b', false, true],
      ['c', false, false],
      ['d', true, false],
    ])
    expect(changedAnswers(before, before)).toEqual([])
  })
})

describe('a round', () => {
  const day = 86_400_000
  const openedAt = new Date('2026-01-01T00:00:00Z')
  const closesAt = new Date('2026-02-01T00:00:00Z')
  const due = (daysBefore: number, remindedAt: Date | null = null) =>
    isReminderDue({ openedAt, closesAt, remindedAt }, new Date(closesAt.getTime() - daysBefore * day))

  test('reminds fourteen, seven and one day before its end, once each, and not when it is over', () => {
    expect([20, 14, 7, 1, 0].map((days) => due(days))).toEqual([false, true, true, true, false])
    const at = (days: number) => new Date(closesAt.getTime() - days * day)
    expect(due(10, at(14))).toBe(false)
    expect(due(6, at(14))).toBe(true)
    expect(due(0.5, at(6))).toBe(true)
    expect(due(0.4, at(0.5))).toBe(false)
  })

  test('counts an agency as having answered where another of its country answered for all', () => {
    const sheets = [
      { member: 'one', state: 'submitted', joint: true, country: 'FR' },
      { member: 'three', state: 'draft', joint: false, country: 'NZ' },
    ] as const
    const of = (id: string, country: string) => answeringOf({ id, country }, sheets)
    expect([of('one', 'FR'), of('two', 'FR'), of('three', 'NZ'), of('four', 'NZ')]).toEqual(['submitted', 'joint', 'draft', 'none'])
  })
})
