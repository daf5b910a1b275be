/** Markup whose values were escaped where they were put in. */
export type Markup = { readonly markup: string }

/** Text for HTML, in content and in quoted attributes alike. Marks that turn the direction of what follows are shown for what they are. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u2028-\u202e\u2060-\u2069\ufeff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

type Value = string | number | Markup | readonly Markup[]

/** Template of HTML: every value is escaped unless it is markup itself; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: strings.map((text, at) => text + render(values[at] ?? '')).join('') }
}

function render(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return 'markup' in value ? value.markup : value.map((one) => one.markup).join('')
}
