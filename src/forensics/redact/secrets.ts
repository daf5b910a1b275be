import { createHash } from 'node:crypto'
import { folded } from './fold.ts'
import type { Removal } from './profile.ts'

/** What must not be found in what leaves: as expressions that find a text however its characters are written, and as the hashes and encodings of it. */
export type Secret = {
  readonly why: Extract<Removal, 'address' | 'name' | 'word'>
  /** finds it in a text; global and without regard to case */
  readonly pattern: RegExp
  /** the same without boundaries, for what was decoded out of a run of characters */
  readonly inside: RegExp
  /** all of these are in the folded form of any text that it is in: looked for first, since that is quick */
  readonly parts: readonly string[]
  /** what is put in its place */
  readonly mark: string
}

/** Stands where something was; safe in a header, in a link and in HTML alike. */
export const mark = 'removed'
export const addressMark = 'removed@removed.invalid'

/** Parts of addresses that name nobody. */
const generic =
  /^(?:abuse|admin|administrator|billing|contact|help|hello|info|mail|mailbox|marketing|news|newsletter|noreply|no-reply|office|postmaster|report|reports|root|sales|security|service|services|spam|support|team|test|user|webmaster|www|removed|undisclosed.recipients?|recipients?)$/i
/** A word that many go by: support, office, team. */
export const namesNobody = (text: string): boolean => generic.test(text)

const mostSecrets = 200
const mostLength = 320

/** Names that each character goes by in HTML besides its number. */
const entities: Readonly<Record<string, string>> = {
  '@': 'commat',
  '.': 'period',
  '-': 'hyphen',
  _: 'lowbar',
  '+': 'plus',
  '=': 'equals',
  '%': 'percnt',
  '&': 'amp',
  "'": 'apos',
  '!': 'excl',
  '#': 'num',
  $: 'dollar',
  '*': 'ast',
  '/': 'sol',
  '?': 'quest',
}

const invisible = '[\\u00ad\\u034f\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\ufeff]'
// what may stand between two characters of one word and is not seen: zero-width characters, soft line ends of quoted-printable
const gap = `(?:${invisible}|&(?:shy|zwj|zwnj|ZeroWidthSpace|NoBreak|#8203|#173|#xad|#x200[bcd]);?|=\\r?\\n)*`
const blank = `(?:[\\s\\u00a0._+-]|&nbsp;|&#160;|&#xa0;|%20|=20|${invisible})`

const escapeOf = (character: string) => character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const hexOf = (value: number, width = 2) => value.toString(16).padStart(width, '0')

/** One character in each spelling: itself in both cases, percent-encoded once or twice, as an entity, as an escape of a script, in quoted-printable. */
function spellings(character: string): string {
  const forms = new Set<string>()
  for (const one of new Set([character, character.toLowerCase(), character.toUpperCase()])) {
    if ([...one].length !== 1) continue
    const code = one.codePointAt(0) ?? 0
    const bytes = [...Buffer.from(one)]
    forms.add(escapeOf(one))
    forms.add(bytes.map((byte) => `%(?:25){0,2}${hexOf(byte)}`).join(''))
    forms.add(bytes.map((byte) => `=${hexOf(byte)}`).join(''))
    forms.add(`&#0{0,6}${code};?`)
    forms.add(`&#x0{0,6}${hexOf(code, 1)};?`)
    if (code < 0x10000) forms.add(`\\\\u${hexOf(code, 4)}`)
    if (code < 0x100) forms.add(`\\\\x${hexOf(code)}`)
    const wide = code > 0x20 && code < 0x7f ? String.fromCodePoint(code + 0xfee0) : undefined
    if (wide !== undefined) forms.add(wide)
  }
  const entity = entities[character]
  if (entity !== undefined) forms.add(`&${entity};?`)
  return `(?:${[...forms].join('|')})`
}

function spelled(text: string): string {
  return [...text].map((character) => (/\s/.test(character) ? `${blank}{1,4}` : spellings(character))).join(gap)
}

// not inside of a longer word; an escape before it (%20, =3D, \n) is no letter of a word
const before = '(?<![\\p{L}\\p{N}])|(?<=(?:%(?:25){0,2}|=|\\\\x)[0-9a-f]{2})|(?<=\\\\[nrt])'
const after = '(?![\\p{L}\\p{N}])'

