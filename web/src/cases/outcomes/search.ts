import { caseKinds, outcomeOrders, outcomeSides } from '../../../../src/domain/cases/contract/names.ts'
import { day, type FiltersOf, filters, flag, oneOf, words } from '../../app/search.ts'

/** What is counted: by which side, in which days, of which kind, and whether only what went to that side itself. */
const counted = { by: oneOf(outcomeSides), since: day(), until: day(), kind: oneOf(caseKinds), told: flag() }

const readers = { ...counted, order: oneOf(outcomeOrders), up: flag() }
export const outcomesSearch = filters(readers)
export type OutcomesSearch = FiltersOf<typeof readers>

/** `key`: of whom; not there for those whom nobody knows. */
const behind = { ...counted, key: words(300) }
export const noticesSearch = filters(behind)
export type NoticesSearch = FiltersOf<typeof behind>
