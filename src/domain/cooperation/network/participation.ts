import { serialiseCsv } from '../../../formats/csv/index.ts'
import { developmentOf } from './development.ts'

/** How members of a country take part, in numbers. */
type Counts = {
  readonly country: string
  readonly agencies: number
  readonly told: number
  readonly seen: number
  readonly asked: number
  readonly answered: number
  readonly entries: number
  readonly calls: number
  readonly trained: number
  readonly campaigns: number
}
/** On lists of the United Nations: least developed, landlocked developing, small island developing. */
type Flags = { readonly ldc: boolean; readonly lldc: boolean; readonly sids: boolean }

export function participationOf(rows: readonly Counts[]): (Counts & Flags)[] {
  return rows.map((one) => {
    const { ldc, lldc, sids } = developmentOf(one.country)
    return { ...one, ldc, lldc, sids }
  })
}

const flags = ['ldc', 'lldc', 'sids'] as const
const counts = ['agencies', 'told', 'seen', 'asked', 'answered', 'entries', 'calls', 'trained', 'campaigns'] as const

export function participationCsv(rows: readonly (Counts & Flags)[]): string {
  const head = ['country', ...flags, ...counts]
  return serialiseCsv([
    head,
    ...rows.map((row) => [row.country, ...flags.map((one) => (row[one] ? 'yes' : 'no')), ...counts.map((one) => String(row[one]))]),
  ])
}
