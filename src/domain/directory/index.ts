export { sendDigest, sendDigests, unlessSuspended } from './jobs.ts'
export { notify, notifyRole } from './operations/notify.ts'
export { appointOperator, listPeopleOfNode, type PersonOfNode } from './operations/people-of-node.ts'
export { setupLink } from './operations/set-up.ts'
export { auditSignIn } from './operations/sign-in-audit.ts'
export { authenticate } from './routes/authenticate.ts'
export { serveDirectory } from './routes.ts'
export { countDueNotices, deleteDueNotices, type NewNotice } from './store/notices.ts'
export {
  findFirstOrganisation,
  findOrganisation,
  findOrganisationByCode,
  listAllOrganisations,
  type OrganisationRow,
} from './store/organisations.ts'
export { findMember, listMembers, namesOf } from './store/people.ts'
export { listSystems, systemsChangedAt } from './store/systems.ts'
