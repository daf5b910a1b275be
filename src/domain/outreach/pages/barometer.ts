import { fill, html, type Language, type Markup, publicPage } from '../../intake/index.ts'
import type { Barometer } from '../contract.ts'
import { textsIn } from '../texts.ts'

type Week = Barometer['weeks'][number]
type Counted = Week['kinds']

/** The barometer at /barometer: weeks as bars, one of them in full, a table behind each picture. No script, no cookie. */
export function barometerPage(language: Language, { weeks, least, step }: Barometer, asked: string | undefined): Markup {
  const words = textsIn(language)
  const shown = weeks.find(({ week }) => week === asked) ?? weeks[0]
  return publicPage(
    language,
    '/barometer',
    words.title,
    html`<p class="lead">${words.lead}</p>
${shown === undefined ? html`<p>${words.none}</p>` : html`${allWeeks(language, weeks, shown)}${oneWeek(language, shown)}`}
<p class="hint">${fill(words.how, { least: number(language, least), step: number(language, step) })}</p>`,
    { found: true },
  )
}

export function noBarometerPage(language: Language): Markup {
  const words = textsIn(language)
  return publicPage(language, '/barometer', words.title, html`<p>${words.off}</p>`)
}

function number(language: Language, value: number): string {
  return new Intl.NumberFormat(language).format(value)
}

function day(language: Language, date: string): string {
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}

/** Bars, the oldest first in reading order; the table below says the same and leads to each week. */
function allWeeks(language: Language, weeks: readonly Week[], shown: Week): Markup {
  const words = textsIn(language)
  const most = Math.max(1, ...weeks.map(({ reports }) => reports ?? 0))
  const ordered = language === 'ar' ? weeks : weeks.toReversed()
  const wide = 100 / Math.max(ordered.length, 12)
  const bars = ordered.map(({ week, reports }, at) => {
    const high = ((reports ?? 0) / most) * 56
    const left = at * wide + (language === 'ar' ? 100 - ordered.length * wide : 0)
    return html`<rect class="${week === shown.week ? 'bar now' : 'bar'}" x="${(left + wide * 0.12).toFixed(2)}" y="${(60 - high).toFixed(2)}" width="${(wide * 0.76).toFixed(2)}" height="${high.toFixed(2)}"></rect>`
  })
  return html`<h2>${words.weeks}</h2>
<svg class="chart" viewBox="0 0 100 61" preserveAspectRatio="none" role="img" aria-label="${words.weeks}" aria-describedby="weeks"><path class="axis" d="M0 60.5H100"></path>${bars}</svg>
<details><summary>${words.table}</summary><table id="weeks"><thead><tr><th scope="col">${words.week}</th><th scope="col" class="count">${words.reports}</th></tr></thead>
<tbody>${weeks.map(({ week, until, reports }) => html`<tr><th scope="row"><a href="/barometer?language=${language}&amp;week=${week}"${week === shown.week && html` aria-current="true"`}>${day(language, week)} – ${day(language, until)}</a></th><td class="count">${reports === null ? words.few : number(language, reports)}</td></tr>`)}</tbody></table></details>`
}

function oneWeek(language: Language, one: Week): Markup {
  const words = textsIn(language)
  const countries = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' })
  const named = (names: Readonly<Record<string, string>>) => (value: string) => names[value] ?? value
  return html`<h2>${fill(words.about, { from: day(language, one.week), until: day(language, one.until) })}</h2>
<dl><dt>${words.reports}</dt><dd>${one.reports === null ? words.few : number(language, one.reports)}</dd>
<dt>${words.ended}</dt><dd>${one.ended === null ? words.few : number(language, one.ended.cases)}</dd>
${one.ended !== null && html`<dt>${words.median}</dt><dd>${number(language, one.ended.medianDays)}</dd>`}</dl>
${property(language, words.kinds, one.kinds, named(words.kind))}
${property(language, words.countries, one.countries, (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code))}
${property(language, words.brands, one.brands, (brand) => brand)}
${property(language, words.channels, one.channels, named(words.channel))}`
}

/** A table whose rows have a bar each: the figure is the text, the bar adds nothing for who cannot see it. */
function property(language: Language, title: string, counted: Counted, name: (value: string) => string): Markup {
  const words = textsIn(language)
  const most = Math.max(1, ...counted.map(({ reports }) => reports))
  const bar = (reports: number) => {
    const wide = (reports / most) * 100
    return html`<svg class="line" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="bar" x="${(language === 'ar' ? 100 - wide : 0).toFixed(2)}" y="0" width="${wide.toFixed(2)}" height="8"></rect></svg>`
  }
  if (counted.length === 0) return html`<h3>${title}</h3><p class="hint">${words.nothing}</p>`
  return html`<table class="wide"><caption>${title}</caption><thead class="unseen"><tr><th scope="col">${title}</th><th scope="col">${words.share}</th><th scope="col" class="count">${words.reports}</th></tr></thead>
<tbody>${counted.map(({ value, reports }) => html`<tr><th scope="row"><bdi>${name(value)}</bdi></th><td>${bar(reports)}</td><td class="count">${number(language, reports)}</td></tr>`)}</tbody></table>`
}
