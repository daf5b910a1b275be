import { fill, type Language, languages, type Texts, textsIn } from '../texts.ts'
import { html, type Markup } from './markup.ts'

/** What a reporter typed, put back when something was wrong with it. */
export type Typed = { readonly pasted: string; readonly note: string; readonly address: string }
export type Trouble = 'nothing' | 'tooLarge' | 'badAddress' | 'tooMany' | 'unavailable' | 'suspended'

const names: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文', ar: 'العربية' }

/** The form at /report: no script, no cookie, one request. */
export function reportPage(language: Language, size: number, typed: Typed, trouble?: Trouble): Markup {
  const words = textsIn(language)
  const { report } = words
  return page(
    language,
    '/report',
    report.title,
    html`<p class="lead">${report.lead}</p>
${trouble !== undefined && html`<p class="trouble" role="alert">${report[trouble]}</p>`}
${trouble === 'suspended' && suspendedCode}
<form method="post" action="/report?language=${language}" enctype="multipart/form-data">
  <label for="pasted">${report.pasted}</label>
  <p class="hint" id="pasted-hint">${report.pastedHint}</p>
  <textarea id="pasted" name="pasted" rows="9" dir="auto" aria-describedby="pasted-hint">${typed.pasted}</textarea>
  <label for="file">${report.file}</label>
  <p class="hint" id="file-hint">${fill(report.fileHint, { size: megabytes(language, size) })}</p>
  <input id="file" name="file" type="file" aria-describedby="file-hint">
  <label for="note">${report.note}</label>
  <textarea id="note" name="note" rows="3" dir="auto">${typed.note}</textarea>
  <label for="address">${report.address}</label>
  <input id="address" name="address" type="email" autocomplete="email" dir="ltr" value="${typed.address}"${trouble === 'badAddress' && html` aria-invalid="true"`}>
  <label class="check"><input type="checkbox" name="said" value="child-material"> <span>${report.child}</span></label>
  <button type="submit">${report.send}</button>
  <p class="hint">${report.privacy}</p>
</form>`,
  )
}

// the problem's code, for whoever is asked why
const suspendedCode = html`<p class="hint"><code dir="ltr">intake.suspended</code></p>`

/** In place of the form while no reports are taken: nobody is to write one that is then refused. */
export function suspendedPage(language: Language): Markup {
  const { report } = textsIn(language)
  return page(
    language,
    '/report',
    report.title,
    html`<p class="trouble" role="alert">${report.suspended}</p>
${suspendedCode}`,
  )
}

export type Received = { readonly reference: string; readonly link: string | null; readonly again: boolean; readonly child: boolean }

export function receivedPage(language: Language, { reference, link, again, child }: Received): Markup {
  const { received } = textsIn(language)
  return page(
    language,
    '/report',
    child ? received.childTitle : received.title,
    html`<dl><dt>${received.reference}</dt><dd><output>${reference}</output></dd></dl>
${again && html`<p>${received.again}</p>`}
${child && html`<p>${received.child} <a href="https://www.inhope.org/EN#hotlineReferral" rel="noreferrer">${received.hotlines}</a></p>`}
${link !== null && !child && html`<p>${received.keep}</p><p class="link"><a href="${link}" dir="ltr">${link}</a></p>`}
<p><a href="/report?language=${language}">${received.another}</a></p>`,
  )
}

export type TrackedReport = { readonly reference: string; readonly state: keyof Texts['track']['states']; readonly receivedAt: Date }

// spelled out, since a style for the date does not go together with the name of the zone
const dateAndTime = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
} as const

/** The reporter's own page: reference, date, state; nothing of what was found, and no one else's data. */
export function trackPage(language: Language, token: string, report: TrackedReport, asking: boolean): Markup {
  const { track, received } = textsIn(language)
  const open = report.state === 'received' || report.state === 'analysed'
  const date = new Intl.DateTimeFormat(language, dateAndTime).format(report.receivedAt)
  return page(
    language,
    `/track/${token}`,
    track.title,
    html`<dl>
  <dt>${received.reference}</dt><dd><output>${report.reference}</output></dd>
  <dt>${track.state}</dt><dd>${track.states[report.state]}</dd>
</dl>
<p class="hint">${fill(track.received, { date })}</p>
${open && !asking && html`<p><a class="quiet" href="/track/${token}?language=${language}&amp;withdraw=ask">${track.withdraw}</a></p>`}
${
  open &&
  asking &&
  html`<form method="post" action="/track/${token}?language=${language}"><p>${track.withdrawHint}</p><button type="submit">${track.withdrawSure}</button></form>
<p><a class="quiet" href="/track/${token}?language=${language}">${track.withdrawNot}</a></p>`
}`,
  )
}

export function noReportPage(language: Language): Markup {
  const { track, report } = textsIn(language)
  return page(
    language,
    '/report',
    track.missing,
    html`<p>${track.missingHint}</p>
<p><a href="/report?language=${language}">${report.title}</a></p>`,
  )
}

// as in the console
const bell = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0f6c73"></rect><path d="M16 6.6a1.7 1.7 0 0 1 1.7 1.7v.5c2.9.8 4.7 3.3 4.7 6.6 0 3.6.9 5 1.9 6 .5.6.1 1.5-.7 1.5H8.4c-.8 0-1.2-.9-.7-1.5 1-1 1.9-2.4 1.9-6 0-3.3 1.8-5.8 4.7-6.6v-.5A1.7 1.7 0 0 1 16 6.6Z" fill="#fff"></path><path d="M13.4 24.3a2.7 2.7 0 0 0 5.2 0Z" fill="#9fe0df"></path></svg>`

function page(language: Language, path: string, title: string, content: Markup): Markup {
  const { page: words } = textsIn(language)
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Tocsin</title>
<link rel="stylesheet" href="/public/pages.css">
</head>
<body>
<header><a class="home" href="/report?language=${language}">${bell}Tocsin</a>
<nav aria-label="${words.language}">${languages.map((one) => html`<a href="${path}?language=${one}" lang="${one}" hreflang="${one}"${one === language && html` aria-current="true"`}>${names[one]}</a>`)}</nav></header>
<main><h1>${title}</h1>
${content}</main>
</body>
</html>`
}

function megabytes(language: Language, size: number): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(size / 1_048_576)
}
