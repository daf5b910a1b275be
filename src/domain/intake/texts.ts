import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

/** What people outside read: the acknowledgement and the public pages. Held complete in all languages by scripts/check-catalogue.mjs. */
export type Texts = typeof en
export const languages = ['en', 'zh-CN', 'ar'] as const
export type Language = (typeof languages)[number]

const all: Record<Language, Texts> = { en, 'zh-CN': zhCN, ar }

export function textsIn(language: Language): Texts {
  return all[language]
}

/** The first of the wanted languages that we have; `wanted` is a tag or an Accept-Language field (RFC 9110 §12.5.4). */
export function chooseLanguage(wanted: string | null | undefined): Language {
  const tags = (wanted ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = Number(/^\s*q=([\d.]+)\s*$/.exec(parameters.find((one) => one.trim().startsWith('q=')) ?? 'q=1')?.[1] ?? 1)
      return { tag: tag.trim().toLowerCase(), weight }
    })
    .filter((one) => one.tag !== '' && one.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of tags) {
    const found = languages.find((language) => language.toLowerCase().split('-')[0] === tag.split('-')[0])
    if (found !== undefined) return found
  }
  return 'en'
}

/** Puts values into a text's `{{places}}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}

/** The acknowledgement of a report: fixed text, reference and link, and nothing of what was reported. */
export function acknowledgement(language: Language, reference: string, link: string): { title: string; text: string } {
  const { acknowledgement: words } = all[language]
  return { title: fill(words.title, { reference }), text: fill(words.text, { reference, link }) }
}

export type EndingLine = { readonly reference: string; readonly link: string }

/** How it ended: one of a few fixed texts, with reference and link of each report, and nothing of what was reported or found. */
export function endingLetter(
  language: Language,
  how: keyof Texts['track']['ends'],
  lines: readonly EndingLine[],
): { title: string; text: string } {
  const { ending, track } = all[language]
  const listed = lines.map(({ reference, link }) => `${reference}\n${link}`).join('\n\n')
  const more = lines.length > 1 ? ` (+${lines.length - 1})` : ''
  const title = fill(ending.title, { reference: `${lines[0]?.reference ?? ''}${more}` })
  return { title, text: fill(ending.text, { how: track.ends[how], lines: listed }) }
}
