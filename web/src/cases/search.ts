import { caseKinds, caseOrders, caseStates } from '../../../src/domain/cases/contract/names.ts'
import { type FiltersOf, filters, flag, oneOf, someOf, words } from '../app/search.ts'

/** The filters of the queue, as they stand in the URL; `q` are words or a code to search for, `assignee` is `me`, `none` or a person's id. */
const readers = {
  q: words(300),
  state: someOf(caseStates),
  kind: someOf(caseKinds),
  assignee: words(36),
  watching: flag(),
  late: flag(),
  decide: flag(),
  answered: flag(),
  order: oneOf(caseOrders),
}
export const casesSearch = filters(readers)
export type CasesSearch = FiltersOf<typeof readers>
