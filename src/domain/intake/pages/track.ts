import type { Step } from '../course.ts'
import { fill, type Language, type Texts, textsIn } from '../texts.ts'
import { megabytes, page } from './frame.ts'
import { html, type Markup } from './markup.ts'

export type TrackNotice = 'added' | 'nothing' | 'tooLarge' | 'tooMany' | 'suspended' | 'closed'

type Tracked = {
  readonly report: { readonly reference: string; readonly state: keyof Texts['track']['states']; readonly reporter_address: string | null }
  readonly steps: readonly Step[]
  readonly wish: { readonly mailed_at: Date | null } | null
  readonly mayWish: boolean
  readonly added: { readonly count: number; readonly lastAt: Date | null }
}

export type TrackView = {
  readonly token: string
  readonly tracked: Tracked
  /** whether to ask once more before it is taken back */
  readonly asking: boolean
  readonly notice: TrackNotice | undefined
  /** what was typed, put back when it could not be taken */
  readonly typed: string
  /** bytes of a file at most */
  readonly size: number
}

/** The reporter's own page: reference, dates, how it goes in plain words; nothing of what was found, and no one else's data. */
export function trackPage(language: Language, view: TrackView): Markup {
  const { track, received } = textsIn(language)
  const { report, steps } = view.tracked
  const open = report.state === 'received' || report.state === 'analysed'
  return page(
    language,
    `/track/${view.token}`,
    track.title,
    html`${view.notice !== undefined && said(language, view.notice)}
<dl>
  <dt>${received.reference}</dt><dd><output>${report.reference}</output></dd>
  <dt>${track.state}</dt><dd>${stateIn(language, view.tracked)}</dd>
</dl>
<ol class="steps" aria-label="${track.course}">${steps.map((step) => stepLine(language, step))}</ol>
${open && view.asking ? withdrawing(language, view.token) : open && acts(language, view)}`,
  )
}

/** In one sentence: the last thing that happened, or that no more is done. */
function stateIn(language: Language, { report, steps }: Tracked): string {
  const { track } = textsIn(language)
  const last = steps.at(-1)
  if (report.state !== 'received' && report.state !== 'analysed') return track.states[report.state]
  if (last === undefined || last.kind === 'received' || last.kind === 'read') return track.states[report.state]
  return last.kind === 'ended' ? track.ends[last.how] : track.now[last.kind]
}

function stepLine(language: Language, step: Step): Markup {
  const { track } = textsIn(language)
  return html`<li><span>${track.steps[step.kind]}${step.kind === 'told' && html`: ${whomIn(language, step.whom)}`}</span>${step.at !== null && html` <time datetime="${step.at.toISOString()}">${dateIn(language, step.at, step.kind === 'received')}</time>`}</li>`
}

function whomIn(language: Language, whom: readonly (keyof Texts['track']['whom'])[]): string {
  const { track } = textsIn(language)
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(whom.map((one) => track.whom[one]))
}

// spelled out, since a style for the date does not go together with the name of the zone
const day = { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' } as const
const minute = { ...day, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const

/** To the minute only what the reporter did themselves: when a desk works is nobody's business. */
function dateIn(language: Language, at: Date, exact: boolean): string {
  return new Intl.DateTimeFormat(language, exact ? minute : day).format(at)
}

function said(language: Language, notice: TrackNotice): Markup {
  const { track } = textsIn(language)
  if (notice === 'added') return html`<p class="good" role="status">${track.notices.added}</p>`
  return html`<p class="trouble" role="alert">${track.notices[notice]}</p>`
}

function acts(language: Language, view: TrackView): Markup {
  const { track } = textsIn(language)
  return html`${wishing(language, view)}
${adding(language, view)}
<p><a class="quiet" href="/track/${view.token}?language=${language}&amp;withdraw=ask">${track.withdraw}</a></p>`
}

/** Whether to write once at the end; only where the address is the reporter's own by the mail they sent, and it has not ended yet or the wish stands. */
function wishing(language: Language, { token, tracked }: TrackView): Markup | undefined {
  const { track } = textsIn(language)
  const { wish, mayWish, steps } = tracked
  if (wish?.mailed_at != null) return html`<p class="hint">${fill(track.wish.told, { date: dateIn(language, wish.mailed_at, false) })}</p>`
  if (wish === null && (!mayWish || steps.at(-1)?.kind === 'ended')) return undefined
  const wanted = wish === null
  return html`<form method="post" action="/track/${token}/wish?language=${language}" class="plain">
<p>${wanted ? fill(track.wish.ask, { address: hidden(tracked.report.reporter_address ?? '') }) : track.wish.stands}</p>
<input type="hidden" name="wanted" value="${wanted ? 'yes' : 'no'}"><button type="submit" class="second">${wanted ? track.wish.yes : track.wish.no}</button></form>`
}

/** Whoever has the link need not learn the address by it. */
function hidden(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}…${at < 0 ? '' : address.slice(at)}`
}

function adding(language: Language, { token, tracked, typed, notice, size }: TrackView): Markup {
  const { track, report } = textsIn(language)
  const { count, lastAt } = tracked.added
  const shown = notice !== undefined && notice !== 'added'
  return html`<details${shown && html` open`}><summary>${track.add.title}</summary>
<form method="post" action="/track/${token}/add?language=${language}" enctype="multipart/form-data">
  <label for="text">${track.add.text}</label>
  <textarea id="text" name="text" rows="5" maxlength="10000" dir="auto">${typed}</textarea>
  <label for="file">${report.file}</label>
  <p class="hint" id="file-hint">${fill(report.fileHint, { size: megabytes(language, size) })}</p>
  <input id="file" name="file" type="file" aria-describedby="file-hint">
  <p class="hint">${track.add.child} <a href="/report?language=${language}">${report.title}</a></p>
  <button type="submit">${track.add.send}</button>
</form></details>
${lastAt !== null && html`<p class="hint">${fill(track.add.before, { count: new Intl.NumberFormat(language).format(count), date: dateIn(language, lastAt, true) })}</p>`}`
}

function withdrawing(language: Language, token: string): Markup {
  const { track } = textsIn(language)
  return html`<form method="post" action="/track/${token}?language=${language}"><p>${track.withdrawHint}</p><button type="submit">${track.withdrawSure}</button></form>
<p><a class="quiet" href="/track/${token}?language=${language}">${track.withdrawNot}</a></p>`
}

/** The same for a link that never was and for a report that is kept no more. */
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

/** Too many questions, or something of ours is away. */
export function busyPage(language: Language, status: number): Markup {
  const { track, report } = textsIn(language)
  return page(
    language,
    '/report',
    track.title,
    html`<p class="trouble" role="alert">${status === 429 ? track.notices.tooMany : report.unavailable}</p>`,
  )
}
