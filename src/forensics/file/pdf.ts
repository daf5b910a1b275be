import { inflateSync } from 'node:zlib'
import type { FileFeature } from './reading.ts'

/** ISO 32000: the names of a PDF's objects tell what it would do. Streams of objects are unpacked in part, since names hide there. */

const mostStreams = 60
const mostInflated = 512 * 1024
const mostUrls = 200

export type PdfReading = { readonly features: ReadonlySet<FileFeature>; readonly urls: readonly string[] }

/** Reads the features and links of a PDF. Bounded: 60 streams of 512 KB at most, 4 MB of the file. */
export function readPdf(bytes: Uint8Array): PdfReading {
  const features = new Set<FileFeature>()
  const urls = new Set<string>()
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4 * 1024 * 1024))
  const raw = buffer.toString('latin1')
  let streams = 0
  let outside = ''
  let from = 0
  for (let at = raw.indexOf('stream'); at >= 0; at = raw.indexOf('stream', from)) {
    outside += raw.slice(from, at)
    const end = raw.indexOf('endstream', at)
    // the bytes of a stream are no names: noise in them must not be read as such
    from = end < 0 ? raw.length : end + 9
    const dictionary = raw.slice(Math.max(0, at - 400), at)
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1)
    // pictures and fonts hold no names either
    if (streams >= mostStreams || !/FlateDecode|\/Fl\b/.test(own) || /\/Subtype\s*\/Image|\/FontFile|\/Length1\b/.test(own)) continue
    streams++
    let start = at + 6
    if (raw.charAt(start) === '\r') start++
    if (raw.charAt(start) === '\n') start++
    try {
      const plain = inflateSync(buffer.subarray(start, end < 0 ? undefined : end), { maxOutputLength: mostInflated, finishFlush: 2 })
      look(plain.toString('latin1'), features, urls)
    } catch {
      // too large or not deflate: what stands outside of it is seen
    }
  }
  look(outside + raw.slice(from), features, urls)
  if (!endsWhole(bytes)) features.add('damaged')
  return { features, urls: [...urls] }
}

/** §7.5.5: the last line is `%%EOF`; readers look for it in the last kilobyte. */
function endsWhole(bytes: Uint8Array): boolean {
  const tail = bytes.subarray(-1024)
  return Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).includes('%%EOF')
}

function look(text: string, features: Set<FileFeature>, urls: Set<string>): void {
  // §7.3.5: a name may write any character as #xx, a known way to hide /JavaScript
  const plain = text.includes('#')
    ? text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
  if (/\/(?:JavaScript|JS)\b/.test(plain)) features.add('javascript')
  if (/\/Launch\b/.test(plain)) features.add('launch-action')
  if (/\/(?:OpenAction|AA)\b/.test(plain)) features.add('auto-action')
  if (/\/EmbeddedFiles?\b/.test(plain)) features.add('embedded-file')
  if (/\/Encrypt\b/.test(plain)) features.add('encrypted')
  for (const [, literal, hex] of plain.matchAll(/\/URI\s*(?:\(((?:[^()\\]|\\.){1,4000})\)|<([0-9A-Fa-f\s]{2,8000})>)/g)) {
    if (urls.size >= mostUrls) break
    urls.add(
      literal === undefined ? Buffer.from((hex ?? '').replace(/\s/g, ''), 'hex').toString('latin1') : literal.replace(/\\([()\\])/g, '$1'),
    )
  }
}
