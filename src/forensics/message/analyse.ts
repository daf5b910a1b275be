import { createHash } from 'node:crypto'
import { isMalformed, type Limits } from '../../base/parsed.ts'
import { type ListedAddress, readAddresses, readDate, readMessageIds } from '../../formats/headers/index.ts'
import { findField, isBody, type Message, type Part, parseOnce } from '../../formats/mime/index.ts'
import { attachedDocument, type FoundAttachment, readAttachments, urlsOf } from './attachments.ts'
import { authenticate, readClaimed } from './authentication.ts'
import { byWeight, collectFindings } from './findings.ts'
import { readHtml } from './html.ts'
import { judgeAttachments } from './judge-attachments.ts'
import { judgeBody, type ReadDocument } from './judge-body.ts'
import { judgeAuthentication, judgeForm, judgeWay } from './judge-form.ts'
import { judgeLinks } from './judge-links.ts'
import { judgeSender, readSender, type SenderFields } from './judge-sender.ts'
import { readLanguage } from './language.ts'
import { collectLinks, type LinkCollector } from './links.ts'
import { outlineOf } from './outline.ts'
import { readWay, type Way } from './path.ts'
import { type Authentication, analyser, type Mailbox, type MessageReading, type PartSummary, type Ports } from './reading.ts'
import { judgeMessage } from './verdict/judge.ts'

/** What a message may cost to read when the caller does not say. */
export const messageLimits: Limits = { bytes: 50 * 1024 * 1024, depth: 24, count: 2000, time: 20_000 }

const mostText = 100_000
const mostHeaders = 300
const mostValue = 2000

/**
 * Reads a message as evidence: never throws on its bytes, however broken; what goes beyond a limit is left out and said in `defects`
 * and `findings`. Nothing is asked of the world but through the ports; without `resolve` authentication is `unchecked`.
 */
export async function analyseMessage(bytes: Uint8Array, ports: Ports, limits: Limits = messageLimits): Promise<MessageReading> {
  const reading = await readMessage(bytes, ports, limits)
  return { ...reading, verdict: (ports.judge ?? judgeMessage)(reading) }
}

/** The same without a verdict: what one is learned from. */
export async function readMessage(
  bytes: Uint8Array,
  ports: Ports,
  limits: Limits = messageLimits,
): Promise<Omit<MessageReading, 'verdict'>> {
  const message = parseOnce(bytes, limits)
  const findings = collectFindings()
  const sender = readSender(message)
  const way = readWay(message.header, ports)
  const attachments = await readAttachments(message, limits)
  const links = collectLinks(limits, Math.min(limits.count, 1000))
  const documents = readDocuments(message, links)
  readAttached(attachments.list, links, limits)
  const text = readableText(message, documents)
  const authentication = await checkAuthentication(bytes, message, sender, way, ports)
  judgeForm(message, findings)
  judgeSender(message, sender, way.path, findings)
  judgeWay(way.path, way.origin, findings)
  judgeAuthentication(
    authentication,
    message.header.findIndex((field) => field.key === 'from'),
    findings,
  )
  judgeLinks(links.list, findings)
  judgeBody(message, text, documents, links.list, attachments.list, findings)
  judgeAttachments(attachments.list, findings)
  if (attachments.full || links.full()) findings.add('limit-reached', [{ part: '0' }], { what: links.full() ? 'links' : 'attachments' })
  return {
    analyser,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    ...readHead(message, sender),
    structure: summarise(message.root),
    defects: message.defects,
    path: way.path,
    origin: way.origin,
    location: ports.locate === undefined ? null : (ports.located ?? null),
    authentication,
    links: links.list.map((found) => found.link),
    attachments: attachments.list.map((found) => found.attachment),
    language: readLanguage(text),
    outline: outlineOf(documents.flatMap(({ html }) => html.elements)),
    text,
    findings: byWeight(findings.list),
  }
}

function mailbox(address: ListedAddress | undefined): Mailbox | null {
  return address === undefined ? null : { name: address.name, address: address.address }
}

function readHead(message: Message, sender: SenderFields) {
  const date = readDate(findField(message, 'date')?.unfolded ?? '')
  return {
    subject: findField(message, 'subject')?.value.slice(0, mostValue) ?? null,
    from: mailbox(sender.author),
    sender: mailbox(readAddresses(findField(message, 'sender')?.unfolded ?? '').addresses[0]),
    replyTo: sender.replyTo.addresses.slice(0, 20).flatMap((one) => mailbox(one) ?? []),
    returnPath: sender.returnPath,
    recipients: sender.recipients.length,
    date: isMalformed(date) ? null : date.at,
    messageId: readMessageIds(findField(message, 'message-id')?.unfolded ?? '')[0] ?? null,
    headers: message.header.slice(0, mostHeaders).map((field) => ({ name: field.name, value: field.value.slice(0, mostValue) })),
  }
}

function summarise(part: Part): PartSummary {
  const { path, type, charset, encoding, disposition, name, contentId, offset } = part
  return {
    path,
    type,
    charset,
    encoding,
    disposition,
    name,
    contentId,
    size: part.content.length,
    offset,
    parts: part.parts.map(summarise),
  }
}

function readDocuments(message: Message, links: LinkCollector): ReadDocument[] {
  const bodies = message.parts.filter((part) => isBody(part) && part.text !== null)
  const documents = bodies
    .filter((part) => part.type === 'text/html')
    .map((part) => ({ part: part.path, html: readHtml(part.text ?? '', 1000) }))
  for (const { part, html } of documents) links.addDocument(html.links, html.base, part)
  // addresses that stand in the text of a document and are no links are read by people too
  for (const { part, html } of documents) links.addText(html.text, part)
  for (const part of bodies) if (part.type !== 'text/html') links.addText(part.text ?? '', part.path)
  return documents
}

function readAttached(attachments: readonly FoundAttachment[], links: LinkCollector, limits: Limits): void {
  for (const found of attachments) {
    for (const url of urlsOf(found.file)) links.addOne(url, found.part.path, 'attachment')
    const document = attachedDocument(found, limits)
    if (document === null) continue
    if (document.html !== '') {
      const html = readHtml(document.html, 500)
      links.addDocument(html.links, html.base, found.part.path, 'attachment')
    }
    if (document.text !== '') links.addText(document.text, found.part.path, 'attachment')
  }
}

/** What a person reads: the plain text, or the document's where there is none or it is only a hint at the document. */
function readableText(message: Message, documents: readonly ReadDocument[]): string {
  const html = documents.map((document) => document.html.text).join('\n\n')
  const plain = message.text.trim()
  const chosen = plain.length * 4 < html.length ? html : plain
  return chosen.replace(/\0/g, '').slice(0, mostText)
}

async function checkAuthentication(
  bytes: Uint8Array,
  message: Message,
  sender: SenderFields,
  way: Way,
  ports: Ports,
): Promise<Authentication> {
  const start = message.header[0]?.at ?? 0
  const { origin, handover } = way
  const checked = await authenticate(
    bytes.subarray(start),
    {
      ip: origin.ip,
      helo: handover?.helo ?? handover?.name ?? null,
      mailFrom: handover?.envelopeFrom ?? sender.returnPath,
      by: handover?.by ?? null,
    },
    ports,
  )
  return { ...checked, claimed: readClaimed(message.header, way.path) }
}
