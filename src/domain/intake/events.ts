import { z } from 'zod'
import type { ReplyId, ReportId, ThreadId } from '../../base/id.ts'
import { defineEvent } from '../../platform/events.ts'
import { threadAbouts } from './contract.ts'

/** how many reports one event tells of at most */
export const toldTogether = 8

/** Reports were filed, together in one transaction; their bytes are evidence. */
export const reportsReceived = defineEvent({
  name: 'intake.reports-received',
  payload: z.object({ reportIds: z.array(z.string().transform((text) => text as ReportId)).max(toldTogether) }),
})

/** A reply was filed: its bytes are evidence, and nothing of it has been read. */
export const replyFiled = defineEvent({
  name: 'intake.reply-filed',
  payload: z.object({ replyId: z.string().transform((text) => text as ReplyId) }),
})

/**
 * Somebody answered, and a reader has told what they say. `closed`: the thread was closed before, so what it is about is answered after its end.
 * `automatic`: nobody wrote it just now (RFC 3834); it must never be answered by a machine.
 */
export const replyReceived = defineEvent({
  name: 'intake.reply-received',
  payload: z.object({
    replyId: z.string().transform((text) => text as ReplyId),
    threadId: z.string().transform((text) => text as ThreadId),
    aboutKind: z.enum(threadAbouts),
    about: z.string(),
    closed: z.boolean(),
    automatic: z.boolean(),
  }),
})

/** How replies stand has changed: somebody marked them, or their bytes went. Whoever counts what is unread counts again. */
export const repliesMarked = defineEvent({
  name: 'intake.replies-marked',
  payload: z.object({ replyIds: z.array(z.string().transform((text) => text as ReplyId)).max(200) }),
})

/** Reports were taken back: they are facts, and nothing more is done with them. */
export const reportsWithdrawn = defineEvent({
  name: 'intake.reports-withdrawn',
  payload: z.object({ reportIds: z.array(z.string().transform((text) => text as ReportId)) }),
})
