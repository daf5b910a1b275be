import { isId } from '../../../base/id.ts'
import { serve } from '../../../platform/http/serve.ts'
import type { Http } from '../../../platform/http/server.ts'
import { perform } from '../../../platform/work.ts'
import * as contract from '../contract.ts'
import { pageOf } from '../cursor.ts'
import { actingIn } from '../operations/invite.ts'
import { countUnread, listNoticesOf, markRead, type NoticeRow } from '../store/notices.ts'

/** A person's own notices in the acting organisation. */
export function serveNotices(http: Http): void {
  const { ctx } = http

  serve(http, contract.listNotices, async ({ actor, query }) => {
    const owner = actingIn(actor)
    const after = query.after !== undefined && isId(query.after) ? query.after : undefined
    const { rows, unread } = await ctx.read(actor, async (tx) => ({
      rows: await listNoticesOf(tx, owner, actor.id, query.unread, after, query.limit + 1),
      unread: await countUnread(tx, owner, actor.id),
    }))
    const page = pageOf(rows, query.limit, (last) => last.id)
    return { items: page.rows.map(noticeOf), next: page.next, unread }
  })

  serve(http, contract.readNotices, async ({ actor, body }) => {
    const owner = actingIn(actor)
    return perform(ctx, actor, async (work) => {
      work.require(actor.kind === 'person')
      await markRead(work.tx, owner, actor.id, body.ids, work.now)
      return { unread: await countUnread(work.tx, owner, actor.id) }
    })
  })
}

function noticeOf(row: NoticeRow) {
  const { id, kind, subject, count } = row
  return { id, kind, subject, params: { ...row.params }, count, at: row.at.toISOString(), read: row.read_at !== null }
}
