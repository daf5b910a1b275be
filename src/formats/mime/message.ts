/** One header field, in the order and wording of the message. */
export type HeaderField = {
  /** the field name as written */
  readonly name: string
  /** the field name in lower case */
  readonly key: string
  /** everything after the colon as it stood, folds included */
  readonly raw: string
  /** unfolded (RFC 5322 §2.2.3), characters decoded (RFC 6532), encoded words left alone: what structured fields are parsed from */
  readonly unfolded: string
  /** `unfolded` with encoded words (RFC 2047) decoded: what a person reads */
  readonly value: string
  /** byte offset of the field's first character */
  readonly at: number
}

/** What was wrong with the form of a message. `at` is a byte offset into the message, `part` the path of the part concerned. */
export type Defect = { readonly code: DefectCode; readonly at?: number; readonly part?: string }

/** Every defect of form that the parser can tell, with what it means. */
export const defectCodes = {
  'no-header': 'the input does not begin with a header',
  'too-large': 'only the first part of the input was read',
  'mbox-line': 'an mbox separator stands before the header',
  'bare-cr': 'a carriage return without line feed',
  nul: 'a NUL character',
  'header-too-large': 'the header is longer than the limit; its rest was passed over',
  'header-too-many': 'more header fields than the limit; the rest was passed over',
  'header-field-too-long': 'a header field is longer than the limit and was cut',
  'header-name': 'a field name holds characters that RFC 5322 forbids',
  'header-not-a-field': 'a line in the header is neither a field nor a continuation',
  'header-unended': 'the header runs into the body without an empty line',
  'header-blank-fold': 'a folded line of white space only',
  'header-8bit': 'a header field holds bytes that are not UTF-8',
  'header-duplicate': 'a field that may stand once stands more than once',
  'word-undecodable': 'an encoded word could not be decoded',
  'type-malformed': 'a Content-Type that cannot be read',
  'boundary-missing': 'a multipart without a boundary',
  'boundary-unused': 'a multipart whose boundary never occurs',
  'multipart-unended': 'a multipart without its closing boundary',
  'multipart-encoded': 'a multipart with a transfer encoding, which RFC 2045 §6.4 forbids',
  'too-deep': 'parts nested deeper than the limit were not opened',
  'too-many-parts': 'more parts than the limit; the rest was not split',
  'encoding-unknown': 'an unknown transfer encoding',
  'base64-malformed': 'base64 with characters outside of its alphabet, or cut short',
  'qp-malformed': 'quoted-printable with an escape that is none',
  'charset-unknown': 'an unknown charset',
  'charset-wrong': 'the bytes are not in the charset that is declared',
  'text-too-long': 'a text was cut at the limit',
  'name-conflict': 'Content-Type and Content-Disposition give different file names',
  'parameter-duplicate': 'a parameter that may stand once stands more than once',
} as const
export type DefectCode = keyof typeof defectCodes

/** One entity of the message (RFC 2045 §2.4), decoded. */
export type Part = {
  /** `0` for the message itself, `1`, `2`, `2.1` … below it */
  readonly path: string
  readonly header: readonly HeaderField[]
  /** lower case `type/subtype`; the default of RFC 2045 §5.2 where none can be read */
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
  /** as declared, lower case */
  readonly charset: string | null
  /** transfer encoding as declared, lower case */
  readonly encoding: string | null
  /** `inline`, `attachment` or what else was declared, lower case */
  readonly disposition: string | null
  /** file name (RFC 2183, RFC 2231), from Content-Disposition, else from Content-Type */
  readonly name: string | null
  readonly contentId: string | null
  /** byte offsets of the entity's body in the message, as it stands there */
  readonly offset: number
  readonly end: number
  /** decoded bytes; empty for a multipart. A nested message (message/rfc822) is bytes here and is not opened. */
  readonly content: Uint8Array
  /** for text parts: decoded by charset, line ends as `\n`, cut at the limit; null for every other */
  readonly text: string | null
  readonly parts: readonly Part[]
}

export type Message = {
  readonly header: readonly HeaderField[]
  readonly root: Part
  /** all parts, the root first, in the order of the message */
  readonly parts: readonly Part[]
  /** the readable body: text/plain parts that are not attachments, joined */
  readonly text: string
  /** the text/html parts that are not attachments, joined */
  readonly html: string
  readonly defects: readonly Defect[]
}

/** Collects defects: one per code and part, and a bounded number in all, so that a hostile message cannot fill memory with them. */
export type Defects = { add(code: DefectCode, at?: number, part?: string): void; readonly list: Defect[] }

/** A fresh collector that keeps at most `most` defects. */
export function collectDefects(most = 200): Defects {
  const list: Defect[] = []
  const seen = new Set<string>()
  return {
    list,
    add(code, at, part) {
      const key = `${code} ${part ?? ''}`
      if (seen.has(key) || list.length >= most) return
      seen.add(key)
      list.push({ code, ...(at === undefined ? {} : { at }), ...(part === undefined ? {} : { part }) })
    },
  }
}
