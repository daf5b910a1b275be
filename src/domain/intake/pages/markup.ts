/** Markup whose values were escaped where they were put in. */
export type Markup = { readonly markup: string }

/** Text for HTML, in content and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

/** Template of HTML: every value is escaped unless it is markup itself; lists are joined, undefined and false leave nothing. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[] | undefined | false)[]
): Markup {
  const parts = strings.map((text, at) => text + render(values[at]))
  return { markup: parts.join('') }
}

function render(value: string | number | Markup | readonly Markup[] | undefined | false): string {
  if (value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  return 'markup' in value ? value.markup : value.map((one) => one.markup).join('')
}
