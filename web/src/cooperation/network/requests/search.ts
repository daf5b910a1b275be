import { requestKinds, requestSides, requestStates } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import { day, type FiltersOf, filters, flag, oneOf, someOf, words } from '../../../app/search.ts'

const listed = {
  side: oneOf(requestSides),
  state: someOf(requestStates),
  kind: oneOf(requestKinds),
  country: words(2),
  overdue: flag(),
  case: words(36),
}
export const requestsSearch = filters(listed)
export type RequestsSearch = FiltersOf<typeof listed>

/** What a new request begins from; `draft`: one that is drafted anew. */
const begun = { case: words(36), member: words(36), draft: words(36), goesOn: words(36) }
export const newRequestSearch = filters(begun)

const counted = { side: oneOf(requestSides), since: day() }
export const requestFiguresSearch = filters(counted)
export type RequestFiguresSearch = FiltersOf<typeof counted>
