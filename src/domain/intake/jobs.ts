import { z } from 'zod'
import { defineJob, type Job } from '../../platform/events.ts'
import type { Forget } from '../evidence/index.ts'
import { replyFiled } from './events.ts'
import { tellEndings } from './operations/endings.ts'
import { readReply } from './operations/read-reply.ts'

/** Reads a reply that came in: from bytes to what it says. `forget` is what the other rooms remove when it turns out to be child material. */
export function readFiledReply(forget: readonly Forget[]): Job<{ replyId: Parameters<typeof readReply>[2] }> {
  return defineJob({
    name: 'intake.read-reply',
    payload: replyFiled.payload,
    run: (ctx, actor, { replyId }) => readReply(ctx, actor, replyId, forget),
  })
}

/** By the clock, in each organisation: reporters who wished so hear how it ended. */
export const tellEndingsJob = defineJob({
  name: 'intake.tell-endings',
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  run: (ctx, actor) => tellEndings(ctx, actor),
})
