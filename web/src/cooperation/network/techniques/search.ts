import { techniqueKinds } from '../../../../../src/domain/cooperation/contract/network/technique-names.ts'
import { type FiltersOf, filters, oneOf } from '../../../app/search.ts'

const techniques = { kind: oneOf(techniqueKinds) }
export const techniquesSearch = filters(techniques)
export type TechniquesSearch = FiltersOf<typeof techniques>
