import { perform } from '../../../platform/work.ts'
import type { RetentionSource } from '../../evidence/index.ts'
import { mayWorkOn } from '../policy.ts'
import { previewMail, purgeMail } from '../store/retention.ts'

/** The kind `correspondence`: all outgoing mail. */
export const correspondence: RetentionSource = {
  kind: 'correspondence',
  atOnce: 500,
  preview: previewMail,
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, async (work) => {
      work.require(mayWorkOn(actor))
      const gone = await purgeMail(work.tx, before, limit)
      if (gone > 0) work.announce('mail', '')
      return gone
    }),
}
