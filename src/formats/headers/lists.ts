import type { HeaderField } from '../mime/message.ts'

/** Message identifiers (RFC 5322 §3.6.4), mailing list fields (RFC 2369, RFC 2919, RFC 8058), automatic answers (RFC 3834, RFC 5230). */

/** The identifiers of a Message-ID, In-Reply-To or References field, without angle brackets. */
export function readMessageIds(field: string): string[] {
  const ids: string[] = []
  for (const [, id = ''] of field.slice(0, 64_000).matchAll(/<\s*([^<>\s]{1,998})\s*>/g)) {
    if (ids.length >= 500) break
    ids.push(id)
  }
  if (ids.length > 0) return ids
  const bare = field.trim().split(/\s+/)[0] ?? ''
  return bare === '' ? [] : [bare.replace(/[<>]/g, '').slice(0, 998)]
}

/** The URIs of a List-Unsubscribe, List-Help … field (RFC 2369 §2). */
export function readListUris(field: string): string[] {
  return [...field.slice(0, 16_000).matchAll(/<([^<>]{1,4000})>/g)].slice(0, 20).map((match) => (match[1] ?? '').replace(/\s+/g, ''))
}

/** The identifier of a List-Id field (RFC 2919 §2), or null. */
export function readListId(field: string): string | null {
  return /<\s*([^<>\s]+)\s*>\s*$/.exec(field.slice(0, 4000))?.[1] ?? (field.trim().slice(0, 255) || null)
}

/**
 * Whether a machine sent the message by itself: a list, a bulk sender, an automatic answer or a bounce. Such a message must never be
 * answered (RFC 3834 §2).
 */
export function isAutomatic(header: readonly HeaderField[]): boolean {
  return header.some(({ key, unfolded }) => {
    const value = unfolded.toLowerCase().trim()
    if (key === 'auto-submitted') return value !== '' && !value.startsWith('no')
    if (key === 'precedence') return /^(?:bulk|list|junk|auto_reply)/.test(value)
    if (key === 'return-path') return /^<\s*>$/.test(value)
    if (key === 'x-auto-response-suppress') return value !== '' && value !== 'none'
    if (key === 'content-type') return value.startsWith('multipart/report')
    return (
      key === 'list-id' ||
      key === 'list-unsubscribe' ||
      key === 'list-post' ||
      key === 'x-autoreply' ||
      key === 'x-autorespond' ||
      key === 'feedback-id'
    )
  })
}
