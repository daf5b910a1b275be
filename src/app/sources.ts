import { campaignSubjects, forgetItems, packagedReports, readingSubjects, readings } from '../domain/analysis/index.ts'
import { caseSubjects, caseWords, packagedCases } from '../domain/cases/index.ts'
import {
  callSubjects,
  contactSubjects,
  forgetAttachments,
  forgetPaperFiles,
  forgetShared,
  networkSubjects,
  releaseSubjects,
  withCopies,
  withDrafts,
  withEndedContacts,
  withGuests,
  withJointCases,
  withParticipants,
  withRequests,
  withRuns,
} from '../domain/cooperation/index.ts'
import { auditLines, type EvidenceSources, type Forget } from '../domain/evidence/index.ts'
import { correspondence, mailSubjects, replySubjects, reportSubjects, threadSubjects } from '../domain/intake/index.ts'
import { assignmentSubjects, assignments, notices, partySubjects } from './directory-sources.ts'

const forget: readonly Forget[] = [forgetShared, forgetItems, forgetAttachments, forgetPaperFiles]

/**
 * What the rooms put into evidence's hands: who speaks of a person, what goes by age, what is forgotten with an original. Readings come before reports, since
 * what a report tells is a word of theirs too.
 */
export const evidenceSources: EvidenceSources = {
  subjects: [
    caseSubjects,
    releaseSubjects,
    contactSubjects,
    callSubjects,
    networkSubjects,
    campaignSubjects,
    readingSubjects(forget),
    reportSubjects(forget),
    replySubjects(forget),
    threadSubjects,
    mailSubjects,
    assignmentSubjects,
    partySubjects,
  ],
  retention: [
    readings,
    caseWords,
    withRuns(withParticipants(withGuests(withJointCases(withRequests(withCopies(withEndedContacts(withDrafts(correspondence)))))))),
    assignments,
    notices,
    auditLines,
  ],
  forget,
  packages: [packagedReports, packagedCases],
}
