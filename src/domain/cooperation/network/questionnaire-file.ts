import { z } from 'zod'
import { isMalformed, type Parsed } from '../../../base/parsed.ts'
import { parseCsv, serialiseCsv } from '../../../formats/csv/index.ts'
import { meanings, questionKinds } from '../contract/network/questionnaire-names.ts'
import type { Question, Wording } from './questionnaire.ts'

// A set of questions as a file: JSON, or a table with a column for each language (`text:en`, `options:en`).

export const questionnaireLimits = { bytes: 2 * 1024 * 1024, questions: 500, languages: 30, options: 50, errors: 200 }

export const questionFaults = ['missing', 'unreadable', 'unknown-column', 'twice', 'cut', 'options', 'meaning'] as const
export type QuestionFault = {
  /** of the line in a table, of the question in JSON; the first is 1 */
  readonly line: number
  readonly column: string | null
  readonly why: (typeof questionFaults)[number]
  readonly text: string | null
}
export type QuestionnaireFile = {
  readonly format: 'csv' | 'json'
  readonly title: string | null
  readonly questions: readonly Question[]
  /** the first 200; `errorCount` is of all */
  readonly errors: readonly QuestionFault[]
  readonly errorCount: number
  readonly read: number
}

const language = z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)
const option = z.string().trim().min(1).max(60)
const question = z.object({
  code: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,59}$/u),
  section: z.string().trim().min(1).max(100),
  kind: z.enum(questionKinds),
  meaning: z.enum(meanings).nullable().default(null),
  options: z.array(option).max(questionnaireLimits.options).default([]),
  texts: z.record(
    language,
    z.object({ text: z.string().trim().min(1).max(4_000), options: z.array(z.string().trim().max(200)).default([]) }),
  ),
})

type Fault = (line: number, column: string | null, why: QuestionFault['why'], text?: unknown) => void
type Raw = { readonly line: number; readonly said: Readonly<Record<string, unknown>> }

/** Reads a set of questions. Malformed where it is neither JSON nor a table; whatever is wrong with a question is told by its line. */
export function readQuestionnaireFile(bytes: Uint8Array): Parsed<QuestionnaireFile> {
  if (bytes.length > questionnaireLimits.bytes) return { malformed: 'too-large' }
  const errors: QuestionFault[] = []
  let errorCount = 0
  const fault: Fault = (line, column, why, text = null) => {
    errorCount += 1
    const shown = text === null || text === undefined || typeof text === 'object' ? null : String(text).slice(0, 120)
    if (errors.length < questionnaireLimits.errors) errors.push({ line, column, why, text: shown })
  }
  const first = bytes.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  const format = first === 0x7b || first === 0x5b ? 'json' : 'csv'
  const read = format === 'json' ? readJson(bytes) : readTable(bytes, fault)
  if (isMalformed(read)) return read
  const { raw, title } = read
  if (raw.length > questionnaireLimits.questions) fault(questionnaireLimits.questions + 1, null, 'cut')
  if (raw.length === 0) fault(1, null, 'missing')
  const questions = new Map<string, Question>()
  for (const one of raw.slice(0, questionnaireLimits.questions)) {
    const row = checked(one, fault)
    if (row === undefined) continue
    const known = row.meaning !== null && [...questions.values()].some(({ meaning }) => meaning === row.meaning)
    if (questions.has(row.code)) fault(one.line, 'code', 'twice', row.code)
    else if (known) fault(one.line, 'meaning', 'twice', row.meaning)
    else questions.set(row.code, row)
  }
  return { format, title, questions: [...questions.values()], errors, errorCount, read: raw.length }
}

