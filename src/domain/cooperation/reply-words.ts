import { type RedactionRules, type Removed, redactPlain } from '../../forensics/redact/index.ts'
import { refang } from '../../forensics/url/index.ts'

export type Reporters = { readonly addresses: readonly string[]; readonly names: readonly string[] }

const addressMark = 'removed@removed.invalid'

/**
 * What a person wrote, without the addresses of those who reported it and the organisation's own words, as its rules say. It is plain text by somebody of ours, so
 * addresses are looked for as they are written; a name may be an ordinary word, so it is doubted and not taken out.
 */
export function redactReply(
  text: string,
  rules: RedactionRules,
  { addresses }: Reporters,
): { readonly text: string; readonly removed: readonly Removed[] } {
  let count = 0
  let out = text
  for (const address of rules.reporter ? addresses : []) {
    out = out.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}._%+-])${escaped(address)}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`, 'giu'), () => {
      count++
      return addressMark
    })
  }
  const words = redactPlain(out, { ...rules, tracking: false }, { addresses: [], names: [], about: [] })
  return { text: words.text, removed: [...(count > 0 ? [{ why: 'address' as const, where: 'text', count }] : []), ...words.removed] }
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** Whether a text says the name of somebody who reported it; what is too short to be a name is none. */
export function namesReporter(text: string, { names }: Reporters): boolean {
  const calm = (one: string) => one.toLowerCase().replace(/\s+/g, ' ').trim()
  const said = calm(text)
  return names
    .map(calm)
    .some((name) => (/\s/.test(name) ? name.length >= 5 : [...name].length >= 3 && /[^\x00-\x7f]/.test(name)) && said.includes(name))
}

const mostAddresses = 200

/** Mail addresses that a text holds, in lower case. */
export function addressesIn(text: string): readonly string[] {
  const found = text.match(/[^\s@<>"'(),;:]{1,64}@[\p{L}\p{N}.-]{1,253}/gu) ?? []
  return [...new Set(found.map((one) => one.toLowerCase().replace(/[.-]+$/, '')))].slice(0, mostAddresses)
}

const mostPlaces = 500

/** All places of a text of any length, each by `placesIn`: nothing hides behind as many as one look takes. */
export function allPlacesIn(text: string): ReturnType<typeof placesIn> {
  return stretchesOf(text).flatMap(placesIn)
}

/** A long text in parts of so many words that no place in them is passed over: of a word come two places at most. */
function stretchesOf(text: string): readonly string[] {
  const words = text.split(/[\s<>"'`|]+/)
  return Array.from({ length: Math.ceil(words.length / 200) }, (_, at) => words.slice(at * 200, at * 200 + 200).join(' '))
}

/** Links and host names that a text holds, also where they are defanged; so many as one look takes. */
export function placesIn(text: string): readonly { readonly kind: 'url' | 'host'; readonly value: string }[] {
  const words = text.split(/[\s<>"'`|]+/).slice(0, 20_000)
  const places = words.flatMap((word) => {
    // of what is longer than a link can be, the host still counts
    const value = refang(word.slice(0, 4_000).replace(/^[([{«“]+|[).,;:!?\]}»”’]+$/gu, '')).slice(0, 2_000)
    if (value.length < 4 || !/[.]/.test(value)) return []
    if (/^https?:/i.test(value) && URL.canParse(value))
      return [
        { kind: 'url' as const, value },
        { kind: 'host' as const, value: new URL(value).hostname },
      ]
    return /^[\p{L}\p{N}.-]+(?:\/\S*)?$/u.test(value) ? [{ kind: 'host' as const, value: value.split('/')[0]?.toLowerCase() ?? value }] : []
  })
  return places.slice(0, mostPlaces)
}
