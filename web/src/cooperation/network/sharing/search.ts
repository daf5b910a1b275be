import { sharedKinds, sharedTlps, shareStates } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { type FiltersOf, filters, oneOf, words } from '../../../app/search.ts'

// The filters of the pages of sharing, as they stand in the URL.

const shares = { state: oneOf(shareStates), source: words(36) }
export const sharesSearch = filters(shares)
export type SharesSearch = FiltersOf<typeof shares>

/** `from`: whose, by the id of the organisation. */
const shared = { q: words(), kind: oneOf(sharedKinds), tlp: oneOf(sharedTlps), from: words(36) }
export const sharedSearch = filters(shared)
export type SharedSearch = FiltersOf<typeof shared>
