import type { Limits } from '../../base/parsed.ts'
import { collectDefects, type Message, type Part } from './message.ts'
import { lineEnd } from './scan-header.ts'
import { splitLimits, splitParts } from './split-parts.ts'

export { decodeBytes } from './charset.ts'
export { decodeWords } from './encoded-words.ts'
export { type Defect, type DefectCode, defectCodes, type HeaderField, type Message, type Part } from './message.ts'
export { type Parameterised, readParameters } from './parameters.ts'
export { isPlain, type OutgoingEntity, type OutgoingField, serialiseEntity } from './serialise.ts'

/** Fields that may stand once (RFC 5322 §3.6, RFC 2045 §1): a second one is read differently by different programs. */
const singletons = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'date',
  'subject',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
])

let latest: { readonly bytes: WeakRef<Uint8Array>; readonly limits: Limits; readonly message: WeakRef<Message> } | undefined

/** The same, read once where several ask for the same bytes one after the other; these must not change meanwhile. */
export function parseOnce(bytes: Uint8Array, limits: Limits): Message {
  const known = latest?.bytes.deref() === bytes && latest.limits === limits ? latest.message.deref() : undefined
  if (known !== undefined) return known
  const message = parseMessage(bytes, limits)
  latest = { bytes: new WeakRef(bytes), limits, message: new WeakRef(message) }
  return message
}

/**
 * Reads a message (RFC 5322, RFC 2045 to 2047, RFC 2231, RFC 6532). Never throws and never refuses: what is broken or beyond a limit is
 * in `defects`, and the rest is still read. Offsets are into `bytes`. `limits.bytes` caps the input, `depth` the nesting of multiparts,
 * `count` fields and parts; work is linear in the input for a fixed depth, so `time` is left to the caller.
 */
export function parseMessage(bytes: Uint8Array, limits: Limits): Message {
  const defects = collectDefects()
  let input = bytes
  if (input.length > limits.bytes) {
    defects.add('too-large', limits.bytes)
    input = input.subarray(0, limits.bytes)
  }
  const nul = input.indexOf(0)
  if (nul >= 0) defects.add('nul', nul)
  input = unifyLines(input, (at) => defects.add('bare-cr', at))
  let start = 0
  const opening = Buffer.from(input.buffer, input.byteOffset, Math.min(input.length, 6)).toString('latin1')
  if (opening.startsWith('From ') || opening === '>From ') {
    defects.add('mbox-line', 0)
    start = lineEnd(input, 0, input.length).next
  }
  const { root, parts } = splitParts(input, start, splitLimits(limits), defects)
  const seen = new Set<string>()
  for (const field of root.header) {
    if (singletons.has(field.key) && seen.has(field.key)) defects.add('header-duplicate', field.at, '0')
    seen.add(field.key)
  }
  const bodies = (type: string) =>
    parts
      .filter((part) => part.type === type && part.text !== null && isBody(part))
      .map((part) => part.text ?? '')
      .join('\n')
  return { header: root.header, root, parts, text: bodies('text/plain'), html: bodies('text/html'), defects: defects.list }
}

/** Whether a reader's program shows the part as body: text that is not declared an attachment, and not a named file further down. */
export function isBody(part: Part): boolean {
  if (part.disposition === 'attachment' || (part.type !== 'text/plain' && part.type !== 'text/html')) return false
  return part.name === null || part.disposition === 'inline' || /(?:^|\.)[01]$/.test(part.path)
}

/** Bytes whose lines end in CR alone get LF in their place; a CR elsewhere without LF is only told. Offsets stay. */
function unifyLines(bytes: Uint8Array, tell: (at: number) => void): Uint8Array {
  let bare = -1
  for (let at = bytes.indexOf(0x0d); at >= 0; at = bytes.indexOf(0x0d, at + 1)) {
    if (bytes[at + 1] !== 0x0a) {
      bare = at
      break
    }
  }
  if (bare < 0) return bytes
  tell(bare)
  if (bytes.includes(0x0a)) return bytes
  const copy = new Uint8Array(bytes)
  for (let at = copy.indexOf(0x0d); at >= 0; at = copy.indexOf(0x0d, at + 1)) copy[at] = 0x0a
  return copy
}

/** The first field of that name (in lower case), if there is one. */
export function findField(message: Message, key: string) {
  return message.header.find((field) => field.key === key)
}
