import { isMalformed, type Parsed } from '../../base/parsed.ts'
import type { Arrival } from './arrival.ts'
import { usableAddress } from './arrival.ts'
import { StatedReport } from './contract.ts'
import { placesIn } from './recognise.ts'

/** What a caller of the HTTP API sent, before it is told what it is. */
export type Submitted = {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly name: string | null
  readonly note: string | null
  readonly reporter: string | null
  readonly reporterName: string | null
  readonly language: string | null
  readonly said: 'unwanted' | 'child-material'
}

export type Read = Parsed<Omit<Arrival, 'owner' | 'channel'>>

/** JSON larger than this is kept as a file and not looked into here. */
const jsonSize = 20_000_000

/**
 * Reads a submission: JSON is a stated report, or XARF (told by `xarf_version` or `Version`), which is kept as it came; anything else is a message or a file.
 * XARF of the type `csam` counts as suspected child material before a byte of it is stored; where it lies is read out of it.
 */
export function readSubmitted(sent: Submitted): Read {
  const read = readForm(sent)
  if (isMalformed(read) || read.said !== 'child-material') return read
  return { ...read, places: placesIn(read.bytes, read.mediaType) }
}

function readForm(sent: Submitted): Read {
  const reporter =
    sent.reporter === null && sent.reporterName === null
      ? null
      : { address: usableAddress(sent.reporter ?? '') ?? null, name: sent.reporterName }
  const plain = {
    bytes: sent.bytes,
    mediaType: sent.mediaType,
    name: sent.name,
    reporter,
    note: sent.note,
    language: sent.language,
    envelope: null,
    said: sent.said,
  }
  if (sent.bytes.length === 0) return { malformed: 'nothing was sent' }
  if (sent.mediaType !== 'application/json') return plain
  if (sent.bytes.length > jsonSize) return { malformed: 'JSON too large' }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(sent.bytes))
  } catch {
    return { malformed: 'not JSON in UTF-8' }
  }
  if (isRecord(value) && ('xarf_version' in value || 'Version' in value)) {
    const child = value['type'] === 'csam' || value['type'] === 'csem'
    return { ...plain, said: child ? 'child-material' : plain.said }
  }
  const stated = StatedReport.safeParse(value)
  if (!stated.success)
    return {
      malformed: stated.error.issues
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .slice(0, 5)
        .join('; '),
    }
  const said = stated.data
  return {
    ...plain,
    mediaType: 'application/vnd.tocsin.report+json',
    note: said.note ?? plain.note,
    language: said.language ?? plain.language,
    reporter:
      said.reporter === undefined
        ? reporter
        : { address: usableAddress(said.reporter.address ?? '') ?? null, name: said.reporter.name ?? null },
    said: said.said,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
