import type { Limits, Parsed } from '../../base/parsed.ts'
import { escapeText, type Property, readLines, splitText as split, unescapeText as unescaped, writeLine } from '../content-lines.ts'

/** What a contact says of itself, as vCard 4.0 (RFC 6350). The browser reads with it too. */
export type Vcard = {
  readonly kind: 'individual' | 'org'
  readonly uid: string
  /** FN, §6.2.1 */
  readonly name: string
  /** ORG, §6.6.4: the organisation and, in it, the unit */
  readonly organisation: string
  readonly unit: string
  readonly title: string
  readonly role: string
  readonly mails: readonly string[]
  readonly phones: readonly { readonly number: string; readonly emergency: boolean }[]
  /** BCP 47, the preferred first */
  readonly languages: readonly string[]
  /** a name of IANA's, or an offset; empty where not said */
  readonly timeZone: string
  /** armoured OpenPGP keys and PEM certificates, §6.8.1 */
  readonly keys: readonly { readonly mediaType: string; readonly text: string }[]
  readonly note: string
  readonly categories: readonly string[]
  /** REV, §6.7.4; null where not said */
  readonly revisedAt: Date | null
}

export type VcardLimits = Pick<Limits, 'bytes' | 'count'> & { readonly cards: number; readonly value: number }
export const vcardLimits: VcardLimits = { bytes: 2_000_000, count: 20_000, cards: 500, value: 200_000 }

/** TEL's types have none for emergencies; a name of one's own begins so (§3.3, x-name). */
const emergencyType = 'x-emergency'

/** Cards as text, CRLF at the end of each line, lines folded at 75 bytes (§3.2). */
export function serialiseVcards(cards: readonly Vcard[]): string {
  return cards.map(serialise).join('')
}

function serialise(card: Vcard): string {
  const lines: (Property | undefined)[] = [
    plain('BEGIN', 'VCARD'),
    plain('VERSION', '4.0'),
    plain('KIND', card.kind),
    plain('UID', `urn:uuid:${card.uid}`),
    text('FN', [card.name]),
    text('ORG', card.unit === '' ? [card.organisation] : [card.organisation, card.unit]),
    card.title === '' ? undefined : text('TITLE', [card.title]),
    card.role === '' ? undefined : text('ROLE', [card.role]),
    ...card.mails.map((mail, at) => text('EMAIL', [mail], { TYPE: ['work'], PREF: [String(Math.min(100, at + 1))] })),
    ...card.phones.map(({ number, emergency }) =>
      text('TEL', [number], { TYPE: emergency ? ['work', 'voice', emergencyType] : ['work', 'voice'] }),
    ),
    ...card.languages.map((tag, at) => plain('LANG', tag, { PREF: [String(Math.min(100, at + 1))] })),
    card.timeZone === '' ? undefined : text('TZ', [card.timeZone]),
    ...card.keys.map(({ mediaType, text: key }) => plain('KEY', `data:${mediaType};base64,${toBase64(key)}`)),
    card.note === '' ? undefined : text('NOTE', [card.note]),
    card.categories.length === 0 ? undefined : { name: 'CATEGORIES', parameters: {}, value: card.categories.map(escapeText).join(',') },
    card.revisedAt === null
      ? undefined
      : plain(
          'REV',
          card.revisedAt
            .toISOString()
            .replaceAll(/[-:]/g, '')
            .replace(/\.\d+Z$/, 'Z'),
        ),
    plain('END', 'VCARD'),
  ]
  return lines.flatMap((line) => (line === undefined ? [] : [writeLine(line)])).join('')
}

const plain = (name: string, value: string, parameters: Property['parameters'] = {}): Property => ({ name, parameters, value })
const text = (name: string, components: readonly string[], parameters: Property['parameters'] = {}): Property => ({
  name,
  parameters,
  value: components.map(escapeText).join(';'),
})

export type Vcards = { readonly cards: readonly Vcard[]; readonly cut: boolean }

/**
 * Reads the cards of a text, version 4.0 or 3.0. What it does not know it passes over. Malformed: `too-large`, `too-many` (lines), `no-card`, `open` (a card
 * that never ends, at its line), `too-long` (a value).
 */
