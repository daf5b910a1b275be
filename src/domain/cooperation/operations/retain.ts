import { perform } from '../../../platform/work.ts'
import { type RetentionSource, sampleSize } from '../../evidence/index.ts'
import { mayDraft } from '../policy.ts'
import { previewDrafts, purgeDrafts } from '../store/drafts.ts'

/** What goes with a kind of data that another room keeps: here the bytes of drafts, which are copies of what lies in the outbox. Releases and their history stay. */
export function withDrafts(source: RetentionSource): RetentionSource {
  return {
    ...source,
    async preview(tx, before) {
      const [first, drafts] = [await source.preview(tx, before), await previewDrafts(tx, before, sampleSize)]
      const oldest = [first.oldest, drafts.oldest].filter((one) => one !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
      return {
        ...first,
        count: Number(first.count) + drafts.count,
        bytes: Number(first.bytes) + drafts.bytes,
        oldest,
        samples: [...first.samples, ...drafts.samples].slice(0, sampleSize),
      }
    },
    async purge(ctx, actor, before, limit) {
      const gone = await source.purge(ctx, actor, before, limit)
      if (gone > 0) return gone
      return perform(ctx, actor, (work) => {
        work.require(mayDraft(actor))
        return purgeDrafts(work.tx, before, limit)
      })
    },
  }
}
