import { createHash } from 'node:crypto'
import type { Limits } from '../../base/parsed.ts'
import { readHtml } from '../../forensics/message/html.ts'
import { authenticate, messageLimits, type Ports, readLanguage } from '../../forensics/message/index.ts'
import { splitQuoted } from '../../formats/forwarded/quoted.ts'
import { isAutomatic, readAddresses, readMessageIds } from '../../formats/headers/index.ts'
import { findField, isBody, type Message, type Part, parseMessage } from '../../formats/mime/index.ts'
import { readAddressed } from './addressed.ts'
import { recognise } from './recognise.ts'
import type { Authenticated, Automatic, ReplyAttachment, ReplyInput, ReplyReading } from './reply-reading.ts'

/** attachments, and bytes of all of them, that are taken out of one reply; the original holds the rest */
const attachedAtMost = 100
const attachedBytes = 100 * 1024 * 1024
/** RFC 5321 §6.3: a message that has passed so many hosts goes round */
const hopsAtMost = 50
const mostText = 200_000

/** Reads one reply whole. Pure but for the ports; total on any bytes. What hangs on it is taken out as it is and not looked into. */
export async function readReply(input: ReplyInput, ports: Ports, limits: Limits = messageLimits): Promise<ReplyReading> {
  const { bytes, envelope } = input
  const message = parseMessage(bytes, limits)
  const from = readAddresses(findField(message, 'from')?.unfolded ?? '').addresses
  const author = from.length === 1 && from[0] !== undefined && from[0].address !== '' ? from[0] : null
  const returnPath = envelope.mailbox ? returnPathOf(message) : envelope.from
  const known = envelope.mailbox ? { ip: null, helo: null } : { ip: envelope.peer, helo: envelope.helo }
  const checked = await authenticate(bytes, { ...known, mailFrom: returnPath }, ports)
  const authentication = { spf: checked.spf, dkim: checked.dkim, dmarc: checked.dmarc }
  const { childMaterial } = recognise(bytes, { mediaType: 'message/rfc822', name: null, sentTo: envelope.to }, limits)
  const { own, quoted } = wordsOf(message)
  return {
    from: author === null ? null : { address: author.address, name: author.name },
    subject: findField(message, 'subject')?.value ?? null,
    text: own.slice(0, mostText),
    quoted: quoted.slice(0, mostText),
    language: own === '' ? null : (readLanguage(own)?.code ?? null),
    messageId: readMessageIds(findField(message, 'message-id')?.unfolded ?? '')[0] ?? null,
    automatic: automaticOf(message, author?.address ?? null, returnPath, input.domain),
    authenticated: authenticatedOf(authentication, author?.address ?? null, returnPath),
    authentication,
    childMaterial,
    attachments: childMaterial ? [] : attachmentsOf(message),
  }
}

/** What the server that delivered into the mailbox wrote (RFC 5321 §4.4); null where it wrote nothing. */
function returnPathOf(message: Message): string | null {
  const field = findField(message, 'return-path')?.unfolded
  return field === undefined ? null : (readAddresses(field).addresses[0]?.address ?? '')
}

/** The body as a person reads it, and what it quotes. A message that has no plain text is read from its HTML, whose quotations are marked there. */
function wordsOf(message: Message): { own: string; quoted: string } {
  if (message.text.trim() !== '') return splitQuoted(message.text.slice(0, mostText))
  const cut = message.html.search(/<blockquote\b|<div[^<>]{0,200}(?:gmail_quote|yahoo_quoted|divRplyFwdMsg|appendonsend|moz-cite-prefix)/i)
  if (cut < 0) return splitQuoted(readHtml(message.html, 0).text)
  const above = splitQuoted(readHtml(message.html.slice(0, cut), 0).text)
  const below = readHtml(message.html.slice(cut), 0).text
  return { own: above.own, quoted: [above.quoted, below].filter((one) => one !== '').join('\n') }
}

/** RFC 3834 §2 and §5, RFC 3464, RFC 8098. */
function automaticOf(message: Message, author: string | null, returnPath: string | null, domain: string): Automatic | null {
  const value = (key: string) => findField(message, key)?.unfolded.toLowerCase().trim()
  const hops = message.header.filter(({ key }) => key === 'received').length
  if (hops > hopsAtMost || (author !== null && isOurs(author, domain))) return 'loop'
  const states = message.parts.some(({ type }) => /^message\/(?:global-)?(?:delivery-status|disposition-notification)$/.test(type))
  const submitted = value('auto-submitted') ?? ''
  if (states) return 'bounce'
  if (submitted.startsWith('auto-replied') || value('x-autoreply') !== undefined || value('x-autorespond') !== undefined) return 'answer'
  if (/^auto_reply/.test(value('precedence') ?? '')) return 'answer'
  if (value('list-id') !== undefined || /^list/.test(value('precedence') ?? '')) return 'list'
  if (returnPath === '') return submitted === '' || submitted.startsWith('no') ? 'bounce' : 'machine'
  return isAutomatic(message.header) ? 'machine' : null
}

/** What this node reads or writes itself. */
function isOurs(address: string, domain: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase()
  const { kind } = readAddressed(address, domain)
  return kind !== 'elsewhere' && (kind !== 'unknown' || local === 'noreply')
}

function authenticatedOf(
  { spf, dkim, dmarc }: { readonly spf: string; readonly dkim: string; readonly dmarc: string },
  author: string | null,
  returnPath: string | null,
): Authenticated {
  if (author === null) return 'none'
  if (dmarc === 'pass' || (spf === 'pass' && returnPath?.toLowerCase() === author.toLowerCase())) return 'pass'
  if ([spf, dkim, dmarc].every((word) => word === 'unchecked')) return 'unchecked'
  return dmarc === 'fail' ? 'fail' : 'none'
}

function attachmentsOf(message: Message): ReplyAttachment[] {
  const list: ReplyAttachment[] = []
  let left = attachedBytes
  for (const part of message.parts) {
    if (part.parts.length > 0 || part.content.length === 0 || isShown(part)) continue
    if (list.length >= attachedAtMost || part.content.length > left) break
    left -= part.content.length
    list.push({
      how: `attachment ${part.path}`,
      name: part.name,
      mediaType: part.type,
      sha256: createHash('sha256').update(part.content).digest('hex'),
      size: part.content.length,
      // a copy of its own, so that handing it over does not take the whole message along
      bytes: new Uint8Array(part.content),
    })
  }
  return list
}

function isShown(part: Part): boolean {
  return isBody(part) || (part.type.startsWith('text/') && part.disposition !== 'attachment' && part.name === null)
}
