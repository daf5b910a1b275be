import { campaignSubjects, forgetItems, readingSubjects, readings } from '../domain/analysis/index.ts'
import { countDueNotices, deleteDueNotices } from '../domain/directory/index.ts'
import { auditLines, type EvidenceSources, type Forget, type RetentionSource, sampleSize } from '../domain/evidence/index.ts'
import { correspondence, mailSubjects, replySubjects, reportSubjects, threadSubjects } from '../domain/intake/index.ts'
import { perform } from '../platform/work.ts'

const forget: readonly Forget[] = [forgetItems]

/** The kind `notice`. The directory lies left of evidence and knows nothing of retention. */
const notices: RetentionSource = {
  kind: 'notice',
  atOnce: 1_000,
  preview: async (tx, before) => ({ ...(await countDueNotices(tx, before, sampleSize)), items: 0, bytes: 0, held: 0 }),
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, (work) => {
      work.require(actor.kind === 'system')
      return deleteDueNotices(work.tx, before, limit)
    }),
}

/**
 * What the rooms put into evidence's hands: who speaks of a person, what goes by age, what is forgotten with an original. Readings come before reports, since
 * what a report tells is a word of theirs too.
 */
export const evidenceSources: EvidenceSources = {
  subjects: [campaignSubjects, readingSubjects(forget), reportSubjects(forget), replySubjects(forget), threadSubjects, mailSubjects],
  retention: [readings, correspondence, notices, auditLines],
  forget,
}
