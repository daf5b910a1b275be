import { perform } from '../../../platform/work.ts'
import type { RetentionSource } from '../../evidence/index.ts'
import { mayWorkOn } from '../policy.ts'
import { blankThreads, countThreads, previewMail, purgeMail } from '../store/retention.ts'

/** The kind `correspondence`: all outgoing mail, and whom conversations were with. What was answered goes with its original. */
export const correspondence: RetentionSource = {
  kind: 'correspondence',
  atOnce: 500,
  preview: async (tx, before) => {
    const mail = await previewMail(tx, before)
    return { ...mail, count: Number(mail.count) + (await countThreads(tx, before)) }
  },
  purge: (ctx, actor, before, limit) =>
    perform(ctx, actor, async (work) => {
      work.require(mayWorkOn(actor))
      const gone = await purgeMail(work.tx, before, limit)
      if (gone > 0) work.announce('mail', '')
      return gone > 0 ? gone : blankThreads(work.tx, before, limit)
    }),
}
