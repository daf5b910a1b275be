import { createHash } from 'node:crypto'
import { type TermedKind, termedAs } from './contract/letter-terms-names.ts'
import type { Language } from './letter.ts'
import { contradicts, marksIn, type Onward, type Permitted, type Tlp, whyNotOn } from './network/tlp.ts'
import type { ReleaseRow } from './release.ts'
import { allPlacesIn } from './reply-words.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

type Marks = { readonly tlp: Tlp; readonly permitted: Permitted; readonly onward: Onward }

/** What the recipient of a letter is held to. */
export type LetterTerms = Marks & { readonly ground: string | null; readonly purpose: string | null; readonly until: Date | null }
/** What letters of a kind bear at first; `days` from when one is asked for. */
export type FirstTerms = Marks & { readonly ground: string | null; readonly purpose: string | null; readonly days: number | null }

const plain = { ground: null, purpose: null, days: null }

/**
 * Until an organisation says otherwise. Whoever answers for something must act on it, and tell their customer; an agency may work with it openly, and asks before it goes on;
 * an answer is for whoever gets it.
 */
export const shippedTerms: Readonly<Record<TermedKind, FirstTerms>> = {
  notify: { tlp: 'amber', permitted: 'externally-visible-direct', onward: 'as-marked', ...plain },
  'take-down': { tlp: 'amber', permitted: 'externally-visible-direct', onward: 'as-marked', ...plain },
  refer: { tlp: 'amber-strict', permitted: 'externally-visible-direct', onward: 'ask', ...plain },
  'submit-sample': { tlp: 'amber', permitted: 'externally-visible-direct', onward: 'as-marked', ...plain },
  reply: { tlp: 'amber', permitted: 'internally-visible', onward: 'ask', ...plain },
}

/** Of those that ship or were set; a mark that was asked for by name stands in its place. */
export function firstOf({ days, ...terms }: FirstTerms, tlp: Tlp | undefined, now: Date): LetterTerms {
  return { ...terms, tlp: tlp ?? terms.tlp, until: days === null ? null : new Date(now.getTime() + days * 86_400_000) }
}

/** The terms of a release; null where it bears none. */
export function termsOf({ tlp, permitted, onward, law, aim, keepUntil }: ReleaseRow): LetterTerms | null {
  if (permitted === null || onward === null) return null
  return { tlp, permitted, onward, ground: law, purpose: aim, until: keepUntil }
}

/** Places that the words of its terms name, however they are written. */
export function placesInTerms({ law, aim }: Pick<ReleaseRow, 'law' | 'aim'>): ReturnType<typeof allPlacesIn> {
  return allPlacesIn(`${law ?? ''}\n${aim ?? ''}`)
}

/** By which the terms that bytes were made under are told from those of another moment; it holds none of their words. Null where there are none. */
export function termsHash(terms: LetterTerms | null): string | null {
  if (terms === null) return null
  const { tlp, permitted, onward, ground, purpose, until } = terms
  return createHash('sha256')
    .update(JSON.stringify([tlp, permitted, onward, ground, purpose, until]))
    .digest('hex')
}

const all: Readonly<Record<Language, (typeof en)['terms']>> = { en: en.terms, 'zh-CN': zhCN.terms, ar: ar.terms }
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The terms as they stand at the end of a letter, in its language. */
export function statedTerms(terms: LetterTerms, kind: TermedKind, language: Language): string {
  const words = all[language]
  const put = (text: string, value: string) => text.replace('{{value}}', value)
  return [
    words.title,
    `- ${words.tlp[terms.tlp]}`,
    `- ${words.permitted[terms.permitted]}`,
    `- ${words.onward[terms.onward]}`,
    ...(terms.ground === null ? [] : [`- ${put(words.ground, oneLine(terms.ground))}`]),
    `- ${put(words.purpose, oneLine(terms.purpose ?? words.for[kind]))}`,
    `- ${terms.until === null ? words['no-until'] : put(words.until, terms.until.toISOString().slice(0, 10))}`,
  ].join('\n')
}

/** The same of a release; null where it bears none. */
export function statedIn(release: ReleaseRow, language: Language): string | null {
  const [terms, kind] = [termsOf(release), termedAs(release.kind, release.recipient.role)]
  return terms === null || kind === undefined ? null : statedTerms(terms, kind, language)
}

export type TermsFault = 'marks-contradict' | 'share-over' | 'terms-ground'

/**
 * What of the terms themselves keeps a letter from being approved. `marks-contradict`: a rule against the mark, or a mark in the words of letter or terms that is another; `terms-ground`: something is
 * referred on no ground that is named.
 */
export function termsFaults(terms: LetterTerms, kind: string, words: string, now: Date): readonly TermsFault[] {
  const faults: TermsFault[] = []
  const said = [words, terms.ground ?? '', terms.purpose ?? ''].join('\n')
  if (contradicts(terms) || marksIn(said).some((mark) => mark !== terms.tlp)) faults.push('marks-contradict')
  if (terms.until !== null && terms.until <= now) faults.push('share-over')
  if (kind === 'refer' && terms.ground === null) faults.push('terms-ground')
  return faults
}

/** Why it would go further than what it rests on allows; undefined where it does not. An outside body is nobody's owner. */
export function whyFurther(sources: readonly { readonly tlp: Tlp; readonly onward: Onward }[], tlp: Tlp) {
  return sources.map((source) => whyNotOn(source, tlp, false)).find((why) => why !== undefined)
}
