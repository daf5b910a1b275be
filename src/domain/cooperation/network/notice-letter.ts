import { type Language, letterLanguage } from '../letter.ts'
import ar from '../texts/ar.json' with { type: 'json' }
import en from '../texts/en.json' with { type: 'json' }
import zhCN from '../texts/zh-CN.json' with { type: 'json' }
import type { ProposalKind } from './proposal.ts'

const texts: Readonly<Record<Language, (typeof en)['network-notice']>> = {
  en: en['network-notice'],
  'zh-CN': zhCN['network-notice'],
  ar: ar['network-notice'],
}
/** of what an applicant says */
const longest = 4_000

export type Noticed = {
  readonly kind: ProposalKind
  readonly network: string
  /** to whom: a member that does not work on this node */
  readonly member: string
  readonly closesAt: Date
  /** of an application: who asks to join */
  readonly applicant: { readonly name: string; readonly country: string; readonly statement: string } | null
  /** of the others: why, and the text that would come into force */
  readonly change: { readonly reason: string; readonly title: string; readonly text: string } | null
  /** how the office is reached; empty where nobody named a contact */
  readonly office: string
}

/** What is proposed, until when objections can be made, and how: what others read at their consoles. `tag` is the language that the contact wishes. */
export function noticeLetter(tag: string | null, said: Noticed): { readonly title: string; readonly text: string } {
  const language = letterLanguage(tag)
  const { applicant, change, office } = said
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(said.closesAt)
  const country =
    applicant === null ? '' : (new Intl.DisplayNames([language], { type: 'region' }).of(applicant.country) ?? applicant.country)
  const values: Readonly<Record<string, string>> = {
    ...{ network: said.network, member: said.member, until: `${until} UTC`, name: applicant?.name ?? '', country },
  }
  const filled = (text: string) => text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
  const words = texts[language]
  const own = words[said.kind]
  const paragraphs = [
    filled(own.text),
    applicant?.statement.slice(0, longest) ?? '',
    change?.reason ?? '',
    filled(words.objecting),
    office,
    change === null ? '' : `----\n${change.title}\n\n${change.text}`,
  ]
  return { title: filled(own.title).slice(0, 200), text: `${paragraphs.filter((one) => one.trim() !== '').join('\n\n')}\n` }
}
