import { createHash } from 'node:crypto'
import type { Limits } from '../../base/parsed.ts'
import { decodeBytes, type Message, type OutgoingEntity, type Part, parseMessage, serialiseEntity } from '../../formats/mime/index.ts'
import { recipientsIn, redactHeader } from './header.ts'
import type { LeftBehind, Redaction, RedactionRules, RedactionSubject } from './profile.ts'
import { type Redacting, redactHtml, redactText, startRedacting } from './text.ts'
import { holds } from './words.ts'

/** A picture drawn anew without what its file said besides; undefined where it is none. */
export type Redraw = (bytes: Uint8Array) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>

/** A message as it may leave: valid MIME in seven bits, and what was done to it. Signatures over it (DKIM) no longer verify. */
export type RedactedMessage = Redaction & { readonly bytes: Uint8Array }

export const redactionLimits: Limits = { bytes: 25_000_000, depth: 12, count: 500, time: 20_000 }
const nestedDeep = 4
const mostText = 2_000_000

type State = Redacting & { readonly left: LeftBehind[]; readonly redraw: Redraw; readonly limits: Limits }

/**
 * Takes off what the rules say, in every part and encoding, and writes the message anew. Total on any bytes. What cannot be shown to be clean stays behind,
 * with a line in its place that says so. `subject` names people beside those that the message says it was for.
 */
export async function redactMessage(
  bytes: Uint8Array,
  rules: RedactionRules,
  subject: RedactionSubject,
  redraw: Redraw,
  limits: Limits = redactionLimits,
): Promise<RedactedMessage> {
  const message = parseMessage(bytes, limits)
  const people = peopleOf(message, rules, subject, limits)
  const state: State = { ...startRedacting(rules, people, subject.about), left: [], redraw, limits }
  const out = await redactParsed(message, state, '', 0)
  return { bytes: out, removed: state.tally.list(), left: state.left }
}

/** Whose data goes: those who were named to us and, where the rules say so, those whom the message and the messages in it say they were for. */
function peopleOf(message: Message, rules: RedactionRules, subject: RedactionSubject, limits: Limits) {
  const addresses = [...subject.addresses]
  const names = [...subject.names]
  if (!rules.recipients) return { addresses, names }
  const open = [message]
  for (let depth = 0; depth <= nestedDeep && open.length > 0; depth++) {
    for (const one of open.splice(0)) {
      const found = recipientsIn(one.header)
      addresses.push(...found.addresses)
      names.push(...found.names)
      for (const part of one.parts) if (isMessage(part.type)) open.push(parseMessage(part.content, limits))
    }
  }
  return { addresses: [...new Set(addresses)].filter((one) => one.includes('@')), names: [...new Set(names)] }
}

const isMessage = (type: string) => type === 'message/rfc822' || type === 'message/global' || type === 'text/rfc822-headers'

async function redactParsed(message: Message, state: State, prefix: string, depth: number): Promise<Uint8Array> {
  const place = prefix === '' ? '0' : prefix
  const fields = [...redactHeader(message.header, state, place), { name: 'MIME-Version', raw: '1.0' }]
  const body = await redactPart(message.root, state, prefix, depth)
  return serialiseEntity({ ...body, fields })
}

async function redactPart(part: Part, state: State, prefix: string, depth: number): Promise<OutgoingEntity> {
  const path = prefix === '' ? part.path : `${prefix}/${part.path}`
  if (part.parts.length > 0) {
    const parts: OutgoingEntity[] = []
    for (const one of part.parts) parts.push(await redactPart(one, state, prefix, depth))
    return { type: containerType(part.type), parts }
  }
  const entity = await redactLeaf(part, state, path, depth)
  const name = part.name === null ? null : cleanName(part.name, state, path)
  const disposition = part.disposition === 'attachment' || part.disposition === 'inline' ? { disposition: part.disposition } : {}
  const contentId = part.contentId === null ? {} : { contentId: contentIdOf(part.contentId) }
  if (!('left' in entity)) return { ...entity, ...disposition, ...contentId, ...(name === null ? {} : { name }) } as OutgoingEntity
  return stub(part, entity.left, name, state, path)
}

