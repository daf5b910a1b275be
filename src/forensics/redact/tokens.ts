import type { Tally } from './profile.ts'
import { mark } from './secrets.ts'

/** What tells a sender which copy of a message this is: identifiers in links and headers. Nothing proves that a run of characters is one, so what looks like it goes. */

/** Whether a piece of a path, a label or a value looks made by a machine for one reader, and is no word and no name of a file. */
export function looksLikeToken(piece: string): boolean {
  const body = piece.replace(/\.[a-z]{1,5}\d?$/i, '')
  if (body.length < 6 || body.length > 4_000) return body.length > 4_000
  const digits = body.match(/\d/g)?.length ?? 0
  const letters = body.match(/[A-Za-z]/g)?.length ?? 0
  if (letters === 0 && digits >= 6) return true
  if (/^(?:[0-9a-f]{8,}|[0-9A-F]{8,})$/.test(body) && digits > 0) return true
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(body)) return true
  const words = body.split(/[-_.~+]/)
  if (words.every((word) => /^(?:[A-Z]?[a-z]+|[A-Z]+|\d{1,4}|v\d+)$/.test(word)) && Math.max(...words.map((word) => word.length)) <= 20)
    return false
  if (digits >= 2 && letters >= 2) return true
  const turns = body.match(/[a-z][A-Z]|[A-Za-z]\d|\d[A-Za-z]/g)?.length ?? 0
  return turns >= 3 || body.length >= 24
}

/** The value of a parameter, which senders fill as they like: only what is plainly a word or a small number stays. */
function looksPersonal(value: string): boolean {
  return !/^(?:|[A-Za-z]{1,14}|\d{1,4}|[a-z]{2}[-_][A-Za-z]{2}|[a-z]+(?:[-_][a-z]+){0,4})$/.test(value)
}

const link = /\b(?:https?|ftp|hxxps?):\/\/[^\s"'<>\\^`{|}]+/gi

/** A link up to what the sentence around it owns; entities of `&` are kept as they are written. */
export function redactLinks(text: string, about: ReadonlySet<string>, where: string, tally: Tally): string {
  return text.replace(link, (found) => {
    const url = found.slice(0, endOf(found))
    const end = found.slice(url.length)
    if (about.has(comparable(url))) return found
    // with something added for its reader it is still the same place
    const place = about.has(comparable(/^[^?#]*/.exec(url)?.[0] ?? ''))
    return redactLink(url, place, where, tally) + end
  })
}

/** Where a link ends and the sentence or attribute around it goes on. */
function endOf(found: string): number {
  const quoted = found.search(/&(?:quot|gt|lt|#39|#34);?/i)
  let end = quoted < 0 ? found.length : quoted
  while (end > 0 && '.,;:!?)]'.includes(found.charAt(end - 1))) end--
  return end
}

/** The form in which links are compared: what a letter is about may be written with entities or defanged in the message. */
export function comparable(url: string): string {
  return url
    .replace(/^hxxp/i, 'http')
    .replaceAll(/&amp;/gi, '&')
    .replace(/^([a-z]+:\/\/[^/?#]*)/i, (origin) => origin.toLowerCase())
    .replace(/\/$/, '')
}

function redactLink(url: string, place: boolean, where: string, tally: Tally): string {
  const [, origin = '', path = '', query = '', fragment = ''] = /^([a-z]+:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(url) ?? []
  const gone = (piece: string) => {
    if (piece === mark) return piece
    tally.add('token', where)
    return mark
  }
  const labels = place ? origin : origin.replace(/[^./:@]+(?=\.)/g, (label) => (looksLikeToken(label) ? gone(label) : label))
  const segments = place
    ? path
    : path.replace(/[^/;=&]+/g, (segment) => {
        if (!looksLikeToken(decoded(segment))) return segment
        const ending = /\.[a-z]{2,5}$/i.exec(segment)?.[0] ?? ''
        return gone(segment) + ending
      })
  const values = (some: string) =>
    some.replace(/(^[?#]|&amp;|[&;])([^&;]*)/gi, (_, separator: string, pair: string) => {
      const cut = pair.indexOf('=')
      const [name, value] = cut < 0 ? ['', pair] : [pair.slice(0, cut + 1), pair.slice(cut + 1)]
      const key = looksLikeToken(decoded(name.replace(/=$/, ''))) ? `${gone(name)}=` : name
      return separator + key + (looksPersonal(decoded(value)) ? gone(value) : value)
    })
  return labels + segments + values(query) + values(fragment)
}

function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}

/** Words of a header's value that look like identifiers. */
export function redactIdentifiers(value: string, where: string, tally: Tally): string {
  return value.replace(/[^\s;:,|=<>"'()[\]@/]+/g, (word) => {
    if (!looksLikeToken(word) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(word)) return word
    tally.add('identifier', where)
    return mark
  })
}

/** `<removed@host>`: what a message is called, without what may name its reader; the host stays, since it tells who sent it. */
export function redactMessageIds(value: string, where: string, tally: Tally): string {
  const ids = value.match(/<[^<>]*>/g) ?? []
  if (ids.length === 0) return value.trim() === '' ? value : mark
  tally.add('identifier', where, ids.length)
  return ids
    .map((id) => {
      const host = /@([A-Za-z0-9.-]+)>$/.exec(id)?.[1] ?? 'removed.invalid'
      return `<${mark}@${host.split('.').some(looksLikeToken) ? 'removed.invalid' : host}>`
    })
    .join(' ')
}
