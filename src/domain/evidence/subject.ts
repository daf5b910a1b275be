/** The text as it is compared: NFC, no spaces around it, one space between words. */
export function normaliseSubject(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ')
}

// scripts that write without spaces between words: a name in them has no edges to look for
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * Whether a text speaks of a person, given as an address or a name: as whole words, whatever the case, so that `ann@x.example` is not
 * found in `joann@x.example`, nor Ann in Joanne. What is erased for one person must never be another's.
 */
export function subjectMatcher(subject: string): (candidate: string | null) => boolean {
  const pattern = patternOf(subject, 'iu')
  return (candidate) => candidate !== null && pattern.test(candidate.normalize('NFC'))
}

/** Puts the pseudonym wherever a text speaks of the person, as `subjectMatcher` would tell. */
export function subjectReplacer(subject: string, pseudonym: string): (text: string) => string {
  const matches = subjectMatcher(subject)
  const pattern = patternOf(subject, 'giu')
  return (text) => (matches(text) ? text.normalize('NFC').replace(pattern, pseudonym) : text)
}

function patternOf(subject: string, flags: string): RegExp {
  const wanted = normaliseSubject(subject)
  const words = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ /g, '[\\s._-]+')
  const part = wanted.includes('@') ? '[\\p{L}\\p{N}_+-]|[.](?=[\\p{L}\\p{N}])' : '[\\p{L}\\p{N}\\p{M}]'
  const before = wanted.includes('@') ? '[\\p{L}\\p{N}._+-]' : '[\\p{L}\\p{N}\\p{M}]'
  return new RegExp(unspaced.test(wanted) ? words : `(?<!${before})${words}(?!${part})`, flags)
}

/** Spellings that a database without our case rules looks for; `subjectMatcher` then decides. */
export function subjectSpellings(subject: string): readonly string[] {
  const wanted = normaliseSubject(subject)
  const first = wanted.split(' ')[0] ?? wanted
  return [...new Set([first, first.toLowerCase(), first.toUpperCase(), first.normalize('NFD')])]
}

/** The same value with each text in it changed; names of members stay. */
export function changeTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((one) => changeTexts(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, changeTexts(inner, change)]))
}
