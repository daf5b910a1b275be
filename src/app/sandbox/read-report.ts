import { createHash } from 'node:crypto'
import { isMalformed, type Limits } from '../../base/parsed.ts'
import { marksOfAll } from '../../domain/analysis/campaign/index.ts'
import type { Brought, Carrier, Derived, ReadInput, ReportReading, SightingReading } from '../../domain/analysis/reading.ts'
import { looksLikeMessage, recognise } from '../../domain/intake/recognise.ts'
import { placesOf, type Seen } from '../../domain/intake/recognised.ts'
import { type Budget, identify, startBudget } from '../../forensics/file/index.ts'
import {
  analyseMessage,
  authenticate,
  type Finding,
  fileFindings,
  messageLimits,
  type Ports,
  readLanguage,
  urlFindings,
} from '../../forensics/message/index.ts'
import { judgeMessage } from '../../forensics/message/verdict/index.ts'
import { readUrl } from '../../forensics/url/index.ts'
import { isAutomatic, readAddresses, readMessageIds } from '../../formats/headers/index.ts'
import { findField, type Message, parseOnce } from '../../formats/mime/index.ts'

const messagesAtMost = 20
/** bytes of everything taken out of one report */
const derivedBytes = 100 * 1024 * 1024
const derivedAtMost = 200
/** archives in archives */
const unpackedDepth = 3

/** Reads one report whole: what form it has, what it points at, and what each of these shows. Pure but for the ports; total on any bytes. */
export async function readReport(input: ReadInput, world: Ports, limits: Limits = messageLimits): Promise<ReportReading> {
  const ports = { ...world, trusted: input.trusted }
  const recognised = recognise(input.bytes, { mediaType: input.mediaType, name: input.name, sentTo: input.envelope?.to ?? null }, limits)
  const mail = input.envelope === null ? null : parseOnce(input.bytes, limits)
  const carrier = input.envelope === null || mail === null ? null : await readCarrier(input.bytes, mail, input.envelope, ports)
  const nothing = {
    form: recognised.form,
    reporter: recognised.reporter,
    note: recognised.note,
    stated: recognised.stated,
    carrier,
    language: languageOf(mail, recognised.note),
    places: [],
  }
  // not looked into: it is to be destroyed
  if (recognised.childMaterial)
    return {
      ...nothing,
      brought: null,
      childMaterial: true,
      places: placesOf(recognised),
      derived: [],
      sightings: [],
      findings: [],
      marks: [],
    }
  const derived = collectDerived(limits)
  const sightings: SightingReading[] = []
  let messages = 0
  for (const seen of recognised.sightings) {
    if (seen.kind === 'message' && ++messages > messagesAtMost) continue
    sightings.push(await readSighting(seen, input.bytes, derived, { ...ports, ...judgeBy(input.taught, sightings.length) }, limits))
  }
  const findings: Finding[] = []
  if (recognised.form === 'unrecognised') findings.push({ code: 'report.unrecognised', severity: 'info', params: {}, rests: [] })
  if (derived.full()) findings.push({ code: 'report.too-much-inside', severity: 'low', params: {}, rests: [] })
  if (messages > messagesAtMost) findings.push({ code: 'report.too-many-messages', severity: 'low', params: { messages }, rests: [] })
  const isReported = recognised.sightings.some((seen) => 'bytes' in seen && seen.bytes === 'original')
  const bringing = isReported ? null : (mail ?? (looksLikeMessage(input.bytes) ? parseOnce(input.bytes, limits) : null))
  const brought = bringing === null ? null : readBrought(bringing)
  return {
    ...nothing,
    brought,
    childMaterial: false,
    derived: derived.list,
    sightings,
    findings,
    marks: marksOfAll(sightings.map(({ reading }) => reading)),
  }
}

/** How a message at this position is judged, where the organisation taught anything. */
function judgeBy({ learned, said }: ReadInput['taught'], position: number): Pick<Ports, 'judge'> {
  const own = said.get(position) ?? null
  return learned === null && own === null ? {} : { judge: (reading) => judgeMessage(reading, { learned, said: own }) }
}

const writes = /^(?:from|sender|reply-to|return-path|resent-from|resent-sender)$/
const names = /^(?:subject|to|cc|bcc|resent-.*|delivered-to|x-original-to|envelope-to|errors-to|disposition-notification-to|received)$/
const states = /^message\/(?:feedback-report|(?:global-)?(?:delivery-status|disposition-notification))$/
const broughtFields = 100
const broughtValue = 2_000
const broughtText = 20_000

function readBrought(message: Message): Brought {
  const fields = message.header.filter(({ key }) => writes.test(key) || names.test(key)).slice(0, broughtFields)
  const values = (some: typeof fields) => some.map(({ name, value }) => ({ name, value: value.slice(0, broughtValue) }))
  const words = message.text.trim() === '' ? message.html : message.text
  // what machines state in parts of their own (RFC 5965 §3.2 names the recipient, RFC 3464 §2.3 too)
  const stated = message.parts
    .filter(({ type }) => states.test(type))
    .map(({ content }) => new TextDecoder().decode(content.subarray(0, broughtText)))
  return {
    authors: values(fields.filter(({ key }) => writes.test(key))).map(({ value }) => value),
    headers: values(fields.filter(({ key }) => !writes.test(key))),
    text: [words, ...stated].join('\n').slice(0, broughtText),
  }
}

