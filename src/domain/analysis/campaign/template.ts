import { plainOf } from './words.ts'

/** Symbols in a row that are compared. */
const run = 6
/** Symbols of which a run must have this many different ones: a row of full stops is everybody's. */
const leastVaried = 3
/** Symbols that any list of sentences and links has; beside these a run must have others of its own. */
const plain = new Set(['.', '|', 'U', 'M'])
const leastOwn = 2

const part =
  /(?<mail>(?<![^\s@<>()])[^\s@<>()]{1,100}@[^\s@<>()]{1,100})|(?<link>(?:https?:\/\/|www\.)[^\s<>"]+)|(?<number>\p{N}(?:[\p{N}.,:/' -]*\p{N})?)|(?<end>[.!?:;。؟।…]+)|(?<sign>[$€£¥₽%#*=()[\]{}<>+|~•–—&@/])|(?<gap>\n\s*\n)/gu

/**
 * What of a text stays when it is translated: where numbers (by their length), links and addresses stand, how sentences end, signs, paragraphs. As runs of
 * six such symbols.
 */
export function skeletonsOf(text: string): string[] {
  const symbols: string[] = []
  for (const { groups } of plainOf(text).matchAll(part)) {
    if (symbols.length >= 3000) break
    const symbol = symbolOf(groups ?? {})
    // an empty line more or less is chance
    if (symbol !== '|' || symbols.at(-1) !== '|') symbols.push(symbol)
  }
  const runs: string[] = []
  for (let at = 0; at + run <= symbols.length; at++) {
    const one = symbols.slice(at, at + run)
    const different = [...new Set(one)]
    if (different.length >= leastVaried && different.filter((symbol) => !plain.has(symbol)).length >= leastOwn) runs.push(one.join(' '))
  }
  return runs
}

function symbolOf(groups: Readonly<Record<string, string | undefined>>): string {
  if (groups.mail !== undefined) return 'M'
  if (groups.link !== undefined) return 'U'
  if (groups.number !== undefined) return `N${Math.min(12, groups.number.replace(/[^\p{N}]/gu, '').length)}`
  if (groups.gap !== undefined) return '|'
  if (groups.end !== undefined) return groups.end.replace(/[。।]/g, '.').replace('؟', '?').slice(0, 1)
  return groups.sign ?? ''
}

/** Sums of money and the like that a text names: digits in groups, five at least. They stay in every language and are the same for all recipients. */
export function amountsOf(text: string): string[] {
  const found = new Set<string>()
  for (const [number] of text
    .slice(0, 60_000)
    .replace(/(?:https?:\/\/|www\.)\S+/gi, ' ')
    .matchAll(/(?<![\p{N}.,])\p{N}{1,3}(?:[.,']\p{N}{3})+(?:[.,]\p{N}{2})?(?![\p{N}])/gu)) {
    const digits = number.replace(/[.,]\p{N}{2}$/u, '').replace(/[^\p{N}]/gu, '')
    // 10,000 and 1,000,000 are on everybody's lips
    if (digits.length >= 5 && digits.replace(/0+$/, '').length >= 2) found.add(digits)
    if (found.size >= 20) break
  }
  return [...found]
}
