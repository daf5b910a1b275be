import { brandOfHost, scriptsOf, type UrlFeature, type UrlReading } from '../url/index.ts'
import { collectFindings, type FindingCode, type Findings } from './findings.ts'
import { type FoundLink, shownDomain } from './links.ts'
import type { Finding, Rest, Severity } from './reading.ts'

const byFeature: Readonly<Partial<Record<UrlFeature, FindingCode>>> = {
  'ip-literal': 'link-ip',
  'ip-obscured': 'link-ip-obscured',
  'look-alike': 'link-look-alike',
  'mixed-script': 'link-mixed-script',
  punycode: 'link-punycode',
  userinfo: 'link-userinfo',
  shortener: 'link-shortener',
  data: 'link-data',
  script: 'link-script',
  file: 'link-file',
  executable: 'link-executable',
  archive: 'link-archive',
  'odd-port': 'link-odd-port',
  'many-subdomains': 'link-many-subdomains',
  'hosted-by-anyone': 'link-anyone',
  ipfs: 'link-ipfs',
  onion: 'link-onion',
  backslash: 'link-malformed',
  'control-characters': 'link-malformed',
  'nested-url': 'link-nested',
}

/** Says what the links amount to: one finding a kind and host, which rests on all links of that host. */
export function judgeLinks(links: readonly FoundLink[], findings: Findings): void {
  const grouped = new Map<string, { code: FindingCode; params: Record<string, string | null>; rests: Rest[]; severity?: Severity }>()
  const note = (code: FindingCode, index: number, params: Record<string, string | null>, severity?: Severity) => {
    const key = `${code} ${params['host'] ?? ''} ${params['shown'] ?? ''}`
    const group = grouped.get(key)
    if (group === undefined) grouped.set(key, { code, params, rests: [{ link: index }], ...(severity === undefined ? {} : { severity }) })
    else if (group.rests.length < 50) group.rests.push({ link: index })
  }
  for (const [index, found] of links.entries()) {
    const { link, url } = found
    for (const { code, params, severity } of judgeUrl(url, link.where)) note(code, index, params, severity)
    if (found.hidden && link.where === 'a' && /^https?$/.test(link.scheme)) note('link-hidden', index, { host: link.host, shown: null })
    const mismatch = mismatchOf(found)
    if (mismatch !== null)
      note('link-text-mismatch', index, { host: link.host, domain: link.domain, shown: mismatch.shown }, mismatch.severity)
  }
  for (const { code, params, rests, severity } of grouped.values()) findings.add(code, rests, params, severity)
}

type Judged = { readonly code: FindingCode; readonly params: Record<string, string | null>; readonly severity?: Severity }

function judgeUrl(url: UrlReading | null, where: string): Judged[] {
  if (url === null) return []
  const features = new Set(url.features)
  const params = { host: url.unicodeHost, brand: url.lookAlike?.brand ?? null, how: url.lookAlike?.how ?? null }
  // pictures come from anywhere: of them only what would harm by itself is told
  const picture = where === 'img' || where === 'css'
  const out: Judged[] = []
  for (const feature of features) {
    const code = byFeature[feature]
    if (code === undefined || (picture && !/^(?:ip-obscured|script|file|look-alike|mixed-script)$/.test(feature))) continue
    if (feature === 'ip-literal' && features.has('ip-obscured')) continue
    if (feature === 'punycode' && (features.has('mixed-script') || features.has('look-alike'))) continue
    // the mere word of a brand in a foreign domain is weaker than letters that imitate it
    if (feature === 'look-alike' && url.lookAlike?.how === 'word') out.push({ code, params, severity: 'medium' })
    else out.push({ code, params })
  }
  if (
    features.has('punycode') &&
    !features.has('mixed-script') &&
    !features.has('look-alike') &&
    wholeScriptConfusable(url.unicodeHost ?? '')
  ) {
    out.push({ code: 'link-mixed-script', params, severity: 'medium' })
  }
  return out
}

/** A label of Cyrillic or Greek letters alone that all look Latin, under a Latin suffix: made to be misread. */
function wholeScriptConfusable(host: string): boolean {
  return host.split('.').some((label) => {
    const scripts = scriptsOf(label)
    return (
      scripts.length === 1 &&
      (scripts[0] === 'Cyrillic' || scripts[0] === 'Greek') &&
      /^[асеорхуіјѕһԁԛԝӏвкмнтαοριυνκητχγ0-9-]+$/u.test(label)
    )
  })
}

function mismatchOf({ link, url }: FoundLink): { shown: string; severity: Severity } | null {
  if (link.where !== 'a' || link.shown === null || url === null || !/^https?$/.test(url.scheme)) return null
  const shown = shownDomain(link.shown)
  if (shown === null || shown === url.domain || shown === url.host) return null
  // the same owner under another of its domains
  const brand = brandOfHost(shown)
  if (brand !== undefined && url.host !== null && brand === brandOfHost(url.host)) return null
  const outer = link.wrappers[0]?.url
  if (outer !== undefined && URL.canParse(outer) && new URL(outer).hostname.endsWith(shown)) return null
  return { shown, severity: brand === undefined ? 'medium' : 'high' }
}

/** The findings of a lone URL, outside of any message. */
export function urlFindings(url: UrlReading): Finding[] {
  const findings = collectFindings()
  for (const { code, params, severity } of judgeUrl(url, 'a')) findings.add(code, [], params, severity)
  return findings.list
}
