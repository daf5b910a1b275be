import { namesNobody } from './secrets.ts'

/**
 * Whether an address, or a whole name, stands in bytes of any form: as UTF-8, UTF-16 or Latin-1, in whatever case. What is compressed or encoded otherwise is not
 * looked into. One pass over the bytes, however many people there are (Aho and Corasick, 1975). A name of less than five letters is no name in a file of bytes.
 */
export function standsIn(bytes: Uint8Array, addresses: readonly string[], names: readonly string[]): boolean {
  const words = new Map<string, Word>()
  const add = (text: string, whole: boolean) => {
    for (const one of new Set([text, text.toLowerCase(), text.toUpperCase()]))
      for (const pattern of writings(one)) {
        const ascii = pattern.every((byte) => byte < 0x80)
        if (pattern.length >= (ascii ? 5 : 4)) words.set(pattern.join(), { pattern, whole })
      }
  }
  for (const name of names.map(tidy).filter((one) => !namesNobody(one))) {
    add(name, true)
    add(
      name
        .split(/[\s,]+/)
        .reverse()
        .join(' '),
      true,
    )
  }
  for (const address of addresses.map(tidy)) add(address, false)
  return words.size > 0 && search(bytes, [...words.values()])
}

type Word = { readonly pattern: readonly number[]; readonly whole: boolean }

const most = 320
const tidy = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, most).toWellFormed()

/** As bytes without zeros, by which UTF-16 of Latin letters is the same as ASCII; of A to Z in small letters. */
function writings(text: string): readonly (readonly number[])[] {
  const wide = Buffer.from(text, 'utf16le')
  const forms = [Buffer.from(text, 'utf8'), wide, Buffer.from(wide).swap16()]
  if ([...text].every((one) => one <= '\u00ff')) forms.push(Buffer.from(text, 'latin1'))
  return forms.map((form) => [...form].filter((byte) => byte !== 0).map(small))
}

const small = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)
const isLetter = (byte: number) => (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39)

type Automaton = {
  readonly width: number
  readonly classes: Uint8Array
  readonly next: Int32Array
  readonly ends: ReadonlyMap<number, readonly Word[]>
}

function search(bytes: Uint8Array, words: readonly Word[]): boolean {
  const { width, classes, next, ends } = automatonOf(words)
  // as they are read: without zeros, in small letters
  const read = new Uint8Array(bytes.length)
  let length = 0
  for (const byte of bytes) if (byte !== 0) read[length++] = small(byte)
  let state = 0
  for (let at = 0; at < length; at++) {
    state = next[state * width + (classes[read[at] ?? 0] ?? 0)] ?? 0
    for (const { pattern, whole } of ends.get(state) ?? []) {
      if (!whole) return true
      const start = at - pattern.length
      const apart = (beside: number | undefined, edge: number | undefined) =>
        beside === undefined || !isLetter(beside) || !isLetter(edge ?? 0)
      if (apart(start < 0 ? undefined : read[start], pattern[0]) && apart(at + 1 < length ? read[at + 1] : undefined, pattern.at(-1)))
        return true
    }
  }
  return false
}

/** States by numbers; from each, one step for every byte that stands in any word, and one for all others. */
function automatonOf(words: readonly Word[]): Automaton {
  const classes = new Uint8Array(256)
  let width = 1
  for (const { pattern } of words) for (const byte of pattern) if (classes[byte] === 0) classes[byte] = width++
  const next = new Int32Array((words.reduce((sum, { pattern }) => sum + pattern.length, 0) + 1) * width)
  const ends = new Map<number, Word[]>()
  let states = 1
  for (const word of words) {
    let state = 0
    for (const byte of word.pattern) {
      const step = state * width + (classes[byte] ?? 0)
      if (next[step] === 0) next[step] = states++
      state = next[step] ?? 0
    }
    ends.set(state, [...(ends.get(state) ?? []), word])
  }
  linkFailures(next, width, states, ends)
  return { width, classes, next, ends }
}

function linkFailures(next: Int32Array, width: number, states: number, ends: Map<number, Word[]>): void {
  const failure = new Int32Array(states)
  const queue = [...next.subarray(0, width)].filter((state) => state !== 0)
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0
    const back = failure[state] ?? 0
    const there = ends.get(back)
    if (there !== undefined) ends.set(state, [...(ends.get(state) ?? []), ...there])
    for (let kind = 1; kind < width; kind++) {
      const to = next[state * width + kind] ?? 0
      const other = next[back * width + kind] ?? 0
      if (to === 0) next[state * width + kind] = other
      else {
        failure[to] = other
        queue.push(to)
      }
    }
  }
}
