import { type Language, letterLanguage } from './letter.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

/** What a contact reads that is tested: the letter and the page of its link. */
const all: Readonly<Record<Language, (typeof en)['contact']>> = { en: en.contact, 'zh-CN': zhCN.contact, ar: ar.contact }

export type ContactWords = (typeof en)['contact']['page']

export function contactWords(language: Language): ContactWords {
  return all[language].page
}

/** Fixed text: whose contact it is, of which network, and the link. `tag` is the language that the contact wishes. */
export function testLetter(
  tag: string | null,
  about: { readonly network: string; readonly member: string; readonly link: string; readonly until: Date; readonly office: string },
): { readonly title: string; readonly text: string } {
  const language = letterLanguage(tag)
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(about.until)
  const values: Readonly<Record<string, string>> = { network: about.network, member: about.member, link: about.link, until }
  const filled = (text: string) => text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
  const { title, text } = all[language].letter
  return { title: filled(title).slice(0, 200), text: about.office === '' ? filled(text) : `${filled(text)}\n${about.office}\n` }
}
