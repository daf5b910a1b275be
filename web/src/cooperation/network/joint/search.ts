import { jointLists } from '../../../../../src/domain/cooperation/contract/network/joint-names.ts'
import { type FiltersOf, filters, oneOf, words } from '../../../app/search.ts'

const listed = { list: oneOf(jointLists), q: words(), case: words(36) }
export const jointSearch = filters(listed)
export type JointSearch = FiltersOf<typeof listed>
