import { mixesScripts, skeleton } from '../../../forensics/url/index.ts'

/** Characters of a text that are read, and words of it. */
const mostText = 60_000
const mostWords = 4000

const address = /(?<![^\s@<>()])[^\s@<>()]{1,100}@[^\s@<>()]{1,100}/g
const place = /(?:\b(?:https?|hxxps?|ftp):\/{2}|\bwww\.)[^\s<>"]{1,2000}/gi
const unseen = /\p{Default_Ignorable_Code_Point}/gu
const asciiWord = /^[a-z]+$/
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * What the writer of a message wrote themselves: without what is quoted, the signature below `-- ` (RFC 3676 §4.3), and the footers that lists and free
 * mailers put below everybody's mail.
 */
export function ownText(text: string): string {
  const lines: string[] = []
  for (const line of text.slice(0, mostText).split('\n')) {
    if (/^\s*[>|}]/.test(line)) continue
    if (/^-- ?$/.test(line) && lines.length > 0) break
    if (/^\s*[_=-]{20,}\s*$/.test(line) && footer.test(text.slice(text.indexOf(line), text.indexOf(line) + 400))) break
    if (
      /^-+\s*original message\s*-+/i.test(line.trim()) ||
      /^(?:on|am|le|el|il) .{5,120}(?:wrote|schrieb|écrit|escribió|scritto):$/i.test(line.trim())
    )
      continue
    lines.push(line)
  }
  return lines.join('\n')
}

const footer =
  /mailing list|mailman\/listinfo|unsubscribe from this group|to unsubscribe.{0,60}(?:list|group)|do you yahoo|msn photos|get your free|this sf\.net email/i

/** A text as it reads: compatible characters alike, nothing that is drawn as nothing, look-alike letters inside of words put back, lower case. */
export function plainOf(text: string): string {
  const folded = text.slice(0, mostText).normalize('NFKC').replace(unseen, '')
  const ascii = /^[\u0000-\u007f]*$/.test(folded)
  return (ascii ? folded : folded.replace(/[\p{L}\p{M}]{3,40}/gu, (word) => (mixesScripts(word) ? skeleton(word) : word))).toLowerCase()
}

/**
 * The words of a text that carry it: no numbers, links, addresses, random strings, nothing of the recipient's own name (`own`), and no short words, which
 * are mostly grammar. Scripts that write no spaces give windows of four characters.
 */
export function wordsOf(text: string, own: ReadonlySet<string> = new Set()): string[] {
  const plain = plainOf(text).replace(place, ' ').replace(address, ' ')
  const words: string[] = []
  for (const [token] of plain.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    if (words.length >= mostWords) break
    if (!asciiWord.test(token) && wide.test(token)) {
      const letters = [...token.replace(/[^\p{L}\p{M}]/gu, '')]
      for (let at = 0; at + 4 <= letters.length && words.length < mostWords; at++) words.push(letters.slice(at, at + 4).join(''))
    } else if (token.length >= 4 && !isRandom(token) && !own.has(token)) words.push(token)
  }
  return words
}

/** A string of chance: letters and digits mixed, no vowel, or longer than words are. */
export function isRandom(token: string): boolean {
  if (token.length > 24) return true
  if (!asciiWord.test(token)) return /\p{N}/u.test(token)
  const vowels = token.replace(/[^aeiouy]/g, '').length
  return token.length >= 5 && vowels / token.length < 0.15
}

/** Words beside each other, in order. */
export function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`)
}
