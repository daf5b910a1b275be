import type { Tx } from '../../../platform/db/pools.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { type RetentionSource, sampleSize } from '../../evidence/index.ts'
import { mayDraft } from '../policy.ts'
import { previewDrafts, purgeDrafts } from '../store/drafts.ts'
import { blankGuests, previewGuests } from '../store/network/call-subjects.ts'
import { blankContact, listEndedContacts, previewEndedContacts } from '../store/network/contact-subjects.ts'
import { emptyDueCopies, previewCopies } from '../store/network/old-copies.ts'
import { blankParticipants, previewParticipants } from '../store/network/old-enrolments.ts'
import { emptyDueJointCases, previewJointCases } from '../store/network/old-joint-cases.ts'
import { emptyDueRequests, previewRequests } from '../store/network/old-requests.ts'
import { deleteDueRuns, previewRuns } from '../store/network/technique-runs.ts'

/** What goes with a kind of data that another room keeps. */
type More = {
  preview(
    tx: Tx,
    before: Date,
    samples: number,
  ): Promise<{ readonly count: number; readonly bytes?: number; readonly oldest: Date | null; readonly samples: readonly string[] }>
  /** at most so many; answers how many went */
  purge(work: Work, before: Date, limit: number): Promise<number>
}

/** Here the bytes of drafts, which are copies of what lies in the outbox. Releases and their history stay. */
export function withDrafts(source: RetentionSource): RetentionSource {
  return joined(source, { preview: previewDrafts, purge: (work, before, limit) => purgeDrafts(work.tx, before, limit) })
}

/** Here who the contacts were that have ended. That there was one, of which member, from when until when stays. */
export function withEndedContacts(source: RetentionSource): RetentionSource {
  return joined(source, {
    preview: previewEndedContacts,
    async purge({ tx }, before, limit) {
      const ids = await listEndedContacts(tx, before, limit)
      for (const id of ids) await blankContact(tx, id, '…')
      return ids.length
    },
  })
}

/** Here the content of shares that were refused, called back, or over. That something was shared, with whom and when stays. */
export function withCopies(source: RetentionSource): RetentionSource {
  return joined(source, { preview: previewCopies, purge: (work, before, limit) => emptyDueCopies(work.tx, before, limit, work.now) })
}

/** Here the words of requests that have ended, and of what was said to them. That there was one, with whom, how long it took and what came of it stays. */
export function withRequests(source: RetentionSource): RetentionSource {
  return joined(source, { preview: previewRequests, purge: (work, before, limit) => emptyDueRequests(work.tx, before, limit, work.now) })
}

/** Here runs of techniques that have ended, with what they found. Techniques and stated results stay. */
export function withRuns(source: RetentionSource): RetentionSource {
  return joined(source, { preview: previewRuns, purge: (work, before, limit) => deleteDueRuns(work.tx, before, limit) })
}

/** Here the words that were given to joint cases that are over. That something was given, when and of which hash stays. */
export function withJointCases(source: RetentionSource): RetentionSource {
  return joined(source, {
    preview: previewJointCases,
    purge: (work, before, limit) => emptyDueJointCases(work.tx, before, limit, work.now),
  })
}

/** Here who the guests of calls were. That somebody was there stays. */
export function withGuests(source: RetentionSource): RetentionSource {
  return joined(source, { preview: previewGuests, purge: (work, before, limit) => blankGuests(work.tx, before, limit) })
}

/** Here who was at training sessions, and who signed up for them. That so many were there stays. */
export function withParticipants(source: RetentionSource): RetentionSource {
  return joined(source, { preview: previewParticipants, purge: (work, before, limit) => blankParticipants(work.tx, before, limit) })
}

function joined(source: RetentionSource, more: More): RetentionSource {
  return {
    ...source,
    async preview(tx, before) {
      const [first, added] = [await source.preview(tx, before), await more.preview(tx, before, sampleSize)]
      const oldest = [first.oldest, added.oldest].filter((one) => one !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
      return {
        ...first,
        count: Number(first.count) + added.count,
        bytes: Number(first.bytes) + (added.bytes ?? 0),
        oldest,
        samples: [...first.samples, ...added.samples].slice(0, sampleSize),
      }
    },
    async purge(ctx, actor, before, limit) {
      const gone = await source.purge(ctx, actor, before, limit)
      if (gone > 0) return gone
      return perform(ctx, actor, (work) => {
        work.require(mayDraft(actor))
        return more.purge(work, before, limit)
      })
    },
  }
}
