import type { CallItemView, CallReportView } from '../contract/network/call-items.ts'
import type { ReportDetail } from '../contract/network/call-names.ts'
import type { CallWhole } from '../contract/network/calls.ts'
import texts from '../data/call-report.json' with { type: 'json' }
import type { ReportLanguage } from './call.ts'
import { detailsSaid } from './call-report-details.ts'

// What both forms of a meeting's report say in the same words.

export type ReportWords = (typeof texts)['en']

export function reportWords(language: ReportLanguage): ReportWords {
  return texts[language]
}

export type Dates = { readonly moment: (at: string | Date) => string; readonly date: (at: string) => string }

/** Moments and days by the clock of the call, in the language of the report. */
export function datesOf({ timeZone }: Pick<CallWhole, 'timeZone'>, language: ReportLanguage): Dates {
  // made once: each costs as much as hundreds of days that it writes
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone })
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone })
  return { moment: (at) => moments.format(new Date(at)), date: (at) => days.format(new Date(at)) }
}

/** What stands at the head, without what is empty. */
export function factsOf(call: CallWhole, language: ReportLanguage): readonly (readonly [string, string])[] {
  const words = reportWords(language)
  const { moment, date } = datesOf(call, language)
  const chair = [call.chairName, call.chair?.name ?? ''].filter((one) => one !== '').join(', ')
  const facts: readonly (readonly [string, string])[] = [
    [words.when, `${moment(call.startsAt)} (${call.timeZone})`],
    [words.duration, `${new Intl.NumberFormat(language).format(call.duration)} ${words['minutes-unit']}`],
    [words.language, languageName(language, call.language)],
    [words.chair, chair],
    [words.series, call.series?.name ?? ''],
    [words.state, words[call.state]],
    [words.adopted, call.adoptedAt === null ? words['not-adopted'] : date(call.adoptedAt)],
  ]
  return facts.filter(([, value]) => value !== '')
}

export function titleOf({ standing, title }: Pick<CallItemView, 'standing' | 'title'>, words: ReportWords): string {
  if (standing === null) return title
  return title === '' ? words[`item.${standing}`] : `${words[`item.${standing}`]}: ${title}`
}

/** What a report of industry says besides its words: each a name and a text. */
export function reportFacts(
  report: CallReportView,
  language: ReportLanguage,
  day: (at: string) => string,
): readonly (readonly [string, string])[] {
  const words = reportWords(language)
  const { kind, details } = report
  const list = new Intl.ListFormat(language, { type: 'unit', style: 'short' })
  const countries = new Intl.DisplayNames([language], { type: 'region' })
  const says: { readonly [K in ReportDetail]: () => string } = {
    state: () => (details.state === null ? '' : words[`stage.${details.state}`]),
    since: () => day(`${details.since}T12:00:00Z`),
    until: () => day(`${details.until}T12:00:00Z`),
    countries: () => list.format(details.countries.map((code) => countries.of(code) ?? code)),
    channels: () => list.format(details.channels.map((one) => words[`channel.${one}`])),
    number: () => new Intl.NumberFormat(language).format(details.number ?? 0),
    partners: () => details.partners,
    result: () => details.result,
  }
  return detailsSaid(kind, details).map((name) => [words[`detail.${name}`], says[name]()])
}

/** A language's name in the language of the report; its code where nobody knows one. */
function languageName(language: ReportLanguage, code: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