/** The `@` as lists, bounces and people write it: `=` in VERP, `%` in source routes, `(at)`, `_at_`. */
const at = `(?:${spellings('@')}|${spellings('=')}|${spellings('%')}|[\\s_.-]{0,2}[([{<]?\\s?(?:at|AT)\\s?[)\\]}>]?[\\s_.-]{0,2}|\\s{0,2}@\\s{0,2})`
const dot = `(?:${spellings('.')}|\\s?[([{]\\s?(?:dot|DOT|\\.)\\s?[)\\]}]\\s?|${spellings('_')}|${spellings('-')})`

function addressSecret(local: string, domain: string): Secret {
  const host = domain.split('.').map(spelled).join(`${gap}${dot}${gap}`)
  const forward = `${spelled(local)}${gap}${at}${gap}${host}`
  // SRS and the like turn it round
  const turned = `${host}${gap}${spellings('=')}${gap}${spelled(local)}`
  const either = `${forward}|${turned}`
  const parts = [local, ...domain.split('.')].map(folded)
  return { why: 'address', pattern: new RegExp(either, 'giu'), inside: new RegExp(either, 'iu'), parts, mark: addressMark }
}

function wordSecret(why: Secret['why'], text: string): Secret {
  const body = spelled(text)
  // scripts that write without spaces have no words to be inside of
  const spaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u.test(text)
  const pattern = spaced ? body : `(?:${before})${body}${after}`
  return { why, pattern: new RegExp(pattern, 'giu'), inside: new RegExp(body, 'iu'), parts: text.split(/\s+/).map(folded), mark }
}

/** The secrets that these people and words are; what is too short to be told from ordinary text is none. */
export function secretsOf(addresses: readonly string[], names: readonly string[], words: readonly string[]): readonly Secret[] {
  const seen = new Set<string>()
  const secrets: Secret[] = []
  const add = (key: string, make: () => Secret) => {
    if (seen.has(key.toLowerCase()) || secrets.length >= mostSecrets) return
    seen.add(key.toLowerCase())
    secrets.push(make())
  }
  for (const address of addresses.map(tidy)) {
    const cut = address.lastIndexOf('@')
    if (cut < 1 || cut === address.length - 1) continue
    const [local, domain] = [address.slice(0, cut), address.slice(cut + 1)]
    add(address, () => addressSecret(local, domain))
    const bare = local.split('+')[0] ?? local
    if (bare !== local) add(`${bare}@${domain}`, () => addressSecret(bare, domain))
    for (const part of new Set([local, bare])) if (part.length >= 4 && !generic.test(part)) add(part, () => wordSecret('address', part))
  }
  for (const name of names.map(tidy)) {
    if (name.includes('@') || generic.test(name) || name.length < 2) continue
    add(name, () => wordSecret('name', name))
    const parts = name.split(/[\s,.;"'()]+/).filter((part) => [...part].length >= 3 && !generic.test(part))
    const turned = [...parts].reverse().join(' ')
    if (parts.length > 1) add(turned, () => wordSecret('name', turned))
    for (const part of parts) add(part, () => wordSecret('name', part))
  }
  for (const word of words.map(tidy)) if (word.length >= 2) add(word, () => wordSecret('word', word))
  // whole addresses and names before their parts, so that a part never breaks the whole
  return secrets
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, mostLength).toWellFormed()
}

/** Digests of addresses that senders put in the place of the address, in hexadecimal and base64 without padding, lower case where case means nothing. */
export function digestsOf(addresses: readonly string[]): ReadonlySet<string> {
  const digests = new Set<string>()
  for (const address of addresses
    .map(tidy)
    .filter((one) => one.includes('@'))
    .slice(0, 50)) {
    for (const spelling of new Set([address, address.toLowerCase(), address.toUpperCase()])) {
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512']) {
        const digest = createHash(algorithm).update(spelling).digest()
        digests.add(digest.toString('hex'))
        digests.add(digest.toString('base64').replace(/=+$/, ''))
        digests.add(digest.toString('base64url'))
      }
    }
  }
  return digests
}
