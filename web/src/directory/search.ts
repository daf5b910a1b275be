import { day, type FiltersOf, filters, oneOf, ownPath, words } from '../app/search.ts'

// The filters of these pages, as they stand in the URL.

/** `next` is where to go afterwards. */
export const doorSearch = filters({ next: ownPath() })

export const keysSearch = filters({ of: oneOf(['me', 'everybody']) })

const auditReaders = { action: words(100), actor: words(100), subject: words(), from: day(), until: day() }
export const auditSearch = filters(auditReaders)
export type AuditSearch = FiltersOf<typeof auditReaders>
