import { defang } from '../../forensics/url/index.ts'
import type { letterKinds, letterLanguages } from './contract/shapes.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }
import type { ThingLine } from './thing.ts'

export type LetterKind = (typeof letterKinds)[number]
export type Language = (typeof letterLanguages)[number]
export type Template = { readonly title: string; readonly body: string }

const all: Readonly<Record<Language, typeof en>> = { en, 'zh-CN': zhCN, ar }

/** Our language that is nearest to a BCP 47 tag; English where none is near. */
export function letterLanguage(tag: string | null): Language {
  const base = (tag ?? '').toLowerCase().split('-')[0]
  return base === 'zh' ? 'zh-CN' : base === 'ar' ? 'ar' : 'en'
}

export function templateOf(kind: LetterKind, language: Language): Template {
  return all[language][kind]
}

/** What a template may speak of. */
export const places = ['organisation', 'recipient', 'what', 'codes', 'things', 'reports', 'evidence', 'text'] as const
export type Place = (typeof places)[number]

/** Names of places in a template that are none. */
export function unknownPlaces(text: string): readonly string[] {
  return [...text.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map(([, name = '']) => name).filter((name) => !places.some((one) => one === name))
}

export type Filling = {
  readonly organisation: string
  readonly recipient: string
  readonly codes: readonly string[]
  readonly things: readonly ThingLine[]
  readonly reports: number
  /** what comes with it, in this order */
  readonly evidence: readonly ('xarf' | 'feedback' | 'message' | 'archive' | 'sample' | 'places')[]
  /** of the archive, where one comes with it */
  readonly password?: string
  /** how messages were cleaned: a signature over them no longer verifies */
  readonly redacted: boolean
  readonly text: string
}

/** A letter's title and text. Links and hosts are written so that nobody opens them by mistake; the machine's part has them whole. */
export function fillLetter(template: Template, language: Language, about: Filling): { readonly title: string; readonly text: string } {
  const { words } = all[language]
  const number = new Intl.NumberFormat(language)
  const first = about.things[0]
  const shown = first === undefined ? (about.codes[0] ?? '') : defanged(first)
  const more = about.things.length - 1
  const evidence = [
    ...about.evidence.map((one) => put(words[one], { password: about.password ?? '' })),
    ...(about.redacted && about.evidence.length > 0 ? [words.redacted] : []),
  ].join('\n')
  const values: Readonly<Record<Place, string>> = {
    organisation: about.organisation,
    recipient: about.recipient,
    what: more > 0 ? put(words.andMore, { what: shown, more: number.format(more) }) : shown,
    codes: about.codes.join(', '),
    things: thingLines(about.things, words),
    reports: number.format(about.reports),
    evidence,
    text: about.text,
  }
  const tidy = (text: string) => text.replace(/\n{3,}/g, '\n\n').trim()
  return { title: put(template.title, values).replace(/\s+/g, ' ').trim().slice(0, 200), text: `${tidy(put(template.body, values))}\n` }
}

/** What is said of a letter that is called back: by what it is found, and nothing of what it said. */
export type CallBack = Readonly<Record<'organisation' | 'recipient' | 'codes' | 'sent' | 'message' | 'sha256', string>>

export function fillCallBack(language: Language, about: CallBack): { readonly title: string; readonly text: string } {
  const { title, body } = all[language]['call-back']
  return { title: put(title, about).replace(/\s+/g, ' ').slice(0, 200), text: put(body, about) }
}

function thingLines(things: readonly ThingLine[], words: (typeof en)['words']): string {
  return things
    .map((thing) => {
      const port = thing.port === null ? '' : ` ${put(words.port, { port: String(thing.port) })}`
      const at = thing.at === null ? '' : ` ${put(words.seen, { at: thing.at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC') })}`
      return `- ${defanged(thing)}${port}${at} [${thing.code}]`
    })
    .join('\n')
}

function defanged({ kind, value }: ThingLine): string {
  return kind === 'url' || kind === 'domain' || kind === 'host' ? defang(value) : value
}

function put(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole)
}
