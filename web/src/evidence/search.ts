import { type FiltersOf, filters, oneOf } from '../app/search.ts'

/** Which part of the evidence is shown: what is kept (where nothing is said), what is no longer, or the holds. */
export const evidenceViews = ['kept', 'destroyed', 'sealed', 'held', 'lifted'] as const
const readers = { view: oneOf(evidenceViews) }
export const evidenceSearch = filters(readers)
export type EvidenceSearch = FiltersOf<typeof readers>
