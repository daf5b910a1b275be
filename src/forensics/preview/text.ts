import { defang } from '../url/defang.ts'

/** Text on its way into a document: what a browser would take for markup is escaped, what cannot be shown goes. */

/** For text and for values in double quotes alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (one) => `&#${one.charCodeAt(0)};`)
}

/** Without control characters (tab and line ends stay) and half surrogate pairs. */
export function visible(text: string): string {
  return text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb]/g, '')
}

/** A link's target as text that no program takes for a link, without what would hide its true order of characters. */
export function inertTarget(target: string): string {
  const plain = visible(target)
    .replace(/[\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 400)
  return defang(plain)
}
