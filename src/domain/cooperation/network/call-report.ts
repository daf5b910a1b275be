import { html, type Markup } from '../../intake/index.ts'
import type { CallItemView } from '../contract/network/call-items.ts'
import type { CallWhole } from '../contract/network/calls.ts'
import type { ReportLanguage } from './call.ts'
import { datesOf, factsOf, type ReportWords, reportFacts, reportWords, titleOf } from './call-report-words.ts'

/** What the pages of a report are set in: by the browser's own fonts, for paper. */
const style = `:root{color-scheme:light}body{font:11pt/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-block-end:1px solid #999;padding-block-end:.2rem}h3{font-size:.95rem;margin:1rem 0 .25rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:1rem 0}dt{color:#555}dd{margin:0}ul,ol{margin:.25rem 0;padding-inline-start:1.4rem}p{margin:.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
table{border-collapse:collapse;margin:.5rem 0}th,td{text-align:start;padding:.15rem .75rem .15rem 0;border-block-end:1px solid #ccc}td:last-child{text-align:end;font-variant-numeric:tabular-nums}.mark{color:#555;font-size:.85em}
@media print{body{margin:0;max-width:none}h2,h3{break-after:avoid}li,tr{break-inside:avoid}}@page{margin:2cm}`

/** The report of a meeting as one page of HTML that prints, of what this reader may see. `nonce` marks its style (Content Security Policy). */
export function callReportPage(call: CallWhole, language: ReportLanguage, now: Date, nonce: string): string {
  const words = reportWords(language)
  const { moment, date } = datesOf(call, language)
  const facts = factsOf(call, language)
  const page = html`<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.report}: ${call.title}</title><style nonce="${nonce}">${{ markup: style }}</style></head><body>
<p class="mark">${words.report}</p><h1><bdi>${call.title}</bdi></h1>
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}</dl>
${call.note !== '' && html`<p dir="auto">${call.note}</p>`}
<h2>${words.agenda}</h2><ol>${call.items.map((item) => html`<li><bdi>${titleOf(item, words)}</bdi></li>`)}</ol>
${call.items.map((item, at) => itemPart(item, at + 1, words, language, date))}
${call.carried.length > 0 && html`<h2>${words.carried}</h2>${actionList(call.carried, words, date)}`}
<p class="mark">${words.printed} ${moment(now)}</p></body></html>`
  return page.markup
}

type Day = (at: string) => string

function itemPart(item: CallItemView, number: number, words: ReportWords, language: ReportLanguage, date: Day): Markup {
  const part = (title: string, all: readonly unknown[], content: Markup) => all.length > 0 && html`<h3>${title}</h3>${content}`
  const latest = item.minutes[0]
  const decided = (kind: 'decision' | 'recommendation') => item.decisions.filter((one) => one.kind === kind)
  const texts = (all: readonly { readonly text: string }[]) =>
    html`<ul>${all.map(({ text }) => html`<li><p dir="auto">${text}</p></li>`)}</ul>`
  return html`<h2>${number}. <bdi>${titleOf(item, words)}</bdi></h2>${item.note !== '' && html`<p dir="auto">${item.note}</p>`}
${part(words.present, item.attendance, html`<p dir="auto">${item.attendance.map(({ name }) => name).join(' · ')}</p>`)}
${part(
  words.papers,
  item.papers,
  html`<ul>${item.papers.map(
    ({ title, member, withdrawnAt }) =>
      html`<li><bdi>${withdrawnAt === null ? title : words.withdrawn}</bdi> <span class="mark"><bdi>${member?.name ?? words.secretariat}</bdi></span></li>`,
  )}</ul>`,
)}
${part(words.reports, item.reports, html`${item.reports.map((report) => reportPart(report, words, language, date))}`)}
${latest !== undefined && html`<h3>${words.minutes} <span class="mark">(${latest.approvedAt === null ? words.draft : `${words.approved}, ${date(latest.approvedAt)}`})</span></h3><p dir="auto">${latest.text}</p>`}
${part(words.decisions, decided('decision'), texts(decided('decision')))}${part(words.recommendations, decided('recommendation'), texts(decided('recommendation')))}
${part(words.actions, item.actions, actionList(item.actions, words, date))}`
}

function actionList(actions: CallItemView['actions'], words: ReportWords, date: Day): Markup {
  return html`<ul>${actions.map(
    ({ member, text, due, doneAt }) =>
      html`<li><p dir="auto">${text}</p><span class="mark"><bdi>${member.name}</bdi> · ${due !== null && `${words.due} ${date(`${due}T12:00:00Z`)} · `}${
        doneAt === null ? words.open : `${words.done}, ${date(doneAt)}`
      }</span></li>`,
  )}</ul>`
}

function reportPart(report: CallItemView['reports'][number], words: ReportWords, language: ReportLanguage, date: Day): Markup {
  const { kind, title, member, text, unit, figures, solution } = report
  const number = new Intl.NumberFormat(language)
  return html`<p dir="auto"><b>${title}</b> <span class="mark">${words[`report.${kind}`]} · <bdi>${member.name}</bdi></span></p>${text !== '' && html`<p dir="auto">${text}</p>`}
${reportFacts(report, language, date).map(([name, said]) => html`<p class="mark">${name}: <bdi>${said}</bdi></p>`)}
${solution !== '' && html`<p dir="auto">${words.solution}: ${solution}</p>`}
${
  figures.length > 0 &&
  html`<table><thead><tr><th>${words.period}</th><th>${words.value} (<bdi>${unit ?? ''}</bdi>)</th></tr></thead><tbody>${figures.map(
    ({ period, value }) => html`<tr><td>${date(`${period}T12:00:00Z`)}</td><td>${number.format(value)}</td></tr>`,
  )}</tbody></table>`
}`
}
