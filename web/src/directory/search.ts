import { partyKinds } from '../../../src/domain/directory/contract.ts'
import { day, type FiltersOf, filters, flag, oneOf, ownPath, words } from '../app/search.ts'

// The filters of these pages, as they stand in the URL.

/** `next` is where to go afterwards. */
export const doorSearch = filters({ next: ownPath() })

export const keysSearch = filters({ of: oneOf(['me', 'everybody']) })

const auditReaders = { action: words(100), actor: words(100), subject: words(), from: day(), until: day() }
export const auditSearch = filters(auditReaders)
export type AuditSearch = FiltersOf<typeof auditReaders>

const lookupReaders = { value: words(8_192), port: words(5), at: words(40) }
export const lookupSearch = filters(lookupReaders)
export type LookupSearch = FiltersOf<typeof lookupReaders>

const partiesReaders = { q: words(), kind: oneOf(partyKinds), ended: flag() }
export const partiesSearch = filters(partiesReaders)
export type PartiesSearch = FiltersOf<typeof partiesReaders>