function checked({ line, said }: Raw, fault: Fault): Question | undefined {
  const read = question.safeParse(said)
  if (!read.success) {
    for (const column of new Set(read.error.issues.map(({ path }) => path.slice(0, 2).join(':')))) {
      const value = said[column.split(':')[0] ?? '']
      fault(line, column, value === undefined || value === '' ? 'missing' : 'unreadable', value)
    }
    return undefined
  }
  const { kind, meaning, options, texts } = read.data
  const languages = Object.entries(texts)
  if (languages.length === 0) return void fault(line, 'text', 'missing')
  if (languages.length > questionnaireLimits.languages) return void fault(line, 'text', 'cut')
  const uneven = languages.find(([, one]) => one.options.length > 0 && one.options.length !== options.length)
  if ((kind === 'choice') !== options.length > 0 || new Set(options).size !== options.length || uneven !== undefined)
    return void fault(line, 'options', 'options', options.join(' | '))
  if (meaning !== null && kind !== 'yes-no') return void fault(line, 'meaning', 'meaning', meaning)
  return read.data
}

type Several = { readonly raw: readonly Raw[]; readonly title: string | null }

function readJson(bytes: Uint8Array): Parsed<Several> {
  let read: unknown
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return { malformed: 'not-json' }
  }
  const { title, questions } = Array.isArray(read) ? { title: null, questions: read } : (read as { title?: unknown; questions?: unknown })
  if (!Array.isArray(questions)) return { malformed: 'no-questions' }
  const raw = questions.map((one: unknown, at) => ({ line: at + 1, said: typeof one === 'object' && one !== null ? { ...one } : {} }))
  return { raw, title: typeof title === 'string' && title.trim() !== '' ? title.trim().slice(0, 200) : null }
}

const plainColumns = ['code', 'section', 'kind', 'meaning', 'options'] as const

function readTable(bytes: Uint8Array, fault: Fault): Parsed<Several> {
  const { bytes: most, questions } = questionnaireLimits
  const table = parseCsv(bytes, { bytes: most, count: questions + 2, cells: 80, cell: 20_000 })
  if (isMalformed(table)) return table
  const [head, ...rest] = table.rows
  if (head === undefined) return { malformed: 'empty' }
  const columns = head.cells.map((cell) => cell.trim())
  for (const [at, name] of columns.entries()) {
    const known = name === '' || plainColumns.some((one) => one === name) || /^(?:text|options):./.test(name)
    if (!known) fault(head.line, name, 'unknown-column', name)
    else if (name !== '' && columns.indexOf(name) !== at) fault(head.line, name, 'twice', name)
  }
  for (const name of ['code', 'section', 'kind']) if (!columns.includes(name)) fault(head.line, name, 'missing')
  const raw = rest.map(({ line, cells }) => {
    const of = (name: string) => plain(cells[columns.indexOf(name)] ?? '')
    const languages = columns.flatMap((name) => (name.startsWith('text:') && of(name) !== '' ? [name.slice(5)] : []))
    const texts = Object.fromEntries(
      languages.map((one): [string, Wording] => [one, { text: of(`text:${one}`), options: list(of(`options:${one}`)) }]),
    )
    const meaning = of('meaning')
    return {
      line,
      said: {
        code: of('code'),
        section: of('section'),
        kind: of('kind'),
        meaning: meaning === '' ? null : meaning,
        options: list(of('options')),
        texts,
      },
    }
  })
  return { raw, title: null }
}

/** Without the mark that keeps a spreadsheet from reading a formula. */
const plain = (cell: string): string => (/^'[=+\-@]/.test(cell) ? cell.slice(1) : cell)
const list = (cell: string): readonly string[] => (cell.trim() === '' ? [] : cell.split('|').map((one) => one.trim()))

/** The same set as a table that can come in again. */
export function questionsCsv(questions: readonly Question[]): string {
  const languages = [...new Set(questions.flatMap(({ texts }) => Object.keys(texts)))].sort()
  const head = [...plainColumns, ...languages.flatMap((one) => [`text:${one}`, `options:${one}`])]
  const rows = questions.map(({ code, section, kind, meaning, options, texts }) => [
    code,
    section,
    kind,
    meaning ?? '',
    options.join(' | '),
    ...languages.flatMap((one) => [texts[one]?.text ?? '', (texts[one]?.options ?? []).join(' | ')]),
  ])
  return serialiseCsv([head, ...rows])
}
