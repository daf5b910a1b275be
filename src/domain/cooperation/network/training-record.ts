import { html } from '../../intake/index.ts'
import type { recordLanguages } from '../contract/network/training-names.ts'
import texts from '../data/training-record.json' with { type: 'json' }
import type { Enrolment, Training } from './training.ts'

const style = `:root{color-scheme:light}body{font:12pt/1.6 system-ui,sans-serif;color:#111;background:#fff;max-width:40rem;margin:4rem auto;padding:0 1rem}
h1{font-size:1.8rem;margin:0 0 2rem}p{margin:.25rem 0}.who{font-size:1.3rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.5rem;margin:2rem 0}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
.mark{color:#555;font-size:.85em}@media print{body{margin:0;max-width:none}}@page{margin:3cm}`

type Of = {
  readonly training: Training
  readonly enrolment: Enrolment
  readonly network: string
  readonly organisation: string
  /** who offers it; null: the office */
  readonly offeredBy: string | null
}

/** That a person was at a session, as one page that prints. `nonce` marks its style (Content Security Policy). */
export function trainingRecordPage(of: Of, language: (typeof recordLanguages)[number], now: Date, nonce: string): string {
  const words = texts[language]
  const { training, enrolment } = of
  const { startsAt, timeZone, duration } = training
  const moment = (at: Date) => new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at)
  const facts: readonly (readonly [string, string])[] = [
    [words.session, training.title],
    [words.topic, words[`topic.${training.topic}`]],
    [words.when, startsAt === null ? words.pace : `${moment(startsAt)} (${timeZone})`],
    [words.duration, duration === null ? '' : `${new Intl.NumberFormat(language).format(duration)} ${words.minutes}`],
    [words.offered, of.offeredBy ?? words.office],
    [words.trainers, training.trainers],
    [words.number, enrolment.id],
    [words.printed, new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(now)],
  ]
  return html`<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.record}: ${training.title}</title><style nonce="${nonce}">${{ markup: style }}</style></head><body>
<p class="mark"><bdi>${of.network}</bdi></p><h1>${words.record}</h1>
<p class="who"><b><bdi>${enrolment.name}</bdi></b></p><p>${words.of} <bdi>${of.organisation}</bdi></p><p>${words.was}</p>
<dl>${facts.filter(([, value]) => value !== '').map(([name, value]) => html`<dt>${name}</dt><dd><bdi>${value}</bdi></dd>`)}</dl></body></html>`
    .markup
}
