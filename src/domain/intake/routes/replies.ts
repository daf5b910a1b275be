import { readCursor, writeCursor } from '../../../base/cursor.ts'
import { present } from '../../../base/failure.ts'
import type { OrganisationId, ReplyId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import type { Forget } from '../../evidence/index.ts'
import * as contract from '../contract.ts'
import type { Receive } from '../operations/receive.ts'
import { markReplies, reportReply, withholdReply } from '../operations/replies.ts'
import { replyView } from '../reply-view.ts'
import { type AttachmentRow, findReply, listAttachments, listReplyLines, type ReplyLine } from '../store/replies.ts'

/** What was answered to our mail. `forget` is what the other rooms remove of what is marked as child material. */
export function replyRoutes(http: Http, receive: Receive, forget: readonly Forget[]): void {
  const { ctx } = http
  serve(http, contract.listReplies, async ({ actor, query }) => {
    const owner = present(actor.organisation, 'intake.no-organisation', 'an acting organisation')
    const { state, limit } = query
    const before = readCursor(query.after)
    const rows = await ctx.read(actor, (tx) => listReplyLines(tx, owner as OrganisationId, query.about ?? null, { state, before, limit }))
    const last = rows.at(-1)
    return {
      items: rows.map(replyView),
      next: rows.length < limit || last === undefined ? null : writeCursor(last.received_at, last.id),
    }
  })
  serve(http, contract.readReply, async ({ actor, params }) => {
    const id = params.id as ReplyId
    return ctx.read(actor, async (tx) => {
      const row = present(await findReply(tx, id), 'intake.no-reply', `reply ${id}`)
      return detailView(row, await listAttachments(tx, id))
    })
  })
  serve(http, contract.markReplies, async ({ actor, body }) => ({
    changed: await perform(ctx, actor, (work) => markReplies(work, body.ids as ReplyId[], body.state)),
  }))
  serve(http, contract.reportReply, async ({ actor, params }) => reportReply(ctx, actor, params.id as ReplyId, receive))
  serve(http, contract.withholdReply, async ({ actor, params, reply }) => {
    await withholdReply(ctx, actor, params.id as ReplyId, forget)
    return reply.send()
  })
}

function detailView(row: ReplyLine, attached: readonly AttachmentRow[]): contract.ReplyDetail {
  const { spf, dkim, dmarc } = row.authentication as Partial<Record<'spf' | 'dkim' | 'dmarc', string>>
  return {
    ...replyView(row),
    text: row.text,
    cut: false,
    quoted: row.quoted,
    messageId: row.message_id,
    authentication: spf === undefined || dkim === undefined || dmarc === undefined ? null : { spf, dkim, dmarc },
    unreadWhy: row.unread_why,
    attached: attached.map(({ item, name, media_type: mediaType, size }) => ({ item, name, mediaType, size: Number(size) })),
  }
}
