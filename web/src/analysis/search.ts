import { campaignStates, severities, verdictFilters, verdictKinds } from '../../../src/domain/analysis/contract/names.ts'
import { reportForms, reportStates } from '../../../src/domain/intake/contract/names.ts'
import { countryCodes } from '../../../src/formats/iso3166.ts'
import { day, type FiltersOf, filters, flag, oneOf, someOf, words } from '../app/search.ts'

/** The filters of the list of reports, as they stand in the URL; `q` are words to search for. */
const readers = {
  q: words(500),
  severity: someOf(severities),
  verdict: someOf(verdictFilters),
  form: someOf(reportForms),
  state: someOf(reportStates),
  country: someOf(countryCodes),
  channel: words(36),
  finding: words(100),
  asn: words(10),
  language: words(20),
  brand: words(500),
  from: day(),
  until: day(),
  /** days are those of UTC and not of the reader: what figures are of */
  utc: flag(),
  /** somebody added something to it that nobody has read */
  added: flag(),
}
export const reportsSearch = filters(readers)
export type ReportsSearch = FiltersOf<typeof readers>

/** Of which days figures are: so many up to today, or from one to another. */
export const figureLasts = ['7', '30', '90', '365'] as const
const figuresReaders = { last: oneOf(figureLasts), from: day(), until: day() }
export const figuresSearch = filters(figuresReaders)
export type FiguresSearch = FiltersOf<typeof figuresReaders>

const campaignReaders = {
  q: words(200),
  state: someOf(campaignStates),
  kind: someOf(verdictKinds),
  sort: oneOf(['last', 'size'] as const),
}
export const campaignsSearch = filters(campaignReaders)
export type CampaignsSearch = FiltersOf<typeof campaignReaders>

/** Which of the messages of a report is shown, by its position. */
const reportReaders = {
  at: (value: unknown): number | undefined => {
    const position = Number(value)
    return Number.isInteger(position) && position > 0 && position < 1_000 ? position : undefined
  },
}
export const reportSearch = filters(reportReaders)
export type ReportSearch = FiltersOf<typeof reportReaders>
