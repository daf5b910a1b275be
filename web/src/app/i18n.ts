import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { formatNumber } from '../ui/format.ts'
import { keep, kept } from './kept.ts'
import { chooseLanguage, directionOf, formatLocale, type LanguageTag } from './languages.ts'

type Texts = {
  /** what every page needs, by area */
  readonly atOnce: Readonly<Record<string, object>>
  /** one chunk for each area, fetched when a page first needs it; by its path */
  readonly later: Readonly<Record<string, () => Promise<{ readonly default: object }>>>
}

// one file a language, so that nobody fetches where the texts of the others lie
const languages: Readonly<Record<string, () => Promise<Texts>>> = {
  ar: () => import('./texts/arabic.ts'),
  en: () => import('./texts/english.ts'),
  'zh-CN': () => import('./texts/chinese.ts'),
}

async function readTexts(language: string, area: string): Promise<object> {
  const { atOnce, later } = (await languages[language]?.()) ?? { atOnce: {}, later: {} }
  const found = atOnce[area] ?? (await later[`../catalogue/${language}/${area}.json`]?.())?.default
  if (found === undefined) throw new Error(`no texts for ${area} in ${language}`)
  return found
}

/** The language that this browser was last set to, or else the first of its own that we speak. */
export function startingLanguage(): LanguageTag {
  const chosen = kept('tocsin.language')
  return chooseLanguage(chosen === null ? navigator.languages : [chosen, ...navigator.languages])
}

/** Starts the catalogue: areas load when first used, in the language spoken, and in no other. */
export async function startI18n(): Promise<i18n> {
  await i18next
    .use({
      type: 'backend' as const,
      init() {},
      read(language: string, area: string, done: (error: unknown, texts: unknown) => void) {
        readTexts(language, area).then(
          (texts) => done(null, texts),
          (error: unknown) => done(error, null),
        )
      },
    })
    .use(initReactI18next)
    .init({
      lng: startingLanguage(),
      // each language is complete (scripts/check-catalogue.mjs), so none is loaded behind another
      fallbackLng: false,
      load: 'currentOnly',
      ns: ['shell', 'ui', 'problems'],
      defaultNS: 'shell',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
  i18next.services.formatter?.add('number', (value: number, language) => formatNumber(value, currentLocale(language)))
  i18next.services.formatter?.add('list', (value: readonly string[], language) =>
    new Intl.ListFormat(currentLocale(language)).format(value),
  )
  dress(i18next.language)
  i18next.on('languageChanged', dress)
  return i18next
}

/** The locale of dates and numbers for a spoken language, in this browser. */
export function currentLocale(language: string | undefined): string {
  return formatLocale(chooseLanguage([language ?? 'en']), navigator.languages)
}

/** Speaks another language from now on, in this browser. */
export async function speak(language: LanguageTag): Promise<void> {
  keep('tocsin.language', language)
  await i18next.changeLanguage(language)
}

function dress(language: string): void {
  const tag = chooseLanguage([language])
  document.documentElement.lang = tag
  document.documentElement.dir = directionOf(tag)
}
