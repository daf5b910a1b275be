import { fault, type TechniqueFault, techniqueLimits } from './technique.ts'

/** A word, a text in quotes, a number or one of `{ } ( ) ,`, and where it stands. */
export type Word = {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'end'
  readonly value: string
  readonly line: number
  readonly column: number
}

// sticky, one alternative each, no repetition within a repetition: linear in the text
const pattern =
  /(?<space>\s+)|(?<comment>#[^\n]*)|(?<number>-?\d{1,15}(?:\.\d{1,6})?)|(?<word>[a-z][a-z0-9.]*)|(?<sign>[{}(),])|"(?<text>(?:[^"\\\n]|\\["\\])*)"/iy

/** The words of the rule language, or where it cannot be read. */
export function readWords(source: string): readonly Word[] | { readonly fault: TechniqueFault } {
  const words: Word[] = []
  let line = 1
  let start = 0
  let at = 0
  while (at < source.length) {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    const column = at - start + 1
    if (found?.groups === undefined) return fault(source[at] === '"' ? 'unclosed' : 'unexpected', line, column, source.slice(at, at + 20))
    const { space, comment, number, word, sign, text } = found.groups
    if (text !== undefined && text.length > techniqueLimits.value) return fault('too-long', line, column, text)
    if (number !== undefined) words.push({ kind: 'number', value: number, line, column })
    else if (word !== undefined) words.push({ kind: 'word', value: word.toLowerCase(), line, column })
    else if (sign !== undefined) words.push({ kind: 'sign', value: sign, line, column })
    else if (text !== undefined) words.push({ kind: 'text', value: text.replace(/\\(["\\])/g, '$1'), line, column })
    else if (comment === undefined && space !== undefined)
      for (let place = 0; place < space.length; place++) {
        if (space[place] !== '\n') continue
        line += 1
        start = at + place + 1
      }
    at = pattern.lastIndex
  }
  words.push({ kind: 'end', value: '', line, column: at - start + 1 })
  return words
}
