import { domainToUnicode } from 'node:url'
import { parse as parseDomain } from 'tldts'
import type { Limits, Parsed } from '../../base/parsed.ts'
import { addressKind, readAddress } from '../../formats/ip.ts'
import { refang } from './defang.ts'
import { type LookAlike, lookAlike, mixesScripts } from './look-alike.ts'
import { isShortener, unwrap } from './wrappers.ts'

export { type Brand, brandOfHost } from './brands.ts'
export { defang, refang } from './defang.ts'
export { brandInText, isOwnHost, type LookAlike, lookAlike, mixesScripts, scriptsOf, skeleton } from './look-alike.ts'

export type UrlFeature =
  | 'ip-literal'
  | 'ip-obscured'
  | 'punycode'
  | 'mixed-script'
  | 'look-alike'
  | 'userinfo'
  | 'shortener'
  | 'data'
  | 'script'
  | 'file'
  | 'odd-port'
  | 'plain-http'
  | 'executable'
  | 'archive'
  | 'many-subdomains'
  | 'private-address'
  | 'wrapped'
  | 'backslash'
  | 'defanged'
  | 'control-characters'
  | 'ipfs'
  | 'hosted-by-anyone'
  | 'onion'
  | 'nested-url'
  | 'long'

export type UrlReading = {
  /** normalised by the WHATWG URL Standard, wrappers taken off */
  readonly url: string
  readonly scheme: string
  /** ASCII; null for schemes without one */
  readonly host: string | null
  /** the host as a person reads it */
  readonly unicodeHost: string | null
  readonly hostKind: 'name' | 'ipv4' | 'ipv6' | 'none'
  readonly port: number | null
  /** registered domain by the public suffix list, private suffixes included; null for addresses and bare suffixes */
  readonly domain: string | null
  readonly wrappers: readonly { readonly kind: string; readonly url: string }[]
  readonly lookAlike: LookAlike | null
  readonly features: readonly UrlFeature[]
}

const mostWrappers = 5
const mostDefanged = 8192

/**
 * The registered domain of a host by the public suffix list, private section included, or null: what DMARC calls the organisational
 * domain (RFC 7489 §3.2).
 */
export function registeredDomain(host: string): string | null {
  return parseDomain(host, { allowPrivateDomains: true, validateHostname: false }).domain
}

/** Whether a host ends in a suffix that exists, or is an address: `internet.e-mail` is two words whose space was lost. */
export function hasKnownSuffix(host: string): boolean {
  const { isIcann, isPrivate, isIp } = parseDomain(host, { allowPrivateDomains: true, validateHostname: false })
  return isIcann === true || isPrivate === true || isIp === true
}

/**
 * Reads a URL from hostile text: undoes defanging, normalises, takes redirect wrappers off and tells its features. Malformed when it
 * has no scheme that stands for a place or an action. `limits.bytes` caps its length.
 */
