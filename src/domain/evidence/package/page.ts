import type { PackagedItem } from '../../../formats/evidence-package/index.ts'
import type { PackageChapter } from './chapter.ts'
import { html, type Markup } from './markup.ts'
import type { Package, PackageLanguage } from './package.ts'
import { fill, type PackageTexts, textsOf } from './texts.ts'

const direction = (language: PackageLanguage) => (language === 'ar' ? 'rtl' : 'ltr')

const style = `
@page { size: A4; margin: 18mm 16mm 20mm }
* { box-sizing: border-box }
html { background: #fff; color: #161d20 }
body { margin: 0 auto; padding: 1.5rem 1.25rem 3rem; max-inline-size: 56rem; font: 11pt/1.5 "Noto Sans", "DejaVu Sans", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Noto Naskh Arabic", "Noto Sans Arabic", system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 19pt; line-height: 1.25; margin-block: 0 .3rem }
h2 { font-size: 14pt; margin-block: 2rem .5rem; padding-block-end: .25rem; border-block-end: 2px solid #0f6c73; break-after: avoid }
h3 { font-size: 11pt; margin-block: 1.1rem .3rem; color: #0b545a; break-after: avoid }
p { margin-block: .4rem }
.lead { color: #4a585e }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .2rem 1.2rem; margin-block: .3rem }
dt { color: #4a585e }
dd { margin: 0 }
table { border-collapse: collapse; inline-size: 100%; font-size: 9pt }
th, td { text-align: start; vertical-align: top; padding: .3rem .5rem .3rem 0; border-block-end: 1px solid #d3dbdd }
tr { break-inside: avoid }
code { font: 9pt/1.4 "DejaVu Sans Mono", ui-monospace, monospace; unicode-bidi: isolate; direction: ltr }
pre { font: 9pt/1.5 "DejaVu Sans Mono", ui-monospace, monospace; background: #f0f4f4; padding: .7rem .9rem; border-radius: .3rem; direction: ltr; text-align: left; white-space: pre-wrap }
ol { padding-inline-start: 1.4rem }
li { margin-block: .35rem }
.note { background: #f0f4f4; border-inline-start: .25rem solid #0f6c73; padding: .5rem .8rem; margin-block: .8rem }
section { break-inside: auto }
`

/** A page of its own: no script, nothing from elsewhere. */
function page(language: PackageLanguage, title: string, body: Markup): string {
  const head: Markup = { markup: `<style>${style}</style>` }
  return html`<!doctype html>
<html lang="${language}" dir="${direction(language)}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${head}</head>
<body>
${body}
</body>
</html>
`.markup
}

// a table of thousands of rows is nothing to read; package.json has them all
const mostRows = 500

export type Cover = {
  readonly one: Package
  readonly organisation: string
  readonly byName: string | null
  readonly items: readonly PackagedItem[]
  readonly withheld: number
}

/** One page of the readable part: the first begins with what the package is; each has some of its chapters. */
export function chaptersPage(cover: Cover, number: number, pages: number, chapters: readonly PackageChapter[]): string {
  const { language, about } = cover.one
  const texts = textsOf(language)
  const title = `${texts.page.title}: ${about.title}`
  const which = pages > 1 ? html`<p class="lead">${fill(texts.page.part, { number: String(number), pages: String(pages) })}</p>` : html``
  const front = number === 1 ? coverOf(cover, texts) : html``
  const body = html`<h1>${texts.page.title}</h1><p class="lead"><bdi>${about.title}</bdi></p>${which}${front}${chapters.map(chapterOf)}`
  return page(language, title, body)
}

function chapterOf({ heading, parts }: PackageChapter): Markup {
  const shown = parts.filter(({ rows }) => rows.length > 0)
  return html`<section><h2><bdi>${heading}</bdi></h2>${shown.map((part) => html`<h3>${part.heading}</h3>${factsOf(part.rows)}`)}</section>`
}

function factsOf(rows: readonly (readonly [string, string])[]): Markup {
  return html`<dl>${rows.map(([label, value]) => html`<dt><bdi>${label}</bdi></dt><dd><bdi>${value}</bdi></dd>`)}</dl>`
}

function coverOf({ one, organisation, byName, items, withheld }: Cover, { page: words }: PackageTexts): Markup {
  const left = items.filter((item) => item.leftOut !== null)
  const facts: [string, string][] = [
    [words.organisation, organisation],
    [words.madeBy, byName ?? one.by],
    [words.made, stamp(one.createdAt.toISOString())],
    [words.purpose, one.purpose],
    [words.recipient, one.recipient],
    [words.number, one.id],
    [words.originals, one.originals === 'sealed' ? words.sealed : words.plain],
  ]
  const notes = [
    ...(left.length > 0 ? [fill(words.leftOut, { count: String(left.length) })] : []),
    ...(withheld > 0 ? [fill(words.withheld, { count: String(withheld) })] : []),
    ...(items.length > mostRows ? [fill(words.more, { count: String(mostRows) })] : []),
  ]
  const rows = items.slice(0, mostRows).map((item) => rowOf(item, words))
  return html`${factsOf(facts)}<p class="note">${words.check}</p>
<h2>${words.items}</h2>${notes.map((note) => html`<p>${note}</p>`)}
<table><thead><tr><th>${words.sha256}</th><th>${words.name}</th><th>${words.received}</th><th>${words.size}</th><th>${words.state}</th></tr></thead><tbody>${rows}</tbody></table>`
}

function rowOf(item: PackagedItem, words: PackageTexts['page']): Markup {
  const state =
    item.leftOut === null ? (item.held ? words.held : words.inside) : item.leftOut === 'sealed' ? words['sealed-away'] : words[item.leftOut]
  const name = item.how === null ? (item.name ?? '') : `${item.name ?? ''} (${item.how})`
  return html`<tr><td><code>${item.sha256}</code></td><td><bdi>${name}</bdi></td><td>${stamp(item.receivedAt)}</td><td>${item.size}</td><td>${state}</td></tr>`
}

/** In UTC, to the second: what lawyers and machines read alike. */
function stamp(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`
}

export type Guided = {
  readonly one: Package
  readonly file: string
  readonly organisation: string
  /** as `tocsin log` prints them */
  readonly keys: readonly string[]
  readonly stamped: boolean
}

/** How to check the package, with and without this program, for somebody who has never heard of it. */
export function guidePage({ one, file, organisation, keys, stamped }: Guided, language: PackageLanguage): string {
  const { guide } = textsOf(language)
  const section = ({ heading, text, commands }: { heading: string; text: string; commands: string }) =>
    html`<h2>${heading}</h2>${paragraphs(text)}${commands === '' ? html`` : html`<pre>${fill(commands, { file, folder: file.replace(/\.zip$/, '') })}</pre>`}`
  const stampText = stamped ? guide.stamp : { ...guide.noStamp, commands: '' }
  const originals = one.originals === 'sealed' ? guide.originals : guide.plainOriginals
  return page(
    language,
    guide.title,
    html`<h1>${guide.title}</h1><p class="lead">${fill(guide.lead, { organisation })}</p>
${section(guide.what)}${section(guide.whole)}${section(originals)}${section(guide.tool)}
<h3>${guide.key}</h3>${keys.map((key) => html`<pre>${key}</pre>`)}<p>${fill(guide.keyNote, { organisation })}</p>
${section(stampText)}${section({ ...guide.limits, commands: '' })}`,
  )
}

function paragraphs(text: string): Markup[] {
  return text.split('\n').map((one) => html`<p>${one}</p>`)
}
