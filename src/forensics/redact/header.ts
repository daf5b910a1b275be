import { readAddresses } from '../../formats/headers/index.ts'
import { decodeWords, type HeaderField, type OutgoingField } from '../../formats/mime/index.ts'
import type { Tally } from './profile.ts'
import { addressMark, mark } from './secrets.ts'
import { type Redacting, redactText } from './text.ts'
import { looksLikeToken, redactIdentifiers, redactLinks, redactMessageIds } from './tokens.ts'
import { holds } from './words.ts'

const named = new Set(['to', 'cc', 'bcc', 'resent-to', 'resent-cc', 'resent-bcc'])
/** Who received it, as the machines on its way noted down. */
const receiving =
  /^(?:delivered-to|x-original-to|envelope-to|x-envelope-to|x-delivered-to|apparently-to|x-forwarded-(?:to|for)|x-rcpt-to|x-real-to|x-apparently-to|original-recipient|final-recipient|disposition-notification-to|x-ms-exchange-.*|thread-index|x-gm-.*|x-received|x-google-.*)$/
const ids = /^(?:message-id|references|in-reply-to|resent-message-id|x-.*message-id)$/
const signatures = /^(?:dkim-signature|arc-seal|arc-message-signature|domainkey-signature|x-google-dkim-signature)$/
const lists = /^(?:list-unsubscribe|list-help|list-subscribe|list-post|list-owner|list-archive)$/
// whom it is from, what it says it is, and how it came: what is told of
const told =
  /^(?:from|sender|reply-to|resent-from|resent-sender|subject|date|resent-date|received|authentication-results|arc-authentication-results|received-spf|list-id|comments|keywords|organization|x-mailer|user-agent|x-originating-ip|importance|priority|x-priority|precedence|auto-submitted|accept-language|content-language)$/
// written anew with the part
const made = /^(?:content-.*|mime-version)$/

/** The addresses and names that a message itself names as those it was for. */
export function recipientsIn(header: readonly HeaderField[]): { readonly addresses: readonly string[]; readonly names: readonly string[] } {
  const addresses: string[] = []
  const names: string[] = []
  for (const field of header) {
    if (named.has(field.key) || receiving.test(field.key)) {
      for (const one of readAddresses(field.unfolded).addresses) {
        addresses.push(one.address)
        names.push(decodeWords(one.name))
      }
    }
    if (field.key === 'received') {
      const found = /\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?/i.exec(field.unfolded)
      if (found?.[1] !== undefined) addresses.push(found[1])
    }
  }
  return { addresses, names: names.filter((name) => name !== '') }
}

/** Fields that may stand once (RFC 5322 §3.6); what stands again is kept under a name that says so, for it is part of the trick. */
const once = /^(?:from|sender|reply-to|to|cc|bcc|date|subject|message-id|in-reply-to|references)$/

/** The header of what leaves: in its order, without what the rules take off. Fields that describe the body are left to who writes the body. */
export function redactHeader(header: readonly HeaderField[], given: Redacting, part: string): readonly OutgoingField[] {
  const seen = new Set<string>()
  return header.slice(0, 500).flatMap((field) => {
    if (made.test(field.key) || !/^[\x21-\x39\x3b-\x7e]{1,200}$/.test(field.name)) return []
    const where = part === '0' ? `header ${field.key}` : `part ${part} header ${field.key}`
    const kept = redactField(field, given, where)
    if (kept === undefined) {
      given.tally.add('header', where)
      return []
    }
    const again = once.test(field.key) && seen.has(field.key)
    seen.add(field.key)
    return [again ? { ...kept, name: `X-Repeated-${field.name}` } : kept]
  })
}

function redactField(field: HeaderField, given: Redacting, where: string): OutgoingField | undefined {
  const { rules, from, tally } = given
  const { name, key } = field
  if (rules.headers.some((one) => (one.endsWith('*') ? key.startsWith(one.slice(0, -1)) : key === one))) return undefined
  if (looksLikeToken(name)) return undefined
  if (rules.recipients && receiving.test(key)) return undefined
  if (rules.recipients && named.has(key)) {
    tally.add('address', where, Math.max(1, readAddresses(field.unfolded).addresses.length))
    return { name, addresses: [{ address: addressMark }] }
  }
  const value = redactText(rules.tracking ? withoutIdentity(field, given, where) : field.value, given, where)
  // what is still to be found stays here whole
  if (value === undefined || holds(`${name}: ${value}`, from)) return undefined
  return { name, text: value }
}

function withoutIdentity(field: HeaderField, { about, tally, rules }: Redacting, where: string): string {
  const { key, value } = field
  if (ids.test(key)) return redactMessageIds(value, where, tally)
  if (signatures.test(key)) return redactSignature(value, where, tally)
  if (lists.test(key)) return redactList(value, where, tally)
  if (key === 'return-path') return redactLocal(value, where, tally)
  if (key === 'received')
    return rules.recipients ? value.replace(/\bfor\s+<?[^\s<>;]+@[^\s<>;]+>?/gi, () => `for <${addressGone(tally, where)}>`) : value
  const linked = redactLinks(value, about, where, tally)
  return told.test(key) ? linked : redactIdentifiers(linked, where, tally)
}

function addressGone(tally: Tally, where: string): string {
  tally.add('address', where)
  return addressMark
}

/** A signature is of one copy: without its value it cannot be told whose. What it was made by and over stays. */
function redactSignature(value: string, where: string, tally: Tally): string {
  tally.add('identifier', where)
  return value.replace(/(^|;)(\s*(?:b|bh)\s*=)[^;]*/gi, `$1$2${mark}`)
}

function redactList(value: string, where: string, tally: Tally): string {
  return value.replace(/<([^<>]*)>/g, (whole, uri: string) => {
    const host = /^[a-z]+:\/\/([^/?#\s]+)/i.exec(uri)?.[1] ?? /^mailto:[^@?]*@([^?\s>]+)/i.exec(uri)?.[1]
    if (host === undefined) return whole
    tally.add('identifier', where)
    const safe = host.split('.').some(looksLikeToken) ? 'removed.invalid' : host
    return /^mailto:/i.test(uri) ? `<mailto:${mark}@${safe}>` : `<https://${safe}/${mark}>`
  })
}

/** A reverse path that is made for each copy (VERP) keeps its host. */
function redactLocal(value: string, where: string, tally: Tally): string {
  return value.replace(/<?([^<>@\s]+)@([^<>@\s]+)>?/g, (whole, local: string, host: string) => {
    if (!local.split(/[-+=_.]/).some(looksLikeToken) && !/[=+]/.test(local) && local.length < 24) return whole
    tally.add('identifier', where)
    return `<${mark}@${host}>`
  })
}
