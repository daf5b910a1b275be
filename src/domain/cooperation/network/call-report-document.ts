import type { Block, PdfDocument } from '../../../formats/pdf/index.ts'
import type { CallItemView } from '../contract/network/call-items.ts'
import type { CallWhole } from '../contract/network/calls.ts'
import type { ReportLanguage } from './call.ts'
import { type Dates, datesOf, factsOf, type ReportWords, reportFacts, reportWords, titleOf } from './call-report-words.ts'

/** What an item's parts are written with. */
type Writing = {
  readonly words: ReportWords
  readonly dates: Dates
  readonly number: (value: number) => string
  /** characters of a text, and figures, of one report of industry */
  readonly language: ReportLanguage
  readonly most: { readonly text: number; readonly figures: number }
}

/** characters and figures that reports of industry have together, and one of them at most: whoever reports a lot takes the document from nobody */
const together = { text: 200_000, figures: 6_000 }
const each = { text: 4_000, figures: 60 }

function mostOf({ items }: Pick<CallWhole, 'items'>): Writing['most'] {
  const count = Math.max(
    1,
    items.reduce((sum, { reports }) => sum + reports.length, 0),
  )
  const share = (part: 'text' | 'figures') => Math.max(1, Math.min(each[part], Math.floor(together[part] / count)))
  return { text: share('text'), figures: share('figures') }
}

/**
 * The report of a meeting as a document to be set, of what this reader may see. It says nothing of when it was made: the same report is the same bytes.
 */
export function callReportDocument(call: CallWhole, language: ReportLanguage): PdfDocument {
  const words = reportWords(language)
  const format = new Intl.NumberFormat(language)
  const writing: Writing = { language, words, dates: datesOf(call, language), number: (value) => format.format(value), most: mostOf(call) }
  const blocks: Block[] = [
    { kind: 'note', text: words.report },
    { kind: 'title', text: call.title },
    ...factsOf(call, language).map(([name, text]) => ({ kind: 'fact' as const, name, text })),
    ...said(call.note),
    { kind: 'heading', text: words.agenda },
    ...call.items.map((item, at) => ({ kind: 'item' as const, mark: `${writing.number(at + 1)}.`, text: titleOf(item, words) })),
    ...call.items.flatMap((item, at) => itemBlocks(item, at + 1, writing)),
    ...(call.carried.length === 0 ? [] : [{ kind: 'heading' as const, text: words.carried }, ...actionBlocks(call.carried, writing)]),
  ]
  return { title: `${words.report}: ${call.title}`, language, direction: language === 'ar' ? 'rtl' : 'ltr', blocks }
}

const said = (text: string): readonly Block[] => (text === '' ? [] : [{ kind: 'text', text }])
const listed = (text: string): Block => ({ kind: 'item', mark: '•', text })

function itemBlocks(item: CallItemView, number: number, writing: Writing): readonly Block[] {
  const { words, dates } = writing
  const part = (title: string, blocks: readonly Block[]): readonly Block[] =>
    blocks.length === 0 ? [] : [{ kind: 'subheading', text: title }, ...blocks]
  const decided = (kind: 'decision' | 'recommendation') => item.decisions.filter((one) => one.kind === kind).map(({ text }) => listed(text))
  const latest = item.minutes[0]
  const stand = latest === undefined ? '' : latest.approvedAt === null ? words.draft : `${words.approved}, ${dates.date(latest.approvedAt)}`
  return [
    { kind: 'heading', text: `${writing.number(number)}. ${titleOf(item, words)}` },
    ...said(item.note),
    ...part(words.present, said(item.attendance.map(({ name }) => name).join(' · '))),
    ...part(
      words.papers,
      item.papers.map(({ title, member, withdrawnAt }) =>
        listed(`${withdrawnAt === null ? title : words.withdrawn} (${member?.name ?? words.secretariat})`),
      ),
    ),
    ...part(
      words.reports,
      item.reports.flatMap((report) => reportBlocks(report, writing)),
    ),
    ...part(`${words.minutes} (${stand})`, latest === undefined ? [] : said(latest.text)),
    ...part(words.decisions, decided('decision')),
    ...part(words.recommendations, decided('recommendation')),
    ...part(words.actions, actionBlocks(item.actions, writing)),
  ]
}

function actionBlocks(actions: CallItemView['actions'], { words, dates }: Writing): readonly Block[] {
  return actions.flatMap(({ member, text, due, doneAt }) => {
    const until = due === null ? [] : [`${words.due} ${dates.date(`${due}T12:00:00Z`)}`]
    const stand = doneAt === null ? words.open : `${words.done}, ${dates.date(doneAt)}`
    return [listed(text), { kind: 'note' as const, text: [member.name, ...until, stand].join(' · ') }]
  })
}

function reportBlocks(report: CallItemView['reports'][number], { words, dates, number, most, language }: Writing): readonly Block[] {
  const { kind, title, member, text, unit, figures, solution } = report
  const short = (whole: string) => whole.slice(0, most.text).replace(/[\ud800-\udbff]$/, '')
  const shortened = text.length > most.text || solution.length > most.text || figures.length > most.figures
  return [
    listed(title),
    { kind: 'note', text: `${words[`report.${kind}`]} · ${member.name}` },
    ...reportFacts(report, language, dates.date).map(([name, text]) => ({ kind: 'fact' as const, name, text: short(text) })),
    ...said(short(text)),
    ...(solution === '' ? [] : said(`${words.solution}: ${short(solution)}`)),
    ...(figures.length === 0 ? [] : [{ kind: 'fact' as const, name: words.period, text: `${words.value} (${unit ?? ''})` }]),
    ...figures
      .slice(-most.figures)
      .map(({ period, value }) => ({ kind: 'fact' as const, name: dates.date(`${period}T12:00:00Z`), text: number(value) })),
    ...(shortened ? [{ kind: 'note' as const, text: words.shortened }] : []),
  ]
}
