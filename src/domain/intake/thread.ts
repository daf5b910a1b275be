import { createHash } from 'node:crypto'
import type { ThreadId } from '../../base/id.ts'
import type { Context } from '../../platform/context.ts'
import type { threadAbouts } from './contract.ts'

/** What a thread is about. */
export type AboutKind = (typeof threadAbouts)[number]

/** Whom we write to about what: the same two are the same thread. */
export type Subject = { readonly aboutKind: AboutKind; readonly about: string; readonly correspondent: string | null }

/**
 * The secret part of a thread's address, 160 bits in hexadecimal digits since mail programs change the case of letters: made from its id under the node's
 * secret, so that it need not be kept to be said again.
 */
export function threadToken(mac: Context['mac'], id: ThreadId): string {
  return mac('thread', id).subarray(0, 20).toString('hex')
}

export function hashThread(token: string): string {
  return createHash('sha256').update(`thread ${token.toLowerCase()}`).digest('hex')
}

/** The address that leads into the thread (RFC 5233). */
export function threadAddress(ctx: Pick<Context, 'mac' | 'config'>, id: ThreadId): string {
  return `case+${threadToken(ctx.mac, id)}@${ctx.config.TOCSIN_MAIL_DOMAIN}`
}

/** What makes two threads one; a hash, since it outlives the address. */
export function threadSameness({ aboutKind, about, correspondent }: Subject): string {
  return createHash('sha256')
    .update(`${aboutKind} ${about} ${correspondent?.toLowerCase() ?? ''}`)
    .digest('hex')
}

/** A Message-ID (RFC 5322 §3.6.4) as it is compared: without angle brackets; undefined for what is none. */
export function tidyMessageId(text: string): string | undefined {
  const id = text.trim().replace(/^<|>$/g, '')
  return /^[!-;=?-~]{3,900}$/.test(id) ? id : undefined
}

/** Replies that one sender, and all senders together, may bring into one thread within an hour; more are asked to come again later. */
export const heldBack = { sender: 20, thread: 60 } as const
