import { type FiltersOf, filters, oneOf, words } from '../app/search.ts'

export const mailStates = ['held', 'waiting', 'failed', 'sent', 'dropped'] as const

/** `about`: the report whose answers are shown. */
const readers = { state: oneOf(mailStates), about: words(36) }
export const outboxSearch = filters(readers)
export type OutboxSearch = FiltersOf<typeof readers>
