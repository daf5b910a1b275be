import { defineTask } from '../../base/task.ts'

/** What a worker gets to read one reply. Plain data: it crosses threads. */
export type ReplyInput = {
  readonly bytes: Uint8Array
  /** the session that brought it; `peer` empty where it came out of a mailbox */
  readonly envelope: { readonly peer: string; readonly helo: string; readonly from: string; readonly to: string; readonly mailbox: boolean }
  /** the node's mail domain: what comes from its own addresses goes round in a loop */
  readonly domain: string
}

/** Why nobody wrote it just now: an automatic answer, a bounce or receipt, a list, our own mail come back, another machine (RFC 3834 §2). */
export type Automatic = 'answer' | 'bounce' | 'list' | 'loop' | 'machine'

/** Whether it comes from whom it names: `pass` where DMARC passes, or SPF for the very address. `unchecked` where DNS is not asked. */
export type Authenticated = 'pass' | 'fail' | 'none' | 'unchecked'

export type ReplyAttachment = {
  readonly how: string
  readonly name: string | null
  readonly mediaType: string
  readonly sha256: string
  readonly size: number
  readonly bytes: Uint8Array
}

export type ReplyReading = {
  /** null where it names no author, or several */
  readonly from: { readonly address: string; readonly name: string | null } | null
  readonly subject: string | null
  /** the sender's own words, and apart from them what they quote */
  readonly text: string
  readonly quoted: string
  /** BCP 47 */
  readonly language: string | null
  readonly messageId: string | null
  readonly automatic: Automatic | null
  readonly authenticated: Authenticated
  /** words of RFC 8601 §2.7 */
  readonly authentication: { readonly spf: string; readonly dkim: string; readonly dmarc: string }
  /** it says that it holds child-abuse material: nothing of it was looked into */
  readonly childMaterial: boolean
  readonly attachments: readonly ReplyAttachment[]
}

/** Reads a reply on a worker thread. Port: `resolve(name, type)`. */
export const readReplyTask = defineTask<ReplyInput, ReplyReading>('intake.read-reply')

/** characters at most of what is kept of a reply */
export const replyLengths = { address: 254, name: 200, subject: 500, text: 50_000, quoted: 50_000, file: 255, mediaType: 255 } as const
