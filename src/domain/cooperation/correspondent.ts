import type { ActionRecipient } from '../cases/index.ts'
import type { correspondentHows, correspondentTrusts, languageSources } from './contract/correspondence.ts'
import { type Language, letterLanguage } from './letter.ts'

export type CorrespondentHow = (typeof correspondentHows)[number]
export type CorrespondentTrust = (typeof correspondentTrusts)[number]
export type LanguageSource = (typeof languageSources)[number]

/** Somebody whom a case may be written to, because they wrote in it, were told, or belong to it. */
export type Correspondent = {
  /** lower case */
  readonly address: string
  readonly name: string | null
  readonly role: ActionRecipient['role']
  readonly party: ActionRecipient['party']
  readonly contact: ActionRecipient['contact']
  readonly how: CorrespondentHow
  /** whether the address is theirs, as far as it is known */
  readonly trust: CorrespondentTrust
  /** the latest that they wrote */
  readonly reply: string | null
  /** the report that they wrote about, and what they know it by */
  readonly report: { readonly id: string; readonly reference: string } | null
  readonly said: Partial<Record<LanguageSource, string | null>>
}

/** Speakers of a country that is told in our languages (CLDR, language population); all others are written to in English. */
const countries: Readonly<Record<string, Language>> = Object.fromEntries([
  ...['CN', 'HK', 'MO', 'TW'].map((one) => [one, 'zh-CN'] as const),
  ...'AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE'.split(' ').map((one) => [one, 'ar'] as const),
])

/** What language to propose, the nearest knowledge first: what they wrote in, what they reported in, what is kept of them, what is spoken where they are. */
export function proposeLanguage(said: Correspondent['said']): { readonly language: Language; readonly from: LanguageSource | null } {
  for (const from of ['message', 'report', 'contact', 'party'] as const) {
    const tag = said[from]
    // a language that we do not write is no knowledge of one that we do
    if (tag != null && /^(?:en|zh|ar)(?:-|$)/i.test(tag)) return { language: letterLanguage(tag), from }
  }
  const spoken = countries[said.country?.toUpperCase() ?? '']
  return spoken === undefined ? { language: 'en', from: null } : { language: spoken, from: 'country' }
}

/** The same person by several ways: what is known by the nearer one stands, the rest is added. */
export function joinCorrespondents(found: readonly Correspondent[]): readonly Correspondent[] {
  const joined = new Map<string, Correspondent>()
  for (const one of found) {
    const known = joined.get(one.address)
    joined.set(one.address, known === undefined ? one : { ...join(known, one) })
  }
  return [...joined.values()]
}

const order: readonly CorrespondentTrust[] = ['known', 'proven', 'unproven', 'forged']

function join(a: Correspondent, b: Correspondent): Correspondent {
  const isReporter = a.role === 'reporter' || b.role === 'reporter'
  return {
    ...a,
    name: a.name ?? b.name,
    role: isReporter ? 'reporter' : (a.role ?? b.role),
    party: a.party ?? b.party,
    contact: a.contact ?? b.contact,
    // one proof is enough: a forged mail does not take it away
    trust: order.find((one) => one === a.trust || one === b.trust) ?? a.trust,
    reply: a.reply ?? b.reply,
    report: a.report ?? b.report,
    said: { ...b.said, ...Object.fromEntries(Object.entries(a.said).filter(([, tag]) => tag != null)) },
  }
}

/** A subject that answers one: the same, so that mail programs keep the thread together. */
export function answering(subject: string): string {
  const bare = subject
    .replace(/^(?:\s*(?:re|aw|wg|fw|fwd|sv|回复|答复|转发|رد)\s*(?:\[\d+\])?\s*[:：])+/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  return `Re: ${bare}`.slice(0, 200).trim()
}

/** The status code (RFC 3463) that the words of a report on delivery name; `failed` where they name none. Null where it only says that it takes long, or arrived. */
export function bounceStatus(words: string): string | null {
  const codes = words.match(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/g) ?? []
  const bad = codes.find((one) => one.startsWith('5'))
  if (bad !== undefined) return bad
  return codes.length > 0 ? null : 'failed'
}
