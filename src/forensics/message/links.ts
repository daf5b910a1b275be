import { isMalformed, type Limits } from '../../base/parsed.ts'
import { readUrl, registeredDomain, type UrlReading } from '../url/index.ts'
import type { RawLink } from './html.ts'
import type { Link, LinkWhere } from './reading.ts'

/** A link of the reading with what the judging of it needs besides. */
export type FoundLink = { readonly link: Link; readonly url: UrlReading | null; readonly hidden: boolean; readonly pixel: boolean }

export type LinkCollector = {
  /** links of a document; `base` as the document states it */
  addDocument(links: readonly RawLink[], base: string | null, part: string, where?: LinkWhere): void
  /** URLs in plain text */
  addText(text: string, part: string, where?: LinkWhere): void
  /** one URL that something carries, such as a PDF */
  addOne(url: string, part: string, where: LinkWhere): void
  readonly list: FoundLink[]
  /** more links than the limit */
  full(): boolean
}

/**
 * Collects links: each (URL, place, text) once, those of plain text and files only where the URL is new, `most` in all. So documents
 * come first. The reading of a URL is done once however often it stands there.
 */
export function collectLinks(limits: Limits, most: number): LinkCollector {
  const list: FoundLink[] = []
  const seen = new Set<string>()
  const urls = new Set<string>()
  const readings = new Map<string, UrlReading | null>()
  let full = false
  const read = (text: string): UrlReading | null => {
    const known = readings.get(text)
    if (known !== undefined) return known
    const found = readUrl(text, limits)
    const reading = isMalformed(found) ? null : found
    if (readings.size < 5000) readings.set(text, reading)
    return reading
  }
  const add = (
    written: string,
    where: LinkWhere,
    part: string,
    shown: string | null,
    flags: { hidden: boolean; pixel: boolean },
    base: string | null,
  ) => {
    if (list.length >= most) {
      full = true
      return
    }
    const target = resolve(written, base)
    if (skipped(target, where)) return
    const url = read(target)
    const link = makeLink(written, target, url, where, part, shown)
    const key = `${where}\n${link.url}\n${shown ?? ''}\n${part}`
    // what a text or a file says again adds nothing to a link that is there
    if (seen.has(key) || ((where === 'text' || where === 'attachment') && urls.has(link.url))) return
    seen.add(key)
    urls.add(link.url)
    list.push({ link, url, ...flags })
  }
  const plain = { hidden: false, pixel: false }
  return {
    list,
    full: () => full,
    addDocument(links, base, part, where) {
      for (const raw of links)
        add(raw.written, where ?? raw.where, part, raw.where === 'a' || raw.where === 'area' ? raw.shown || null : null, raw, base)
    },
    addText(text, part, where = 'text') {
      for (const found of findUrls(text)) add(found, where, part, null, plain, null)
    },
    addOne(url, part, where) {
      add(url, where, part, null, plain, null)
    },
  }
}

/** Entities are decoded by the HTML parser; here the base is applied (HTML §4.2.3) to what has no scheme of its own. */
function resolve(written: string, base: string | null): string {
  const bare = written.replace(/[\t\r\n]+/g, '').trim()
  if (base === null || /^[a-z][a-z0-9+.-]*:/i.test(bare) || bare.startsWith('#')) return bare
  try {
    return new URL(bare, base).href
  } catch {
    return bare
  }
}

/** What is no link to anywhere: parts of the message itself, places in the page, inline pictures. */
function skipped(target: string, where: LinkWhere): boolean {
  if (target === '' || target.startsWith('#') || /^(?:cid|mid|about|x-apple-data-detectors|webkit-fake-url|blob):/i.test(target))
    return true
  if (/^data:(?:image\/(?!svg)|font\/|application\/(?:font|x-font))/i.test(target)) return true
  const relative = !/^[a-z][a-z0-9+.-]*:|^\/\/|^www\./i.test(target)
  return relative && where !== 'a' && where !== 'form' && where !== 'area'
}

function makeLink(written: string, target: string, url: UrlReading | null, where: LinkWhere, part: string, shown: string | null): Link {
  if (url === null) {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(target)?.[1]?.toLowerCase() ?? ''
    return {
      url: target.slice(0, 4000),
      written: null,
      wrappers: [],
      shown,
      where,
      part,
      scheme,
      host: null,
      domain: null,
      features: [scheme === '' ? 'relative' : 'malformed'],
    }
  }
  // a document inside of a URL is not repeated in the reading
  const long = url.scheme === 'data' ? 200 : 4000
  return {
    url: url.url.slice(0, long),
    written: written === url.url ? null : written.slice(0, long),
    wrappers: url.wrappers.map((wrapper) => ({ kind: wrapper.kind, url: wrapper.url.slice(0, 4000) })),
    shown,
    where,
    part,
    scheme: url.scheme,
    host: url.host,
    domain: url.domain,
    features: url.features,
  }
}

const urlPattern =
  /(?:\b(?:https?|hxxps?|ftp)\[?:\]?\/{1,3}|\bwww\d{0,2}(?:\.|\[\.\])(?=[a-z0-9-]+[.[]))[^\s<>"'`\u00a0\u3000-\u3002\uff0c\uff08\uff09\u201c\u201d\u00ab\u00bb|\\^{}]{2,3000}/gi
const mostFound = 2000

/** URLs in plain text: with a scheme, or beginning with `www.`; punctuation that belongs to the sentence is left off. */
function findUrls(text: string): string[] {
  const found: string[] = []
  for (const match of text.slice(0, 1_000_000).matchAll(urlPattern)) {
    if (found.length >= mostFound) break
    const url = trimSentence(match[0])
    if (url.length > 6) found.push(url)
  }
  return found
}

function trimSentence(url: string): string {
  let out = url.replace(/[.,;:!?*_~]+$/, '')
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
  ] as const) {
    while (out.endsWith(close) && out.split(close).length > out.split(open).length) out = out.slice(0, -1).replace(/[.,;:!?]+$/, '')
  }
  return out
}

/** The registered domain that a link's text shows, when the text is a URL or a host and nothing else. */
export function shownDomain(shown: string): string | null {
  const text = shown
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .trim()
  if (text.length > 300 || text.includes('@')) return null
  const match =
    /^(?:[<([«"']\s*)?((?:https?|ftp):\/{2}|www\.)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24})(?::\d+)?(\/\S*)?(?:\s*[>)\]»"'.])?$/iu.exec(
      text,
    )
  if (match === null) return null
  const [, scheme, host = '', path] = match
  const domain = registeredDomain(`${scheme?.toLowerCase() === 'www.' ? 'www.' : ''}${host}`.toLowerCase())
  if (domain === null) return null
  // "invoice.pdf" and "readme.md" are file names: without scheme, `www.` or path only the usual ends count
  if (scheme === undefined && path === undefined && !/\.(?:com|net|org|info|biz|gov|edu|eu|[a-z]{2})$/i.test(host)) return null
  if (
    scheme === undefined &&
    path === undefined &&
    /\.(?:md|py|sh|rs|pl|cc|so|ai|zip|mov|ps|in|is|it|to|no|at|be|me|my|us|am|as|do)$/i.test(host) &&
    host.split('.').length === 2
  )
    return null
  return domain
}