export function parseVcards(input: string, limits: VcardLimits = vcardLimits): Parsed<Vcards> {
  if (input.length > limits.bytes) return { malformed: 'too-large' }
  const lines = readLines(input, limits)
  if ('malformed' in lines) return lines
  const cards: Vcard[] = []
  let open: Property[] | undefined
  for (const line of lines) {
    const value = line.value.trim().toUpperCase()
    if (line.name === 'BEGIN' && value === 'VCARD') open = []
    else if (line.name === 'END' && value === 'VCARD') {
      if (open !== undefined) cards.push(cardOf(open))
      open = undefined
      if (cards.length >= limits.cards) return { cards, cut: true }
    } else open?.push(line)
  }
  if (open !== undefined) return { malformed: 'open' }
  return cards.length === 0 ? { malformed: 'no-card' } : { cards, cut: false }
}

function cardOf(lines: readonly Property[]): Vcard {
  const all = (name: string) => byPreference(lines.filter((line) => line.name === name))
  const first = (name: string) => split(all(name)[0]?.value ?? '', ';')[0] ?? ''
  const whole = (name: string) => unescaped(all(name)[0]?.value ?? '')
  const [organisation = '', unit = ''] = split(all('ORG')[0]?.value ?? '', ';')
  return {
    kind: whole('KIND').toLowerCase() === 'org' ? 'org' : 'individual',
    uid: whole('UID').replace(/^urn:uuid:/i, ''),
    name: whole('FN') || nameOf(all('N')[0]?.value),
    organisation,
    unit,
    title: whole('TITLE'),
    role: whole('ROLE'),
    mails: all('EMAIL').map(({ value }) => unescaped(value)),
    phones: all('TEL').map((line) => ({
      number: unescaped(line.value).replace(/^tel:/i, ''),
      emergency: typesOf(line).includes(emergencyType),
    })),
    languages: all('LANG').map(({ value }) => value.trim()),
    timeZone: first('TZ'),
    keys: all('KEY').flatMap(keyOf),
    note: whole('NOTE'),
    categories: all('CATEGORIES').flatMap(({ value }) => split(value, ',')),
    revisedAt: momentOf(whole('REV')),
  }
}

/** §5.3: 1 is the most preferred, what says nothing comes last. */
function byPreference(lines: readonly Property[]): readonly Property[] {
  const rank = ({ parameters }: Property) => Number(parameters.PREF?.[0] ?? (parameters.TYPE?.some((one) => /^pref$/i.test(one)) ? 1 : 101))
  return [...lines].sort((a, b) => (rank(a) || 101) - (rank(b) || 101))
}

/** Given and family name, where a card of version 3.0 has nothing else. */
function nameOf(value: string | undefined): string {
  const [family = '', given = ''] = split(value ?? '', ';')
  return [given, family].filter((one) => one !== '').join(' ')
}

function typesOf({ parameters }: Property): readonly string[] {
  return (parameters.TYPE ?? []).flatMap((one) => one.toLowerCase().split(','))
}

function keyOf({ value, parameters }: Property): Vcard['keys'] {
  const uri = /^data:([\w.+/-]+)(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=\s]+)$/.exec(value)
  const plainText = parameters.VALUE?.[0]?.toLowerCase() === 'text' ? unescaped(value) : undefined
  const [mediaType = '', key] = uri === null ? [parameters.MEDIATYPE?.[0] ?? '', plainText] : [uri[1], fromBase64(uri[2] ?? '')]
  return key === undefined ? [] : [{ mediaType, text: key }]
}

/** RFC 6350 §4.3.5, with or without punctuation. */
function momentOf(value: string): Date | null {
  const found = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?Z?$/.exec(value.trim())
  if (found === null) return null
  const [, year, month, day, hour, minute, second] = found
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}

function toBase64(value: string): string {
  return btoa(Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(value: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(value.replaceAll(/\s/g, '')), (c) => c.charCodeAt(0)))
  } catch {
    // no base64, or no text: a binary key, of which nothing here makes use
    return undefined
  }
}
