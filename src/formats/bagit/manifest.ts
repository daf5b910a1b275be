import { isMalformed, type Parsed } from '../../base/parsed.ts'
import { foldPath, pathFlaw } from '../../base/path.ts'
import { decodePath, encodePath } from './paths.ts'

/** One line: the file and its hash in lower-case hex. */
export type ManifestLine = { readonly path: string; readonly hash: string }

export type Algorithm = 'sha256' | 'sha512'
export const algorithms: readonly Algorithm[] = ['sha256', 'sha512']

export type ManifestLimits = { readonly bytes: number; readonly lines: number }
export const manifestLimits: ManifestLimits = { bytes: 134_217_728, lines: 200_000 }

/** A manifest, payload's or tags' (RFC 8493 §2.1.3, §2.2.1), in the order of its paths; also the form that `sha256sum --check` reads. */
export function serialiseManifest(lines: readonly ManifestLine[]): string {
  const sorted = [...lines].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return sorted.map(({ path, hash }) => `${hash}  ${encodePath(path)}\n`).join('')
}

/**
 * Reads a manifest. Malformed where a line is not of the form, a path is named twice (also as another spelling of the same file), or a path leads out of the
 * bag: `at` is the line, from 1. Of a payload manifest the paths must begin with `data/`, of a tag manifest they must not.
 */
export function parseManifest(
  input: Uint8Array,
  algorithm: Algorithm,
  of: 'payload' | 'tags',
  limits: ManifestLimits = manifestLimits,
): Parsed<ManifestLine[]> {
  const text = asText(input, limits.bytes)
  if (isMalformed(text)) return text
  const rows = text.split(/\r\n|\r|\n/)
  if (rows.at(-1) === '') rows.pop()
  if (rows.length > limits.lines) return { malformed: 'more lines than are read', at: limits.lines }
  const met = new Map<string, string>()
  const lines: ManifestLine[] = []
  for (const [row, text] of rows.entries()) {
    const line = parseLine(text, algorithm === 'sha256' ? 64 : 128, of)
    if (isMalformed(line)) return { ...line, at: row + 1 }
    const before = met.get(foldPath(line.path))
    if (before !== undefined)
      return {
        malformed: before === line.path ? `${line.path} is named twice` : `${line.path} and ${before} are one file to many systems`,
        at: row + 1,
      }
    met.set(foldPath(line.path), line.path)
    lines.push(line)
  }
  return lines
}

function parseLine(text: string, digits: number, of: 'payload' | 'tags'): Parsed<ManifestLine> {
  const found = /^([0-9a-fA-F]+)[ \t]+([^ \t].*)$/s.exec(text)
  const [hash, encoded] = [found?.[1], found?.[2]]
  if (hash === undefined || encoded === undefined || hash.length !== digits) return { malformed: 'a line that is no hash and path' }
  const path = decodePath(encoded)
  const flaw = pathFlaw(path)
  if (flaw !== null) return { malformed: `the path ${encoded} ${flaw}` }
  if (path.startsWith('data/') !== (of === 'payload')) return { malformed: `${path} does not belong into this manifest` }
  return { path, hash: hash.toLowerCase() }
}

/** The text of a tag file; UTF-8 without a byte order mark, as the declaration says. */
export function asText(input: Uint8Array, most: number): Parsed<string> {
  if (input.length > most) return { malformed: 'longer than is read' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input)
    return text.startsWith('\ufeff') ? { malformed: 'begins with a byte order mark' } : text
  } catch {
    return { malformed: 'not UTF-8' }
  }
}
