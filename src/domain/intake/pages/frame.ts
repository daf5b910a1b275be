import { type Language, languages, textsIn } from '../texts.ts'
import { html, type Markup } from './markup.ts'

const names: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文', ar: 'العربية' }

// as in the console
const bell = html`<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0f6c73"></rect><path d="M16 6.6a1.7 1.7 0 0 1 1.7 1.7v.5c2.9.8 4.7 3.3 4.7 6.6 0 3.6.9 5 1.9 6 .5.6.1 1.5-.7 1.5H8.4c-.8 0-1.2-.9-.7-1.5 1-1 1.9-2.4 1.9-6 0-3.3 1.8-5.8 4.7-6.6v-.5A1.7 1.7 0 0 1 16 6.6Z" fill="#fff"></path><path d="M13.4 24.3a2.7 2.7 0 0 0 5.2 0Z" fill="#9fe0df"></path></svg>`

/** What stands around every page for the public: no script, no cookie, not for search engines unless it may be `found`. */
export function page(
  language: Language,
  path: string,
  title: string,
  content: Markup,
  { found = false }: { readonly found?: boolean } = {},
): Markup {
  const { page: words } = textsIn(language)
  return html`<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${!found && html`<meta name="robots" content="noindex">`}
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

export function megabytes(language: Language, size: number): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(size / 1_048_576)
}
