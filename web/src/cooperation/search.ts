import { submissionStates } from '../../../src/domain/cooperation/contract/names.ts'
import { day, type FiltersOf, filters, oneOf, words } from '../app/search.ts'

export const states = ['draft', 'decided', 'delivered', 'failed', 'recalled', 'refused'] as const
export const kinds = [
  'notify',
  'take-down',
  'tell-customer',
  'refer',
  'warn-affected',
  'reply',
  'block',
  'submit-sample',
  'hotline',
] as const

/** After they went: those that nobody has confirmed, all of them. */
export const recalls = ['open', 'all'] as const

/** `case`, `action`: ids, as pages of cases link here. */
const readers = {
  state: oneOf(states),
  kind: oneOf(kinds),
  recipient: words(320),
  case: words(36),
  action: words(36),
  since: day(),
  until: day(),
  recall: oneOf(recalls),
}
export const releasesSearch = filters(readers)
export type ReleasesSearch = FiltersOf<typeof readers>

/** `id`: the draft that is shown beside the list. */
const waiting = { id: words(36), kind: oneOf(kinds) }
export const approvalsSearch = filters(waiting)
export type ApprovalsSearch = FiltersOf<typeof waiting>

export const entryStates = ['listed', 'expired', 'withdrawn'] as const
const entries = { state: oneOf(entryStates), q: words(300) }
export const listsSearch = filters(entries)
export type ListsSearch = FiltersOf<typeof entries>

export const sampleStates = submissionStates
const samples = { vendor: words(120), state: oneOf(sampleStates), sha256: words(64), case: words(36) }
export const samplesSearch = filters(samples)
export type SamplesSearch = FiltersOf<typeof samples>
