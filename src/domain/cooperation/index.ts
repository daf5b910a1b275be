// The door of the room: what other rooms may use. README.md tells what it promises.

export type { SupposedContact } from './network/contact-file.ts'
export type { Supposed } from './network/raw-member.ts'
export { decideRelease, recallRelease, refuseRelease } from './operations/decide.ts'
export { type Asked, askRelease, type Draft, setDraft } from './operations/draft.ts'
export { exportNetwork, importNetwork, importNetworkContacts } from './operations/network/by-command.ts'
export { forgetPaperFiles } from './operations/network/call-files.ts'
export { contactSubjects } from './operations/network/contact-subjects.ts'
export { forgetAttachments } from './operations/network/request-attachments.ts'
export { forgetShared } from './operations/network/shared-bytes.ts'
export { callSubjects, networkSubjects } from './operations/network/word-subjects.ts'
export {
  withCopies,
  withDrafts,
  withEndedContacts,
  withGuests,
  withJointCases,
  withParticipants,
  withRequests,
  withRuns,
} from './operations/retain.ts'
export { settleRelease } from './operations/settle.ts'
export { releaseSubjects } from './operations/subjects.ts'
export type { ReleaseKind, ReleaseRecipient, ReleaseRow, ReleaseState } from './release.ts'
export { findRelease, findReleaseOf } from './store/releases.ts'
