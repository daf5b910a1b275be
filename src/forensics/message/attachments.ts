import { isMalformed, type Limits } from '../../base/parsed.ts'
import { isBody, type Message, type Part, parseMessage } from '../../formats/mime/index.ts'
import { type Budget, type FileReading, identify, type Member, startBudget } from '../file/index.ts'
import type { Attachment, MemberRecord } from './reading.ts'

/** An attachment with the file reading it rests on. */
export type FoundAttachment = { readonly attachment: Attachment; readonly file: FileReading; readonly part: Part }

const mostUrls = 300

/** Archives inside of a message may not cost more than this, whatever the message may. */
const unpackedBytes = 128 * 1024 * 1024

/** The parts that are files, each identified by its content. The limits are shared by all of them. */
export async function readAttachments(message: Message, limits: Limits): Promise<{ list: FoundAttachment[]; full: boolean }> {
  const inner: Limits = {
    ...limits,
    bytes: Math.min(limits.bytes * 2, unpackedBytes),
    depth: Math.min(limits.depth, 3),
    count: Math.min(limits.count, 500),
  }
  const budget = startBudget(inner)
  const list: FoundAttachment[] = []
  const shown = new Set([...message.html.slice(0, 2_000_000).matchAll(/\bcid:([^\s"'<>()]{1,300})/gi)].map((match) => match[1] ?? ''))
  for (const part of message.parts) {
    if (part.parts.length > 0 || isSilent(part, message)) continue
    if (list.length >= limits.count) return { list, full: true }
    list.push(await readOne(part, list.length, shown, inner, budget))
  }
  return { list, full: budget.count <= 0 || budget.bytes <= 0 }
}

/** The body itself, parts without bytes or name, and the signatures' machine-readable halves are no attachments. */
function isSilent(part: Part, message: Message): boolean {
  if (isBody(part)) return part.name === null || part.disposition === null
  if (part.content.length === 0 && part.name === null) return true
  return part === message.root && part.type.startsWith('text/') && part.disposition !== 'attachment' && part.name === null
}

async function readOne(part: Part, index: number, shown: ReadonlySet<string>, limits: Limits, budget: Budget): Promise<FoundAttachment> {
  const nested = part.type === 'message/rfc822' || part.type === 'message/global'
  const file = await identify(part.content, part.name, limits, { budget })
  const members = nested && budget.depth > 0 ? await nestedMembers(part.content, limits, budget) : file.members.map(toRecord)
  const referenced = part.contentId !== null && shown.has(part.contentId)
  return {
    file,
    part,
    attachment: {
      index,
      name: part.name,
      declaredType: part.type,
      type: typeOf(part, file),
      size: file.size,
      sha256: file.hashes.sha256,
      part: part.path,
      inline: part.disposition === 'inline' || (part.disposition !== 'attachment' && referenced),
      contentId: part.contentId,
      features: file.features,
      members,
    },
  }
}

/** Type by content; where the content is plain text or unknown, a declared type that text can have is more exact and is kept. */
function typeOf(part: Part, file: FileReading): string {
  if (/^message\/(?:rfc822|global|delivery-status|feedback-report|disposition-notification)$/.test(part.type)) return part.type
  if (file.type === 'text/plain' && /^text\/(?!html$|javascript$|x-)[a-z-]+$/.test(part.type)) return part.type
  if (file.type === 'text/plain' && /^application\/(?:pgp-signature|pgp-keys|pgp-encrypted|ics)$/.test(part.type)) return part.type
  if (
    file.type === 'application/octet-stream' &&
    /^application\/(?:pkcs7-signature|x-pkcs7-signature|pkcs7-mime|x-pkcs7-mime|ms-tnef)$/.test(part.type)
  )
    return part.type
  return file.type
}

/** What a nested message carries, so that a file in a message in a message is recorded too. */
async function nestedMembers(bytes: Uint8Array, limits: Limits, budget: Budget): Promise<MemberRecord[]> {
  budget.depth--
  const members: MemberRecord[] = []
  for (const part of parseMessage(bytes, limits).parts) {
    if (part.parts.length > 0 || part.content.length === 0 || (isBody(part) && part.name === null) || budget.count-- <= 0) continue
    const file = await identify(part.content, part.name, limits, { budget })
    members.push({
      name: part.name ?? part.path,
      size: file.size,
      encrypted: false,
      type: file.type,
      sha256: file.hashes.sha256,
      features: file.features,
      members: file.members.map(toRecord),
    })
  }
  budget.depth++
  return members
}

function toRecord(member: Member): MemberRecord {
  const { name, size, encrypted, reading } = member
  return {
    name,
    size,
    encrypted,
    type: reading?.type ?? null,
    sha256: reading?.hashes.sha256 ?? null,
    features: reading === null ? member.features : [...new Set([...member.features, ...reading.features])],
    members: reading?.members.map(toRecord) ?? [],
  }
}

/** URLs that files carry in themselves (documents, shortcuts), those of archive members included. */
export function urlsOf(file: FileReading): string[] {
  const found = new Set<string>()
  const visit = (one: FileReading) => {
    for (const url of one.urls) if (found.size < mostUrls) found.add(url)
    for (const member of one.members) if (member.reading !== null) visit(member.reading)
  }
  visit(file)
  return [...found]
}

/** The text of an attached page or message, for its links; null for what is neither. */
export function attachedDocument(found: FoundAttachment, limits: Limits): { html: string; text: string } | null {
  const { part, file } = found
  if (part.type === 'message/rfc822' || part.type === 'message/global') {
    const message = parseMessage(part.content, limits)
    return isMalformed(message) ? null : { html: message.html, text: message.text }
  }
  if (file.type === 'text/html' || file.type === 'image/svg+xml' || file.type === 'application/hta') {
    return { html: part.text ?? new TextDecoder().decode(part.content.subarray(0, 2 * 1024 * 1024)), text: '' }
  }
  if (file.type === 'text/plain' || file.type === 'text/calendar')
    return { html: '', text: part.text ?? new TextDecoder().decode(part.content.subarray(0, 512 * 1024)) }
  return null
}
