import type { FileFeature } from './reading.ts'
import { readZipEntry, type ZipEntry } from './zip.ts'

/** Office files: Open Packaging (ECMA-376) and OpenDocument, both ZIP; and what the directory of a legacy file tells. */

export type OfficeReading = { readonly type: string; readonly features: ReadonlySet<FileFeature>; readonly urls: readonly string[] }

const mostPart = 512 * 1024
const mostUrls = 200

const families: readonly (readonly [prefix: string, plain: string, macros: string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/vnd.ms-word.document.macroenabled.12'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.ms-excel.sheet.macroenabled.12'],
  [
    'ppt/',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    'application/vnd.ms-powerpoint.presentation.macroenabled.12',
  ],
  ['visio/', 'application/vnd.ms-visio.drawing', 'application/vnd.ms-visio.drawing.macroenabled.12'],
]

/** Reads a ZIP that is an Office file, or answers undefined. */
export function readOpenOffice(bytes: Uint8Array, entries: readonly ZipEntry[]): OfficeReading | undefined {
  const names = new Set(entries.map((entry) => entry.name.toLowerCase()))
  const mimetype = entries.find((entry) => entry.name === 'mimetype')
  if (mimetype !== undefined) {
    const stated = partText(bytes, mimetype)?.trim() ?? ''
    if (/^application\/(?:vnd\.oasis\.opendocument|epub)/.test(stated)) {
      const features = new Set<FileFeature>()
      if ([...names].some((name) => /^(?:basic|scripts)\//.test(name))) features.add('macros')
      return { type: stated.slice(0, 100), features, urls: [] }
    }
  }
  if (!names.has('[content_types].xml')) return undefined
  const family = families.find(([prefix]) => [...names].some((name) => name.startsWith(prefix)))
  if (family === undefined) return undefined
  const features = new Set<FileFeature>()
  const urls = new Set<string>()
  if ([...names].some((name) => name.endsWith('vbaproject.bin') || /^xl\/macrosheets\//.test(name))) features.add('macros')
  if ([...names].some((name) => /\/(?:embeddings|activex)\//.test(name))) features.add('embedded-object')
  for (const entry of entries.filter((one) => one.name.toLowerCase().endsWith('.rels')).slice(0, 100))
    readRelations(partText(bytes, entry) ?? '', features, urls)
  const main = entries.find((entry) => /^(?:word\/document|xl\/workbook)\.xml$/i.test(entry.name))
  if (main !== undefined && /\bDDE(?:AUTO)?\b/.test(partText(bytes, main) ?? '')) features.add('dde')
  return { type: features.has('macros') ? family[2] : family[1], features, urls: [...urls] }
}

function partText(bytes: Uint8Array, entry: ZipEntry): string | undefined {
  const content = readZipEntry(bytes, entry, mostPart)
  return typeof content === 'string' ? undefined : Buffer.from(content).toString('utf8')
}

function readRelations(xml: string, features: Set<FileFeature>, urls: Set<string>): void {
  for (const [tag] of xml.matchAll(/<Relationship\s[^<>]{1,5000}>/g)) {
    if (!/TargetMode\s*=\s*["']External["']/i.test(tag)) continue
    const target = /\bTarget\s*=\s*"([^"]{1,4000})"/.exec(tag)?.[1]?.replace(/&amp;/g, '&')
    const type = /\bType\s*=\s*"([^"]{1,500})"/.exec(tag)?.[1] ?? ''
    if (target === undefined) continue
    if (/attachedTemplate|oleObject|frame|subDocument/i.test(type) && /^(?:https?|ftp|file|\\\\|mhtml|ms-)/i.test(target))
      features.add('remote-template')
    if (urls.size < mostUrls && /^[a-z][a-z0-9+.-]*:/i.test(target)) urls.add(target)
  }
}

/** What a compound file is, by the names in its directory. */
export function readLegacyOffice(names: readonly string[], bytes: Uint8Array): { type: string; features: FileFeature[] } {
  const set = new Set(names.map((name) => name.toLowerCase()))
  const features: FileFeature[] = []
  if (set.has('_vba_project_cur') || set.has('vba') || set.has('_vba_project') || set.has('macros')) features.push('macros')
  if ([...set].some((name) => name.includes('equation native'))) features.push('equation')
  if ([...set].some((name) => name.includes('ole10native') || name.includes('objectpool'))) features.push('embedded-object')
  if (set.has('encryptedpackage')) return { type: 'application/x-ole-encrypted', features: [...features, 'encrypted'] }
  if (set.has('worddocument')) return { type: 'application/msword', features }
  if (set.has('workbook') || set.has('book'))
    return {
      type: 'application/vnd.ms-excel',
      features: usesExcel4(bytes) && !features.includes('macros') ? [...features, 'macros'] : features,
    }
  if (set.has('powerpoint document')) return { type: 'application/vnd.ms-powerpoint', features }
  if ([...set].some((name) => name.startsWith('__substg1.0_') || name.startsWith('__properties_version')))
    return { type: 'application/vnd.ms-outlook', features }
  // the tables of an installer's database carry names from a private range
  if (names.some((name) => /[\u3800-\u4840]/.test(name))) return { type: 'application/x-msi', features: [...features, 'executable'] }
  return { type: 'application/x-cfb', features }
}

/** A BOUNDSHEET record ([MS-XLS] §2.4.28) of the macro sheet type: Excel 4 macros, which have no VBA. */
function usesExcel4(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2 * 1024 * 1024))
  for (
    let at = buffer.indexOf(Buffer.from([0x85, 0x00]));
    at >= 0 && at + 12 < buffer.length;
    at = buffer.indexOf(Buffer.from([0x85, 0x00]), at + 2)
  ) {
    const length = buffer.readUInt16LE(at + 2)
    const state = buffer[at + 8] ?? 255
    if (
      length >= 8 &&
      length <= 72 &&
      state <= 2 &&
      buffer[at + 9] === 1 &&
      buffer.readUInt32LE(at + 4) < bytes.length &&
      (buffer[at + 10] ?? 0) > 0 &&
      (buffer[at + 11] ?? 2) <= 1
    )
      return true
  }
  return false
}
