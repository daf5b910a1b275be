export type { Answering, AnsweringContact, AnsweringRole } from './answers/answering.ts'
export { nationalTeams } from './answers/national.ts'
export { keysOf, recogniseThing, type Thing } from './answers/thing.ts'
export { sendDigest, sendDigests, unlessSuspended } from './jobs.ts'
export { locateAddresses } from './operations/locate.ts'
export { beginOffice, endOffice, makeNetwork, setTerm } from './operations/network.ts'
export { closeOrganisation, openOrganisation, reopenOrganisation } from './operations/node.ts'
export { notify, notifyElsewhere, notifyRole, notifyThere, takeNoticesBack } from './operations/notify.ts'
export { appointOperator, listPeopleOfNode, type PersonOfNode } from './operations/people-of-node.ts'
export { forgetRegistrations, refreshRegistries } from './operations/registry-lists.ts'
export { setupLink } from './operations/set-up.ts'
export { auditSignIn } from './operations/sign-in-audit.ts'
export { type LookedUp, lookUp, whoAnswersFor } from './operations/who-answers.ts'
export { authenticate } from './routes/authenticate.ts'
export { confirmPassword } from './routes/confirm-password.ts'
export { serveDirectory } from './routes.ts'
export {
  countDueAssignments,
  deleteAssignments,
  deleteDueAssignments,
  listAssignmentsNaming,
  renameSubscriber,
} from './store/assignments.ts'
export { findPerson, membershipsOf } from './store/callers.ts'
export { declareDemonstration } from './store/demonstration.ts'
export { countDueNotices, deleteDueNotices, type NewNotice } from './store/notices.ts'
export { listOffices, type OfficeRow } from './store/offices.ts'
export {
  findFirstOrganisation,
  findNetwork,
  findOrganisation,
  findOrganisationByCode,
  listAllOrganisations,
  type OrganisationRow,
  recordElsewhere,
} from './store/organisations.ts'
export { type ContactRow, findContact, findParty, listContacts, type PartyRow } from './store/parties.ts'
export { blankParty, deleteParties, listPartiesHolding } from './store/party-subjects.ts'
export { findMember, listMembers, namesOf } from './store/people.ts'
export { listSystems, systemsChangedAt } from './store/systems.ts'
