import type { Reply } from './contract.ts'
import type { ReplyLine } from './store/replies.ts'

/** characters of a reply that a list shows */
const listed = 4_000

/** A reply as lists show it. */
export function replyView(row: ReplyLine): Reply {
  return {
    id: row.id,
    thread: {
      id: row.thread,
      aboutKind: row.about_kind,
      about: row.about,
      correspondent: row.correspondent,
      createdAt: row.thread_created_at.toISOString(),
      closedAt: row.thread_closed_at?.toISOString() ?? null,
    },
    receivedAt: row.received_at.toISOString(),
    state: row.state,
    times: row.times,
    settled: row.settled_at !== null,
    from: { address: row.from_address, name: row.from_name },
    fromCorrespondent:
      row.correspondent === null || row.from_address === null ? null : row.correspondent.toLowerCase() === row.from_address.toLowerCase(),
    subject: row.subject,
    text: row.text.slice(0, listed).toWellFormed(),
    cut: row.text.length > listed,
    language: row.language,
    automatic: row.automatic,
    authenticated: row.authenticated,
    byLink: (row.arrival as { link?: boolean }).link === true,
    attachments: row.attachments,
    item: row.item,
    report: row.report,
  }
}
