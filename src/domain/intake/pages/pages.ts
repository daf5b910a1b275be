import { fill, type Language, textsIn } from '../texts.ts'
import { megabytes, page } from './frame.ts'
import { html, type Markup } from './markup.ts'

/** What a reporter typed, put back when something was wrong with it. */
export type Typed = { readonly pasted: string; readonly note: string; readonly address: string }
export type Trouble = 'nothing' | 'tooLarge' | 'badAddress' | 'tooMany' | 'unavailable' | 'suspended'

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
