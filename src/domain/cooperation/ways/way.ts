import { createHash } from 'node:crypto'
import type { OrganisationId } from '../../../base/id.ts'
import type { archiveKinds, wayKinds, wayWhats } from '../contract/way-names.ts'

export type WayWhat = (typeof wayWhats)[number]
export type WayKind = (typeof wayKinds)[number]
export type ArchiveKind = (typeof archiveKinds)[number]

/** How a vendor takes samples, or a hotline what is referred to it. Nothing goes by one that nobody confirmed, unless a person opens its page by themselves. */
export type Way = {
  readonly id: string
  readonly owner: OrganisationId
  readonly what: WayWhat
  readonly shipped: string | null
  readonly name: string
  readonly country: string | null
  readonly kind: WayKind
  readonly value: string
  readonly archive: ArchiveKind
  readonly password: string
  readonly field: string
  readonly header: string | null
  readonly secret: Buffer | null
  readonly language: string | null
  readonly againDays: number | null
  readonly note: string
  readonly source: string
  readonly confirmedAt: Date | null
  readonly confirmedBy: string | null
  readonly changedAt: Date | null
  readonly changedBy: string | null
  readonly endedAt: Date | null
}

/** One that ships: a fact of a date, from a source, for each organisation to confirm. */
export type ShippedWay = Pick<Way, 'what' | 'name' | 'country' | 'kind' | 'value' | 'source'> & { readonly shipped: string }

/** The id that what ships has in an organisation (UUIDv8, RFC 9562 §5.8): the same each time, so that it needs no row until somebody touches it. */
export function shippedId(owner: OrganisationId, key: string): string {
  const hex = createHash('sha256').update(`way ${owner} ${key}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function wayOfShipped(owner: OrganisationId, shipped: ShippedWay): Way {
  return {
    ...shipped,
    id: shippedId(owner, shipped.shipped),
    owner,
    archive: 'aes',
    password: 'infected',
    field: 'file',
    header: null,
    secret: null,
    language: null,
    againDays: shipped.what === 'vendor' ? 7 : null,
    note: '',
    confirmedAt: null,
    confirmedBy: null,
    changedAt: null,
    changedBy: null,
    endedAt: null,
  }
}

/** What is wrong with where a way leads; undefined where nothing is. An API is asked by TLS alone: what goes is a secret and a sample. */
export function placeFault(kind: WayKind, value: string): 'address' | 'url' | 'https' | undefined {
  if (kind === 'mail') return /^[^\s@<>",;:]+@[^\s@<>",;:]+\.[^\s@<>",;:]+$/.test(value) ? undefined : 'address'
  const url = URL.parse(value)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') return 'url'
  return kind === 'http' && url.protocol !== 'https:' ? 'https' : undefined
}

/** Whether a secret that is kept may go where the way leads now: to the same host, in the same header. */
export function sameDoor(before: Pick<Way, 'kind' | 'value' | 'header'>, now: Pick<Way, 'kind' | 'value' | 'header'>): boolean {
  if (before.kind !== 'http' || now.kind !== 'http' || before.header !== now.header) return false
  return URL.parse(before.value)?.origin === URL.parse(now.value)?.origin
}

export const secretPurpose = (id: string) => `cooperation.way ${id}`

/** A file's name within an archive: its hash, and its ending where that is harmless. The name itself may tell whom it was for. */
export function memberName(sha256: string, name: string | null): string {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase()
  return `${sha256}.${ending ?? 'bin'}`
}

/** A form with one file (RFC 7578); `boundary` is of this release alone, so that nobody who made the file could know it. */
export function formOf(boundary: string, field: string, name: string, type: string, bytes: Uint8Array): Uint8Array {
  const quoted = (text: string) => text.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ')
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(field)}"; filename="${quoted(name)}"\r\nContent-Type: ${type}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

export const boundaryOf = (release: string) => `tocsin-${release}`