/** What is in a container stays together; a container that vouches for its parts no longer can. */
function containerType(type: string): string {
  return /^multipart\/(?:alternative|related|digest|parallel|mixed)$/.test(type) ? type : 'multipart/mixed'
}

/** References between parts still meet: the same name becomes the same name, and its origin cannot be told. */
function contentIdOf(id: string): string {
  return `${createHash('sha256').update(id).digest('hex').slice(0, 16)}@removed.invalid`
}

const textual =
  /^(?:text\/|application\/(?:json|ld\+json|xml|xhtml\+xml|javascript|x-javascript|ecmascript|x-www-form-urlencoded)$|image\/svg\+xml$)/
const machineMessage = /^message\//

type Leaf = OutgoingEntity | { readonly left: LeftBehind['why'] }

async function redactLeaf(part: Part, state: State, path: string, depth: number): Promise<Leaf> {
  const { rules } = state
  const where = `part ${path}`
  const attached = part.disposition === 'attachment' || (part.name !== null && part.disposition !== 'inline')
  if (attached && rules.attachments === 'none') return { left: 'not-wanted' }
  if (isMessage(part.type)) {
    if (depth >= nestedDeep) return { left: 'too-deep' }
    const inner = await redactParsed(parseMessage(part.content, state.limits), state, path, depth + 1)
    return { type: 'message/rfc822', plain: inner }
  }
  if (textual.test(part.type) || machineMessage.test(part.type) || part.type.startsWith('multipart/')) {
    const text = textOf(part)
    if (text.length > mostText) return { left: 'too-large' }
    const shown = withContentIds(text)
    if (/html|svg/.test(part.type)) {
      const clean = redactHtml(shown, state, where)
      return clean === undefined ? { left: 'would-tell' } : { type: clean.type, parameters: { charset: 'utf-8' }, text: clean.text }
    }
    const clean = redactText(shown, state, where)
    const type = machineMessage.test(part.type) || part.type.startsWith('multipart/') ? 'text/plain' : part.type
    return clean === undefined ? { left: 'would-tell' } : { type, parameters: { charset: 'utf-8' }, text: clean }
  }
  if (part.type.startsWith('image/')) {
    const drawn = await state.redraw(part.content)
    if (drawn !== undefined) {
      state.tally.add('metadata', where)
      return { type: drawn.type, content: drawn.bytes }
    }
  }
  return rules.attachments === 'as-is' && !holds(Buffer.from(part.content).toString('latin1'), state.from)
    ? { type: part.type, content: part.content }
    : { left: 'cannot-clean' }
}

function textOf(part: Part): string {
  return part.text ?? decodeBytes(part.content.subarray(0, mostText + 1), part.charset).text
}

/** `cid:` links follow their parts. */
function withContentIds(text: string): string {
  return text.replace(/\bcid:([^\s"'<>)]{1,300})/gi, (_, id: string) => `cid:${contentIdOf(id)}`)
}

function cleanName(name: string, state: State, path: string): string {
  const clean = redactText(name.slice(0, 300), state, `part ${path} name`)
  return clean === undefined || holds(clean, state.from) ? 'removed' : clean
}

/** What stands in the place of a part that stayed behind: enough to ask for it by. */
function stub(part: Part, why: LeftBehind['why'], name: string | null, state: State, path: string): OutgoingEntity {
  const sha256 = createHash('sha256').update(part.content).digest('hex')
  const left: LeftBehind = { part: path, name, type: part.type, size: part.content.length, sha256, why }
  if (state.left.length < 200) state.left.push(left)
  const said = { 'cannot-clean': 'it cannot be cleaned', 'not-wanted': 'no attachments are sent', 'too-deep': 'it is nested too deep' }
  const reason = { ...said, 'too-large': 'it is too large', 'would-tell': 'it would tell whom it was for' }[why]
  const type = holds(part.type, state.from) ? 'application/octet-stream' : part.type
  const text = `[A part stayed behind: ${reason}.]\nType: ${type}\nSize: ${part.content.length} bytes\nSHA-256: ${sha256}\n`
  return { type: 'text/plain', parameters: { charset: 'utf-8' }, text }
}
