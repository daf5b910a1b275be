import { domainToASCII } from 'node:url'
import { inPrefix, type Prefix, parseAddress, parsePrefix, readAddress } from '../../formats/ip.ts'
import type { Facts } from './facts.ts'
import { fault, folded, mostNames, type Parsed, techniqueLimits } from './technique.ts'

// A list of indicators: one a line, `kind value`, where kind is url, domain, address, file or sender; `#` begins a remark. A domain stands for the hosts under
// it, an address may be a prefix, a file is a SHA-256.

const line = /^(url|domain|address|file|sender)[ \t]+(\S+)(?:[ \t]+#.*)?$/i
const mostPrefixes = 2_000

export function readIndicators(source: string): Parsed<Facts> {
  const values = new Map<string, Set<string>>(['url', 'domain', 'address', 'file', 'sender'].map((kind) => [kind, new Set()]))
  const prefixes: { readonly prefix: Prefix; readonly text: string }[] = []
  let entries = 0
  for (const [index, raw] of source.split('\n').entries()) {
    const text = raw.trim()
    if (text === '' || text.startsWith('#')) continue
    if (text.length > techniqueLimits.value * 2) return fault('too-long', index + 1, 1, text)
    const [, kind = '', given = ''] = line.exec(text) ?? []
    if (given === '') return fault('unexpected', index + 1, 1, text)
    const value = inForm(kind.toLowerCase(), given)
    if (value === undefined) return fault('unfit-value', index + 1, raw.indexOf(given) + 1, given)
    if (++entries > techniqueLimits.entries) return fault('too-many', index + 1, 1, text)
    if (typeof value === 'string') values.get(kind.toLowerCase())?.add(value)
    else if (prefixes.push({ prefix: value, text: given }) > mostPrefixes) return fault('too-many', index + 1, 1, text)
  }
  if (entries === 0) return fault('empty', 1, 1)
  const has = (kind: string, value: string) => values.get(kind)?.has(value) === true
  const match = ({ texts }: Facts): readonly string[] => {
    const found = new Set<string>()
    const of = (field: string) => texts.get(field) ?? []
    for (const url of of('link.url')) if (has('url', url)) found.add(`url ${url}`)
    for (const host of [...of('link.host'), ...of('from.domain')])
      for (const domain of upwards(inAscii(host))) if (has('domain', domain)) found.add(`domain ${domain}`)
    for (const sha256 of of('attachment.sha256')) if (has('file', sha256)) found.add(`file ${sha256}`)
    for (const sender of [...of('from.address'), ...of('return.address'), ...of('reply.address')])
      if (has('sender', sender)) found.add(`sender ${sender}`)
    for (const ip of of('origin.ip')) {
      if (has('address', ip)) found.add(`address ${ip}`)
      const address = parseAddress(ip)
      const within = address === undefined ? undefined : prefixes.find(({ prefix }) => inPrefix(address, prefix))
      if (within !== undefined) found.add(`address ${within.text}`)
    }
    return [...found].slice(0, mostNames)
  }
  return { entries, match }
}

/** In the form in which readings hold it; undefined where it is none of its kind. */
function inForm(kind: string, given: string): string | Prefix | undefined {
  const value = folded(given)
  if (kind === 'address') return given.includes('/') ? parsePrefix(given) : readAddress(given)
  if (kind === 'file') return /^[0-9a-f]{64}$/.test(value) ? value : undefined
  if (kind === 'domain') return /^(?=.{3,253}$)[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})+$/u.test(value) ? inAscii(value) : undefined
  if (kind === 'sender') return /^[^\s@<>]{1,64}@[^\s@<>]{3,253}$/.test(value) ? value : undefined
  return URL.canParse(given) && /^https?:/i.test(given) ? folded(new URL(given).href) : undefined
}

/** As links name hosts (UTS 46), however it is written. */
function inAscii(host: string): string {
  return domainToASCII(host) || host
}

/** A host, and the domains above it. */
function* upwards(host: string): Generator<string> {
  const labels = host.split('.').slice(-20)
  for (let from = 0; from < labels.length - 1; from++) yield labels.slice(from).join('.')
}
