import type { Limits } from '../../base/parsed.ts'
import { decodeBytes } from './charset.ts'
import { decodeBody, unflow } from './decode-body.ts'
import type { Defects, HeaderField, Part } from './message.ts'
import { type Parameterised, readName, readParameters } from './parameters.ts'
import { type HeaderLimits, lineEnd, scanHeader } from './scan-header.ts'

/** RFC 2046 §5.1: the tree of parts, found in one pass over the bytes with the boundaries of all open multiparts at hand. */

export type SplitLimits = {
  readonly header: HeaderLimits
  readonly depth: number
  readonly parts: number
  /** bytes of one text part that are decoded into `text` */
  readonly text: number
}

/** Limits of the parser out of those that every parser takes. */
export function splitLimits(limits: Limits): SplitLimits {
  return {
    header: { bytes: Math.min(limits.bytes, 1024 * 1024), field: 128 * 1024, count: Math.max(100, Math.min(limits.count, 2000)) },
    depth: limits.depth,
    parts: Math.max(1, Math.min(limits.count, 2000)),
    text: Math.min(limits.bytes, 2 * 1024 * 1024),
  }
}

/** A delimiter line that was met: whose (index into the open boundaries) and whether it closes. */
type Delimiter = { readonly owner: number; readonly closes: boolean; readonly start: number; readonly next: number }

type State = {
  readonly bytes: Uint8Array
  readonly view: Buffer
  readonly limits: SplitLimits
  readonly defects: Defects
  readonly open: string[]
  readonly parts: Part[]
  count: number
}

const empty = new Uint8Array(0)

/** Splits the message that begins at `from`. Answers the root and all parts in order. */
export function splitParts(bytes: Uint8Array, from: number, limits: SplitLimits, defects: Defects): { root: Part; parts: Part[] } {
  const state: State = {
    bytes,
    view: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    limits,
    defects,
    open: [],
    parts: [],
    count: 0,
  }
  const { part } = readEntity(state, from, '0', 0, 'text/plain')
  const parts: Part[] = []
  const gather = (one: Part) => {
    parts.push(one)
    one.parts.forEach(gather)
  }
  gather(part)
  return { root: part, parts }
}

function delimiterAt(state: State, start: number, end: number): { owner: number; closes: boolean } | null {
  if (state.open.length === 0 || end - start > 1000) return null
  const line = state.view.toString('latin1', start + 2, end).trimEnd()
  const owner = state.open.lastIndexOf(line)
  if (owner >= 0) return { owner, closes: false }
  const dashes = line.lastIndexOf('--')
  if (dashes <= 0) return null
  const closer = state.open.lastIndexOf(line.slice(0, dashes))
  return closer < 0 ? null : { owner: closer, closes: true }
}

/** The next delimiter line of any open multipart at or after `from`, or null at the end of the message. */
function nextDelimiter(state: State, from: number): Delimiter | null {
  if (state.open.length === 0) return null
  let at = from
  while (at < state.bytes.length) {
    if (state.bytes[at] === 0x2d && state.bytes[at + 1] === 0x2d) {
      const { end, next } = lineEnd(state.bytes, at, state.bytes.length)
      const found = delimiterAt(state, at, end)
      if (found !== null) return { ...found, start: at, next }
    }
    const feed = state.view.indexOf('\n--', at, 'latin1')
    if (feed < 0) return null
    at = feed + 1
  }
  return null
}

/** Where the content before a delimiter ends: the line break in front of the delimiter belongs to it (RFC 2046 §5.1.1). */
function contentEnd(bytes: Uint8Array, from: number, delimiter: number): number {
  let end = delimiter
  if (end > from && bytes[end - 1] === 0x0a) end--
  if (end > from && bytes[end - 1] === 0x0d) end--
  return Math.max(from, end)
}

type Read = { readonly part: Part; readonly stop: Delimiter | null }

function readEntity(state: State, from: number, path: string, depth: number, fallback: string): Read {
  const { bytes, limits, defects } = state
  state.count++
  const scanned = scanHeader(
    bytes,
    from,
    bytes.length,
    limits.header,
    defects,
    path,
    (start, end) => delimiterAt(state, start, end) !== null,
  )
  const described = describe(scanned.fields, path, fallback, defects, from)
  const frame = { ...described, path, header: scanned.fields, offset: scanned.body }
  const boundary = described.parameters.get('boundary')?.trimEnd() ?? ''
  const multipart = described.type.startsWith('multipart/')
  if (multipart && boundary === '') defects.add('boundary-missing', scanned.body, path)
  if (multipart && boundary !== '' && depth >= limits.depth) defects.add('too-deep', scanned.body, path)
  if (!multipart || boundary === '' || depth >= limits.depth) return readLeaf(state, frame, multipart)
  if (described.encoding !== null && !/^(?:7bit|8bit|binary)$/.test(described.encoding)) defects.add('multipart-encoded', from, path)
  return readMultipart(state, frame, boundary, depth)
}

type Frame = Omit<Part, 'content' | 'text' | 'parts' | 'end'>

