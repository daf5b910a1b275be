/** A letter as a person reads it: what we wrote ourselves (RFC 5322, one part of text), so only the encodings that we use are known. */
export type Letter = { readonly header: readonly { readonly name: string; readonly value: string }[]; readonly body: string }

/** Reads a letter of ours. What is not in its form is shown as it is. */
export function readLetter(raw: string): Letter {
  const text = raw.replaceAll('\r\n', '\n')
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const header = head
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const colon = line.indexOf(':')
      return colon <= 0 ? [] : [{ name: line.slice(0, colon), value: decodeWords(line.slice(colon + 1).trim()) }]
    })
  const encoding = header.find((field) => field.name.toLowerCase() === 'content-transfer-encoding')?.value.toLowerCase()
  return { header, body: decodeBody(end < 0 ? '' : text.slice(end + 2), encoding) }
}

function decodeBody(body: string, encoding: string | undefined): string {
  if (encoding === 'quoted-printable') return utf8(bytesOf(body.replaceAll(/=[ \t]*\n/g, ''), /=([0-9a-f]{2})/gi))
  if (encoding === 'base64') return fromBase64(body) ?? body
  return body
}

/** Encoded words (RFC 2047 §4) in UTF-8, and the white space between two of them taken out (§6.2). */
function decodeWords(value: string): string {
  return value
    .replaceAll(/(\?=)\s+(=\?)/g, '$1$2')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (whole: string, kind: string, inner: string) =>
      kind.toLowerCase() === 'b' ? (fromBase64(inner) ?? whole) : utf8(bytesOf(inner.replaceAll('_', ' '), /=([0-9a-f]{2})/gi)),
    )
}

/** Text in which bytes are written as two hexadecimal digits; what is not ASCII already stays what it is. */
function bytesOf(text: string, escaped: RegExp): Uint8Array {
  const bytes: number[] = []
  let at = 0
  const plain = (until: number) => bytes.push(...new TextEncoder().encode(text.slice(at, until)))
  for (const match of text.matchAll(escaped)) {
    plain(match.index)
    bytes.push(Number.parseInt(match[1] ?? '', 16))
    at = match.index + match[0].length
  }
  plain(text.length)
  return Uint8Array.from(bytes)
}

function fromBase64(text: string): string | undefined {
  try {
    return utf8(Uint8Array.from(atob(text.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}

const utf8 = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
