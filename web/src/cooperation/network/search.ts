import { reportChannels } from '../../../../src/domain/cooperation/contract/network/call-names.ts'
import { contactRoles, contactTroubles } from '../../../../src/domain/cooperation/contract/network/contact-names.ts'
import { askers, dataKinds, givens } from '../../../../src/domain/cooperation/contract/network/disclosure-names.ts'
import { categories, memberKinds, memberStates } from '../../../../src/domain/cooperation/contract/network/names.ts'
import { registerKinds } from '../../../../src/domain/cooperation/contract/network/register-names.ts'
import { resourceStates } from '../../../../src/domain/cooperation/contract/network/resource-names.ts'
import { tieKinds } from '../../../../src/domain/cooperation/contract/network/tie-names.ts'
import { trainingTopics, trainingWhens } from '../../../../src/domain/cooperation/contract/network/training-names.ts'
import { day, type FiltersOf, filters, oneOf, someOf, words } from '../../app/search.ts'

// The filters of the network's pages, as they stand in the URL.

/** `state` is for the secretariat: others see members alone. */
const readers = { q: words(), kind: oneOf(memberKinds), country: words(2), category: oneOf(categories), state: someOf(memberStates) }
export const membersSearch = filters(readers)
export type MembersSearch = FiltersOf<typeof readers>

const contactReaders = { trouble: oneOf(contactTroubles), role: oneOf(contactRoles), sector: oneOf(categories) }
export const contactsSearch = filters(contactReaders)
export type ContactsSearch = FiltersOf<typeof contactReaders>
const disclosed = { category: oneOf(dataKinds), asker: oneOf(askers), given: oneOf(givens) }
export const disclosuresSearch = filters(disclosed)
export type DisclosuresSearch = FiltersOf<typeof disclosed>

const compared = { section: words(100), before: words(36) }
export const roundSearch = filters(compared)
export const answeringSearch = filters({ member: words(36) })
const resourceReaders = { state: oneOf(resourceStates) }
export const resourcesSearch = filters(resourceReaders)
export type ResourcesSearch = FiltersOf<typeof resourceReaders>

const registered = { kind: oneOf(registerKinds), country: words(2), state: words(40), q: words() }
export const registersSearch = filters(registered)
export type RegistersSearch = FiltersOf<typeof registered>
export const trainingsSearch = filters({ when: oneOf(trainingWhens), topic: oneOf(trainingTopics) })
/** what industry reports to calls, without obstacles, which stand in their register */
export const listedKinds = ['cases', 'techniques', 'models', 'figures'] as const
const reported = { kind: oneOf(listedKinds), country: words(2), channel: oneOf(reportChannels), q: words() }
export const reportsSearch = filters(reported)
export type ReportsSearch = FiltersOf<typeof reported>
export const callsSearch = filters({ when: oneOf(['coming', 'past']) })

const tied = { by: oneOf(tieKinds), since: day() }
export const tiesSearch = filters(tied)
export type TiesSearch = FiltersOf<typeof tied>