function readMultipart(state: State, frame: Frame, boundary: string, depth: number): Read {
  const { bytes, limits, defects } = state
  const mine = state.open.push(Buffer.from(boundary, 'utf8').toString('latin1')) - 1
  const children: Part[] = []
  const fallback = frame.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  let stop = nextDelimiter(state, frame.offset)
  const preamble = { from: frame.offset, to: stop === null ? bytes.length : contentEnd(bytes, frame.offset, stop.start) }
  let closed = false
  while (stop !== null && stop.owner === mine) {
    if (stop.closes) {
      // a careless joiner may open the same boundary again after its close: those parts are read too
      closed = true
      stop = nextDelimiter(state, stop.next)
      continue
    }
    if (state.count >= limits.parts) {
      defects.add('too-many-parts', stop.start, frame.path)
      closed = true
      state.open.length = mine
      stop = nextDelimiter(state, stop.next)
      break
    }
    const childPath = frame.path === '0' ? String(children.length + 1) : `${frame.path}.${children.length + 1}`
    const child: Read = readEntity(state, stop.next, childPath, depth + 1, fallback)
    children.push(child.part)
    stop = child.stop
  }
  state.open.length = mine
  if (!closed && children.length > 0) defects.add('multipart-unended', stop?.start ?? bytes.length, frame.path)
  const end = stop === null ? bytes.length : contentEnd(bytes, frame.offset, stop.start)
  if (children.length === 0) {
    defects.add('boundary-unused', frame.offset, frame.path)
    children.push(bareText(state, frame, preamble.from, preamble.to))
  }
  return { part: { ...frame, end, content: empty, text: null, parts: children }, stop }
}

/** What stands in a multipart whose boundary never occurs, so that it can still be read. */
function bareText(state: State, frame: Frame, from: number, to: number): Part {
  state.count++
  const raw = state.bytes.subarray(from, to)
  return {
    path: frame.path === '0' ? '1' : `${frame.path}.1`,
    header: [],
    type: 'text/plain',
    parameters: new Map(),
    charset: null,
    encoding: null,
    disposition: null,
    name: null,
    contentId: null,
    offset: from,
    end: to,
    content: raw,
    text: readText(state, raw, null, new Map(), frame.path),
    parts: [],
  }
}

function readLeaf(state: State, frame: Frame, multipart: boolean): Read {
  const { bytes, defects } = state
  const stop = nextDelimiter(state, frame.offset)
  const end = stop === null ? bytes.length : contentEnd(bytes, frame.offset, stop.start)
  const raw = bytes.subarray(frame.offset, Math.max(frame.offset, end))
  const { content, fault } = decodeBody(raw, multipart ? null : frame.encoding)
  if (fault !== null) defects.add(fault, frame.offset, frame.path)
  const readable = frame.type.startsWith('text/') || multipart
  const text = readable ? readText(state, content, frame.charset, frame.parameters, frame.path) : null
  return { part: { ...frame, end: Math.max(frame.offset, end), content, text, parts: [] }, stop }
}

function readText(
  state: State,
  content: Uint8Array,
  charset: string | null,
  parameters: ReadonlyMap<string, string>,
  path: string,
): string {
  let bytes = content
  if (bytes.length > state.limits.text) {
    state.defects.add('text-too-long', undefined, path)
    bytes = bytes.subarray(0, state.limits.text)
  }
  const decoded = decodeBytes(bytes, charset)
  if (decoded.fault !== null) state.defects.add(decoded.fault, undefined, path)
  const text = decoded.text.replace(/\r\n?/g, '\n')
  return parameters.get('format')?.toLowerCase() === 'flowed' ? unflow(text, parameters.get('delsp')?.toLowerCase() === 'yes') : text
}

function first(fields: readonly HeaderField[], key: string): HeaderField | undefined {
  return fields.find((field) => field.key === key)
}

function describe(fields: readonly HeaderField[], path: string, fallback: string, defects: Defects, at: number) {
  const typeField = first(fields, 'content-type')
  const declared: Parameterised = readParameters(typeField?.unfolded ?? '')
  let type = declared.value.replace(/\s+/g, '')
  if (!/^[^\s/]+\/[^\s/]+$/.test(type)) {
    if (typeField !== undefined) defects.add('type-malformed', typeField.at, path)
    type = type === 'text' ? 'text/plain' : typeField === undefined ? fallback : type === 'html' ? 'text/html' : fallback
  }
  if (declared.duplicates.length > 0) defects.add('parameter-duplicate', typeField?.at ?? at, path)
  const placed = readParameters(first(fields, 'content-disposition')?.unfolded ?? '')
  const filename = readName(placed.parameters, 'filename')
  const typeName = readName(declared.parameters, 'name')
  if (filename !== null && typeName !== null && filename !== typeName) defects.add('name-conflict', typeField?.at ?? at, path)
  const encoding =
    /[\w-]+/.exec((first(fields, 'content-transfer-encoding')?.unfolded ?? '').slice(0, 200).replace(/\([^)]*\)/g, ''))?.[0] ?? null
  return {
    type,
    parameters: declared.parameters,
    charset: declared.parameters.get('charset')?.trim().toLowerCase() || null,
    encoding: encoding?.toLowerCase() ?? null,
    disposition: placed.value === '' ? null : placed.value,
    name: filename ?? typeName,
    contentId: /<?([^<>\s]+)>?/.exec(first(fields, 'content-id')?.unfolded ?? '')?.[1] ?? null,
  }
}
