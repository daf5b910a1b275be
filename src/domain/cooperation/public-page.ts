import { fill, html, type Language, type Markup, publicPage } from '../intake/index.ts'
import type { PublicDirectory } from './contract/network/public.ts'
import type { Language as LetterLanguage } from './letter.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

const all: Readonly<Record<LetterLanguage, (typeof en)['directory']>> = { en: en.directory, 'zh-CN': zhCN.directory, ar: ar.directory }

type Member = PublicDirectory['members'][number]
type Contact = Member['contacts'][number]

/** The public directory at /directory, by country. No script, no cookie, nothing to fill in. */
export function directoryPage(language: Language, { network, introduction, members }: PublicDirectory): Markup {
  const words = all[language]
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
  const named = new Map<string, Member[]>()
  for (const member of members) named.set(member.country, [...(named.get(member.country) ?? []), member])
  const order = [...named.keys()]
    .map((code) => [code, countries.of(code) ?? code] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, language))
  return publicPage(
    language,
    '/directory',
    network,
    html`<p class="lead">${introduction === '' ? words.lead : introduction}</p>
${members.length === 0 && html`<p>${words.none}</p>`}
${order.map(([code, country]) => html`<h2>${country}</h2>${(named.get(code) ?? []).map((member) => memberPart(language, member))}`)}
<p class="hint">${words.how} <a href="/api/directory">JSON</a></p>`,
    { found: true },
  )
}

export function noDirectoryPage(language: Language): Markup {
  return publicPage(language, '/directory', all[language].title, html`<p class="lead">${all[language].off}</p>`)
}

function memberPart(language: Language, { name, kind, category, categoryOther, represents, website, contacts }: Member): Markup {
  const words = all[language]
  const what = category === null ? words.kind[kind] : category === 'other' ? (categoryOther ?? words.kind[kind]) : words.category[category]
  return html`<section><h3><bdi>${name}</bdi></h3>
<p class="hint"><bdi>${what}</bdi></p>
${represents !== '' && html`<p>${fill(words.represents, { whom: represents })}</p>`}
${website !== null && html`<p><a href="${website}" rel="noreferrer nofollow" dir="ltr">${website}</a></p>`}
${contacts.map((contact) => contactPart(language, contact))}</section>`
}

function contactPart(language: Language, { unit, person, title, mail, phone, hours, timeZone, languages }: Contact): Markup {
  const words = all[language]
  const tongues = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' })
  const facts: readonly (readonly [string, string])[] = [
    [words.unit, unit],
    [words.person, [person, title].filter((one) => one !== '').join(', ')],
    // whoever collects addresses from pages does not find one
    [words.mail, (mail ?? '').replace('@', ' [at] ')],
    [words.phone, phone ?? ''],
    [words.hours, hours === '' ? '' : `${hours} (${timeZone})`],
    [words.languages, languages.map((tag) => tongueOf(tongues, tag)).join(', ')],
  ]
  return html`<dl>${facts.filter(([, value]) => value !== '').map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}</dl>`
}

/** Tags come from members; one that is no tag stays as it is. */
function tongueOf(tongues: Intl.DisplayNames, tag: string): string {
  try {
    return tongues.of(tag) ?? tag
  } catch {
    return tag
  }
}