async function readSighting(seen: Seen, original: Uint8Array, derived: Collector, ports: Ports, limits: Limits): Promise<SightingReading> {
  if (!('bytes' in seen)) {
    const place = { kind: seen.kind, derived: null, value: seen.value, detail: seen.detail }
    if (seen.kind !== 'url') return { ...place, reading: { kind: 'none' } }
    const url = readUrl(seen.value, limits)
    return isMalformed(url)
      ? { ...place, reading: { kind: 'none' } }
      : { ...place, reading: { kind: 'url', url, findings: urlFindings(url) } }
  }
  const bytes = seen.bytes === 'original' ? original : seen.bytes
  const at = seen.bytes === 'original' ? -1 : derived.add(-1, seen.how, seen.name, seen.mediaType, seen.bytes)
  const place = { kind: seen.kind, derived: at, value: null, detail: seen.detail }
  if (seen.kind === 'message') {
    const message = await analyseMessage(bytes, ports, limits)
    if (at !== null) await deriveParts(bytes, at, derived, limits)
    return { ...place, reading: { kind: 'message', message } }
  }
  const file = await identify(bytes, seen.name, limits)
  if (at !== null) await deriveMembers(bytes, at, seen.name, derived, limits)
  return { ...place, reading: { kind: 'file', file, name: seen.name, findings: fileFindings(file, seen.name) } }
}

type Collector = {
  readonly list: Derived[]
  add(parent: number, how: string, name: string | null, mediaType: string, bytes: Uint8Array): number | null
  full(): boolean
  /** what unpacking may cost, shared by all that the report holds */
  readonly budget: Budget
}

function collectDerived(limits: Limits): Collector {
  const list: Derived[] = []
  let left = derivedBytes
  let full = false
  return {
    list,
    full: () => full,
    budget: startBudget({ ...limits, bytes: derivedBytes, depth: unpackedDepth }),
    add(parent, how, name, mediaType, bytes) {
      if (bytes.length > left || list.length >= derivedAtMost) {
        full = true
        return null
      }
      left -= bytes.length
      // a copy of its own where it is part of something larger, so that handing it over does not take that along
      list.push({
        parent,
        how,
        name,
        mediaType,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        bytes: bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes),
      })
      return list.length - 1
    },
  }
}

/** The attachments of a message, and what is inside of them. */
async function deriveParts(bytes: Uint8Array, at: number, derived: Collector, limits: Limits): Promise<void> {
  for (const part of parseOnce(bytes, limits).parts) {
    const body = part.parts.length > 0 || (part.type.startsWith('text/') && part.disposition !== 'attachment' && part.name === null)
    if (body || part.content.length === 0) continue
    const index = derived.add(at, `attachment ${part.path}`, part.name, part.type, part.content)
    if (index !== null) await deriveMembers(part.content, index, part.name, derived, limits)
  }
}

async function deriveMembers(bytes: Uint8Array, at: number, name: string | null, derived: Collector, limits: Limits): Promise<void> {
  if (derived.full()) return
  const { members } = await identify(bytes, name, limits, { extract: true, budget: derived.budget })
  for (const member of members) {
    if (member.bytes !== undefined)
      derived.add(at, 'archive member', member.name, member.reading?.type ?? 'application/octet-stream', member.bytes)
  }
}

async function readCarrier(
  bytes: Uint8Array,
  message: Message,
  envelope: NonNullable<ReadInput['envelope']>,
  ports: Ports,
): Promise<Carrier> {
  const from = readAddresses(findField(message, 'from')?.unfolded ?? '').addresses
  const only = from.length === 1 ? from[0] : undefined
  const [id] = readMessageIds(findField(message, 'message-id')?.unfolded ?? '')
  const session = envelope.mailbox ? { ip: null, helo: null } : { ip: envelope.peer, helo: envelope.helo }
  const returnPath = envelope.mailbox ? deliveredFrom(message) : envelope.from
  return {
    authentication: await authenticate(bytes, { ...session, mailFrom: returnPath }, ports),
    from: only === undefined || only.address === '' ? null : only.address,
    returnPath: returnPath ?? '',
    automatic: returnPath === '' || isAutomatic(message.header),
    messageId: id === undefined || !/^[!-;=?-~]{3,900}$/.test(id) ? null : `<${id}>`,
    answers: ['in-reply-to', 'references'].flatMap((key) => readMessageIds(findField(message, key)?.unfolded ?? '').slice(-50)),
    recipients: message.header
      .filter(({ key }) => sentTo.test(key))
      .slice(0, 20)
      .flatMap(({ unfolded }) => readAddresses(unfolded).addresses.map(({ address }) => address))
      .slice(0, 100),
  }
}

const sentTo = /^(?:to|cc|delivered-to|x-original-to|envelope-to)$/

/** What the server that delivered into a mailbox wrote on top (RFC 5321 §4.4); null where it wrote nothing. */
function deliveredFrom(message: Message): string | null {
  const field = findField(message, 'return-path')?.unfolded
  return field === undefined ? null : (readAddresses(field).addresses[0]?.address ?? '')
}

/** What the reporter reads: as their own mail program states (RFC 3282), else the language of their words; never that of what they report. */
function languageOf(mail: Message | null, words: string | null): string | null {
  for (const key of ['accept-language', 'content-language', 'x-accept-language']) {
    const stated = mail === null ? undefined : findField(mail, key)?.unfolded.trim()
    if (stated !== undefined && /^[a-z]{2,3}(?:-[a-z0-9]+)*\b/i.test(stated)) return stated.slice(0, 100)
  }
  return words === null ? null : (readLanguage(words)?.code ?? null)
}
