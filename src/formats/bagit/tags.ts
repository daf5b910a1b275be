import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { asText } from './manifest.ts'

/** What `bagit.txt` says (RFC 8493 §2.1.1): exactly these two lines. */
export const declaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

/** Whether the file declares a bag of version 1.0 in UTF-8, the only kind that is read here. */
export function checkDeclaration(input: Uint8Array): Parsed<true> {
  const text = asText(input, 200)
  if (isMalformed(text)) return text
  return text.replaceAll('\r\n', '\n').replace(/\n?$/, '\n') === declaration ? true : { malformed: 'no declaration of BagIt 1.0 in UTF-8' }
}

export type Tag = { readonly label: string; readonly value: string }

export type TagLimits = { readonly bytes: number; readonly tags: number }
export const tagLimits: TagLimits = { bytes: 262_144, tags: 1_000 }

/** Labels and values as `bag-info.txt` holds them (RFC 8493 §2.2.2). Line ends in a value become a space: a value that goes on over lines would read the same. */
export function serialiseTags(tags: readonly Tag[]): string {
  return tags.map(({ label, value }) => `${label}: ${value.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').trim()}\n`).join('')
}

/** Reads labels and values; a line that begins with white space continues the one before. `at` is the line, from 1. */
export function parseTags(input: Uint8Array, limits: TagLimits = tagLimits): Parsed<Tag[]> {
  const text = asText(input, limits.bytes)
  if (isMalformed(text)) return text
  const rows = text.split(/\r\n|\r|\n/)
  if (rows.at(-1) === '') rows.pop()
  const tags: Tag[] = []
  for (const [row, line] of rows.entries()) {
    const last = tags.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) {
      tags[tags.length - 1] = { ...last, value: `${last.value} ${line.trim()}` }
      continue
    }
    const found = /^([^:\s][^:]*?)[ \t]*:[ \t]?(.*)$/.exec(line)
    if (found === null) return { malformed: 'a line without a label', at: row + 1 }
    if (tags.length >= limits.tags) return { malformed: 'more tags than are read', at: row + 1 }
    tags.push({ label: found[1] ?? '', value: (found[2] ?? '').trim() })
  }
  return tags
}

/** The value of a label, in whatever case it stands (RFC 8493 §2.2.2); undefined where it is missing or not the only one. */
export function tagOf(tags: readonly Tag[], label: string): string | undefined {
  const found = tags.filter((tag) => tag.label.toLowerCase() === label.toLowerCase())
  return found.length === 1 ? found[0]?.value : undefined
}

/** `Payload-Oxum` (RFC 8493 §2.2.2): how many bytes in how many files. */
export function serialiseOxum(bytes: number, files: number): string {
  return `${bytes}.${files}`
}

export function parseOxum(text: string): Parsed<{ readonly bytes: number; readonly files: number }> {
  const found = /^(\d{1,15})\.(\d{1,9})$/.exec(text)
  return found === null ? { malformed: 'no Payload-Oxum' } : { bytes: Number(found[1]), files: Number(found[2]) }
}
