import { proposalStates } from '../../../../../src/domain/cooperation/contract/network/joining-names.ts'
import { type FiltersOf, filters, oneOf, words } from '../../../app/search.ts'

const applications = { state: oneOf(proposalStates) }
export const applicationsSearch = filters(applications)
export type ApplicationsSearch = FiltersOf<typeof applications>

/** `of`: which text; `version`: which of its versions, by id. */
const texts = { of: oneOf(['procedures', 'work-plan']), version: words(36) }
export const textsSearch = filters(texts)
export type TextsSearch = FiltersOf<typeof texts>

const instrument = { version: words(36) }
export const instrumentSearch = filters(instrument)
