import { html, type Language, type Markup, publicPage } from '../intake/index.ts'
import { contactWords } from './contact-letter.ts'
import type { Contact, TestResult } from './network/contact.ts'

export type LinkedContact = {
  readonly network: string
  readonly member: string
  readonly contact: Pick<
    Contact,
    'unit' | 'person' | 'title' | 'mail' | 'phone' | 'emergency' | 'hours' | 'timeZone' | 'languages' | 'endedAt'
  >
  readonly result: TestResult
}

/** What is kept of the contact, and one click to answer: by POST, since programs open links in mail. */
export function contactPage(language: Language, path: string, { network, member, contact, result }: LinkedContact): Markup {
  const words = contactWords(language)
  const filled = (text: string) => text.replaceAll('{{member}}', member).replaceAll('{{network}}', network)
  const { unit, person, title, mail, phone, emergency, hours, timeZone, languages } = contact
  const facts: readonly (readonly [string, string])[] = [
    [words.unit, unit],
    [words.person, person],
    [words.post, title],
    [words.mail, mail ?? ''],
    [words.phone, phone ?? ''],
    [words.emergency, emergency ?? ''],
    [words.hours, hours === '' ? '' : `${hours} (${timeZone})`],
    [words.languages, languages.join(', ')],
  ]
  const done = contact.endedAt !== null ? 'over' : result === 'answered' || result === 'doubted' ? result : undefined
  if (done === 'over') return publicPage(language, path, words.title, html`<p class="lead">${words.over}</p>`)
  return publicPage(
    language,
    path,
    words.title,
    html`<p class="lead">${filled(words.lead)}</p>
${done !== undefined && html`<p class="good" role="status">${words[done]}</p>`}
<dl>${facts.filter(([, value]) => value !== '').map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}</dl>
${
  done === undefined &&
  html`<form method="post" action="${path}?language=${language}"><button name="said" value="right">${words.right}</button></form>
<form method="post" action="${path}?language=${language}"><button class="second" name="said" value="wrong">${words.wrong}</button></form>
<p class="hint">${words.then}</p>`
}`,
  )
}

export function noContactPage(language: Language): Markup {
  const words = contactWords(language)
  return publicPage(language, '/contact/none', words.none, html`<p class="lead">${words['none-text']}</p>`)
}

export function busyContactPage(language: Language): Markup {
  const words = contactWords(language)
  return publicPage(language, '/contact/none', words.busy, html`<p class="trouble" role="alert">${words['busy-text']}</p>`)
}