export function readUrl(text: string, limits: Limits): Parsed<UrlReading> {
  if (text.length > Math.min(limits.bytes, 2_000_000)) return { malformed: 'longer than the limit', at: limits.bytes }
  const features = new Set<UrlFeature>()
  const bare = text.trim()
  if (/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/.test(bare)) features.add('control-characters')
  // what browsers drop (WHATWG URL §4.4) and what is drawn as nothing
  const visible = bare.replace(/[\t\r\n\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
  const whole = visible.length > mostDefanged ? visible : refang(visible)
  if (whole !== visible) features.add('defanged')
  const withScheme = /^www\d?\./i.test(whole) ? `http://${whole}` : whole.startsWith('//') ? `https:${whole}` : whole
  if (/^https?:[/]*\\|^https?:\/{3,}|^https?:[^/]/i.test(withScheme) || /^https?:\/\/[^/?#]*\\/i.test(withScheme)) features.add('backslash')
  let url: URL
  try {
    url = new URL(withScheme)
  } catch {
    return { malformed: 'not a URL' }
  }
  const wrappers: { kind: string; url: string }[] = []
  for (let inner = unwrap(url); inner !== undefined && wrappers.length < mostWrappers; inner = unwrap(url)) {
    wrappers.push({ kind: inner.kind, url: url.href })
    url = new URL(inner.target)
  }
  if (wrappers.length > 0) features.add('wrapped')
  const scheme = url.protocol.slice(0, -1)
  const host = readHost(url)
  tellScheme(scheme, url, features)
  const domain = host.kind === 'name' && host.host !== null ? registeredDomain(host.host) : null
  let alike: LookAlike | undefined
  if (host.kind === 'name' && host.host !== null && host.unicode !== null) {
    alike = lookAlike(host.unicode, domain === null ? null : domainToUnicode(domain) || domain)
    tellName(host.host, host.unicode, domain, features)
  } else if (host.host !== null) {
    features.add('ip-literal')
    if (addressKind(host.host) !== 'public') features.add('private-address')
    if (host.kind === 'ipv4' && !withScheme.includes(host.host)) features.add('ip-obscured')
  }
  if (alike !== undefined) features.add('look-alike')
  return {
    url: url.href,
    scheme,
    host: host.host,
    unicodeHost: host.unicode,
    hostKind: host.kind,
    port: url.port === '' ? null : Number(url.port),
    domain,
    wrappers,
    lookAlike: alike ?? null,
    features: [...features],
  }
}

function readHost(url: URL): { kind: 'name' | 'ipv4' | 'ipv6' | 'none'; host: string | null; unicode: string | null } {
  const raw = url.hostname
  if (raw === '') return { kind: 'none', host: null, unicode: null }
  const address = readAddress(raw)
  if (address !== undefined) return { kind: raw.startsWith('[') ? 'ipv6' : 'ipv4', host: address, unicode: address }
  const host = raw.toLowerCase().replace(/\.$/, '')
  return { kind: 'name', host, unicode: domainToUnicode(host) || host }
}

const executables =
  /\.(?:exe|scr|msi|msix|appx|bat|cmd|pif|ps1|vbs|vbe|js|jse|wsf|hta|jar|apk|dmg|pkg|lnk|iso|img|vhdx?|cpl|dll|xll|one|url|deb|rpm)$/i
const archives = /\.(?:zip|rar|7z|gz|tgz|tar|bz2|xz|cab|ace|arj|z|lzh)$/i
/** Places where anyone can publish at once and for nothing, so that the domain says nothing on who did. */
const anyones =
  /(?:^|\.)(?:web\.app|firebaseapp\.com|pages\.dev|workers\.dev|r2\.dev|github\.io|gitlab\.io|netlify\.app|vercel\.app|herokuapp\.com|onrender\.com|glitch\.me|repl\.co|replit\.app|weebly\.com|weeblysite\.com|wixsite\.com|godaddysites\.com|blogspot\.[a-z.]+|wordpress\.com|sites\.google\.com|docs\.google\.com|forms\.gle|forms\.office\.com|000webhostapp\.com|duckdns\.org|ngrok\.io|ngrok-free\.app|trycloudflare\.com|azurewebsites\.net|blob\.core\.windows\.net|web\.core\.windows\.net|s3\.amazonaws\.com|cloudfront\.net|fly\.dev|surge\.sh|webflow\.io|square\.site|mystrikingly\.com|jimdosite\.com|yolasite\.com|framer\.app|notion\.site|canva\.site|typeform\.com|jotform\.com|myportfolio\.com|translate\.goog|telegra\.ph|codesandbox\.io|bubbleapps\.io|dynv6\.net|ddns\.net|hopto\.org|zapto\.org|no-ip\.org)$/

function tellScheme(scheme: string, url: URL, features: Set<UrlFeature>): void {
  if (scheme === 'data') features.add('data')
  if (scheme === 'javascript' || scheme === 'vbscript') features.add('script')
  if (scheme === 'file' || scheme === 'search-ms' || scheme === 'ms-msdt' || scheme === 'smb') features.add('file')
  if (scheme === 'http') features.add('plain-http')
  if (url.username !== '' || url.password !== '') features.add('userinfo')
  if (url.port !== '') features.add('odd-port')
  if (!/^https?$|^ftp$/.test(scheme)) return
  // a program that answers on a server (eBayISAPI.dll?ViewItem) is not one that is handed over
  const served = (/\.dll$/i.test(url.pathname) && url.search !== '') || /\/(?:cgi-?bin|cgi|scripts)\//i.test(url.pathname)
  if (executables.test(url.pathname) && !served) features.add('executable')
  if (archives.test(url.pathname)) features.add('archive')
  if (url.href.length > 1000) features.add('long')
  if (/[=/?&](?:https?(?::|%3A)(?:\/|%2F){2}|aHR0c)/i.test(`${url.pathname}${url.search}${url.hash}`)) features.add('nested-url')
  if (/^\/ip[fn]s\//.test(url.pathname) || /\.ip[fn]s\./.test(url.hostname) || scheme === 'ipfs') features.add('ipfs')
}

function tellName(host: string, unicode: string, domain: string | null, features: Set<UrlFeature>): void {
  if (/(?:^|\.)xn--/.test(host)) features.add('punycode')
  if (unicode.split('.').some(mixesScripts)) features.add('mixed-script')
  if (isShortener(host, domain)) features.add('shortener')
  if (host.endsWith('.onion')) features.add('onion')
  if (anyones.test(host)) features.add('hosted-by-anyone')
  const below = domain === null ? 0 : host.split('.').length - domain.split('.').length
  if (below >= 4) features.add('many-subdomains')
}
