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
  const wanted = normaliseSubject(subject)
  const words = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/ /g, '[\\s._-]+')
  const part = wanted.includes('@') ? '[\\p{L}\\p{N}_+-]|[.](?=[\\p{L}\\p{N}])' : '[\\p{L}\\p{N}\\p{M}]'
  const before = wanted.includes('@') ? '[\\p{L}\\p{N}._+-]' : '[\\p{L}\\p{N}\\p{M}]'
  const source = unspaced.test(wanted) ? words : `(?<!${before})${words}(?!${part})`
  const pattern = new RegExp(source, 'iu')
  return (candidate) => candidate !== null && pattern.test(candidate.normalize('NFC'))
}

/** Spellings that a database without our case rules looks for; `subjectMatcher` then decides. */
export function subjectSpellings(subject: string): readonly string[] {
  const wanted = normaliseSubject(subject)
  const first = wanted.split(' ')[0] ?? wanted
  return [...new Set([first, first.toLowerCase(), first.toUpperCase(), first.normalize('NFD')])]
}
